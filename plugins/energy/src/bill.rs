//! Bills: which number, which bill, which history.

use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::text::Text;
use mitra_department::{Choice, Event, Host, Language, Outcome, Reply, Turn, digits, show};

use crate::records::{self, Account, Bill};
use crate::{Step, pay, texts};

/// Saved numbers that are offered: a list has ten rows, and one leads to another number.
const SAVED_OFFERED: u32 = 9;
/// Bills of a history.
const BILLS_SHOWN: usize = 6;
/// Digits of a service number where the operator set nothing.
const DIGITS: usize = 13;

/// The first question: a saved number, or another.
pub(crate) fn open(turn: &Turn, host: &dyn Host) -> Outcome {
    let saved = records::saved(host, SAVED_OFFERED);
    if saved.is_empty() {
        return ask(turn, host, None);
    }
    let language = turn.citizen.language;
    let mut items: Vec<Choice> =
        saved.iter().map(|number| choice(format!("number:{number}"), number)).collect();
    items.push(choice("other", texts::OTHER_NUMBER.get(language)));
    stay(vec![choices(texts::WHICH_NUMBER.get(language), items)], &Step::Number)
}

/// Asks for a number, perhaps after saying why.
fn ask(turn: &Turn, host: &dyn Host, why: Option<String>) -> Outcome {
    let language = turn.citizen.language;
    let question = texts::ASK_NUMBER.fill(language, &[&digits_wanted(host).to_string()]);
    let body = why.map_or(question.clone(), |why| format!("{why}\n\n{question}"));
    stay(vec![text(body)], &Step::Number)
}

/// A number was asked for.
pub(crate) fn number(turn: &Turn, host: &mut dyn Host) -> Outcome {
    let language = turn.citizen.language;
    match &turn.event {
        Event::Text(said) => match digits::only(said) {
            Some(number) if number.len() == digits_wanted(host) => look_up(turn, host, &number),
            Some(number) => {
                let counts = [number.len().to_string(), digits_wanted(host).to_string()];
                let why = texts::WRONG_LENGTH.fill(language, &[&counts[0], &counts[1]]);
                ask(turn, host, Some(why))
            }
            None => ask(turn, host, Some(texts::NO_NUMBER.get(language).to_owned())),
        },
        Event::Chosen(chosen) => match chosen.id.strip_prefix("number:") {
            Some(number) => look_up(turn, host, number),
            None => ask(turn, host, None),
        },
        Event::Back => finish(Vec::new()),
        Event::Opened => open(turn, host),
        Event::Location(_)
        | Event::Media(_)
        | Event::Form(_)
        | Event::Timer(_)
        | Event::Payment(_)
        | Event::Notice(_) => ask(turn, host, Some(texts::NO_NUMBER.get(language).to_owned())),
    }
}

fn look_up(turn: &Turn, host: &dyn Host, number: &str) -> Outcome {
    match records::account(host, number) {
        Some(account) if turn.service == "bill-history" => history(turn, host, number, &account),
        Some(account) => bill(turn, host, number, &account),
        None if records::is_saved(host, number) => gone(turn, number),
        // The same words whatever is missing: nobody learns which numbers exist.
        None => ask(turn, host, Some(texts::NOT_FOUND.get(turn.citizen.language).to_owned())),
    }
}

/// A number that was saved and has no account any more can still be forgotten.
fn gone(turn: &Turn, number: &str) -> Outcome {
    let language = turn.citizen.language;
    let items = vec![
        choice("forget", texts::FORGET_NUMBER.get(language)),
        choice("other", texts::OTHER_NUMBER.get(language)),
        choice("done", texts::DONE.get(language)),
    ];
    let question = choices(texts::NOT_FOUND.get(language), items);
    stay(vec![question], &Step::Account { number: number.to_owned() })
}

