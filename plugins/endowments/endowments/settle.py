"""The end of a booking: it is made, or its time is over."""

from collections.abc import Callable
from dataclasses import replace

from mitra import Localized, Outcome, ReferenceKind, finish

from endowments import booking, hold, temples
from endowments.booking import Booking
from endowments.hold import Held
from endowments.texts import booking as texts
from endowments.visit import Visit

Again = Callable[[Visit, str], Outcome]
"""Asks again, after saying why."""


def book(visit: Visit, wanted: Booking, kind: ReferenceKind, again: Again, notes: list[Localized]) -> Outcome:
    """Makes a booking of what is held; of what is free, if the hold has run out."""
    if booking.is_double(visit, wanted):
        temple = temples.load(visit, wanted.temple)
        name = "" if temple is None else visit.say(temple.name)
        hold.drop(visit)
        return again(visit, visit.say(texts.ALREADY, temple=name, day=visit.day(wanted.day)))
    held = hold.load(visit)
    if held is None or held.claims != wanted.claims:
        held = hold.hold(visit, wanted.claims, kind)
    if held is None or not hold.keep(visit, held):
        hold.drop(visit)
        return again(visit, visit.say(texts.GONE))
    made = replace(wanted, reference=held.reference)
    booking.store(visit, made)
    said = [visit.say(texts.BOOKED), booking.shown(visit, made), "\n".join(visit.say(note) for note in notes)]
    return finish(["\n\n".join(said)])


def expire(visit: Visit, what: Localized, again: Again) -> Outcome:
    """The turn of the timer: what is held is free again, if it still is held."""
    held, state = hold.load(visit), visit.turn.state
    if held is None or held.until > visit.turn.now:
        # It was booked or dropped, or another hold took its place.
        return visit.nothing()
    hold.drop(visit)
    said = visit.say(texts.EXPIRED, what=_named(visit, what, held))
    return finish([said]) if state is None else again(visit, said)


def _named(visit: Visit, what: Localized, held: Held) -> str:
    claim = held.claims[0]
    temple = temples.load(visit, claim.unit.split("/")[1])
    place = [] if temple is None else [visit.say(temple.name)]
    return ", ".join([visit.say(what), *place, visit.day(claim.day)])
