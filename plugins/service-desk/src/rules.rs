//! What must hold of an application before it is stored.

use mitra_department::FormAnswers;
use mitra_service_desk_model::Require;

use crate::calendar::Day;

/// The first rule that does not hold. What was skipped breaks none.
pub(crate) fn broken<'r>(
    rules: &'r [Require],
    answers: &FormAnswers,
    today: Day,
) -> Option<&'r Require> {
    rules.iter().find(|rule| !holds(rule, answers, today))
}

fn holds(rule: &Require, answers: &FormAnswers, today: Day) -> bool {
    let field = &rule.field;
    let money = answers.money(field).map(|paise| i64::try_from(paise).unwrap_or(i64::MAX));
    let amount = answers.number(field).or(money);
    let age = answers.date(field).and_then(Day::from_date).map(|day| day.years_until(today));
    let choice = answers.choice(field);
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
