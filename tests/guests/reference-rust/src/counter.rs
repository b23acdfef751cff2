//! Texts, numbers and locations in, a number kept from turn to turn.

use mitra_department::outcome::{finish, stay, text};
use mitra_department::text::Text;
use mitra_department::{Event, MediaKind, Outcome, Turn, state};
use serde::{Deserialize, Serialize};

pub(crate) const NAME: Text = mitra_department::text::text("లెక్క", "Counter", "गिनती");

/// The most digits that a number to add has.
const DIGITS_MAX: usize = 6;

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Counter {
    count: i64,
}

pub(crate) fn handle(turn: &Turn) -> Outcome {
    let counter: Counter = state::read(turn).unwrap_or_default();
    let says = |words: String| stay(vec![text(words)], &counter);
    match &turn.event {
        Event::Opened => counted(0),
        Event::Back => counted(counter.count - 1),
        Event::Text(said) if said == "stop here" => {
            finish(vec![text(format!("done {}", counter.count))])
        }
        Event::Text(said) => match step(said) {
            Some(step) => counted(counter.count + step),
            None => says(format!("? {}", said.chars().count())),
        },
        Event::Location(place) => says(format!("{:.4},{:.4}", place.latitude, place.longitude)),
        Event::Media(file) => {
            let kind = match file.kind {
                MediaKind::Image => "image",
                MediaKind::Video => "video",
                MediaKind::Audio => "audio",
                MediaKind::Document => "document",
            };
            says(format!("{kind} {}", file.mime_type))
        }
        _ => crate::not_understood(turn),
    }
}

fn counted(count: i64) -> Outcome {
    stay(vec![text(count.to_string())], &Counter { count })
}

/// What `+12` or `-12` adds.
fn step(said: &str) -> Option<i64> {
    let digits = said.strip_prefix(['+', '-'])?;
    let is_number = (1..=DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { said.parse().ok() } else { None }
}
