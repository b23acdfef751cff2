//! A new connection: one form, and a reference.

use mitra_department::forms::{self, Alternative, Form, described, form};
use mitra_department::outcome::{ask_form, finish, text};
use mitra_department::text::Text;
use mitra_department::{Event, FormAnswers, Host, Outcome, Turn};

use crate::application::{self, Application};
use crate::texts::application as texts;

/// Kilowatts that are applied for here: more is given at high tension, after talks.
const LOAD_KW: std::ops::RangeInclusive<i64> = 1..=150;
/// An address that a lineman finds, in characters.
const ADDRESS_CHARS: std::ops::RangeInclusive<u32> = 8..=200;

/// What power is for: its id, its name, and within how many days a connection is decided.
const KINDS: [(&str, Text, u64); 4] = [
    ("home", texts::HOME, 7),
    ("shop", texts::SHOP, 7),
    ("farm", texts::FARM, 30),
    ("factory", texts::FACTORY, 15),
];

/// One turn.
pub(crate) fn turn(turn: &Turn, host: &mut dyn Host) -> Outcome {
    match &turn.event {
        Event::Form(answers) => sent(turn, host, answers),
        Event::Back => finish(Vec::new()),
        Event::Opened
        | Event::Text(_)
        | Event::Chosen(_)
        | Event::Location(_)
        | Event::Media(_)
        | Event::Timer(_)
        | Event::Payment(_)
        | Event::Notice(_) => open(),
    }
}

fn open() -> Outcome {
    ask_form(Vec::new(), asked(), &())
}

fn asked() -> Form {
    let kind = |(id, title, days): &(&str, Text, u64)| -> Alternative {
        described(id, *title, texts::WITHIN.filled(&[&days.to_string()]))
    };
    form("connection", texts::CONNECTION)
        .field(forms::choice(
            "kind",
            texts::KIND,
            texts::ASK_KIND,
            KINDS.iter().map(kind).collect(),
        ))
        .field(forms::number("load", texts::LOAD, texts::ASK_LOAD, LOAD_KW).help(texts::HELP_LOAD))
        .field(forms::name("name", texts::NAME, texts::ASK_NAME))
        .field(forms::aadhaar("aadhaar", texts::AADHAAR, texts::ASK_AADHAAR))
        .field(forms::mobile("mobile", texts::MOBILE, texts::ASK_MOBILE))
        .field(forms::text("address", texts::ADDRESS, texts::ASK_ADDRESS, ADDRESS_CHARS))
        .field(forms::pin_code("pin", texts::PIN, texts::ASK_PIN))
        .field(forms::document("papers", texts::PAPERS, texts::ASK_PAPERS))
}

fn sent(turn: &Turn, host: &mut dyn Host, answers: &FormAnswers) -> Outcome {
    let chosen = answers.choice("kind");
    let Some((_, _, days)) = KINDS.iter().find(|(id, ..)| Some(*id) == chosen) else {
        // It was asked by another release.
        return open();
    };
    let application = Application::sent(turn, host, answers, *days);
    application::add(host, &application);
    finish(vec![text(application::taken(turn, &application))])
}
