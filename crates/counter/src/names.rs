//! From places of options to their ids, and from exact numbers to words for them.

use contract::{Cell, Line, Question, Said, Value};
use count::{TieBreak, TieBy};

/// Ids of the options at these places.
pub fn ids(question: &Question, places: &[usize]) -> Vec<String> {
    places
        .iter()
        .filter_map(|place| question.options.get(*place))
        .map(|option| option.id.clone())
        .collect()
}

/// Who was equal and what decided.
pub fn tie(question: &Question, tie: &TieBreak) -> Option<Line> {
    let said = match tie.by {
        TieBy::EarlierListed => Said::EarlierListed,
        TieBy::Lot { .. } => Said::LotDrawn,
        TieBy::EarlierStage { .. } => Said::EarlierStage,
        TieBy::NoDifference => return None,
        TieBy::Nothing => Said::Undecided,
    };
    let mut line = Line::new(said).options("options", ids(question, &tie.tied));
    if let Some(picked) = tie.picked {
        line = line.options("option", ids(question, &[picked]));
    }
    if let TieBy::Lot { seed, .. } = &tie.by {
        line = line.with("seed", Value::text(seed.clone()));
    }
    Some(line)
}

/// `units` of which `unit` make one, as a whole number or with at most five decimals, cut.
pub fn amount(units: u128, unit: u128) -> Value {
    let unit = unit.max(1);
    let (whole, rest) = (units / unit, units % unit);
    // Five digits of a remainder below `unit`: no overflow for any unit below 2^111, and none in use is larger.
    let decimals = rest.saturating_mul(100_000) / unit;
    match (u64::try_from(whole), decimals) {
        (Ok(whole), 0) => Value::number(whole),
        _ => Value::decimal(format!("{whole}.{decimals:05}").trim_end_matches('0').to_owned()),
    }
}

pub fn empty() -> Cell {
    Cell::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_cut_and_whole_numbers_have_none() {
        assert_eq!(amount(300_000, 100_000), Value::number(3));
        assert_eq!(amount(350_000, 100_000), Value::decimal("3.5".into()));
        assert_eq!(amount(2, 3), Value::decimal("0.66666".into()));
        assert_eq!(amount(u128::from(u64::MAX) * 7, 7), Value::number(u64::MAX));
    }
}
