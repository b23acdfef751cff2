"""Days and times in India. Instants are `datetime`s that know their zone; days are `date`s."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

INDIA: Final = timezone(timedelta(hours=5, minutes=30), "IST")
"""India's time, all year. (`zoneinfo` would want a database that a component does not have.)"""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


def instant(ms: int) -> datetime:
    """The instant so many milliseconds after 1970-01-01T00:00:00Z, in India's time."""
    return (_EPOCH + ms * _MILLISECOND).astimezone(INDIA)


def milliseconds(at: datetime) -> int:
    """The milliseconds from 1970-01-01T00:00:00Z to an instant; none before it.

    Raises `ValueError` for a `datetime` without a zone: nobody knows when that is.
    """
    if at.tzinfo is None:
        raise ValueError(f"this instant has no zone, such as INDIA: {at}")
    return max(0, (at - _EPOCH) // _MILLISECOND)


def at_time(day: date, hour: int, minute: int = 0) -> datetime:
    """The instant of a time of day in India."""
    return datetime.combine(day, time(hour, minute), INDIA)


def show_date(day: date) -> str:
    """A day as `24-11-2026`."""
    return f"{day.day:02}-{day.month:02}-{day.year}"


def show_time(at: datetime | time) -> str:
    """A time of day as `10:30`. An instant must be in India's time, as `turn.now` is."""
    return f"{at.hour:02}:{at.minute:02}"


def parse_date(text: str) -> date | None:
    """The day that `24-11-2026` names, with any of `-`, `/`, `.` and space between; none if there is no such day."""
    for mark in "/. ":
        text = text.replace(mark, "-")
    parts = text.strip("-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts[2]) == 4 else None
    except ValueError:
        return None
