//! Records that are true until an instant: beyond it they are shown with a warning in the first line.

use mitra_department::calendar::parse_minute;
use serde_json::Value;

use crate::calendar::Day;
use crate::context::Context;
use crate::{records, words};

/// What is shown of a record, with a warning first if its time is over, or if nobody can say when it is.
pub(crate) fn marked(
    context: &Context<'_>,
    shown: String,
    record: &Value,
    field: Option<&str>,
) -> String {
    let Some(field) = field else { return shown };
    let ask = records::compared(record, "phone");
    let ask = ask.as_deref().unwrap_or_else(|| context.helpline());
    let until = records::compared(record, field).and_then(|text| until(&text));
    let warning = match until {
        Some((instant, _)) if context.turn.now < instant => return shown,
        Some((_, until)) => context.fill(words::NO_LONGER_FRESH, &[&until, ask]),
        None => context.fill(words::NEVER_FRESH, &[ask]),
    };
    format!("{warning}\n\n{shown}")
}

/// The instant at which a day, or a minute of it, is over, and how citizens read it.
fn until(text: &str) -> Option<(u64, String)> {
    let text = text.trim();
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let day = Day::from_iso(day).or_else(|| Day::typed(day))?;
    if time.is_empty() {
        return Some((day.end()?, day.shown()));
    }
    let minute = parse_minute(time)?;
    Some((day.at(minute)?, format!("{} {time}", day.shown())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_in_the_ways_that_records_have_it() {
        let day = Day::from_iso("2026-11-24").expect("a day");
        let minute = (day.at(18 * 60 + 20).expect("an instant"), "24-11-2026 18:20".to_owned());
        for text in ["2026-11-24 18:20", "2026-11-24T18:20", "24-11-2026 18:20"] {
            assert_eq!(until(text), Some(minute.clone()), "{text}");
        }
        let whole = (day.end().expect("an instant"), "24-11-2026".to_owned());
        assert_eq!(until("2026-11-24"), Some(whole));
        for text in ["", "tomorrow", "2026-11-24 6 pm", "18:20"] {
            assert_eq!(until(text), None, "{text}");
        }
    }
}
