"""Bookings: their records, what a citizen reads of one, and their end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from mitra import ShapeError, calendar, digits

from endowments import ledger, temples
from endowments.ledger import Claim
from endowments.temples import Temple
from endowments.texts import booking as texts
from endowments.texts import prasadam as prasadam_texts
from endowments.texts import seva as seva_texts
from endowments.visit import Visit

COMING_MAX: Final = 5
"""Bookings ahead that a citizen may have in a service: places are for all."""


@dataclass(frozen=True)
class Booking:
    """A record `booking/<reference>`."""

    reference: str
    service: str
    temple: str
    day: date
    """Of the darshan or seva; of arrival."""
    begins: str
    """`HH:MM`."""
    n: int
    """People, rooms, or packets."""
    name: str
    claims: list[Claim] = field(default_factory=list)
    of: str = ""
    """Which seva, which type of room, or which prasadam."""
    paise: int = 0
    """To be paid at the temple."""
    gotram: str | None = None
    person: str | None = None
    """The token of the Aadhaar number."""

    @property
    def begins_at(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, time.fromisoformat(self.begins), calendar.INDIA)

    @property
    def person_key(self) -> str | None:
        """The key under which nobody can book the same day twice."""
        return None if self.person is None else f"person/{self.service}/{self.temple}/{self.day}/{self.person}"


def is_double(visit: Visit, booking: Booking) -> bool:
    """Whether this person has a booking for this temple and day already."""
    key = booking.person_key
    return key is not None and visit.host.department.get(key) is not None


def store(visit: Visit, booking: Booking) -> None:
    """Stores a booking whose claims are taken."""
    visit.host.department.save(f"booking/{booking.reference}", booking)
    visit.host.citizen.set(_mine_key(booking), b"")
    if booking.person_key is not None:
        visit.host.department.set(booking.person_key, booking.reference.encode())


def cancel(visit: Visit, booking: Booking) -> None:
    """Gives back what it had."""
    for claim in booking.claims:
        ledger.release(visit.host.department, claim, visit.turn.now, booking.reference)
    visit.host.department.delete(f"booking/{booking.reference}")
    visit.host.citizen.delete(_mine_key(booking))
    if booking.person_key is not None:
        visit.host.department.delete(booking.person_key)


def load(visit: Visit, reference: str) -> Booking | None:
    """A booking; none if there is no such record, or if it has another shape, which the log tells of."""
    try:
        return visit.host.department.load(f"booking/{reference}", Booking)
    except ShapeError as error:
        visit.host.log.error(str(error))
        return None


def coming(visit: Visit) -> list[Booking]:
    """The citizen's bookings in this service that are not over, the next one first."""
    found = []
    for key in visit.host.citizen.keys(_mine_prefix(visit.turn.service)):
        _, _, day, reference = key.split("/")
        if date.fromisoformat(day) < visit.today:
            # The department keeps its record; the citizen's list is of what is ahead.
            visit.host.citizen.delete(key)
        elif (booking := load(visit, reference)) is not None:
            found.append(booking)
    return found


def shown(visit: Visit, booking: Booking) -> str:
    """What a citizen reads of a booking."""
    temple = temples.load(visit, booking.temple)
    lines: dict[str, Callable[[Visit, Booking, Temple], str]] = {
        "darshan": _darshan,
        "seva": _seva,
        "accommodation": _rooms,
        "prasadam": _prasadam,
    }
    # A temple may have left the department: the number is what matters then.
    return booking.reference if temple is None else lines[booking.service](visit, booking, temple)


def _darshan(visit: Visit, booking: Booking, temple: Temple) -> str:
    return visit.say(
        texts.DARSHAN_SHOWN,
        ref=booking.reference,
        temple=visit.say(temple.name),
        day=visit.day(booking.day),
        time=booking.begins,
        n=booking.n,
        name=booking.name,
    )


def _seva(visit: Visit, booking: Booking, temple: Temple) -> str:
    seva = temple.sevas.get(booking.of)
    body = visit.say(
        texts.SEVA_SHOWN,
        ref=booking.reference,
        temple=visit.say(temple.name),
        seva=booking.of if seva is None else visit.say(seva.name),
        day=visit.day(booking.day),
        time=booking.begins,
        price=digits.rupees(booking.paise),
        name=booking.name,
    )
    if booking.gotram is None:
        return body
    return f"{body}\n{visit.say(seva_texts.GOTRAM_SHOWN, gotram=booking.gotram)}"


def _rooms(visit: Visit, booking: Booking, temple: Temple) -> str:
    rooms = temple.rooms.get(booking.of)
    nights = len(booking.claims)
    return visit.say(
        texts.ROOMS_SHOWN,
        ref=booking.reference,
        temple=visit.say(temple.name),
        room=booking.of if rooms is None else visit.say(rooms.name),
        n=booking.n,
        day=visit.day(booking.day),
        last=visit.day(booking.day + timedelta(days=nights)),
        nights=nights,
        price=digits.rupees(booking.paise),
        name=booking.name,
    )


def _prasadam(visit: Visit, booking: Booking, temple: Temple) -> str:
    counter = visit.host.department.load(f"prasadam/{booking.temple}") or {}
    item = counter.get("items", {}).get(booking.of)
    return visit.say(
        prasadam_texts.SHOWN,
        ref=booking.reference,
        temple=visit.say(temple.name),
        item=booking.of if item is None else item["name"][visit.turn.citizen.language.value],
        n=booking.n,
        day=visit.day(booking.day),
        time=booking.begins,
        price=digits.rupees(booking.paise),
        name=booking.name,
    )


def _mine_prefix(service: str) -> str:
    return f"mine/{service}/"


def _mine_key(booking: Booking) -> str:
    return f"{_mine_prefix(booking.service)}{booking.day.isoformat()}/{booking.reference}"
