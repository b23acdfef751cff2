//! What must hold of an application before it is stored.

use mitra_service_desk_model::Require;
use serde_json::{Map, Value};

use crate::calendar::Day;

/// The first rule that does not hold. What was skipped breaks none.
pub(crate) fn broken<'r>(
    rules: &'r [Require],
    answers: &Map<String, Value>,
    today: Day,
) -> Option<&'r Require> {
    rules.iter().find(|rule| !holds(rule, answers, today))
}

fn holds(rule: &Require, answers: &Map<String, Value>, today: Day) -> bool {
    // As records keep them: a number and paise as a number, a day and a choice as text. The data's rules fit its
    // fields.
    let answer = answers.get(&rule.field);
    let is_whole = |it: &Value| it.is_u64() || it.is_i64();
    let number = answer.filter(|it| is_whole(it));
    let amount = number.map(|it| it.as_i64().unwrap_or(i64::MAX));
    let choice = answer.and_then(Value::as_str);
    let age = choice.and_then(Day::from_iso).map(|day| day.years_until(today));
    let is_within = |value: Option<i64>, least: Option<i64>, most: Option<i64>| {
        let Some(value) = value else { return true };
        least.is_none_or(|least| least <= value) && most.is_none_or(|most| value <= most)
    };
    let years = |years: Option<u32>| years.map(i64::from);
    let is_chosen = |wanted: &Option<String>, is_same: bool| match (wanted, choice) {
        (Some(wanted), Some(choice)) => (wanted == choice) == is_same,
        _ => true,
    };
    is_within(amount, rule.at_least, rule.at_most)
        && is_within(age, years(rule.age_at_least), years(rule.age_at_most))
        && is_chosen(&rule.is, true)
        && is_chosen(&rule.is_not, false)
}
