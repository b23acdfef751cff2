"""The answers to a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, TypeVar

from mitra.media import Media
from mitra.place import Location

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number that identifies a person, without the number."""

    last_four: str
    """To show to the citizen."""
    token: str
    """The same for the same number, whoever sends it, in this department alone. At most 64 bytes of ASCII."""


Value: TypeAlias = str | int | date | IdentityNumber | Location | Media
"""An answer: words and codes and the id of a choice are `str`, numbers and paise `int`."""


class Answers:
    """The answers by the ids of their fields, in the order of the fields. What was skipped is not there.

    Each method gives none for an answer that was skipped, and for one of another type.
    """

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = dict(values)

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        return iter(self._values.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answers) and self._values == other._values

    def __repr__(self) -> str:
        # What citizens say belongs in no log: a traceback shows which fields there are.
        return f"Answers({', '.join(self._values)})"

    def _value(self, field: str, wanted: type[T]) -> T | None:
        value = self._values.get(field)
        return value if isinstance(value, wanted) else None

    def text(self, field: str) -> str | None:
        """Words, a name, or a code by which something is known."""
        return self._value(field, str)

    def choice(self, field: str) -> str | None:
        """The id of the alternative."""
        return self._value(field, str)

    def number(self, field: str) -> int | None:
        """A whole number."""
        return self._value(field, int)

    def money(self, field: str) -> int | None:
        """An amount, in paise."""
        return self._value(field, int)

    def date(self, field: str) -> date | None:
        """A day."""
        return self._value(field, date)

    def identity(self, field: str) -> IdentityNumber | None:
        """A number that identifies a person."""
        return self._value(field, IdentityNumber)

    def location(self, field: str) -> Location | None:
        """A shared location."""
        return self._value(field, Location)

    def media(self, field: str) -> Media | None:
        """A file."""
        return self._value(field, Media)
