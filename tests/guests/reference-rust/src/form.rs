//! A form with fields of six kinds, and its answers as lines.

use mitra_department::forms::{self, alternative, form};
use mitra_department::outcome::{ask_form, finish, text};
use mitra_department::text::Text;
use mitra_department::{Event, Form, FormAnswers, Outcome, Turn, Value};

pub(crate) const NAME: Text = mitra_department::text::text("దరఖాస్తు", "Form", "आवेदन");
const TITLE: Text = mitra_department::text::text("దరఖాస్తు", "Application", "आवेदन");
const GUNTUR: Text = mitra_department::text::text("గుంటూరు", "Guntur", "गुंटूर");
const KRISHNA: Text = mitra_department::text::text("కృష్ణా", "Krishna", "कृष्णा");

/// The highest income that can be given, in paise: ten lakh rupees.
const INCOME_MAX: u64 = 100_000_000;

pub(crate) fn handle(turn: &Turn) -> Outcome {
    match &turn.event {
        Event::Opened => ask_form(vec![text("Please fill in.")], application(), &()),
        Event::Form(answers) => finish(vec![text(told(answers))]),
        Event::Back => finish(vec![text("Closed.")]),
        _ => crate::not_understood(turn),
    }
}

fn application() -> Form {
    let [name, age, district] = ["Name", "Age", "District"].map(same);
    let [income, born, aadhaar] = ["Income", "Born", "Aadhaar"].map(same);
    let districts = vec![alternative("guntur", GUNTUR), alternative("krishna", KRISHNA)];
    form("application", TITLE)
        .field(forms::name("name", name, name))
        .field(forms::number("age", age, age, 1..=120))
        .field(forms::choice("district", district, district, districts))
        .field(forms::money("income", income, income, 0..=INCOME_MAX).optional())
        .field(forms::date("born", born, born))
        .field(forms::aadhaar("aadhaar", aadhaar, aadhaar))
}

fn same(word: &'static str) -> Text {
    mitra_department::text::text(word, word, word)
}

/// The answers, one a line.
fn told(answers: &FormAnswers) -> String {
    let lines = answers.answers.iter().map(|answer| {
        let value = match &answer.value {
            Value::Text(words) | Value::Choice(words) => words.clone(),
            Value::Number(number) => number.to_string(),
            Value::Money(paise) => paise.to_string(),
            Value::Date(day) => format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
            Value::IdentityNumber(number) => format!("\u{2026}{}", number.last_four),
            Value::Location(_) | Value::Media(_) => unreachable!("no field asks for it"),
        };
        format!("{}: {value}", answer.field)
    });
    lines.collect::<Vec<_>>().join("\n")
}
