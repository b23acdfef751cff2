//! Whether a record can be found by what citizens answer.

use super::Findings;
use super::texts::Texts;
use crate::ask::{Ask, AskKind};

/// Questions of one service.
const ASKS_MAX: usize = 5;
/// Options of one question.
const OPTIONS_MAX: usize = 10;

/// The questions of a service that looks a record up: the first answer is its key.
pub(super) fn check(findings: &mut Findings<'_>, asks: &[Ask]) {
    let n_asks = asks.len();
    if !(1..=ASKS_MAX).contains(&n_asks) {
        findings.add("ask", format!("{n_asks} questions, there must be 1 to {ASKS_MAX}"));
    }
    for (index, ask) in asks.iter().enumerate() {
        let mut findings = findings.within(&format!("ask `{}`", ask.id));
        check_ask(&mut findings, ask, &asks[..index]);
        match &ask.equals {
            Some(field) if index > 0 => findings.name("equals", field),
            Some(_) => findings.add("equals", "the first answer is the record's key: remove it"),
            None if index > 0 => needs_equals(&mut findings),
            None => {}
        }
    }
}

/// The questions of a service that goes through records: each answer equals a field, and none is a key.
pub(super) fn check_equal(findings: &mut Findings<'_>, asks: &[Ask]) {
    let n_asks = asks.len();
    if n_asks > ASKS_MAX {
        findings.add("ask", format!("{n_asks} questions, there may be at most {ASKS_MAX}"));
    }
    for (index, ask) in asks.iter().enumerate() {
        let mut findings = findings.within(&format!("ask `{}`", ask.id));
        check_ask(&mut findings, ask, &asks[..index]);
        match &ask.equals {
            Some(field) => findings.name("equals", field),
            None => needs_equals(&mut findings),
        }
    }
}

fn needs_equals(findings: &mut Findings<'_>) {
    findings.add("equals", "write the record's field that the answer must equal");
}

fn check_ask(findings: &mut Findings<'_>, ask: &Ask, earlier: &[Ask]) {
    findings.slug("id", &ask.id);
    let is_twice = earlier.iter().any(|other| other.id == ask.id);
    findings.add_if(is_twice, "id", "an earlier question has it: write another");
    findings.body("question", &ask.question);
    check_kind(findings, ask);
}

fn check_kind(findings: &mut Findings<'_>, ask: &Ask) {
    let is_measured = matches!(ask.kind, AskKind::Digits | AskKind::Code);
    if is_measured {
        let (min, max) = ask.length();
        let is_range =
            ask.min.is_some() && ask.max.is_some() && 1 <= min && min <= max && max <= 30;
        findings.add_if(
            !is_range,
            "min, max",
            "write how long an answer is: 1 to 30, such as `min = 10` and `max = 10`",
        );
    } else {
        let is_there = ask.min.is_some() || ask.max.is_some();
        findings.add_if(is_there, "min, max", "only digits and codes have a length: remove it");
    }
    let is_choice = ask.kind == AskKind::Choice;
    let n_options = ask.options.len();
    if is_choice && !(1..=OPTIONS_MAX).contains(&n_options) {
        findings.add("options", format!("{n_options} of them, there must be 1 to {OPTIONS_MAX}"));
    }
    findings.add_if(!is_choice && n_options > 0, "options", "only a choice has them: remove them");
    for (index, option) in ask.options.iter().enumerate() {
        let mut findings = findings.within(&format!("option `{}`", option.id));
        let is_id = (1..=60).contains(&option.id.len()) && option.id.trim() == option.id;
        findings.add_if(!is_id, "id", "write 1 to 60 characters");
        findings.line("title", &option.title, 24);
        let is_twice = ask.options[..index].iter().any(|earlier| {
            let titles = earlier.title.each().into_iter().zip(option.title.each());
            earlier.id == option.id || titles.into_iter().any(|(one, other)| one.1 == other.1)
        });
        findings.add_if(is_twice, "", "an earlier option has its id or its title: write another");
    }
    if let Some(sample) = &ask.sample {
        let is_possible = match ask.kind {
            AskKind::Digits => ask.digits(sample).is_some(),
            AskKind::Code => ask.code(sample).is_some(),
            AskKind::Date | AskKind::Mobile | AskKind::Choice => !sample.trim().is_empty(),
        };
        findings.add_if(!is_possible, "sample", "it cannot be an answer by its own rules");
    } else if is_measured {
        findings.add("sample", "it is missing: write an answer that could be right");
    }
}
