"""Temples nearby: the nearest to a shared location, or those of a town."""

from dataclasses import dataclass
from typing import Final

from mitra import Choice, Choices, Location, Outcome, event, finish, reply, stay, variant

from endowments import temples, timings
from endowments.temples import Listed, Temple
from endowments.texts import common
from endowments.texts import visits as texts
from endowments.visit import DONE, Visit

SHOWN: Final = 3
"""Temples of one answer."""
NEAR_KM: Final = 100.0
OTHER: Final = "other"


@variant("place")
@dataclass(frozen=True)
class AskPlace:
    """Where?"""


@variant("shown")
@dataclass(frozen=True)
class Shown:
    """Temples are shown: which one on the map?"""

    temples: list[str]


Step = AskPlace | Shown


def handle(visit: Visit) -> Outcome:
    """One turn."""
    step = visit.turn.load(Step)
    match visit.turn.event, step:
        case event.Location(place), _:
            return _near(visit, place)
        case event.Text(said), AskPlace() | Shown():
            return _named(visit, said)
        case event.Back(), AskPlace():
            return finish()
        case event.Chosen("done"), Shown():
            return visit.thank()
        case event.Chosen(id), Shown(shown) if id in shown:
            temple = temples.load(visit, id)
            return _ask(visit) if temple is None else _on_map(visit, temple, shown)
        case _:
            return _ask(visit)


def _ask(visit: Visit, *why: str) -> Outcome:
    return stay([reply.AskLocation("\n\n".join([*why, visit.say(texts.ASK_PLACE)]))], AskPlace())


def _near(visit: Visit, place: Location) -> Outcome:
    found = sorted(temples.load_all(visit), key=lambda temple: place.km_to(temple.location))
    if not found:
        return _ask(visit, visit.say(common.NO_TEMPLES, number=visit.helpline))
    near = [temple for temple in found if place.km_to(temple.location) <= NEAR_KM]
    head = visit.say(texts.NEAREST) if near else visit.say(texts.NONE_NEAR, km=round(NEAR_KM))
    shown = near[:SHOWN] or found[:1]
    lines = [_line(visit, temple, place.km_to(temple.location)) for temple in shown]
    return _show(visit, shown, "\n\n".join([head, *lines]))


def _line(visit: Visit, temple: Listed, km: float) -> str:
    shown = f"{km:.1f}" if km < 10 else f"{km:.0f}"
    return visit.say(texts.AWAY, temple=visit.say(temple.name), town=visit.say(temple.town), km=shown)


def _named(visit: Visit, said: str) -> Outcome:
    found = temples.matching(temples.load_all(visit), said)[:SHOWN]
    if not found:
        return _ask(visit, visit.say(texts.NO_TOWN))
    lines = [f"{visit.say(temple.name)}, {visit.say(temple.town)}" for temple in found]
    return _show(visit, found, "\n\n".join([visit.say(texts.THERE), *lines]))


def _on_map(visit: Visit, temple: Temple, shown: list[str]) -> Outcome:
    at = Location(temple.latitude, temple.longitude, visit.say(temple.name), visit.say(temple.town))
    by_id = {listed.id: listed for listed in temples.load_all(visit)}
    others = [by_id[id] for id in shown if id in by_id]
    return _show(visit, others, timings.told(visit, temple), reply.Place(at))


def _show(visit: Visit, shown: list[Listed], *said: reply.Reply) -> Outcome:
    items = [Choice(temple.id, title) for temple, title in temples.titled(visit, shown)]
    items += [visit.choice(OTHER, texts.OTHER_PLACE), visit.choice(DONE, common.DONE)]
    question = Choices(visit.say(texts.SHOW_ON_MAP), items)
    return stay([*said, question], Shown([temple.id for temple in shown]))
