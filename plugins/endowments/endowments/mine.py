"""The beginning of a service that books: a new booking, or one of the citizen's own, to look at it or to cancel it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from mitra import Choice, Outcome, Reply, event, finish, variant

from endowments import booking, hold, temples
from endowments.booking import COMING_MAX, Booking
from endowments.texts import booking as texts
from endowments.texts import common
from endowments.visit import DONE, Visit

NEW: Final = "new"
MINE: Final = "mine"
CANCEL: Final = "cancel"
KEEP: Final = "keep"

New: TypeAlias = Callable[[Visit], Outcome]
"""Begins a new booking."""


@variant("start")
@dataclass(frozen=True)
class Start:
    """A new booking, or one's own?"""


@variant("mine")
@dataclass(frozen=True)
class Which:
    """Which of one's own?"""


@variant("shown")
@dataclass(frozen=True)
class Shown:
    """A booking is shown: what next?"""

    reference: str


@variant("cancel")
@dataclass(frozen=True)
class Really:
    """Really cancel it?"""

    reference: str


Step: TypeAlias = Start | Which | Shown | Really


def open(visit: Visit, new: New, *before: Reply) -> Outcome:
    """The first question. What was held for a conversation that was left is free again."""
    hold.drop(visit)
    if booking.coming(visit):
        choices = [visit.choice(NEW, texts.NEW), visit.choice(MINE, texts.MINE)]
        return visit.ask(visit.say(texts.START), choices, Start(), *before)
    return _new(visit, new)


def handle(visit: Visit, step: Step, new: New) -> Outcome:
    """A turn in one of these steps."""
    match visit.turn.event, step:
        case event.Chosen("new"), _:
            return _new(visit, new)
        case event.Back(), Start():
            return finish()
        case event.Chosen("mine"), Start():
            return _which(visit, new)
        case event.Chosen(reference), Which():
            return _show(visit, new, booking.load(visit, reference))
        case event.Chosen("cancel"), Shown(reference):
            return _ask_really(visit, new, reference)
        case event.Chosen("done"), Shown():
            return visit.thank()
        case event.Chosen("cancel"), Really(reference):
            return _cancel(visit, new, reference)
        case ((event.Chosen("keep") | event.Back()), Really(reference)):
            return _show(visit, new, booking.load(visit, reference))
        case event.Back(), Shown():
            return _which(visit, new)
        case event.Back(), _:
            return open(visit, new)
        case _, Which():
            return _which(visit, new, visit.say(common.PLEASE_CHOOSE))
        case _, (Shown(reference) | Really(reference)):
            return _show(visit, new, booking.load(visit, reference))
        case _:
            return open(visit, new, visit.say(common.PLEASE_CHOOSE))


def _new(visit: Visit, new: New) -> Outcome:
    n_coming = len(booking.coming(visit))
    if n_coming >= COMING_MAX:
        return _which(visit, new, visit.say(texts.TOO_MANY, n=n_coming))
    return new(visit)


def _which(visit: Visit, new: New, *before: Reply) -> Outcome:
    mine = booking.coming(visit)
    if not mine:
        return open(visit, new, visit.say(texts.MINE_NONE))
    return visit.ask(visit.say(texts.MINE_WHICH), [_row(visit, one) for one in mine], Which(), *before)


def _row(visit: Visit, one: Booking) -> Choice:
    temple = temples.load(visit, one.temple)
    description = None if temple is None else f"{visit.say(temple.name)}, {visit.day(one.day)} {one.begins}"
    return Choice(one.reference, one.reference, description)


def _show(visit: Visit, new: New, one: Booking | None) -> Outcome:
    if one is None:
        return _which(visit, new)
    choices = [visit.choice(CANCEL, texts.CANCEL_IT), visit.choice(NEW, texts.NEW), visit.choice(DONE, common.DONE)]
    question = visit.say(common.WHAT_NEXT)
    return visit.ask(question, choices, Shown(one.reference), booking.shown(visit, one))


def _ask_really(visit: Visit, new: New, reference: str) -> Outcome:
    one = booking.load(visit, reference)
    if one is None:
        return _which(visit, new)
    if visit.turn.now >= one.begins_at:
        temple = temples.load(visit, one.temple)
        phone = visit.helpline if temple is None else temple.phone
        return _which(visit, new, visit.say(texts.TOO_LATE, ref=reference, phone=phone))
    choices = [visit.choice(CANCEL, texts.YES_CANCEL), visit.choice(KEEP, texts.NO_KEEP)]
    return visit.ask(visit.say(texts.REALLY_CANCEL, ref=reference), choices, Really(reference))


def _cancel(visit: Visit, new: New, reference: str) -> Outcome:
    one = booking.load(visit, reference)
    # Two taps, or a day that has come meanwhile.
    if one is None or visit.turn.now >= one.begins_at:
        return _ask_really(visit, new, reference)
    booking.cancel(visit, one)
    choices = [visit.choice(NEW, texts.NEW), visit.choice(DONE, common.DONE)]
    said = visit.say(texts.CANCELLED, ref=reference)
    return visit.ask(visit.say(common.WHAT_NEXT), choices, Shown(reference), said)
