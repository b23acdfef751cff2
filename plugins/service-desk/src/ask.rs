//! Questions before a record is looked up: the first answer is its key, the others must equal its fields.

use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::{Event, Fault, Outcome, Reply, digits};
use mitra_service_desk_model::{Ask, AskKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calendar::Day;
use crate::context::Context;
use crate::{records, words};

/// A date that is shown where the data has no sample.
const SAMPLE_DATE: &str = "24/11/2008";

/// Where a conversation of a service that asks is. Every pattern that looks records up has this state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// Asked; the answers so far.
    Ask(Vec<String>),
    /// Showing the record of this key.
    Shown(String),
}

/// A record that was found.
pub(crate) struct Found {
    /// Its whole key.
    pub(crate) key: String,
    pub(crate) record: Value,
}

/// What an event means to a service that asks.
pub(crate) enum Heard {
    /// There is something to show.
    Found(Found),
    /// The conversation goes on by itself.
    Outcome(Outcome),
}

/// What became of a question.
pub(crate) enum Asked {
    /// All answers are there.
    All(Vec<String>),
    /// The next question, or the same again, after these answers.
    Next(Vec<String>, Vec<Reply>),
    /// Back out of the first one.
    Out,
}

/// The first question.
pub(crate) fn open(context: &Context<'_>, asks: &[Ask]) -> Outcome {
    question(context, asks, Vec::new(), None)
}

/// The next question, after the answers so far, with words before it.
fn question(
    context: &Context<'_>,
    asks: &[Ask],
    answers: Vec<String>,
    before: Option<String>,
) -> Outcome {
    let replies = asking(context, asks, answers.len(), before);
    stay(replies, &Step::Ask(answers))
}

/// The question of this number, with words before it.
pub(crate) fn asking(
    context: &Context<'_>,
    asks: &[Ask],
    number: usize,
    before: Option<String>,
) -> Vec<Reply> {
    let mut replies: Vec<Reply> = before.map(text).into_iter().collect();
    let Some(ask) = asks.get(number) else { return replies };
    let body = context.of(&ask.question);
    replies.push(match ask.kind {
        AskKind::Choice => {
            let items = ask.options.iter().map(|it| choice(&*it.id, context.of(&it.title)));
            choices(body, items.collect())
        }
        AskKind::Digits | AskKind::Code | AskKind::Date | AskKind::Mobile => text(body),
    });
    replies
}

/// Something happened while the service asked, after these answers.
pub(crate) fn answered(context: &Context<'_>, asks: &[Ask], mut answers: Vec<String>) -> Asked {
    let next = |answers: Vec<String>, why| {
        let replies = asking(context, asks, answers.len(), why);
        Asked::Next(answers, replies)
    };
    if context.turn.event == Event::Back {
        return match answers.pop() {
            Some(_) => next(answers, None),
            None => Asked::Out,
        };
    }
    // The data may be another release's: then it is asked anew.
    let Some(ask) = asks.get(answers.len()) else { return next(Vec::new(), None) };
    let Some(answer) = answer(ask, &context.turn.event) else {
        return next(answers, Some(refusal(context, ask)));
    };
    answers.push(answer);
    if answers.len() < asks.len() { next(answers, None) } else { Asked::All(answers) }
}

/// Something happened while the service asked, or while it showed a record.
pub(crate) fn heard(
    context: &Context<'_>,
    asks: &[Ask],
    folder: &str,
    step: Option<Step>,
) -> Result<Heard, Fault> {
    let answers = match (step, &context.turn.event) {
        (Some(Step::Shown(_)), Event::Chosen(taken)) if taken.id == "done" => {
            return Ok(Heard::Outcome(context.thanks()));
        }
        // Who has seen one may write the next one's number at once.
        (Some(Step::Shown(_)), Event::Text(_)) => Vec::new(),
        (Some(Step::Ask(answers)), event) if *event != Event::Opened => answers,
        _ => return Ok(Heard::Outcome(open(context, asks))),
    };
    let answers = match answered(context, asks, answers) {
        Asked::All(answers) => answers,
        Asked::Next(answers, replies) => {
            return Ok(Heard::Outcome(stay(replies, &Step::Ask(answers))));
        }
        Asked::Out => return Ok(Heard::Outcome(finish(Vec::new()))),
    };
    Ok(match find(context, asks, folder, &answers)? {
        Some(found) => Heard::Found(found),
        // The same words, whatever was wrong.
        None => Heard::Outcome(question(context, asks, Vec::new(), Some(context.not_found()))),
    })
}

/// The record that all answers agree with.
fn find(
    context: &Context<'_>,
    asks: &[Ask],
    folder: &str,
    answers: &[String],
) -> Result<Option<Found>, Fault> {
    let Some(first) = answers.first() else { return Ok(None) };
    let key = format!("{folder}{first}");
    let Some(record) = records::data(context.host, &key)? else { return Ok(None) };
    let is_right = asks.iter().zip(answers).skip(1).all(|(ask, it)| agrees(ask, it, &record));
    Ok(is_right.then_some(Found { key, record }))
}

/// Whether a record agrees with an answer.
pub(crate) fn agrees(ask: &Ask, answer: &str, record: &Value) -> bool {
    let field = ask.equals.as_deref().unwrap_or_default();
    let kept = records::compared(record, field);
    kept.is_some_and(|kept| same(ask, &kept) == answer)
}

/// What a record has, written as an answer is.
fn same(ask: &Ask, kept: &str) -> String {
    match ask.kind {
        AskKind::Code => ask.code(kept).unwrap_or_else(|| kept.to_owned()),
        AskKind::Mobile => mobile(kept).unwrap_or_else(|| kept.to_owned()),
        AskKind::Digits | AskKind::Date | AskKind::Choice => kept.to_owned(),
    }
}

/// The answer in one way of writing, if it can be one.
fn answer(ask: &Ask, event: &Event) -> Option<String> {
    let typed = match event {
        Event::Chosen(taken) => {
            let is_offered = ask.options.iter().any(|option| option.id == taken.id);
            return is_offered.then(|| taken.id.clone());
        }
        Event::Text(typed) => typed,
        _ => return None,
    };
    match ask.kind {
        AskKind::Digits => ask.digits(&digits::only(typed)?),
        AskKind::Code => ask.code(&digits::ascii(typed)),
        AskKind::Date => Day::typed(typed).map(Day::iso),
        AskKind::Mobile => mobile(&digits::ascii(typed)),
        AskKind::Choice => None,
    }
}

/// Ten digits, without +91 or 0.
fn mobile(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_start_matches('+');
    let typed = digits::only(typed)?;
    let number = match typed.len() {
        12 => typed.strip_prefix("91")?,
        11 => typed.strip_prefix('0')?,
        _ => &typed,
    };
    (number.len() == 10 && number.starts_with(['6', '7', '8', '9'])).then(|| number.to_owned())
}

fn refusal(context: &Context<'_>, ask: &Ask) -> String {
    let sample = ask.sample.as_deref();
    match ask.kind {
        AskKind::Digits => {
            let (min, max) = ask.length();
            let n = if min == max { min.to_string() } else { format!("{min}-{max}") };
            context.fill(words::NO_DIGITS, &[&n, sample.unwrap_or("-")])
        }
        AskKind::Code => context.fill(words::NO_ANSWER, &[sample.unwrap_or("-")]),
        AskKind::Date => context.fill(words::NO_DATE, &[sample.unwrap_or(SAMPLE_DATE)]),
        AskKind::Mobile => context.say(words::NO_MOBILE).to_owned(),
        AskKind::Choice => context.say(words::TAKE_OPTION).to_owned(),
    }
}
