"""Rooms: a temple and a form; then all nights are kept for some minutes, until the citizen has decided."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from mitra import (
    Alternative,
    Answers,
    Form,
    Outcome,
    ReferenceKind,
    Reply,
    calendar,
    digits,
    event,
    finish,
    forms,
    variant,
)
from mitra.outcome import ask_form

from endowments import booking, hold, ledger, mine, settle, temples
from endowments.booking import Booking
from endowments.ledger import Claim
from endowments.temples import AskTemple, Listed, Temple
from endowments.texts import booking as booking_texts
from endowments.texts import common
from endowments.texts import rooms as texts
from endowments.visit import DONE, Visit

REFERENCE: Final = ReferenceKind("ROM", 7)
DAYS_AHEAD: Final = 30
NIGHTS_MAX: Final = 3
ROOMS_MAX: Final = 2
CHECK_IN: Final = "12:00"
BOOK: Final = "book"
OTHER_DATES: Final = "dates"
NO: Final = "no"


@variant("form")
@dataclass(frozen=True)
class Filling:
    """The form is open."""

    temple: str


@variant("confirm")
@dataclass(frozen=True)
class Confirm:
    """The rooms are kept: book them?"""

    wanted: Booking


@variant("full")
@dataclass(frozen=True)
class Full:
    """There are not enough rooms: what next?"""

    temple: str


Step = AskTemple | Filling | Confirm | Full | mine.Start | mine.Which | mine.Shown | mine.Really


def handle(visit: Visit) -> Outcome:
    """One turn."""
    step = visit.turn.load(Step)
    match visit.turn.event, step:
        case event.Timer(), Confirm(wanted):
            return settle.expire(visit, texts.ROOM, lambda again, said: _offer_ways(again, wanted.temple, said))
        case event.Timer(), _:
            return settle.expire(visit, texts.ROOM, lambda again, said: mine.open(again, new, said))
        case event.Opened(), _:
            return mine.open(visit, new)
        case _, mine.Start() | mine.Which() | mine.Shown() | mine.Really():
            return mine.handle(visit, step, new)
        case event.Back(), AskTemple():
            return finish()
        case _, AskTemple():
            found = temples.answer(visit, _offering(visit), step)
            return _ask(visit, found) if isinstance(found, Temple) else found
        case _, Filling(id) | Full(id):
            temple = temples.load(visit, id)
            return new(visit) if temple is None or not temple.rooms else _in_temple(visit, step, temple)
        case _, Confirm(wanted):
            return _decide(visit, wanted)
        case _:
            return mine.open(visit, new)


def new(visit: Visit, *before: Reply) -> Outcome:
    """A new booking begins with a temple."""
    return temples.ask(visit, _offering(visit), 0, *before)


def _offering(visit: Visit) -> list[Listed]:
    return [temple for temple in temples.load_all(visit) if temple.rooms]


def _ask(visit: Visit, temple: Temple, *before: Reply) -> Outcome:
    return ask_form(before, _form(visit, temple), Filling(temple.id))


def _in_temple(visit: Visit, step: Filling | Full, temple: Temple) -> Outcome:
    match visit.turn.event, step:
        case event.Form(_, answers), Filling():
            return _hold(visit, temple, answers)
        case event.Chosen("dates"), Full():
            return _ask(visit, temple)
        case event.Chosen("done"), Full():
            return visit.thank()
        case event.Back() | event.Chosen(), _:
            return new(visit)
        case _:
            return _offer_ways(visit, temple.id, visit.say(common.PLEASE_CHOOSE))


def _decide(visit: Visit, wanted: Booking) -> Outcome:
    match visit.turn.event:
        case event.Chosen("book"):
            notes = [booking_texts.ROOMS_FROM, booking_texts.PAY_THERE]
            return settle.book(
                visit, wanted, REFERENCE, lambda again, why: _offer_ways(again, wanted.temple, why), notes
            )
        case event.Chosen("no"):
            hold.drop(visit)
            return finish([visit.say(texts.NOT_BOOKED)])
        case event.Chosen("dates") | event.Back():
            hold.drop(visit)
            temple = temples.load(visit, wanted.temple)
            return new(visit) if temple is None or not temple.rooms else _ask(visit, temple)
        case _:
            held = hold.load(visit)
            if held is None:
                return _offer_ways(visit, wanted.temple, visit.say(common.PLEASE_CHOOSE))
            return _ask_to_confirm(visit, wanted, held, visit.say(common.PLEASE_CHOOSE))


def _hold(visit: Visit, temple: Temple, answers: Answers) -> Outcome:
    """Keeps the rooms for all nights; or says which nights are full, and what else there is."""
    wanted = _wanted(temple, answers)
    if booking.is_double(visit, wanted):
        said = visit.say(booking_texts.ALREADY, temple=visit.say(temple.name), day=visit.day(wanted.day))
        return _offer_ways(visit, temple.id, said)
    held = hold.hold(visit, wanted.claims, REFERENCE)
    if held is not None:
        return _ask_to_confirm(visit, wanted, held)
    full = [claim.day for claim in wanted.claims if not _is_free(visit, claim)]
    said = visit.say(texts.FULL, days=", ".join(visit.day(day) for day in full))
    others = [room for id, room in temple.rooms.items() if _has(visit, temple, replace(wanted, of=id))]
    if others:
        names = ", ".join(visit.say(room.name) for room in others)
        said = f"{said}\n\n{visit.say(texts.OTHER_TYPES, rooms=names)}"
    return _offer_ways(visit, temple.id, said)


def _wanted(temple: Temple, answers: Answers) -> Booking:
    arrival, nights, n = answers.date("arrival"), answers.number("nights"), answers.number("rooms")
    name, person = answers.text("name"), answers.identity("aadhaar")
    # A temple with rooms of one type does not ask for it; and a type may have gone meanwhile.
    type = answers.choice("type")
    of = type if type in temple.rooms else next(iter(temple.rooms))
    assert arrival is not None and nights is not None and n is not None, "all are asked for"
    assert name is not None and person is not None, "all are asked for"
    paise = temple.rooms[of].paise * n * nights
    wanted = Booking("", "accommodation", temple.id, arrival, CHECK_IN, n, name, [], of, paise, person=person.token)
    return replace(wanted, claims=_claims(temple, wanted, nights))


def _claims(temple: Temple, wanted: Booking, nights: int) -> list[Claim]:
    days = [wanted.day + timedelta(days=night) for night in range(nights)]
    unit = f"rooms/{temple.id}/{wanted.of}"
    return [Claim(unit, day, wanted.n, temple.rooms[wanted.of].count) for day in days]


def _has(visit: Visit, temple: Temple, wanted: Booking) -> bool:
    return all(_is_free(visit, claim) for claim in _claims(temple, wanted, len(wanted.claims)))


def _is_free(visit: Visit, claim: Claim) -> bool:
    return ledger.n_free(visit.host.department, claim, visit.turn.now) >= claim.n


def _ask_to_confirm(visit: Visit, wanted: Booking, held: hold.Held, *before: Reply) -> Outcome:
    temple = temples.load(visit, wanted.temple)
    if temple is None or wanted.of not in temple.rooms:
        return new(visit)
    body = visit.say(
        texts.KEPT,
        temple=visit.say(temple.name),
        room=visit.say(temple.rooms[wanted.of].name),
        n=wanted.n,
        day=visit.day(wanted.day),
        last=visit.day(wanted.day + timedelta(days=len(wanted.claims))),
        price=digits.rupees(wanted.paise),
        name=wanted.name,
        time=calendar.show_time(held.until),
    )
    choices = [
        visit.choice(BOOK, texts.BOOK),
        visit.choice(OTHER_DATES, texts.OTHER_DATES),
        visit.choice(NO, texts.DO_NOT_BOOK),
    ]
    return visit.ask(body, choices, Confirm(wanted), *before)


def _offer_ways(visit: Visit, temple: str, *before: Reply) -> Outcome:
    ways = [
        visit.choice(OTHER_DATES, texts.OTHER_DATES),
        visit.choice("other", common.OTHER_TEMPLE),
        visit.choice(DONE, common.DONE),
    ]
    return visit.ask(visit.say(common.WHAT_NEXT), ways, Full(temple), *before)


def _form(visit: Visit, temple: Temple) -> Form:
    # The front desk asks in the citizen's language, which may change half-way: texts are filled in for all three.
    fields = [
        forms.date(
            "arrival",
            texts.ARRIVAL,
            texts.ASK_ARRIVAL.format(temple=temple.name, days=DAYS_AHEAD),
            earliest=visit.today,
            latest=visit.today + timedelta(days=DAYS_AHEAD),
        ),
        forms.number("nights", texts.NIGHTS, texts.ASK_NIGHTS.format(most=NIGHTS_MAX), 1, NIGHTS_MAX),
        forms.number("rooms", texts.COUNT, texts.ASK_COUNT.format(most=ROOMS_MAX), 1, ROOMS_MAX),
        forms.name("name", booking_texts.NAME, booking_texts.ASK_NAME),
        forms.aadhaar("aadhaar", booking_texts.AADHAAR, booking_texts.ASK_AADHAAR),
    ]
    if len(temple.rooms) > 1:
        types = [
            Alternative(id, room.name, texts.A_NIGHT.format(price=digits.rupees(room.paise)))
            for id, room in sorted(temple.rooms.items(), key=lambda item: item[1].paise)
        ]
        fields.insert(2, forms.choice("type", texts.TYPE, texts.ASK_TYPE, types))
    return Form("rooms", texts.FORM, fields)
