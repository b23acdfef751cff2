//! Freeze windows: spans of time, stated in the configuration, in which no release goes on by itself. Pure functions of
//! what is written and an instant.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_release::parse_instant;
use serde::Deserialize;

use crate::roster::Freeze;

/// The most freeze windows.
pub const FREEZE_WINDOWS_MAX: usize = 50;
/// The longest reason of a freeze window, in characters.
pub const FREEZE_WHY_CHARS_MAX: usize = 200;

const MINUTES_PER_DAY: i64 = 24 * 60;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = MINUTES_PER_DAY * MINUTE_MS;
const WEEK: Duration = Duration::from_hours(7 * 24);
/// How days are written, in the order in which they are counted here.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// 1970-01-01 was a Thursday.
const FIRST_DAY: i64 = 3;
/// The largest difference from UTC that a place on Earth has, in minutes.
const OFFSET_MINUTES_MAX: i64 = 14 * 60;

/// All freeze windows of a configuration: together they leave some time in which releases go on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<FreezeWindow>")]
pub struct FreezeWindows(Vec<FreezeWindow>);

/// One span in which no release goes on by itself: once, or every week.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WrittenWindow")]
pub struct FreezeWindow {
    span: Span,
    why: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Span {
    /// From one instant until another, which is not in it.
    Once { from: Timestamp, until: Timestamp },
    /// On these days, in milliseconds: from so long after midnight, for so long. It may go on over midnight.
    Weekly { days: [bool; 7], from_ms: i64, length_ms: i64, offset_ms: i64 },
}

/// The same as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWindow {
    why: String,
    from: String,
    until: String,
    days: Option<Vec<String>>,
    offset: Option<String>,
}

/// Why freeze windows cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FreezeWindowError {
    /// One of them is not as it must be written.
    #[error("E0618: the freeze window `{why}` cannot be used: {mistake}")]
    Mistake {
        /// The window's reason.
        why: String,
        /// What is wrong with it.
        mistake: String,
    },
    /// There are too many.
    #[error("E0618: there are {0} freeze windows, at most {FREEZE_WINDOWS_MAX} are taken")]
    TooMany(usize),
    /// No release could ever go on.
    #[error("E0618: the freeze windows leave no time of the week in which a release could go on")]
    Endless,
}

impl FreezeWindows {
    /// That no release goes on by itself at this instant, if it is so: since the window began, until the last of those
    /// that follow on each other ends.
    pub fn at(&self, now: Timestamp) -> Option<Freeze> {
        let (since, mut until, window) = self.around(now)?;
        // It ends: all together are not endless.
        while let Some((_, later, _)) = self.around(until) {
            until = later;
        }
        Some(Freeze { since, until: Some(until), why: window.why.clone() })
    }

    /// Of the windows that this instant is in, the one that ends last.
    fn around(&self, now: Timestamp) -> Option<(Timestamp, Timestamp, &FreezeWindow)> {
        let around = self.0.iter().filter_map(|window| {
            let (from, until) = window.span.around(now)?;
            Some((from, until, window))
        });
        around.max_by_key(|(_, until, _)| *until)
    }

    /// Whether the weekly ones take up the whole week: then they go on for a week from any instant.
    fn is_endless(&self) -> bool {
        let is_weekly = |window: &&FreezeWindow| matches!(window.span, Span::Weekly { .. });
        let weekly = Self(self.0.iter().filter(is_weekly).cloned().collect());
        let (from, mut until) = (Timestamp(0), Timestamp(0));
        while until.since(from) < WEEK {
            let Some((_, later, _)) = weekly.around(until) else { return false };
            until = later;
        }
        true
    }
}

impl TryFrom<Vec<FreezeWindow>> for FreezeWindows {
    type Error = FreezeWindowError;

    fn try_from(windows: Vec<FreezeWindow>) -> Result<Self, FreezeWindowError> {
        if windows.len() > FREEZE_WINDOWS_MAX {
            return Err(FreezeWindowError::TooMany(windows.len()));
        }
        let windows = Self(windows);
        if windows.is_endless() { Err(FreezeWindowError::Endless) } else { Ok(windows) }
    }
}

