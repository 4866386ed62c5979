//! From adhocracy's JSON to the app's types. Pure. Read member by member, so that one that is missing or of another
//! type than expected costs that member and not the page.

use super::config::{BackendConfig, ThreadConfig};
use super::text::plain;
use crate::backend::model::*;
use serde_json::{Map, Value, json};

fn text(value: &Value, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| value.get(name)?.as_str())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn number(value: &Value, names: &[&str]) -> Option<u64> {
    names.iter().find_map(|name| value.get(name)?.as_u64())
}

fn flag(value: &Value, names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| value.get(name).and_then(Value::as_bool) == Some(true))
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn plain_text(value: String) -> Text {
    Text {
        format: TextFormat::Plain,
        value,
        lang: None,
    }
}

/// An instant where the text is one, else a time that can only be shown.
fn when(text: String) -> When {
    match contract::Timestamp::parse(&text) {
        Some(at) => When::at(at.millis()),
        None => When::shown(text),
    }
}

pub fn tokens(value: &Value) -> Option<(String, Option<String>)> {
    Some((text(value, &["access"])?, text(value, &["refresh"])))
}

pub fn me(name: String) -> Me {
    Me {
        id: name.clone(),
        name,
        roles: Vec::new(),
        household: None,
        assisted: None,
        assisted_questions: 0,
    }
}

pub fn service(config: &BackendConfig) -> Service {
    Service {
        name: config.name.clone(),
        languages: config.languages.clone(),
        time_zone: config.time_zone.clone(),
        help_phone: config.help_phone.clone(),
        help_hours: config.help_hours.clone(),
        sign_in: vec![SignInKind::Password],
        can: Capabilities {
            notices: true,
            polls: !config.polls.is_empty(),
            ballot_change: true,
            ballot_withdraw: true,
            ballot_lookup: true,
            results: true,
            threads: !config.threads.is_empty(),
            post_create: true,
            reading_needs_sign_in: config.notices != "projects",
            methods: vec![MethodKind::Single, MethodKind::Approval, MethodKind::Text],
            ..Capabilities::default()
        },
        post_chars: 4000,
        report_chars: 0,
        statement_chars: 0,
        demo: false,
        now: None,
    }
}

/// A list, bare or in pages. What cannot be read is left out.
pub fn page<T>(value: &Value, cursor: Option<&str>, turn: impl Fn(&Value) -> Option<T>) -> Page<T> {
    let bare = value.as_array().map(Vec::as_slice);
    let items: Vec<T> = bare
        .unwrap_or_else(|| list(value, "results"))
        .iter()
        .filter_map(turn)
        .collect();
    let number_now: u64 = cursor.and_then(|page| page.parse().ok()).unwrap_or(1);
    let next = text(value, &["next"]).map(|_| (number_now + 1).to_string());
    let total = number(value, &["count"]).unwrap_or(items.len() as u64);
    Page::forward(items, next, total)
}

pub fn notice(project: &Value) -> Option<Notice> {
    let id = number(project, &["pk", "id"])
        .map(|id| id.to_string())
        .or_else(|| text(project, &["slug", "url"]))?;
    let title = text(project, &["title", "name"])?;
    let summary = text(project, &["description"])
        .map(|html| plain(&html))
        .unwrap_or_default();
    let body = text(project, &["information"])
        .map(|html| plain(&html))
        .unwrap_or_else(|| summary.clone());
    let publisher = project
        .get("organisation")
        .map(|organisation| match organisation {
            Value::String(name) => name.clone(),
            other => text(other, &["name"]).unwrap_or_default(),
        });
    // The active phase is told as per cent done, words for what is left, and its end.
    let phase_end = list(project, "active_phase")
        .get(2)
        .and_then(Value::as_str)
        .map(|end| when(end.to_owned()));
    let phase_words = text(project, &["participation_time_display"]).map(When::shown);
    let images = text(project, &["tile_image", "image"])
        .map(|address| Image {
            address,
            words: text(project, &["tile_image_alt_text", "image_alt_text"]).unwrap_or_default(),
            size: None,
        })
        .into_iter()
        .collect();
    Some(Notice {
        id,
        title,
        summary,
        category: NoticeCategory::Other,
        urgency: Urgency::Normal,
        pinned: false,
        publisher: publisher.unwrap_or_default(),
        published: text(project, &["created_or_modified", "created"])
            .map(when)
            .unwrap_or_default(),
        corrected: None,
        valid_until: phase_end.or(phase_words),
        read: false,
        asks_read: false,
        places: Vec::new(),
        body: plain_text(body),
        plain: None,
        event: None,
        images,
        attachments: Vec::new(),
        recording: None,
        related: Vec::new(),
        corrections: Vec::new(),
        withdrawn: None,
        questions: Vec::new(),
        call: None,
        preview: false,
        source_url: text(project, &["url"]),
    })
}

