//! Everything a turn must not do, by name, and the edges of what it may do.

use std::sync::atomic::{AtomicU32, Ordering};

use mitra_department::bindings::mitra::department::log::{self, Level};
use mitra_department::bindings::mitra::department::storage::{self, Scope};
use mitra_department::bindings::mitra::department::{
    clock, config, http as web, payments, random, schedule,
};
use mitra_department::http;
use mitra_department::payments::{PaymentRequest, PaymentStatus};
use mitra_department::{
    Choice, Choices, Department, Fault, File, Localized, Next, Outcome, Reply, Service, TimerFired,
    Turn,
};

use crate::kinds::{self, Size};
use crate::{certificates, files, forms};

/// Must be fresh in every turn.
static COUNTER: AtomicU32 = AtomicU32::new(0);

fn stay(replies: Vec<Reply>) -> Result<Outcome, Fault> {
    Ok(Outcome { replies, next: Next::Stay(b"1".to_vec()) })
}

fn say(text: impl Into<String>) -> Result<Outcome, Fault> {
    stay(vec![Reply::Text(text.into())])
}

/// What a web service answered, in one line.
fn answered(answer: Result<http::Response, http::Failure>) -> String {
    match answer {
        Ok(response) => {
            let header = response.headers.iter().find(|header| header.name == "location");
            let location = header.map(|header| format!(" to {}", header.value)).unwrap_or_default();
            format!("{}{location} {}", response.status, String::from_utf8_lossy(&response.body))
        }
        Err(failure) => format!("{failure:?}"),
    }
}

