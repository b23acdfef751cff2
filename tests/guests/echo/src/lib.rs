//! A department that repeats what it hears: the guest of benchmarks, and of tests of everything
//! around guests.
//!
//! Its id and name come from its configuration (`id`, or `echo`), so that many departments can
//! share this component. A text that begins with `!` asks for misbehaviour by name; see
//! `misbehave`. The configuration `describe` asks for a description that misbehaves, `schema` gives
//! the number of the state's schema, and `migrate` says what becomes of another release's state.

mod certificates;
mod files;
mod forms;
mod kinds;
mod misbehave;

use mitra_department::bindings::exports::mitra::department::{handler, migration};
use mitra_department::bindings::mitra::department::config;
use mitra_department::{Department, Event, Fault, Localized, Next, Outcome, Reply, Service, Turn};

struct Echo;

mitra_department::bindings::export_component!(Echo with_types_in mitra_department::bindings);

fn same(text: &str) -> Localized {
    Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
}

impl handler::Guest for Echo {
    fn describe() -> Department {
        if let Some(how) = config::get("describe") {
            return misbehave::misdescribe(&how);
        }
        let id = config::get("id").unwrap_or_else(|| "echo".to_owned());
        let service = Service {
            id: "echo".to_owned(),
            name: same("Echo"),
            summary: same("Says what you say"),
            aliases: vec![format!("echo {id}")],
        };
        let state_schema = config::get("schema").and_then(|schema| schema.parse().ok());
        let state_schema = state_schema.unwrap_or(1);
        Department { name: same(&id), id, services: vec![service], state_schema }
    }

    fn handle(turn: Turn) -> Result<Outcome, Fault> {
        let said = match &turn.event {
            Event::Opened => "I am listening".to_owned(),
            Event::Text(text) => match text.strip_prefix('!') {
                Some(how) => return misbehave::misbehave(how, &turn),
                None => format!("echo: {text}"),
            },
            Event::Chosen(choice) => format!("chosen: {}", choice.id),
            Event::Location(place) => format!("place: {} {}", place.latitude, place.longitude),
            Event::Media(media) => match media.caption.as_deref() {
                Some("!id") => media.id.clone(),
                Some("!read") => files::read(&media.id),
                _ => format!("file: {}", media.mime_type),
            },
            Event::Form(answers) => forms::told(answers),
            Event::Timer(timer) => return misbehave::timer(timer, &turn),
            Event::Payment(update) => {
                format!("payment {}: {}", update.reference, misbehave::stands(&update.status))
            }
            Event::Notice(notice) if notice.body == "!trap" => unreachable!("as asked"),
            Event::Notice(notice) => format!("notice {}: {}", notice.id, notice.body),
            Event::Back => {
                return Ok(Outcome { replies: Vec::new(), next: Next::Finish });
            }
        };
        Ok(Outcome { replies: vec![Reply::Text(said)], next: Next::Stay(b"1".to_vec()) })
    }
}

impl migration::Guest for Echo {
    fn migrate(from_schema: u32, state: Vec<u8>) -> Result<Vec<u8>, String> {
        match config::get("migrate").as_deref() {
            Some("carry") => {
                let state = String::from_utf8_lossy(&state);
                Ok(format!("{state} of {from_schema}").into_bytes())
            }
            Some("largest") => Ok(vec![b'x'; 65_536]),
            Some("too large") => Ok(vec![b'x'; 65_537]),
            Some("trap") => unreachable!("as asked"),
            Some("spin") => loop {
                std::hint::black_box(());
            },
            _ => Err("I kept no notes".to_owned()),
        }
    }
}