impl Span {
    /// When it began and when it ends, if this instant is in it.
    fn around(&self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let is_in = |(from, until): &(Timestamp, Timestamp)| (*from..*until).contains(&now);
        match self {
            Self::Once { from, until } => Some((*from, *until)).filter(is_in),
            Self::Weekly { days, from_ms, length_ms, offset_ms } => {
                let today = now.0.saturating_add(*offset_ms).div_euclid(DAY_MS);
                let is_meant = |day: &i64| {
                    let place = usize::try_from((day + FIRST_DAY).rem_euclid(7));
                    place.is_ok_and(|place| days[place])
                };
                // One that began yesterday may go on over midnight.
                let begun = [today, today - 1].into_iter().filter(is_meant).map(|day| {
                    let from = day.saturating_mul(DAY_MS).saturating_add(from_ms - offset_ms);
                    (Timestamp(from), Timestamp(from.saturating_add(*length_ms)))
                });
                begun.filter(is_in).max_by_key(|(_, until)| *until)
            }
        }
    }
}

impl TryFrom<WrittenWindow> for FreezeWindow {
    type Error = FreezeWindowError;

    fn try_from(written: WrittenWindow) -> Result<Self, FreezeWindowError> {
        let WrittenWindow { why, from, until, days, offset } = written;
        let chars = why.chars().count();
        let span = if why.trim().is_empty() || chars > FREEZE_WHY_CHARS_MAX {
            Err(format!("`why` must have 1 to {FREEZE_WHY_CHARS_MAX} characters, not {chars}"))
        } else {
            match (days, offset) {
                (None, None) => once(&from, &until),
                (Some(days), Some(offset)) => weekly(&days, &from, &until, &offset),
                _ => Err("a weekly one needs both `days` and `offset`, such as `+05:30`; \
                          one of a single time has neither"
                    .to_owned()),
            }
        };
        match span {
            Ok(span) => Ok(Self { span, why }),
            Err(mistake) => {
                let why = why.chars().take(FREEZE_WHY_CHARS_MAX).collect();
                Err(FreezeWindowError::Mistake { why, mistake })
            }
        }
    }
}

fn once(from: &str, until: &str) -> Result<Span, String> {
    let instant = |text: &str| {
        let words = || format!("`{text}` is no instant such as `2026-12-31T18:00:00+05:30`");
        parse_instant(text).ok_or_else(words)
    };
    let (from, until) = (instant(from)?, instant(until)?);
    if from < until {
        return Ok(Span::Once { from, until });
    }
    Err("`until` must come after `from`".to_owned())
}

fn weekly(days: &[String], from: &str, until: &str, offset: &str) -> Result<Span, String> {
    let mut meant = [false; 7];
    for day in days {
        let place = DAYS.iter().position(|it| it == day);
        let place = place.ok_or_else(|| format!("`{day}` is no day: {} are", DAYS.join(", ")))?;
        meant[place] = true;
    }
    if !meant.contains(&true) {
        return Err("`days` must name a day".to_owned());
    }
    let time = |text: &str| {
        let words = || format!("`{text}` is no time of the day such as `09:30`");
        let minutes = minutes(text).filter(|minutes| *minutes <= MINUTES_PER_DAY);
        minutes.ok_or_else(words)
    };
    let (from, until) = (time(from)? % MINUTES_PER_DAY, time(until)?);
    if from == until {
        return Err("`until` must be another time than `from`".to_owned());
    }
    let length = if from < until { until - from } else { until - from + MINUTES_PER_DAY };
    let offset = parse_offset(offset)
        .ok_or_else(|| format!("`{offset}` is no offset from UTC such as `+05:30`"))?;
    Ok(Span::Weekly {
        days: meant,
        from_ms: from * MINUTE_MS,
        length_ms: length * MINUTE_MS,
        offset_ms: offset * MINUTE_MS,
    })
}

/// The minutes of `HH:MM`.
fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |digits: &str| {
        let is_plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<i64>().ok().filter(|_| is_plain)
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (minutes < 60).then_some(hours * 60 + minutes)
}

fn parse_offset(text: &str) -> Option<i64> {
    let (sign, rest) = text.split_at_checked(1)?;
    let minutes = minutes(rest).filter(|minutes| *minutes <= OFFSET_MINUTES_MAX)?;
    match sign {
        "+" => Some(minutes),
        "-" => Some(-minutes),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