/// Does what `how` says: a name, perhaps with a number behind it.
pub(crate) fn misbehave(how: &str, turn: &Turn) -> Result<Outcome, Fault> {
    let (name, rest) = how.split_once(' ').unwrap_or((how, "0"));
    let number: usize = rest.parse().unwrap_or(0);
    match name {
        "spin" => loop {
            std::hint::black_box(());
        },
        "spin-in-host-calls" => loop {
            clock::now();
        },
        "recurse" => say(recurse(1).to_string()),
        "trap" => unreachable!("as asked"),
        "allocate" => {
            let memory = vec![1_u8; number];
            say(std::hint::black_box(&memory).len().to_string())
        }
        "host-calls" => {
            (0..number).for_each(|_| drop(config::get("id")));
            say("called")
        }
        "log" => {
            (0..number).for_each(|line| log::write(Level::Debug, &format!("line {line}")));
            say("logged")
        }
        "key" => {
            storage::set(Scope::Citizen, &"k".repeat(number), b"v");
            say("stored")
        }
        "value" => {
            storage::set(Scope::Citizen, "key", &vec![1; number]);
            say("stored")
        }
        "writes" => {
            (0..number).for_each(|n| storage::set(Scope::Citizen, &n.to_string(), b"v"));
            say("stored")
        }
        "reads" => {
            (0..number).for_each(|n| drop(storage::get(Scope::Citizen, &n.to_string())));
            say("read")
        }
        "count" => {
            let stored = storage::get(Scope::Department, "count");
            let count = stored.and_then(|v| String::from_utf8(v).ok()?.parse::<u64>().ok());
            let count = count.unwrap_or(0) + 1;
            storage::set(Scope::Department, "count", count.to_string().as_bytes());
            say(format!("count: {count}"))
        }
        "smallest" => stay(kinds::every(Size::Smallest)),
        "largest" => stay(kinds::every(Size::Largest)),
        "replies" => stay((0..number).map(|n| Reply::Text(n.to_string())).collect()),
        "bytes" => say("x".repeat(number)),
        "merge" => {
            storage::set(Scope::Department, "bill/2", b"new");
            storage::delete(Scope::Department, "bill/1");
            let keys = storage::keys(Scope::Department, "bill/", 10);
            let [one, two] = ["bill/1", "bill/2"].map(|key| storage::get(Scope::Department, key));
            say(format!("{keys:?} {} {}", one.is_some(), two.is_some()))
        }
        "keys" => {
            let limit = u32::try_from(number).unwrap_or(u32::MAX);
            say(storage::keys(Scope::Department, "", limit).len().to_string())
        }
        "scopes" => {
            storage::set(Scope::Citizen, "mine", b"v");
            say(storage::get(Scope::Department, "mine").is_some().to_string())
        }
        "turn" => {
            let Turn { id, citizen, service, state, now, .. } = turn;
            let state = state.as_ref().map(|state| String::from_utf8_lossy(state));
            let (pseudonym, language) = (&citizen.pseudonym, citizen.language);
            say(format!("{id} {pseudonym} {language:?} {service} {state:?} {now}"))
        }
        "state-bytes" => {
            let state = String::from_utf8_lossy(turn.state.as_deref().unwrap_or_default());
            say(format!("{}: {:.20}", state.len(), state))
        }
        "get" => say(answered(web::send(&http::get(rest)))),
        "gets" => {
            let (times, url) = rest.split_once(' ').unwrap_or(("0", rest));
            let answers = (0..times.parse().unwrap_or(0)).map(|_| web::send(&http::get(url)));
            say(answers.map(answered).last().unwrap_or_default())
        }
        "get-with" => {
            let (header, url) = rest.split_once(' ').unwrap_or((rest, ""));
            let mut request = http::get(url);
            let (name, value) = (header.to_owned(), "forged".to_owned());
            request.headers.push(http::Header { name, value });
            say(answered(web::send(&request)))
        }
        // "!make TYPE BYTES TIMES": files of its own.
        "make" => {
            let mut parts = rest.splitn(3, ' ');
            let mime_type = parts.next().unwrap_or_default();
            let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            let (n_bytes, times) = (number(), number());
            stay((0..times).map(|_| files::make(mime_type, n_bytes)).collect())
        }
        // "!lie TYPE": text that says it is of this type.
        "lie" => stay(vec![match files::make("text/plain", 20) {
            Reply::File(file) => Reply::File(File { mime_type: rest.to_owned(), ..file }),
            other => other,
        }]),
        // "!read ID", and "!files TIMES ID" for what the last time said.
        "file" => say(files::read(rest)),
        "files" => {
            let (times, id) = rest.split_once(' ').unwrap_or(("0", rest));
            let read = (0..times.parse().unwrap_or(0)).map(|_| files::read(id));
            say(read.last().unwrap_or_default())
        }
        "random" => {
            let mut drawn = || random::bytes(u32::try_from(number).unwrap_or(u32::MAX));
            let (first, second) = (drawn(), drawn());
            say(format!("{} {first:.8?} {}", first.len(), first == second))
        }
        "replace" => {
            let replace = |expected: Option<&[u8]>, value: Option<&[u8]>| {
                storage::replace(Scope::Department, "r", expected, value)
            };
            let done = [
                replace(Some(b"a"), Some(b"b")),
                replace(None, Some(b"a")),
                replace(None, Some(b"b")),
                replace(Some(b"a"), Some(&vec![1; number])),
                replace(Some(b"a"), None),
                replace(Some(&vec![1; number]), None),
                replace(Some(&vec![1; number]), None),
            ];
            say(format!("{done:?} {:?}", storage::get(Scope::Department, "r")))
        }
        // "!timer MILLISECONDS NAME NOTE": the note says what the timer's turn does.
        "timer" => {
            let mut parts = rest.splitn(3, ' ');
            let mut part = || parts.next().unwrap_or_default();
            let (ms, name, note) = (part(), part(), part());
            schedule::set(name, turn.now + ms.parse::<u64>().unwrap_or(0), note.as_bytes());
            say("set")
        }
        "timer-at" => {
            schedule::set("t", rest.parse().unwrap_or(0), b"");
            say("set")
        }
        "timer-name" => {
            schedule::set(&"n".repeat(number), turn.now, b"");
            say("set")
        }
        "timer-note" => {
            schedule::set("t", turn.now, &vec![1; number]);
            say("set")
        }
        "timer-calls" => {
            (0..number).for_each(|_| schedule::set("t", turn.now, b""));
            say("set")
        }
        "cancel" => {
            let (first, second) = (schedule::cancel(rest), schedule::cancel(rest));
            say(format!("{first} {second}"))
        }
        // "!pay PAISE REFERENCE"
        "pay" => {
            let (paise, reference) = rest.split_once(' ').unwrap_or((rest, "bill-1"));
            let purpose = Localized { te: "Bill".into(), en: "Bill".into(), hi: "Bill".into() };
            let (amount, reference) = (paise.parse().unwrap_or(0), reference.to_owned());
            let asked = PaymentRequest { reference, amount, purpose, valid_for: 1_200 };
            stay(vec![Reply::AskPayment(asked)])
        }
        "find" => {
            let found = payments::find(rest);
            say(found.map_or("nothing".to_owned(), |status| stands(&status)))
        }
        "finds" => {
            (0..number).for_each(|_| drop(payments::find("bill-1")));
            say("found")
        }
        "certify" => certificates::certify(rest),
        "clock" => say(clock::now().to_string()),
        "config" => say(format!("{:?} {:?}", config::get("office"), config::get("secret"))),
        "choice-id" => stay(vec![Reply::Choices(Choices {
            body: "Choose".to_owned(),
            button: None,
            items: vec![Choice {
                id: "i".repeat(number),
                title: "One".to_owned(),
                description: None,
            }],
        })]),
        "button" => stay(vec![Reply::Choices(Choices {
            body: "Choose".to_owned(),
            button: None,
            items: vec![Choice {
                id: "a".to_owned(),
                title: "x".repeat(number),
                description: None,
            }],
        })]),
        "state" => Ok(Outcome {
            replies: vec![Reply::Text("grown".to_owned())],
            next: Next::Stay(vec![1; number]),
        }),
        "leak" => say(format!("leak: {}", COUNTER.fetch_add(1, Ordering::Relaxed))),
        "refuse" => Err(Fault::Refused("Not allowed.".to_owned())),
        "later" => Err(Fault::RetryLater(u32::try_from(number).unwrap_or(u32::MAX))),
        "bug" => Err(Fault::Bug(format!("as asked{}", "!".repeat(number)))),
        "gossip" => {
            log::write(Level::Error, how);
            Err(Fault::Bug(how.to_owned()))
        }
        "refuse-at-length" => Err(Fault::Refused("x".repeat(number))),
        "form" => forms::ask(rest),
        "silent" => stay(Vec::new()),
        _ => say("unknown"),
    }
}

