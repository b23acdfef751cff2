"""The temples: their records, and the question which one is meant."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any, Final, TypeVar

from mitra import (
    Choice,
    Choices,
    Localized,
    Location,
    Outcome,
    Reply,
    ShapeError,
    event,
    excerpt,
    limits,
    stay,
    variant,
)

from endowments.texts import common
from endowments.visit import Visit

T = TypeVar("T", "Temple", "Listed")

TEMPLES_MAX: Final = 90
"""Temples that are looked through: a turn may read 100 records."""
PER_PAGE: Final = 9
"""Temples of one list: one row leads on to more."""
MORE: Final = "more:"
WORD_LETTERS_MIN: Final = 3
"""Letters that a word must have to be looked for."""


@dataclass(frozen=True)
class Hours:
    """From when until when something is open, every day."""

    opens: str
    """`HH:MM`."""
    closes: str
    """`HH:MM`, later than `opens`."""

    def times(self) -> tuple[time, time]:
        """Both, as times."""
        return time.fromisoformat(self.opens), time.fromisoformat(self.closes)


@dataclass(frozen=True)
class Darshan:
    """Free darshan in slots."""

    slots: list[str]
    """When they begin, `HH:MM`."""
    places: int
    """In each slot."""


@dataclass(frozen=True)
class Seva:
    """A seva of a temple."""

    name: Localized
    paise: int
    begins: str
    """`HH:MM`."""
    places: int
    """On each day."""
    weekdays: list[int] = field(default_factory=lambda: list(range(7)))
    """On which days, 0 for Monday."""


@dataclass(frozen=True)
class Rooms:
    """Rooms of one type."""

    name: Localized
    paise: int
    """Of a night."""
    count: int


@dataclass(frozen=True)
class Temple:
    """A record `temple/<id>`."""

    name: Localized
    town: Localized
    latitude: float
    longitude: float
    phone: str
    hours: list[Hours]
    aliases: list[str] = field(default_factory=list)
    closed_on: list[date] = field(default_factory=list)
    darshan: Darshan | None = None
    sevas: dict[str, Seva] = field(default_factory=dict)
    rooms: dict[str, Rooms] = field(default_factory=dict)
    id: str = ""

    def is_closed_on(self, day: date) -> bool:
        """Whether nobody is let in on this day."""
        return day in self.closed_on


@dataclass(frozen=True)
class Listed:
    """As much of a record `temple/<id>` as a list of temples needs: to read all of each would take long."""

    name: Localized
    town: Localized
    latitude: float
    longitude: float
    aliases: list[str] = field(default_factory=list)
    darshan: Any = None
    sevas: Any = None
    rooms: Any = None
    id: str = ""

    @property
    def location(self) -> Location:
        """Where it is."""
        return Location(self.latitude, self.longitude)


@variant("temple")
@dataclass(frozen=True)
class AskTemple:
    """Which temple?"""

    page: int = 0


def load(visit: Visit, id: str) -> Temple | None:
    """A temple; none if there is no such record, or if it has another shape, which the log tells of."""
    return _load(visit, id, Temple)


def load_all(visit: Visit) -> list[Listed]:
    """All temples, in the order of their ids."""
    keys = visit.host.department.keys("temple/")
    if len(keys) > TEMPLES_MAX:
        visit.host.log.error(f"more than {TEMPLES_MAX} temples: some are not found")
    loaded = [_load(visit, key.removeprefix("temple/"), Listed) for key in keys[:TEMPLES_MAX]]
    return [temple for temple in loaded if temple is not None]


def _load(visit: Visit, id: str, shape: type[T]) -> T | None:
    try:
        temple = visit.host.department.load(f"temple/{id}", shape)
    except ShapeError as error:
        visit.host.log.error(str(error))
        return None
    return None if temple is None else replace(temple, id=id)


def ask(visit: Visit, temples: list[Listed], page: int = 0, *before: Reply) -> Outcome:
    """Asks which of these temples is meant."""
    if not temples:
        return visit.ask_what_next(AskTemple(), [*before, visit.say(common.NO_TEMPLES, number=visit.helpline)])
    shown = temples[page * PER_PAGE : (page + 1) * PER_PAGE]
    items = [Choice(temple.id, title, visit.say(temple.town)) for temple, title in titled(visit, shown)]
    if len(temples) > (page + 1) * PER_PAGE:
        items.append(visit.choice(f"{MORE}{page + 1}", common.MORE_TEMPLES))
    question = Choices(visit.say(common.ASK_TEMPLE), items, visit.say(common.TEMPLES))
    return stay([*before, question], AskTemple(page))


def answer(visit: Visit, temples: list[Listed], step: AskTemple) -> Temple | Outcome:
    """The temple that the citizen means; or the question again."""
    match visit.turn.event:
        case event.Chosen(id) if id.startswith(MORE):
            return ask(visit, temples, int(id.removeprefix(MORE)))
        case event.Chosen(id):
            chosen = load(visit, id) if any(temple.id == id for temple in temples) else None
            # Between the question and the answer, its record may have gone.
            return chosen or ask(visit, temples, 0, visit.say(common.NO_TEMPLE))
        case event.Text(said):
            found = matching(temples, said)
            named = load(visit, found[0].id) if len(found) == 1 else None
            if named is not None:
                return named
            return ask(visit, found) if found else ask(visit, temples, step.page, visit.say(common.NO_TEMPLE))
        case _:
            return ask(visit, temples, step.page)


def titled(visit: Visit, shown: list[Listed]) -> list[tuple[Listed, str]]:
    """Temples with what they are called in a list, where two cannot be called the same."""
    titles: dict[str, Listed] = {}
    for temple in shown:
        name = title = visit.say(temple.name)
        n = 1
        while title in titles:
            n += 1
            title = f"{excerpt(name, limits.NAME_CHARS_MAX - 5)} ({n})"
        titles[title] = temple
    return [(temple, title) for title, temple in titles.items()]


def matching(temples: list[Listed], said: str) -> list[Listed]:
    """The temples whose name, town or other names have most of the words, in any language."""
    typed = _words(said)
    scores = [(sum(_is_in(word, _words_of(temple)) for word in typed), temple) for temple in temples]
    most = max((score for score, _ in scores), default=0)
    return [temple for score, temple in scores if score == most > 0]


def is_open(temple: Temple, at_day: date, at: time) -> bool:
    """Whether it is open at this time of this day."""
    return not temple.is_closed_on(at_day) and any(opens <= at < closes for opens, closes in _times(temple))


def next_open_day(temple: Temple, day: date) -> date | None:
    """The first day after this one, within a month, on which it is not closed."""
    days = (day + timedelta(days=n) for n in range(1, 31))
    return next((day for day in days if not temple.is_closed_on(day)), None)


def _times(temple: Temple) -> list[tuple[time, time]]:
    return [hours.times() for hours in temple.hours]


def _words(text: str) -> list[str]:
    # Signs of Indic scripts are no letters to `\w`: split at what is between words.
    words = re.split("[\\s,.;:()/-]+", text.casefold().replace("\u200c", ""))
    return [word for word in words if len(word) >= WORD_LETTERS_MIN]


def _words_of(temple: Listed) -> list[str]:
    names = [temple.name, temple.town]
    return _words(" ".join([*(f"{name.te} {name.en} {name.hi}" for name in names), *temple.aliases]))


def _is_in(word: str, words: list[str]) -> bool:
    # Telugu and Hindi add endings to names: "విజయవాడలో".
    return any(word.startswith(known) or known.startswith(word) for known in words)
