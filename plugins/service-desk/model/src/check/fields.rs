//! Whether a form can be asked, and its rules can hold.

use super::Findings;
use super::texts::Texts;
use crate::form::{Alternative, Field, Kind, Require};

/// Fields of a form.
const FIELDS_MAX: usize = 18;
/// Characters of an answer in words.
const TEXT_MAX: i64 = 1_024;
/// Digits of a number.
const DIGITS_MAX: i64 = 30;
/// Bytes of all texts and ids of a form.
const FORM_BYTES_MAX: usize = 32 * 1024;
/// Years that somebody may be old.
const YEARS_MAX: u32 = 130;

/// The fields of a form; some forms may have none of their own.
pub(super) fn check(findings: &mut Findings<'_>, fields: &[Field], fewest: usize) {
    let n_fields = fields.len();
    if !(fewest..=FIELDS_MAX).contains(&n_fields) {
        findings
            .add("field", format!("{n_fields} of them, there must be {fewest} to {FIELDS_MAX}"));
    }
    for (index, field) in fields.iter().enumerate() {
        let mut findings = findings.within(&format!("field `{}`", field.id));
        findings.slug("id", &field.id);
        for earlier in &fields[..index] {
            findings.add_if(earlier.id == field.id, "id", "an earlier field has it: write another");
            for (one, other) in earlier.label.each().into_iter().zip(field.label.each()) {
                if one.1 == other.1 {
                    let what = format!("the field `{}` has the same: write another", earlier.id);
                    findings.add(&format!("label.{}", one.0), what);
                }
            }
        }
        findings.line("label", &field.label, 24);
        findings.body("question", &field.question);
        if let Some(help) = &field.help {
            findings.body("help", help);
        }
        check_limits(&mut findings, field);
        check_days(&mut findings, field);
        check_options(&mut findings, field);
    }
    let bytes: usize = fields.iter().map(bytes).sum();
    if bytes > FORM_BYTES_MAX {
        findings.add(
            "field",
            format!("all texts have {bytes} bytes, at most {FORM_BYTES_MAX}: shorten them"),
        );
    }
}

fn bytes(field: &Field) -> usize {
    let mut texts = vec![Some(&field.label), Some(&field.question), field.help.as_ref()];
    for option in &field.options {
        texts.extend([Some(&option.title), option.description.as_ref()]);
    }
    let of_texts = texts.into_iter().flatten().flat_map(|text| text.each().map(|(_, it)| it.len()));
    of_texts.sum::<usize>()
        + field.id.len()
        + field.options.iter().map(|it| it.id.len()).sum::<usize>()
}

fn check_limits(findings: &mut Findings<'_>, field: &Field) {
    let (min, max) = (field.min, field.max);
    let least = match field.kind {
        Kind::Text | Kind::Digits => 1,
        Kind::Place => {
            findings.add_if(min.is_some(), "min", "a place has `max` only: remove it");
            1
        }
        Kind::Money => 0,
        Kind::Number => i64::MIN,
        Kind::Date
        | Kind::Choice
        | Kind::Mobile
        | Kind::PinCode
        | Kind::Aadhaar
        | Kind::Pan
        | Kind::Vehicle
        | Kind::DrivingLicence
        | Kind::VoterId
        | Kind::Ifsc
        | Kind::BankAccount
        | Kind::Upi
        | Kind::SurveyNumber
        | Kind::Email
        | Kind::Photo
        | Kind::Document
        | Kind::Location
        | Kind::Name => {
            let is_there = min.is_some() || max.is_some();
            findings.add_if(is_there, "min, max", "this kind of field has none: remove them");
            return;
        }
    };
    let most = match field.kind {
        Kind::Text | Kind::Place => TEXT_MAX,
        Kind::Digits => DIGITS_MAX,
        _ => i64::MAX,
    };
    let is_missing = matches!(field.kind, Kind::Digits | Kind::Number | Kind::Money)
        && (min.is_none() || max.is_none());
    findings.add_if(is_missing, "min, max", "write both: what an answer can be");
    let (from, until) = (min.unwrap_or(least), max.unwrap_or(most));
    if from < least || until > most || from > until {
        let what = format!(
            "no answer is from {from} to {until}: write `min` and `max`, within {least} and {most}"
        );
        findings.add("min, max", what);
    }
}