/// Where a payment stands, in a word.
pub(crate) fn stands(status: &PaymentStatus) -> String {
    match status {
        PaymentStatus::Open => "open".to_owned(),
        PaymentStatus::Paid(receipt) => format!("paid by {}", receipt.id),
        PaymentStatus::Failed => "failed".to_owned(),
        PaymentStatus::Expired => "expired".to_owned(),
    }
}

/// A timer's turn: does what its note says, and says its name.
pub(crate) fn timer(timer: &TimerFired, turn: &Turn) -> Result<Outcome, Fault> {
    let note = String::from_utf8_lossy(&timer.note);
    let late = turn.now - timer.at;
    let said =
        vec![Reply::Text(format!("timer {}: {note}, state {}", timer.name, turn.state.is_some()))];
    match &*note {
        "finish" => Ok(Outcome { replies: said, next: Next::Finish }),
        "silent" => Ok(Outcome { replies: Vec::new(), next: Next::Stay(b"1".to_vec()) }),
        "ask" => {
            let choice =
                |id: &str| Choice { id: id.to_owned(), title: id.to_owned(), description: None };
            stay(vec![Reply::Choices(Choices {
                body: "Is it back?".to_owned(),
                button: None,
                items: vec![choice("yes"), choice("no")],
            })])
        }
        "later" if late < 1_000 => Err(Fault::RetryLater(1)),
        "trap" => unreachable!("as asked"),
        _ => stay(said),
    }
}

/// Describes itself as `how` says.
pub(crate) fn misdescribe(how: &str) -> Department {
    match how {
        "spin" => loop {
            std::hint::black_box(());
        },
        "trap" => unreachable!("as asked"),
        // The most that an honest department can say.
        "largest" => described(50, 50, &"🙏".repeat(60)),
        _ => described(51, 1, "too many services"),
    }
}

fn described(services: usize, aliases: usize, alias: &str) -> Department {
    let text =
        |text: &str| Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() };
    // Telugu, three bytes a character. An emoji would fill two places of a row.
    let (row, line) = ("అ".repeat(24), "అ".repeat(72));
    let service = |number: usize| Service {
        id: format!("service-{number}"),
        name: text(&row),
        summary: text(&line),
        aliases: vec![alias.to_owned(); aliases],
    };
    let services = (0..services).map(service).collect();
    Department { id: "echo".to_owned(), name: text(&row), services, state_schema: 1 }
}

fn recurse(depth: u64) -> u64 {
    let kept = std::hint::black_box([depth; 16]);
    recurse(depth + 1).wrapping_add(kept[3])
}