impl From<Notice> for NoticeSummary {
    fn from(notice: Notice) -> Self {
        Self {
            id: notice.id,
            title: notice.title,
            summary: notice.summary,
            category: notice.category,
            urgency: notice.urgency,
            pinned: notice.pinned,
            publisher: notice.publisher,
            published: notice.published,
            corrected: notice.corrected,
            valid_until: notice.valid_until,
            withdrawn: notice.withdrawn.is_some(),
            own: false,
        }
    }
}

const READ_ONLY: [&str; 2] = ["isReadOnly", "is_read_only"];
const OWN_CHOICES: [&str; 2] = ["userChoices", "user_choices"];

pub fn poll(value: &Value, config: &BackendConfig, signed_in: bool) -> Option<Poll> {
    let id = number(value, &["id", "pk"])?.to_string();
    let all = list(value, "questions");
    let questions: Vec<Question> = all.iter().filter_map(question).collect();
    let title = text(value, &["title", "name"]).or_else(|| questions.first().map(|q| q.title.clone()))?;
    let closed = !all.is_empty() && all.iter().all(|q| flag(q, &READ_ONLY));
    // Whoever may vote without an account would need the captcha of the organisation's own pages.
    let why_not = match (signed_in, closed) {
        (false, _) => Some(WhyNot::NotSignedIn),
        (true, true) => Some(WhyNot::Closed),
        (true, false) => None,
    };
    let my_answers: Vec<Answer> = all.iter().filter_map(own_answer).collect();
    let content_type = number(value, &["content_type"]);
    let related = config
        .threads
        .iter()
        .filter(|thread| Some(thread.content_type) == content_type && thread.id.to_string() == id)
        .map(|thread| Related {
            kind: RelatedKind::Thread,
            id: thread_id(thread),
            title: thread.title.clone(),
        })
        .collect();
    Some(Poll {
        id,
        title,
        about: plain_text(
            text(value, &["description"])
                .map(|html| plain(&html))
                .unwrap_or_default(),
        ),
        plain: None,
        // Only whether votes are taken now is said; when is in the project's own words.
        state: if closed {
            PollState::Closed
        } else {
            PollState::Open
        },
        opens: When::default(),
        closes: When::default(),
        secrecy: Secrecy::Named,
        unit: VotingUnit::Person,
        voted: all.iter().filter_map(votes_of_question).max(),
        questions,
        eligible: None,
        quorum: None,
        tie_rule: TieRule::Other,
        results: ResultsVisibility::Always,
        can_change: true,
        can_withdraw: true,
        voter: Voter {
            can_vote: why_not.is_none(),
            why_not,
            has_voted: !my_answers.is_empty(),
        },
        practice: false,
        related,
        events: Vec::new(),
        source: None,
        not_understood: Vec::new(),
        my_answers,
    })
}

impl From<Poll> for PollSummary {
    fn from(poll: Poll) -> Self {
        let signed_out = poll.voter.why_not == Some(WhyNot::NotSignedIn);
        Self {
            id: poll.id,
            title: poll.title,
            state: poll.state,
            opens: poll.opens,
            closes: poll.closes,
            secrecy: poll.secrecy,
            unit: poll.unit,
            practice: poll.practice,
            has_voted: (!signed_out).then_some(poll.voter.has_voted),
        }
    }
}

fn question(value: &Value) -> Option<Question> {
    let kind = match (flag(value, &["is_open"]), flag(value, &["multiple_choice"])) {
        (true, _) => MethodKind::Text,
        (false, true) => MethodKind::Approval,
        (false, false) => MethodKind::Single,
    };
    Some(Question {
        id: number(value, &["id"])?.to_string(),
        title: text(value, &["label"])?,
        help: text(value, &["help_text"]).map(|html| plain(&html)),
        method: Method {
            kind,
            ..Method::default()
        },
        options: list(value, "choices")
            .iter()
            .filter_map(|choice| {
                Some(PollOption {
                    id: number(choice, &["id"])?.to_string(),
                    label: text(choice, &["label"])?,
                    meaning: None,
                    image: None,
                    cost: None,
                    group: None,
                })
            })
            .collect(),
        // A question without a vote is simply not counted.
        optional: true,
        shuffle: false,
    })
}