fn check_days(findings: &mut Findings<'_>, field: &Field) {
    for (name, day) in [("earliest", &field.earliest), ("latest", &field.latest)] {
        let Some(day) = day else { continue };
        findings.add_if(field.kind != Kind::Date, name, "only a date has it: remove it");
        if !is_day(day) {
            let what = format!(
                "`{day}` is no day: write \"2026-01-31\", \"today\", \"today-30\" or \"today+30\""
            );
            findings.add(name, what);
        }
    }
}

fn is_day(day: &str) -> bool {
    if let Some(days) = day.strip_prefix("today") {
        let number = days.strip_prefix(['+', '-']).and_then(|days| days.parse::<u32>().ok());
        return days.is_empty() || number.is_some_and(|days| days <= 100_000);
    }
    let parts: Vec<Option<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
    matches!(parts[..], [Some(1000..=9999), Some(1..=12), Some(1..=31)]) && day.len() == 10
}

fn check_options(findings: &mut Findings<'_>, field: &Field) {
    let most = if field.optional { 9 } else { 10 };
    let n_options = field.options.len();
    if field.kind != Kind::Choice {
        findings.add_if(n_options > 0, "options", "only a choice has them: remove them");
        return;
    }
    if !(2..=most).contains(&n_options) {
        findings.add("options", format!("{n_options} of them, there must be 2 to {most}"));
    }
    for (index, option) in field.options.iter().enumerate() {
        check_option(
            &mut findings.within(&format!("option `{}`", option.id)),
            option,
            &field.options[..index],
        );
    }
}

fn check_option(findings: &mut Findings<'_>, option: &Alternative, earlier: &[Alternative]) {
    findings.slug("id", &option.id);
    findings.line("title", &option.title, 24);
    if let Some(description) = &option.description {
        findings.line("description", description, 72);
    }
    for other in earlier {
        findings.add_if(other.id == option.id, "id", "an earlier option has it: write another");
        let titles = other.title.each().into_iter().zip(option.title.each());
        for (one, own) in titles {
            let is_same = one.1 == own.1;
            findings.add_if(
                is_same,
                &format!("title.{}", one.0),
                "an earlier option has it: write another",
            );
        }
    }
}

/// What must hold of the fields.
pub(super) fn check_rules(findings: &mut Findings<'_>, rules: &[Require], fields: &[Field]) {
    for (index, rule) in rules.iter().enumerate() {
        let place = format!("require {} (of `{}`)", index + 1, rule.field);
        let mut findings = findings.within(&place);
        findings.body("otherwise", &rule.otherwise);
        let Some(field) = fields.iter().find(|field| field.id == rule.field) else {
            findings.add("field", format!("the form has no field `{}`", rule.field));
            continue;
        };
        let amounts = rule.at_least.is_some() || rule.at_most.is_some();
        let ages = rule.age_at_least.is_some() || rule.age_at_most.is_some();
        let choices: Vec<&String> = rule.is.iter().chain(&rule.is_not).collect();
        findings.add_if(
            !amounts && !ages && choices.is_empty(),
            "",
            "it says nothing: write at-least, at-most, is, is-not, age-at-least or age-at-most",
        );
        let is_amount = matches!(field.kind, Kind::Number | Kind::Money);
        findings.add_if(
            amounts && !is_amount,
            "at-least, at-most",
            "the field is no number and no money",
        );
        findings.add_if(
            ages && field.kind != Kind::Date,
            "age-at-least, age-at-most",
            "the field is no date",
        );
        let is_old = [rule.age_at_least, rule.age_at_most]
            .into_iter()
            .flatten()
            .any(|years| years > YEARS_MAX);
        findings.add_if(is_old, "age-at-least, age-at-most", "nobody is as old: write years");
        findings.add_if(
            !choices.is_empty() && field.kind != Kind::Choice,
            "is, is-not",
            "the field is no choice",
        );
        for choice in choices {
            let is_option = field.options.iter().any(|option| option.id == *choice);
            if field.kind == Kind::Choice && !is_option {
                findings.add("is, is-not", format!("the field has no option `{choice}`"));
            }
        }
    }
}
