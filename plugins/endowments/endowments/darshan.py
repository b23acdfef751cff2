"""Free darshan: a temple, a day, a slot, how many, and who. The places are kept while the citizen fills in the form."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from mitra import Choice, Choices, Form, Outcome, ReferenceKind, Reply, calendar, event, finish, forms, stay, variant
from mitra.outcome import ask_form

from endowments import hold, ledger, mine, settle, temples
from endowments.booking import Booking
from endowments.ledger import Claim
from endowments.temples import AskTemple, Darshan, Listed, Temple
from endowments.texts import booking as booking_texts
from endowments.texts import common
from endowments.texts import darshan as texts
from endowments.visit import Visit

REFERENCE: Final = ReferenceKind("DRS", 7)
DAYS: Final = 7
"""How far ahead darshan can be booked, today included."""
PEOPLE_MAX: Final = 6
"""In one booking."""
FORM: Final = Form(
    "darshan",
    texts.FORM,
    [
        forms.name("name", booking_texts.NAME, booking_texts.ASK_NAME),
        forms.aadhaar("aadhaar", booking_texts.AADHAAR, booking_texts.ASK_AADHAAR),
    ],
)


@variant("day")
@dataclass(frozen=True)
class AskDay:
    """On which day?"""

    temple: str


@variant("slot")
@dataclass(frozen=True)
class AskSlot:
    """At what time?"""

    temple: str
    day: date


@variant("people")
@dataclass(frozen=True)
class AskPeople:
    """How many?"""

    temple: str
    day: date
    slot: str


@variant("form")
@dataclass(frozen=True)
class Filling:
    """The form is open."""

    temple: str
    day: date
    slot: str
    n: int


Step = AskTemple | AskDay | AskSlot | AskPeople | Filling | mine.Start | mine.Which | mine.Shown | mine.Really


def handle(visit: Visit) -> Outcome:
    """One turn."""
    step = visit.turn.load(Step)
    match visit.turn.event, step:
        case event.Timer(), _:
            return settle.expire(visit, texts.DARSHAN, lambda again, said: mine.open(again, new, said))
        case event.Opened(), _:
            return mine.open(visit, new)
        case _, mine.Start() | mine.Which() | mine.Shown() | mine.Really():
            return mine.handle(visit, step, new)
        case event.Back(), AskTemple():
            return finish()
        case _, AskTemple():
            found = temples.answer(visit, _offering(visit), step)
            return _ask_day(visit, found) if isinstance(found, Temple) else found
        case _, AskDay() | AskSlot() | AskPeople() | Filling():
            temple = temples.load(visit, step.temple)
            if temple is None or temple.darshan is None:
                return new(visit)
            return _in_temple(visit, step, temple, temple.darshan)
        case _:
            return mine.open(visit, new)


def new(visit: Visit, *before: Reply) -> Outcome:
    """A new booking begins with a temple."""
    return temples.ask(visit, _offering(visit), 0, *before)


def _offering(visit: Visit) -> list[Listed]:
    return [temple for temple in temples.load_all(visit) if temple.darshan is not None]


def _in_temple(visit: Visit, step: AskDay | AskSlot | AskPeople | Filling, temple: Temple, darshan: Darshan) -> Outcome:
    match visit.turn.event, step:
        case event.Back(), AskDay():
            return new(visit)
        case event.Back(), AskSlot():
            return _ask_day(visit, temple)
        case event.Back(), AskPeople():
            return _ask_slot(visit, temple, step.day)
        case event.Back(), Filling():
            hold.drop(visit)
            return _ask_people(visit, temple, step.day, step.slot)
        case ((event.Chosen(said) | event.Text(said)), AskDay()):
            day = _day(said)
            is_free = day is not None and day in _free_days(visit, temple)
            if day is None or not is_free:
                return _ask_day(visit, temple, visit.say(common.PLEASE_CHOOSE))
            return _ask_slot(visit, temple, day)
        case event.Chosen(slot), AskSlot() if slot in darshan.slots:
            return _ask_people(visit, temple, step.day, slot)
        case event.Chosen(n), AskPeople() if n.isdigit() and 1 <= int(n) <= PEOPLE_MAX:
            return _hold(visit, temple, Filling(temple.id, step.day, step.slot, int(n)))
        case event.Form(_, answers), Filling():
            name, person = answers.text("name"), answers.identity("aadhaar")
            assert name is not None and person is not None, "both are asked for"
            claims = [_claim(temple, step.day, step.slot, step.n)]
            wanted = Booking("", "darshan", temple.id, step.day, step.slot, step.n, name, claims, person=person.token)
            return settle.book(
                visit,
                wanted,
                REFERENCE,
                lambda again, said: _ask_day(again, temple, said),
                [booking_texts.COME_EARLY],
            )
        case _, AskDay():
            return _ask_day(visit, temple, visit.say(common.PLEASE_CHOOSE))
        case _, AskSlot():
            return _ask_slot(visit, temple, step.day, visit.say(common.PLEASE_CHOOSE))
        case _:
            return _ask_people(visit, temple, step.day, step.slot, visit.say(common.PLEASE_CHOOSE))


def _ask_day(visit: Visit, temple: Temple, *before: Reply) -> Outcome:
    free = _free_days(visit, temple)
    if not free:
        said = visit.say(texts.NO_DAYS, temple=visit.say(temple.name), days=DAYS)
        return new(visit, *before, said)
    items = [
        Choice(day.isoformat(), visit.day(day), visit.say(booking_texts.N_FREE, n=n_free))
        for day, n_free in free.items()
    ]
    question = visit.say(texts.ASK_DAY, temple=visit.say(temple.name))
    return stay([*before, Choices(question, items, visit.say(texts.DAYS))], AskDay(temple.id))


def _ask_slot(visit: Visit, temple: Temple, day: date, *before: Reply) -> Outcome:
    free = _free_slots(visit, temple, day)
    if not free:
        return _ask_day(visit, temple, *before)
    items = [Choice(slot, slot, visit.say(booking_texts.N_FREE, n=n_free)) for slot, n_free in free.items()]
    question = visit.say(texts.ASK_SLOT, temple=visit.say(temple.name), day=visit.day(day))
    return stay([*before, Choices(question, items, visit.say(texts.SLOTS))], AskSlot(temple.id, day))


def _ask_people(visit: Visit, temple: Temple, day: date, slot: str, *before: Reply) -> Outcome:
    most = min(PEOPLE_MAX, _free_slots(visit, temple, day).get(slot, 0))
    if most == 0:
        return _ask_slot(visit, temple, day, *before)
    items = [Choice(str(n), str(n)) for n in range(1, most + 1)]
    question = Choices(visit.say(texts.ASK_PEOPLE), items, visit.say(texts.PEOPLE))
    return stay([*before, question], AskPeople(temple.id, day, slot))


def _hold(visit: Visit, temple: Temple, step: Filling) -> Outcome:
    held = hold.hold(visit, [_claim(temple, step.day, step.slot, step.n)], REFERENCE)
    if held is None:
        return _ask_slot(visit, temple, step.day, visit.say(texts.NOT_ENOUGH, n=step.n))
    said = visit.say(booking_texts.HELD, n=step.n, time=calendar.show_time(held.until))
    return ask_form([said], FORM, step)


def _claim(temple: Temple, day: date, slot: str, n: int) -> Claim:
    assert temple.darshan is not None, "only such temples are offered"
    return Claim(f"darshan/{temple.id}/{slot}", day, n, temple.darshan.places)


def _free_days(visit: Visit, temple: Temple) -> dict[date, int]:
    """The days with free places, and how many."""
    days = [visit.today + timedelta(days=n) for n in range(DAYS)]
    free = {day: sum(_free_slots(visit, temple, day).values()) for day in days}
    return {day: n_free for day, n_free in free.items() if n_free > 0}


def _free_slots(visit: Visit, temple: Temple, day: date) -> dict[str, int]:
    """The slots of a day that have not begun and have free places, and how many."""
    if temple.darshan is None or temple.is_closed_on(day):
        return {}
    free = {}
    for slot in temple.darshan.slots:
        at = time.fromisoformat(slot)
        if calendar.at_time(day, at.hour, at.minute) > visit.turn.now:
            claim = _claim(temple, day, slot, 1)
            free[slot] = ledger.n_free(visit.host.department, claim, visit.turn.now)
    return {slot: n_free for slot, n_free in free.items() if n_free > 0}


def _day(said: str) -> date | None:
    """The day that was chosen, or typed."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return calendar.parse_date(said)
