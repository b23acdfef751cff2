//! The temples' queue counters: what the department `endowments` asks.

use mitra_core::clock::Timestamp;
use serde_json::{Value, json};

use crate::date::{Day, minute_of_day};

/// How often a temple counts its queue, in minutes.
const COUNTED_MINUTES: i64 = 5;
/// From so many minutes on a queue is of medium length.
const MEDIUM_MINUTES: i64 = 30;
/// From so many minutes on it is long.
const HIGH_MINUTES: i64 = 90;
/// When the queue is the longest, in minutes of the day: 10:30 and 18:00.
const PEAKS: [i64; 2] = [630, 1_080];

/// Each temple with how long its longest queue of a day takes, in minutes.
const TEMPLES: [(&str, i64); 10] = [
    ("ahobilam", 45),
    ("annavaram", 90),
    ("antarvedi", 30),
    ("dwaraka-tirumala", 75),
    ("kanaka-durga", 180),
    ("kanipakam", 60),
    ("mahanandi", 40),
    ("simhachalam", 120),
    ("srikalahasti", 100),
    ("srisailam", 150),
];

/// A queue grows towards the two peaks of a day, and is a quarter of its longest at the least.
pub(crate) fn of(temple: &str, now: Timestamp) -> Option<Value> {
    let (_, longest) = TEMPLES.iter().find(|(id, _)| *id == temple)?;
    let minute = minute_of_day(now) / COUNTED_MINUTES * COUNTED_MINUTES;
    let away = PEAKS.iter().map(|peak| (peak - minute).abs()).min().unwrap_or_default();
    let wait = longest * (240 - away.min(180)) / 240;
    let level = match wait {
        HIGH_MINUTES.. => "high",
        MEDIUM_MINUTES.. => "medium",
        _ => "low",
    };
    let (day, hour, minute) = (Day::of(now), minute / 60, minute % 60);
    let at = format!("{day}T{hour:02}:{minute:02}:00+05:30");
    Some(json!({"level": level, "wait_minutes": wait, "at": at}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_is_longest_at_its_peaks() {
        let at = |temple: &str, minute: i64| {
            let instant = Day::parse("2026-11-24").expect("a day").at(minute);
            of(temple, instant).expect("a temple")
        };
        let peak = json!({"level": "high", "wait_minutes": 180, "at": "2026-11-24T10:30:00+05:30"});
        assert_eq!(at("kanaka-durga", 10 * 60 + 34), peak);
        let night = at("kanaka-durga", 5 * 60);
        assert_eq!((&night["level"], &night["wait_minutes"]), (&json!("medium"), &json!(45)));
        assert_eq!(at("antarvedi", 14 * 60)["level"], json!("low"));
        assert_eq!(of("nowhere", Timestamp::default()), None);
    }
}
