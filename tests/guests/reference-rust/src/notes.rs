//! Records of a citizen and of the department, and choices.

use mitra_department::outcome::{choice, choices, stay, text};
use mitra_department::text::Text;
use mitra_department::{Event, Host, Language, Outcome, Reply, Scope, Turn, state};
use serde::{Deserialize, Serialize};

pub(crate) const NAME: Text = mitra_department::text::text("గమనికలు", "Notes", "नोट्स");
const ADD: Text = mitra_department::text::text("జోడించు", "Add", "जोड़ें");
const LIST: Text = mitra_department::text::text("చూపించు", "Show", "दिखाएं");
const CLEAR: Text = mitra_department::text::text("తొలగించు", "Clear", "हटाएं");

/// How many notes a citizen can keep.
const NOTES_MAX: u32 = 5;
/// The longest note, in code points: all of them together fit into one text.
const NOTE_CHARS_MAX: usize = 100;
/// Where the citizen's notes begin.
const PREFIX: &str = "note/";
/// How many notes all citizens ever added, as decimal text.
const TOTAL: &str = "total";

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Step {
    Choosing,
    Writing,
}

pub(crate) fn handle(turn: &Turn, host: &mut dyn Host) -> Outcome {
    let language = turn.citizen.language;
    let is_writing = state::read(turn) == Some(Step::Writing);
    match &turn.event {
        Event::Opened => choosing(language, host, None),
        Event::Chosen(taken) => match taken.id.as_str() {
            "add" if keys(host).len() < NOTES_MAX as usize => {
                stay(vec![text("Your note?")], &Step::Writing)
            }
            "add" => choosing(language, host, Some("Full.".to_owned())),
            "list" => {
                let notes = listed(host);
                choosing(language, host, Some(notes))
            }
            "clear" => {
                let cleared = clear(host);
                choosing(language, host, Some(cleared))
            }
            _ => crate::not_understood(turn),
        },
        Event::Text(note) if is_writing && note.chars().count() > NOTE_CHARS_MAX => {
            crate::stay_as_it_was(turn, vec![text("Too long.")])
        }
        Event::Text(note) if is_writing => {
            let stored = add(host, note);
            choosing(language, host, Some(stored))
        }
        Event::Text(_) => choosing(language, host, None),
        _ => crate::not_understood(turn),
    }
}

/// The choices, after what there is to say.
fn choosing(language: Language, host: &dyn Host, first: Option<String>) -> Outcome {
    let offered = [("add", ADD), ("list", LIST), ("clear", CLEAR)];
    let offered = offered.map(|(id, title)| choice(id, title.get(language)));
    let body = format!("Notes: {}", keys(host).len());
    let mut replies: Vec<Reply> = first.map(text).into_iter().collect();
    replies.push(choices(body, offered.into()));
    stay(replies, &Step::Choosing)
}

fn keys(host: &dyn Host) -> Vec<String> {
    host.keys(Scope::Citizen, PREFIX, NOTES_MAX)
}

/// The notes, one a line.
fn listed(host: &dyn Host) -> String {
    let note = |key: String| {
        let value = host.get(Scope::Citizen, &key).unwrap_or_default();
        format!("{} {}", key.trim_start_matches(PREFIX), String::from_utf8_lossy(&value))
    };
    let notes: Vec<_> = keys(host).into_iter().map(note).collect();
    if notes.is_empty() { "None.".to_owned() } else { notes.join("\n") }
}

fn add(host: &mut dyn Host, note: &str) -> String {
    let number = format!("{:03}", keys(host).len() + 1);
    host.set(Scope::Citizen, &format!("{PREFIX}{number}"), note.as_bytes());
    let counted = host.get(Scope::Department, TOTAL);
    let total = (total(counted.as_deref()) + 1).to_string();
    let is_counted =
        host.replace(Scope::Department, TOTAL, counted.as_deref(), Some(total.as_bytes()));
    assert!(is_counted, "nobody comes between within a turn");
    format!("Stored as {number}.")
}

fn clear(host: &mut dyn Host) -> String {
    for key in keys(host) {
        host.delete(Scope::Citizen, &key);
    }
    format!("Cleared. Total: {}.", total(host.get(Scope::Department, TOTAL).as_deref()))
}

fn total(counted: Option<&[u8]>) -> u64 {
    let digits = counted.and_then(|counted| std::str::from_utf8(counted).ok());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
