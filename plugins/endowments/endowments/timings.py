"""Timings: when a temple is open, and whether it is now."""

from dataclasses import dataclass
from typing import Final

from mitra import Outcome, calendar, event, finish, variant

from endowments import temples
from endowments.temples import AskTemple, Temple
from endowments.texts import common
from endowments.texts import visits as texts
from endowments.visit import Visit

OTHER: Final = "other"


@variant("shown")
@dataclass(frozen=True)
class Shown:
    """A temple's timings are shown: what next?"""


Step = AskTemple | Shown


def handle(visit: Visit) -> Outcome:
    """One turn."""
    match visit.turn.event, visit.turn.load(Step):
        case event.Back(), AskTemple():
            return finish()
        case event.Chosen("done"), Shown():
            return visit.thank()
        case event.Text(), Shown():
            return _answer(visit, AskTemple())
        case _, AskTemple() as step:
            return _answer(visit, step)
        case _:
            return temples.ask(visit, temples.load_all(visit))


def _answer(visit: Visit, step: AskTemple) -> Outcome:
    found = temples.answer(visit, temples.load_all(visit), step)
    if not isinstance(found, Temple):
        return found
    return visit.ask_what_next(Shown(), [told(visit, found)], visit.choice(OTHER, common.OTHER_TEMPLE))


def told(visit: Visit, temple: Temple) -> str:
    """What a citizen reads of a temple's timings."""
    hours = ", ".join(visit.say(texts.FROM_TO, opens=it.opens, closes=it.closes) for it in temple.hours)
    lines = [
        f"{visit.say(temple.name)}, {visit.say(temple.town)}",
        visit.say(texts.HOURS, hours=hours),
        _now(visit, temple),
    ]
    closed = [visit.day(day) for day in sorted(temple.closed_on) if day >= visit.today]
    if closed:
        lines.append(visit.say(texts.CLOSED_DAYS, days=", ".join(closed)))
    return "\n".join([*lines, visit.say(texts.PHONE, phone=temple.phone)])


def _now(visit: Visit, temple: Temple) -> str:
    """Whether it is open; and until when, or from when on."""
    now = visit.turn.now.time()
    times = [hours.times() for hours in temple.hours]
    if not temple.is_closed_on(visit.today):
        for opens, closes in times:
            if opens <= now < closes:
                return visit.say(texts.OPEN_NOW, time=calendar.show_time(closes))
            if now < opens:
                return visit.say(texts.OPENS_TODAY, time=calendar.show_time(opens))
    next_day = temples.next_open_day(temple, visit.today)
    if next_day is None or not times:
        return visit.say(texts.CLOSED)
    return visit.say(texts.OPENS_LATER, day=visit.day(next_day), time=calendar.show_time(times[0][0]))