/// An account is shown, and a choice was taken.
pub(crate) fn account(turn: &Turn, host: &mut dyn Host, number: &str) -> Outcome {
    let language = turn.citizen.language;
    let chosen = match &turn.event {
        Event::Chosen(chosen) => chosen.id.as_str(),
        Event::Back => return open(turn, host),
        // A number typed here is another look-up.
        Event::Text(said) if digits::only(said).is_some() => return self::number(turn, host),
        Event::Opened
        | Event::Text(_)
        | Event::Location(_)
        | Event::Media(_)
        | Event::Form(_)
        | Event::Timer(_)
        | Event::Payment(_)
        | Event::Notice(_) => "",
    };
    match (chosen, records::account(host, number)) {
        ("done", _) => finish(vec![text(texts::THANKS.get(language))]),
        ("forget", found) => {
            records::forget(host, number);
            let forgotten = texts::FORGOTTEN.fill(language, &[number]);
            match found {
                Some(account) => {
                    let next = question(turn, host, number, &account, texts::WHAT_NEXT);
                    let step = Step::Account { number: number.to_owned() };
                    stay(vec![text(forgotten), next], &step)
                }
                None => ask(turn, host, Some(forgotten)),
            }
        }
        ("other", _) | (_, None) => ask(turn, host, None),
        ("save", Some(account)) => {
            records::save(host, number);
            let saved = text(texts::SAVED.fill(language, &[number]));
            let next = question(turn, host, number, &account, texts::WHAT_NEXT);
            stay(vec![saved, next], &Step::Account { number: number.to_owned() })
        }
        ("pay", Some(account)) => pay::ask(turn, host, number, &account),
        ("history", Some(account)) => history(turn, host, number, &account),
        ("bill", Some(account)) => bill(turn, host, number, &account),
        // Nothing that was offered: the account is on the screen already, only the question is asked again.
        (_, Some(account)) => {
            let again = question(turn, host, number, &account, texts::CHOOSE_OR_SEND);
            stay(vec![again], &Step::Account { number: number.to_owned() })
        }
    }
}

pub(crate) fn bill(turn: &Turn, host: &dyn Host, number: &str, account: &Account) -> Outcome {
    let language = turn.citizen.language;
    let mut shown = match account.bills.first() {
        Some(bill) => texts::BILL_SHOWN.fill(
            language,
            &[
                number,
                &records::masked(&account.name),
                &bill.month,
                &bill.units.to_string(),
                &show::rupees(bill.paise),
                &bill.due,
                paid(bill, language),
            ],
        ),
        None => texts::NO_BILL.fill(language, &[number]),
    };
    let newest = account.bills.first().filter(|bill| bill.paid);
    if let Some(receipt) = newest.and_then(|bill| records::receipt(host, number, &bill.month)) {
        let day = show::date(receipt.at);
        shown = format!("{shown}\n{}", texts::RECEIPT.fill(language, &[&receipt.id, &day]));
    }
    let next = question(turn, host, number, account, texts::WHAT_NEXT);
    stay(vec![text(shown), next], &Step::Account { number: number.to_owned() })
}

fn history(turn: &Turn, host: &dyn Host, number: &str, account: &Account) -> Outcome {
    let language = turn.citizen.language;
    let line = |bill: &Bill| {
        let units = bill.units.to_string();
        let amount = show::rupees(bill.paise);
        texts::HISTORY_LINE.fill(language, &[&bill.month, &units, &amount, paid(bill, language)])
    };
    let head = if account.bills.is_empty() { texts::NO_BILL } else { texts::HISTORY_SHOWN };
    let mut lines = vec![head.fill(language, &[number])];
    lines.extend(account.bills.iter().take(BILLS_SHOWN).map(line));
    let next = question(turn, host, number, account, texts::WHAT_NEXT);
    stay(vec![text(lines.join("\n")), next], &Step::Account { number: number.to_owned() })
}

/// What can be done with the account that is shown.
pub(crate) fn question(
    turn: &Turn,
    host: &dyn Host,
    number: &str,
    account: &Account,
    body: Text,
) -> Reply {
    let language = turn.citizen.language;
    let mut items = Vec::new();
    if turn.service == "bill-history" {
        if !account.bills.is_empty() {
            items.push(choice("bill", texts::SHOW_BILL.get(language)));
        }
    } else {
        if account.bills.first().is_some_and(|bill| !bill.paid) {
            items.push(choice("pay", texts::PAY.get(language)));
        }
        if account.bills.len() > 1 {
            items.push(choice("history", texts::SHOW_HISTORY.get(language)));
        }
    }
    items.push(if records::is_saved(host, number) {
        choice("forget", texts::FORGET_NUMBER.get(language))
    } else {
        choice("save", texts::SAVE_NUMBER.get(language))
    });
    items.push(choice("other", texts::OTHER_NUMBER.get(language)));
    items.push(choice("done", texts::DONE.get(language)));
    choices(body.get(language), items)
}

fn paid(bill: &Bill, language: Language) -> &'static str {
    if bill.paid { texts::PAID.get(language) } else { texts::UNPAID.get(language) }
}

/// Digits of a service number.
pub(crate) fn digits_wanted(host: &dyn Host) -> usize {
    let configured = host.config("service_number_digits");
    configured.and_then(|digits| digits.parse().ok()).unwrap_or(DIGITS)
}
