//! Instants and spans as people write them: `24-11-2026 10:30` in India's time, `30 minutes`.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

/// The units of a span, longest first, in seconds.
const UNITS: [(&str, u64); 4] = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];
/// The longest span: ten years, so that no instant is beyond the calendar.
const SPAN_MAX: Duration = Duration::from_hours(10 * 366 * 24);

/// The instant that `24-11-2026 10:30` is in India.
pub(crate) fn parse_instant(text: &str) -> Option<Timestamp> {
    let (day, minute) = text.split_once(' ')?;
    let mut day = day.split('-');
    let (d, m, y) = (number(day.next()?)?, number(day.next()?)?, number(day.next()?)?);
    let (hour, minute) = minute.trim().split_once(':')?;
    if day.next().is_some() || !(1970..=2200).contains(&y) {
        return None;
    }
    let month = Month::try_from(u8::try_from(m).ok()?).ok()?;
    let date = Date::from_calendar_date(i32::from(y), month, u8::try_from(d).ok()?).ok()?;
    let (hour, minute) = (u8::try_from(number(hour)?).ok()?, u8::try_from(number(minute)?).ok()?);
    let time = Time::from_hms(hour, minute, 0).ok()?;
    let instant = OffsetDateTime::new_in_offset(date, time, india());
    Some(Timestamp(instant.unix_timestamp() * 1_000))
}

/// The instant as it is written, to the minute.
pub(crate) fn show_instant(at: Timestamp) -> String {
    let instant = OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1_000));
    let instant = instant.expect("it came from a date").to_offset(india());
    let (day, month, year) = (instant.day(), u8::from(instant.month()), instant.year());
    format!("{day:02}-{month:02}-{year} {:02}:{:02}", instant.hour(), instant.minute())
}

/// The span that `30 minutes` is.
pub(crate) fn parse_span(text: &str) -> Option<Duration> {
    let (count, unit) = text.split_once(' ')?;
    let unit = unit.trim();
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let span = Duration::from_secs(count.parse::<u64>().ok()?.checked_mul(*seconds)?);
    (!span.is_zero() && span <= SPAN_MAX).then_some(span)
}

/// The span as it is written, in the longest unit that divides it.
pub(crate) fn show_span(span: Duration) -> String {
    let all = span.as_secs();
    let (name, seconds) = UNITS
        .into_iter()
        .find(|(_, seconds)| all.is_multiple_of(*seconds))
        .unwrap_or(("second", 1));
    let count = all / seconds;
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

fn number(digits: &str) -> Option<u16> {
    let is_plain = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    if is_plain { digits.parse().ok() } else { None }
}

fn india() -> UtcOffset {
    UtcOffset::from_hms(5, 30, 0).expect("India is half a day's width from Greenwich")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_of_india() {
        let at = parse_instant("24-11-2026 10:30").expect("an instant");
        assert_eq!(at, Timestamp(1_795_496_400_000));
        assert_eq!(show_instant(at), "24-11-2026 10:30");
        for none in ["24-11-2026", "31-02-2026 10:30", "24-11-26 10:30", "24-11-2026 24:00", "x y"]
        {
            assert_eq!(parse_instant(none), None, "{none}");
        }
    }

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        for (text, seconds) in
            [("30 minutes", 1_800), ("1 day", 86_400), ("45 seconds", 45), ("36 hours", 129_600)]
        {
            let span = parse_span(text).expect("a span");
            assert_eq!(span.as_secs(), seconds);
            assert_eq!(show_span(span), text);
        }
        for none in ["", "5", "0 days", "-1 days", "5 fortnights", "99999999 days"] {
            assert_eq!(parse_span(none), None, "{none}");
        }
    }
}
