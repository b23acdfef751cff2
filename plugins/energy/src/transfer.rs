//! Another name on a connection: its bills must be paid, and nobody else may be asking for the same.

use mitra_department::forms::{self, Form, alternative, form};
use mitra_department::outcome::{ask_form, choice, choices, finish, stay, text};
use mitra_department::{Event, FormAnswers, Host, Outcome, Scope, Turn, digits, show};
use serde::{Deserialize, Serialize};

use crate::application::{self, Application};
use crate::texts::application as texts;
use crate::{bill, records};

/// Within how many days it is decided.
const DAYS: u64 = 15;

/// Where a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked for the form.
    Form,
    /// Said why not.
    Refused,
}

/// One turn.
pub(crate) fn turn(turn: &Turn, host: &mut dyn Host) -> Outcome {
    let step = mitra_department::state::read(turn);
    match &turn.event {
        Event::Form(answers) => sent(turn, host, answers),
        Event::Back if step == Some(Step::Form) => finish(Vec::new()),
        Event::Chosen(taken) if taken.id == "done" => {
            finish(vec![text(crate::texts::THANKS.get(turn.citizen.language))])
        }
        Event::Opened
        | Event::Back
        | Event::Text(_)
        | Event::Chosen(_)
        | Event::Location(_)
        | Event::Media(_)
        | Event::Timer(_)
        | Event::Payment(_)
        | Event::Notice(_) => open(host),
    }
}

fn open(host: &dyn Host) -> Outcome {
    ask_form(Vec::new(), asked(host), &Step::Form)
}

fn asked(host: &dyn Host) -> Form {
    let n_digits = u32::try_from(bill::digits_wanted(host)).unwrap_or(u32::MAX);
    let reasons = vec![
        alternative("bought", texts::BOUGHT),
        alternative("inherited", texts::INHERITED),
        alternative("given", texts::GIVEN),
    ];
    form("transfer", texts::TRANSFER)
        .field(forms::digits("number", texts::NUMBER, texts::ASK_NUMBER, n_digits..=n_digits))
        .field(forms::choice("reason", texts::REASON, texts::ASK_REASON, reasons))
        .field(forms::name("name", texts::NAME, texts::ASK_NEW_NAME))
        .field(forms::aadhaar("aadhaar", texts::AADHAAR, texts::ASK_AADHAAR))
        .field(forms::mobile("mobile", texts::MOBILE, texts::ASK_MOBILE))
        .field(forms::document("papers", texts::PAPERS, texts::ASK_DEED))
}

fn sent(turn: &Turn, host: &mut dyn Host, answers: &FormAnswers) -> Outcome {
    let language = turn.citizen.language;
    let Some(number) = answers.text("number").and_then(digits::only) else { return open(host) };
    let Some(account) = records::account(host, &number) else {
        return refused(turn, crate::texts::NOT_FOUND.get(language));
    };
    let owed: u64 = account.bills.iter().filter(|bill| !bill.paid).map(|bill| bill.paise).sum();
    if owed > 0 {
        let why = texts::OWED.fill(language, &[&number, &show::rupees(owed)]);
        return refused(turn, &why);
    }
    let asked_key = format!("transfer/{number}");
    let before = host.get(Scope::Department, &asked_key);
    let before = before.and_then(|it| application::read(host, &String::from_utf8_lossy(&it)));
    if let Some(before) = before.filter(|before| !before.status.is_last()) {
        // Whose it is not does not learn its number.
        return finish(vec![text(if before.is_of(turn) {
            application::shown(turn, host, &before)
        } else {
            texts::ASKED_ALREADY.fill(language, &[&number])
        })]);
    }
    let application = Application::sent(turn, host, answers, DAYS);
    application::add(host, &application);
    host.set(Scope::Department, &asked_key, application.reference.as_bytes());
    finish(vec![text(application::taken(turn, &application))])
}

fn refused(turn: &Turn, why: &str) -> Outcome {
    let language = turn.citizen.language;
    let items = vec![
        choice("correct", texts::CORRECT.get(language)),
        choice("done", crate::texts::DONE.get(language)),
    ];
    stay(vec![choices(why, items)], &Step::Refused)
}
