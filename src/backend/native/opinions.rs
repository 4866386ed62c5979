//! What goes to the worker about opinion groups and what comes back: the protocol of crate `counter`.

use super::read::turn;
use crate::backend::model::*;

turn! {
    failed: counter::Failed => RecountFailed { Offline, NoBoard }
}

/// The question for the worker.
pub fn question(votes: &str) -> String {
    // Writing a text as JSON cannot fail.
    let votes = serde_json::to_string(votes).unwrap_or_default();
    format!("{{\"opinions\":{{\"votes\":{votes}}}}}")
}

/// What the worker said. Something that this build does not know tells nothing.
pub fn found_by_worker(text: &str) -> OpinionsFound {
    match serde_json::from_str(text) {
        Ok(counter::OpinionsReport::Done(told)) => OpinionsFound::Done(Box::new(opinions(*told))),
        Ok(counter::OpinionsReport::TooFew { voters, enough }) => OpinionsFound::TooFew { voters, enough },
        Ok(counter::OpinionsReport::Failed(why)) => OpinionsFound::Failed(failed(why)),
        Err(_) => OpinionsFound::Failed(RecountFailed::Other),
    }
}

fn opinions(told: counter::Opinions) -> Opinions {
    let telling = told.telling.into_iter().chain(std::iter::repeat_with(Vec::new));
    let group = |(people, telling): (u64, Vec<counter::Telling>)| OpinionGroup {
        people,
        telling: telling.into_iter().map(by_group).collect(),
    };
    let groups: Vec<OpinionGroup> = told.sizes.into_iter().zip(telling).map(group).collect();
    let known = groups.len();
    let cell = |[x, y, group, people]: [u32; 4]| MapCell {
        x,
        y,
        group: group as usize,
        people,
    };
    Opinions {
        groups,
        voters: told.voters,
        grouped: told.grouped,
        joined: told.joined,
        common: told.common.into_iter().map(by_groups).collect(),
        divides: told.divides.into_iter().map(by_groups).collect(),
        map: told
            .map
            .into_iter()
            .map(cell)
            .filter(|cell| cell.group < known)
            .collect(),
    }
}

fn by_group(told: counter::Telling) -> SaidByGroup {
    SaidByGroup {
        statement: told.statement,
        agrees: told.agrees,
        inside: votes(told.inside),
        outside: votes(told.outside),
    }
}

fn by_groups(shown: counter::Shown) -> SaidByGroups {
    SaidByGroups {
        statement: shown.statement,
        agrees: shown.agrees,
        groups: shown.groups.into_iter().map(votes).collect(),
    }
}

fn votes([agree, disagree, pass]: counter::Tally) -> Votes {
    let [agree, disagree, pass] = [agree, disagree, pass].map(u64::from);
    Votes {
        agree,
        disagree,
        pass,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_question_is_what_the_worker_reads_and_the_answer_is_read() {
        let asked: counter::Question = serde_json::from_str(&question("/v1/threads/a\"b/votes")).unwrap();
        assert_eq!(
            asked,
            counter::Question::Opinions {
                votes: "/v1/threads/a\"b/votes".into()
            }
        );
        let votes = contract::OpinionVotes {
            statements: (0..8).map(|n| format!("s{n}")).collect(),
            participants: [["+++++++"; 6], ["+------"; 6]]
                .concat()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            too_few: None,
        };
        let said = serde_json::to_string(&counter::opinions(&votes).unwrap()).unwrap();
        let OpinionsFound::Done(told) = found_by_worker(&said) else {
            panic!("{said}")
        };
        assert_eq!(told.groups.iter().map(|g| g.people).collect::<Vec<_>>(), [6, 6]);
        assert_eq!(
            (
                told.common[0].statement.as_str(),
                told.common[0].groups[1].share(true)
            ),
            ("s0", 1000)
        );
        assert_eq!(told.map.iter().map(|cell| cell.people).sum::<u32>(), 12);
    }

    #[test]
    fn what_cannot_be_read_tells_nothing() {
        let few = OpinionsFound::TooFew { voters: 6, enough: 2 };
        assert_eq!(found_by_worker(r#"{"too_few":{"voters":6,"enough":2}}"#), few);
        assert_eq!(
            found_by_worker(r#"{"failed":"no_board"}"#),
            OpinionsFound::Failed(RecountFailed::NoBoard)
        );
        for strange in ["", "{}", r#"{"done":{}}"#, r#"{"failed":"tired"}"#] {
            assert_eq!(
                found_by_worker(strange),
                OpinionsFound::Failed(RecountFailed::Other),
                "{strange}"
            );
        }
    }
}
