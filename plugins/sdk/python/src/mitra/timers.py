"""Timers: a turn of this citizen's in this service at a later instant, without the citizen. See `event.Timer`."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Final

from mitra import calendar
from mitra.limits import check

NAME_BYTES_MAX: Final = 64
NOTE_BYTES_MAX: Final = 4 * 1_024


class Timers(ABC):
    """Timers of this citizen in this service, at most 8. A turn may call `set` and `cancel` 8 times together."""

    def set(self, name: str, at: datetime, note: bytes = b"") -> None:
        """Sets a timer when the turn succeeds. One of the same name is replaced.

        The name has 1 to 64 bytes, the note at most 4 KiB. An instant that has passed counts as now; it may be at most
        400 days ahead.
        """
        n_bytes = len(note)
        check(n_bytes <= NOTE_BYTES_MAX, f"a timer's note has at most {NOTE_BYTES_MAX} bytes: {n_bytes}")
        self._set(_checked(name), calendar.milliseconds(at), note)

    def cancel(self, name: str) -> bool:
        """Removes a timer when the turn succeeds. Says whether there was one: after `True` it never comes."""
        return self._cancel(_checked(name))

    @abstractmethod
    def _set(self, name: str, at_ms: int, note: bytes) -> None: ...

    @abstractmethod
    def _cancel(self, name: str) -> bool: ...


def _checked(name: str) -> str:
    check(1 <= len(name.encode()) <= NAME_BYTES_MAX, f"a timer's name has 1 to {NAME_BYTES_MAX} bytes")
    return name
