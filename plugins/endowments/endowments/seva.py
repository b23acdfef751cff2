"""Sevas: a temple, a seva, a day, and in whose name. The place is kept while the citizen fills in the form."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from mitra import (
    Choice,
    Choices,
    Form,
    Outcome,
    ReferenceKind,
    Reply,
    calendar,
    digits,
    event,
    finish,
    forms,
    stay,
    text,
    variant,
)
from mitra.outcome import ask_form

from endowments import hold, ledger, mine, settle, temples
from endowments.booking import Booking
from endowments.ledger import Claim
from endowments.temples import AskTemple, Listed, Seva, Temple
from endowments.texts import booking as booking_texts
from endowments.texts import common
from endowments.texts import seva as texts
from endowments.visit import Visit

REFERENCE: Final = ReferenceKind("SEV", 7)
DAYS_AHEAD: Final = 30
"""How far ahead a seva can be booked."""
DAYS_SHOWN: Final = 10
SEVA: Final = text("సేవ", "Seva", "सेवा")
FORM: Final = Form(
    "seva",
    texts.FORM,
    [
        forms.name("name", booking_texts.NAME, booking_texts.ASK_NAME),
        forms.text("gotram", texts.GOTRAM, texts.ASK_GOTRAM, 2, 40, optional=True),
    ],
)


@variant("seva")
@dataclass(frozen=True)
class AskSeva:
    """Which seva?"""

    temple: str


@variant("day")
@dataclass(frozen=True)
class AskDay:
    """On which day?"""

    temple: str
    seva: str


@variant("form")
@dataclass(frozen=True)
class Filling:
    """The form is open."""

    temple: str
    seva: str
    day: date


Step = AskTemple | AskSeva | AskDay | Filling | mine.Start | mine.Which | mine.Shown | mine.Really


def handle(visit: Visit) -> Outcome:
    """One turn."""
    step = visit.turn.load(Step)
    match visit.turn.event, step:
        case event.Timer(), _:
            return settle.expire(visit, SEVA, lambda again, said: mine.open(again, new, said))
        case event.Opened(), _:
            return mine.open(visit, new)
        case _, mine.Start() | mine.Which() | mine.Shown() | mine.Really():
            return mine.handle(visit, step, new)
        case event.Back(), AskTemple():
            return finish()
        case _, AskTemple():
            found = temples.answer(visit, _offering(visit), step)
            return _ask_seva(visit, found) if isinstance(found, Temple) else found
        case _, AskSeva() | AskDay() | Filling():
            temple = temples.load(visit, step.temple)
            return new(visit) if temple is None or not temple.sevas else _in_temple(visit, step, temple)
        case _:
            return mine.open(visit, new)


def new(visit: Visit, *before: Reply) -> Outcome:
    """A new booking begins with a temple."""
    return temples.ask(visit, _offering(visit), 0, *before)


def _offering(visit: Visit) -> list[Listed]:
    return [temple for temple in temples.load_all(visit) if temple.sevas]


def _in_temple(visit: Visit, step: AskSeva | AskDay | Filling, temple: Temple) -> Outcome:
    match visit.turn.event, step:
        case event.Back(), AskSeva():
            return new(visit)
        case event.Chosen(id), AskSeva() if id in temple.sevas:
            return _ask_day(visit, temple, id)
        case _, AskSeva():
            return _ask_seva(visit, temple, visit.say(common.PLEASE_CHOOSE))
        case _, AskDay() | Filling() if step.seva not in temple.sevas:
            # Its record has gone meanwhile.
            return _ask_seva(visit, temple)
        case event.Back(), AskDay():
            return _ask_seva(visit, temple)
        case event.Back(), Filling():
            hold.drop(visit)
            return _ask_day(visit, temple, step.seva)
        case ((event.Chosen(said) | event.Text(said)), AskDay()):
            return _take_day(visit, temple, step.seva, said)
        case event.Form(_, answers), Filling():
            seva = temple.sevas[step.seva]
            name = answers.text("name")
            assert name is not None, "it is asked for"
            claims = [_claim(temple, step.seva, step.day)]
            wanted = Booking(
                "",
                "seva",
                temple.id,
                step.day,
                seva.begins,
                1,
                name,
                claims,
                step.seva,
                seva.paise,
                answers.text("gotram"),
            )
            notes = [booking_texts.SAY_NUMBER, booking_texts.PAY_THERE]
            return settle.book(
                visit, wanted, REFERENCE, lambda again, why: _ask_day(again, temple, step.seva, why), notes
            )
        case _:
            return _ask_day(visit, temple, step.seva, visit.say(common.PLEASE_CHOOSE))


def _take_day(visit: Visit, temple: Temple, id: str, said: str) -> Outcome:
    try:
        day: date | None = date.fromisoformat(said)
    except ValueError:
        day = calendar.parse_date(said)
    if day is None or day not in _free_days(visit, temple, id):
        return _ask_day(visit, temple, id, visit.say(common.PLEASE_CHOOSE))
    held = hold.hold(visit, [_claim(temple, id, day)], REFERENCE)
    if held is None:
        return _ask_day(visit, temple, id, visit.say(booking_texts.GONE))
    kept = visit.say(booking_texts.HELD, n=1, time=calendar.show_time(held.until))
    return ask_form([kept], FORM, Filling(temple.id, id, day))


def _ask_seva(visit: Visit, temple: Temple, *before: Reply) -> Outcome:
    by_time = sorted(temple.sevas.items(), key=lambda item: item[1].begins)
    items = [Choice(id, visit.say(seva.name), _described(visit, seva)) for id, seva in by_time]
    question = visit.say(texts.ASK_SEVA, temple=visit.say(temple.name))
    return stay([*before, Choices(question, items, visit.say(texts.SEVAS))], AskSeva(temple.id))


def _described(visit: Visit, seva: Seva) -> str:
    return visit.say(texts.DESCRIBED, time=seva.begins, price=digits.rupees(seva.paise))


def _ask_day(visit: Visit, temple: Temple, id: str, *before: Reply) -> Outcome:
    name = visit.say(temple.sevas[id].name)
    free = _free_days(visit, temple, id)
    if not free:
        return _ask_seva(visit, temple, *before, visit.say(texts.NO_DAYS, seva=name, days=DAYS_AHEAD))
    items = [
        Choice(day.isoformat(), visit.day(day), visit.say(booking_texts.N_FREE, n=n_free))
        for day, n_free in free.items()
    ]
    question = visit.say(texts.ASK_DAY, seva=name, temple=visit.say(temple.name))
    return stay([*before, Choices(question, items)], AskDay(temple.id, id))


def _claim(temple: Temple, id: str, day: date) -> Claim:
    return Claim(f"seva/{temple.id}/{id}", day, 1, temple.sevas[id].places)


def _free_days(visit: Visit, temple: Temple, id: str) -> dict[date, int]:
    """The first days with free places, and how many."""
    seva = temple.sevas[id]
    begins = time.fromisoformat(seva.begins)
    free: dict[date, int] = {}
    for day in (visit.today + timedelta(days=n) for n in range(DAYS_AHEAD + 1)):
        is_ahead = calendar.at_time(day, begins.hour, begins.minute) > visit.turn.now
        if is_ahead and day.weekday() in seva.weekdays and not temple.is_closed_on(day):
            n_free = ledger.n_free(visit.host.department, _claim(temple, id, day), visit.turn.now)
            if n_free > 0:
                free[day] = n_free
        if len(free) == DAYS_SHOWN:
            break
    return free