fn own_answer(value: &Value) -> Option<Answer> {
    let options: Vec<String> = OWN_CHOICES
        .iter()
        .flat_map(|name| list(value, name))
        .filter_map(Value::as_u64)
        .map(|id| id.to_string())
        // Their order says nothing here: as in the app's own answers they stand sorted.
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    // The person's own words come as their text or as the number of the answer that holds them.
    let words = ["userAnswer", "user_answer"]
        .iter()
        .find_map(|name| value.get(name))
        .and_then(|own| match own {
            Value::String(words) => Some(words.clone()),
            Value::Number(id) => list(value, "answers")
                .iter()
                .find(|a| a.get("id") == Some(&Value::Number(id.clone())))
                .and_then(|answer| text(answer, &["answer"])),
            _ => None,
        });
    let answer = Answer {
        question: number(value, &["id"])?.to_string(),
        options,
        points: Vec::new(),
        text: words,
    };
    (!answer.is_blank()).then_some(answer)
}

fn votes_of_question(value: &Value) -> Option<u64> {
    number(value, &["totalVoteCount", "total_vote_count"])
        .into_iter()
        .chain(number(value, &["totalAnswerCount", "total_answer_count"]))
        .max()
}

/// The body's `votes`: every question that still takes votes, with all three members that the interface asks for.
/// `None` when no question does.
pub fn votes(poll: &Value, answers: &[Answer]) -> Option<Value> {
    let mut votes = Map::new();
    for question in list(poll, "questions").iter().filter(|q| !flag(q, &READ_ONLY)) {
        let id = number(question, &["id"])?.to_string();
        let answer = answers.iter().find(|answer| answer.question == id);
        let choices: Vec<u64> = answer
            .iter()
            .flat_map(|a| &a.options)
            .filter_map(|option| option.parse().ok())
            .collect();
        let words = answer.and_then(|a| a.text.as_deref()).unwrap_or_default();
        votes.insert(
            id,
            json!({ "choices": choices, "other_choice_answer": "", "open_answer": words }),
        );
    }
    (!votes.is_empty()).then_some(Value::Object(votes))
}

/// The answer to a vote says that it is counted, and not when.
pub fn receipt(ballot_id: &str) -> Receipt {
    Receipt {
        ballot_id: ballot_id.to_owned(),
        number: ledger::unhex(ballot_id)
            .map(|id| ledger::receipt_number(&id))
            .unwrap_or_default(),
        counted: When::default(),
        can_change: true,
        can_withdraw: true,
        changes_until: When::default(),
        helper: None,
    }
}

pub fn results(value: &Value) -> Option<Results> {
    let all = list(value, "questions");
    let closed = !all.is_empty() && all.iter().all(|q| flag(q, &READ_ONLY));
    Some(Results {
        poll_id: number(value, &["id", "pk"])?.to_string(),
        state: if closed {
            ResultsState::Final
        } else {
            ResultsState::Provisional
        },
        eligible: None,
        ballots: all.iter().filter_map(votes_of_question).max().unwrap_or(0),
        quorum: None,
        quorum_met: None,
        questions: all.iter().filter_map(question_result).collect(),
        board_root: None,
        counted: When::default(),
        channels: None,
        turnout: None,
    })
}

fn question_result(value: &Value) -> Option<QuestionResult> {
    let counts: Vec<(String, u64)> = list(value, "choices")
        .iter()
        .filter_map(|choice| {
            Some((
                number(choice, &["id"])?.to_string(),
                number(choice, &["count"]).unwrap_or(0),
            ))
        })
        .collect();
    // Shares are of the people, so that several choices each add up to more than all.
    let base = votes_of_question(value).unwrap_or_else(|| counts.iter().map(|(_, count)| count).sum());
    let share = |count: u64| (count * 1000 + base / 2).checked_div(base).unwrap_or(0);
    let rows: Vec<ResultRow> = counts
        .into_iter()
        .map(|(option_id, count)| ResultRow {
            option_id,
            count,
            permille: u32::try_from(share(count)).unwrap_or(u32::MAX),
        })
        .collect();
    let most = rows.iter().map(|row| row.count).max().unwrap_or(0);
    let leading: Vec<String> = rows
        .iter()
        .filter(|row| row.count == most && most > 0)
        .map(|row| row.option_id.clone())
        .collect();
    let hidden = flag(value, &["is_confidential"]);
    let kind = match leading.len() {
        _ if hidden || flag(value, &["is_open"]) => OutcomeKind::NotCounted,
        0 => OutcomeKind::NothingChosen,
        1 => OutcomeKind::Chosen,
        _ => OutcomeKind::Tied,
    };
    let (option_ids, tied) = if kind == OutcomeKind::Tied {
        (Vec::new(), leading)
    } else {
        (leading, Vec::new())
    };
    let shares_exact = rows.iter().map(|row| row.permille).sum::<u32>() == 1000;
    Some(QuestionResult {
        question_id: number(value, &["id"])?.to_string(),
        blank: 0,
        invalid: 0,
        rows,
        outcome: Outcome {
            kind,
            option_ids,
            base: ShareBase::Ballots,
            base_count: base,
            tie_broken: false,
            tied,
            shares_exact,
        },
        explanation: None,
    })
}

