"""Prasadam to be collected at a temple's counter: what, how many packets, and on which day.

What a temple offers is a record `prasadam/<temple>` of its own: temples that were there before keep theirs.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mitra import (
    Choice,
    Choices,
    Form,
    Localized,
    Outcome,
    ReferenceKind,
    Reply,
    ShapeError,
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
from endowments.temples import AskTemple, Listed, Temple
from endowments.texts import booking as booking_texts
from endowments.texts import common
from endowments.texts import prasadam as texts
from endowments.visit import Visit

REFERENCE: Final = ReferenceKind("PRA", 7)
DAYS_AHEAD: Final = 15
"""How far ahead it can be ordered, from tomorrow on: it is made the day before."""
DAYS_SHOWN: Final = 10
PACKETS: Final = (1, 2, 3, 5, 10)
"""How many are offered; any number up to the last may be written."""
PRASADAM: Final = text("ప్రసాదం", "Prasadam", "प्रसाद")
FORM: Final = Form("prasadam", texts.FORM, [forms.name("name", booking_texts.NAME, booking_texts.ASK_NAME)])


@dataclass(frozen=True)
class Item:
    """One prasadam."""

    name: Localized
    paise: int
    """Of a packet."""
    packets: int
    """On each day."""


@dataclass(frozen=True)
class Counter:
    """A record `prasadam/<temple>`."""

    opens: str
    """`HH:MM`."""
    items: dict[str, Item]


@variant("item")
@dataclass(frozen=True)
class AskItem:
    """Which prasadam?"""

    temple: str


@variant("packets")
@dataclass(frozen=True)
class AskPackets:
    """How many packets?"""

    temple: str
    item: str


@variant("day")
@dataclass(frozen=True)
class AskDay:
    """On which day?"""

    temple: str
    item: str
    n: int


@variant("form")
@dataclass(frozen=True)
class Filling:
    """The form is open."""

    temple: str
    item: str
    n: int
    day: date


Chosen = AskItem | AskPackets | AskDay | Filling
Step = AskTemple | Chosen | mine.Start | mine.Which | mine.Shown | mine.Really


def handle(visit: Visit) -> Outcome:
    """One turn."""
    step = visit.turn.load(Step)
    match visit.turn.event, step:
        case event.Timer(), _:
            return settle.expire(visit, PRASADAM, lambda again, said: mine.open(again, new, said))
        case event.Opened(), _:
            return mine.open(visit, new)
        case _, mine.Start() | mine.Which() | mine.Shown() | mine.Really():
            return mine.handle(visit, step, new)
        case event.Back(), AskTemple():
            return finish()
        case _, AskTemple():
            found = temples.answer(visit, _offering(visit), step)
            return _at(visit, found) if isinstance(found, Temple) else found
        case _, AskItem() | AskPackets() | AskDay() | Filling():
            temple, counter = temples.load(visit, step.temple), load(visit, step.temple)
            return new(visit) if temple is None or counter is None else _in_temple(visit, step, temple, counter)
        case _:
            return mine.open(visit, new)


def new(visit: Visit, *before: Reply) -> Outcome:
    """A new order begins with a temple."""
    return temples.ask(visit, _offering(visit), 0, *before)


def load(visit: Visit, temple: str) -> Counter | None:
    """What a temple offers; none if there is no such record, or if it has another shape, which the log tells of."""
    try:
        return visit.host.department.load(f"prasadam/{temple}", Counter)
    except ShapeError as error:
        visit.host.log.error(str(error))
        return None


def _offering(visit: Visit) -> list[Listed]:
    offering = {key.removeprefix("prasadam/") for key in visit.host.department.keys("prasadam/")}
    return [temple for temple in temples.load_all(visit) if temple.id in offering]


def _at(visit: Visit, temple: Temple) -> Outcome:
    counter = load(visit, temple.id)
    return new(visit) if counter is None else _ask_item(visit, temple, counter)


def _in_temple(visit: Visit, step: Chosen, temple: Temple, counter: Counter) -> Outcome:
    match visit.turn.event, step:
        case event.Back(), AskItem():
            return new(visit)
        case event.Chosen(id), AskItem() if id in counter.items:
            return _ask_packets(visit, temple, counter, id)
        case _, AskItem():
            return _ask_item(visit, temple, counter, visit.say(common.PLEASE_CHOOSE))
        case _, AskPackets() | AskDay() | Filling() if step.item not in counter.items:
            # It is not offered any more.
            return _ask_item(visit, temple, counter)
        case event.Back(), AskPackets():
            return _ask_item(visit, temple, counter)
        case ((event.Chosen(said) | event.Text(said)), AskPackets()):
            n = digits.only(said)
            if n is None or not 1 <= int(n) <= PACKETS[-1]:
                return _ask_packets(visit, temple, counter, step.item, visit.say(texts.SO_MANY, max=PACKETS[-1]))
            return _ask_day(visit, temple, counter, AskDay(temple.id, step.item, int(n)))
        case event.Back(), AskDay():
            return _ask_packets(visit, temple, counter, step.item)
        case ((event.Chosen(said) | event.Text(said)), AskDay()):
            return _take_day(visit, temple, counter, step, said)
        case event.Back(), Filling():
            hold.drop(visit)
            return _ask_day(visit, temple, counter, AskDay(temple.id, step.item, step.n))
        case event.Form(_, answers), Filling():
            name = answers.text("name")
            assert name is not None, "it is asked for"
            return _order(visit, temple, counter, step, name)
        case _, AskPackets():
            return _ask_packets(visit, temple, counter, step.item, visit.say(common.PLEASE_CHOOSE))
        case _, (AskDay(_, item, n) | Filling(_, item, n)):
            return _ask_day(visit, temple, counter, AskDay(temple.id, item, n), visit.say(common.PLEASE_CHOOSE))


def _order(visit: Visit, temple: Temple, counter: Counter, step: Filling, name: str) -> Outcome:
    wanted = Booking(
        "",
        "prasadam",
        temple.id,
        step.day,
        counter.opens,
        step.n,
        name,
        [_claim(temple, counter, step.item, step.n, step.day)],
        step.item,
        step.n * counter.items[step.item].paise,
    )
    asked = AskDay(temple.id, step.item, step.n)
    notes = [texts.COLLECT, booking_texts.PAY_THERE]
    return settle.book(visit, wanted, REFERENCE, lambda again, why: _ask_day(again, temple, counter, asked, why), notes)


def _take_day(visit: Visit, temple: Temple, counter: Counter, step: AskDay, said: str) -> Outcome:
    try:
        day: date | None = date.fromisoformat(said)
    except ValueError:
        day = calendar.parse_date(said)
    if day is None or day not in _free_days(visit, temple, counter, step):
        return _ask_day(visit, temple, counter, step, visit.say(common.PLEASE_CHOOSE))
    held = hold.hold(visit, [_claim(temple, counter, step.item, step.n, day)], REFERENCE)
    if held is None:
        return _ask_day(visit, temple, counter, step, visit.say(booking_texts.GONE))
    kept = visit.say(texts.HELD, n=step.n, time=calendar.show_time(held.until))
    return ask_form([kept], FORM, Filling(temple.id, step.item, step.n, day))


def _ask_item(visit: Visit, temple: Temple, counter: Counter, *before: Reply) -> Outcome:
    items = [
        Choice(id, visit.say(item.name), visit.say(texts.PRICE, price=digits.rupees(item.paise)))
        for id, item in counter.items.items()
    ]
    question = visit.say(texts.ASK_ITEM, temple=visit.say(temple.name))
    return stay([*before, Choices(question, items)], AskItem(temple.id))


def _ask_packets(visit: Visit, temple: Temple, counter: Counter, id: str, *before: Reply) -> Outcome:
    item = counter.items[id]
    items = [Choice(str(n), str(n), digits.rupees(n * item.paise)) for n in PACKETS]
    question = visit.say(texts.ASK_PACKETS, item=visit.say(item.name), max=PACKETS[-1])
    return stay([*before, Choices(question, items)], AskPackets(temple.id, id))


def _ask_day(visit: Visit, temple: Temple, counter: Counter, step: AskDay, *before: Reply) -> Outcome:
    name = visit.say(counter.items[step.item].name)
    free = _free_days(visit, temple, counter, step)
    if not free:
        return _ask_item(visit, temple, counter, *before, visit.say(texts.NO_DAYS, item=name, days=DAYS_AHEAD))
    items = [Choice(day.isoformat(), visit.day(day), visit.say(texts.N_FREE, n=n)) for day, n in free.items()]
    question = visit.say(texts.ASK_DAY, item=name, n=step.n)
    return stay([*before, Choices(question, items)], step)


def _claim(temple: Temple, counter: Counter, id: str, n: int, day: date) -> Claim:
    return Claim(f"prasadam/{temple.id}/{id}", day, n, counter.items[id].packets)


def _free_days(visit: Visit, temple: Temple, counter: Counter, step: AskDay) -> dict[date, int]:
    """The first days with so many packets, and how many there are."""
    free: dict[date, int] = {}
    for day in (visit.today + timedelta(days=n) for n in range(1, DAYS_AHEAD + 1)):
        if temple.is_closed_on(day):
            continue
        claim = _claim(temple, counter, step.item, step.n, day)
        n_free = ledger.n_free(visit.host.department, claim, visit.turn.now)
        if n_free >= step.n:
            free[day] = n_free
        if len(free) == DAYS_SHOWN:
            break
    return free