/// A thread is the object that is commented on: its type's number and its own.
pub fn thread_id(thread: &ThreadConfig) -> String {
    format!("{}:{}", thread.content_type, thread.id)
}

/// `None` for an id that is none of ours.
pub fn comments_path(id: &str) -> Option<String> {
    let (kind, object) = id.split_once(':')?;
    let (kind, object): (u64, u64) = (kind.parse().ok()?, object.parse().ok()?);
    Some(format!("/api/contenttypes/{kind}/objects/{object}/comments/"))
}

pub fn thread(config: &ThreadConfig, comments: &Value) -> Thread {
    let can_post = flag(comments, &["has_commenting_permission"]);
    let could = flag(comments, &["would_have_commenting_permission"]);
    Thread {
        id: thread_id(config),
        title: config.title.clone(),
        kind: ThreadKind::Discussion,
        state: if can_post || could {
            ThreadState::Open
        } else {
            ThreadState::Closed
        },
        body: plain_text(String::new()),
        author: Author {
            name: None,
            role: Role::Other,
            is_me: false,
        },
        created: When::default(),
        closes: None,
        posts: number(comments, &["comment_count", "count"]).unwrap_or(0),
        reply_levels: 1,
        can_post,
        why_not: match (can_post, could) {
            (true, _) => None,
            (false, true) => Some(WhyNotPost::NotSignedIn),
            (false, false) => Some(WhyNotPost::NotAllowed),
        },
        summary: None,
        summary_at: None,
        related: Vec::new(),
        stage: None,
        stages: Vec::new(),
        source: None,
    }
}

impl From<Thread> for ThreadSummary {
    fn from(thread: Thread) -> Self {
        Self {
            id: thread.id,
            title: thread.title,
            kind: thread.kind,
            state: thread.state,
            posts: thread.posts,
            official_answers: 0,
            last_post: None,
            stage: None,
        }
    }
}

/// Comments with their replies right behind them.
pub fn posts(value: &Value, thread_id: &str, cursor: Option<&str>) -> Page<Post> {
    let with_replies = page(value, cursor, |comment| {
        let first = post(comment, thread_id, None)?;
        let parent = first.id.clone();
        let replies = list(comment, "child_comments")
            .iter()
            .filter_map(|c| post(c, thread_id, Some(&parent)));
        Some(std::iter::once(first).chain(replies).collect::<Vec<_>>())
    });
    let total = number(value, &["comment_count"]).unwrap_or(with_replies.total);
    let items = with_replies.items.into_iter().flatten().collect();
    Page::forward(items, with_replies.next, total)
}

pub fn post(comment: &Value, thread_id: &str, parent: Option<&str>) -> Option<Post> {
    let empty = Value::Null;
    let own = comment.get("user_info").unwrap_or(&empty);
    let ratings = comment.get("ratings").unwrap_or(&empty);
    let state = if flag(comment, &["is_removed"]) {
        PostState::Withdrawn
    } else if flag(comment, &["is_censored", "is_blocked"]) {
        PostState::Hidden
    } else {
        PostState::Visible
    };
    let id = number(comment, &["id"])?;
    // The number of the comments' own type is needed to reply; it comes with each of them.
    let kind = number(comment, &["comment_content_type"]);
    let moderator = flag(comment, &["author_is_moderator"]);
    let visible = state == PostState::Visible;
    Some(Post {
        id: kind.map_or_else(|| id.to_string(), |kind| format!("{kind}:{id}")),
        thread_id: thread_id.to_owned(),
        parent_id: parent.map(str::to_owned),
        root_id: parent.map(str::to_owned),
        depth: u32::from(parent.is_some()),
        answers: None,
        author: Author {
            name: text(comment, &["user_name"]),
            role: if moderator {
                Role::Moderator
            } else {
                Role::Resident
            },
            is_me: flag(own, &["is_users_own_comment"]),
        },
        body: plain_text(if visible {
            text(comment, &["comment"]).unwrap_or_default()
        } else {
            String::new()
        }),
        stance: Stance::Neutral,
        state,
        state_reason: None,
        created: text(comment, &["created"]).map(when).unwrap_or_default(),
        edited: text(comment, &["modified"]).map(when),
        official: moderator,
        agrees: number(ratings, &["positive_ratings"]).unwrap_or(0),
        i_agree: ratings.get("current_user_rating_value").and_then(Value::as_i64) == Some(1),
        replies: list(comment, "child_comments").len() as u64,
        objection: None,
        can: PostPermissions {
            // Replies have one level, and need the type's number.
            reply: visible && parent.is_none() && kind.is_some() && flag(own, &["has_commenting_permission"]),
            ..PostPermissions::default()
        },
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "tests.rs"]
mod tests;
