"""Crowds: how long darshan takes now, by the temples' queue counters.

The counters' web service may be away: then the last known status is told, with its time, if it is not too old.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from mitra import Outcome, ShapeError, calendar, event, finish, http, variant

from endowments import temples
from endowments.temples import AskTemple, Temple
from endowments.texts import common
from endowments.texts import visits as texts
from endowments.visit import Visit

URL: Final = "https://temples.example.gov.in/api/crowd/"
"""Where the operator set nothing; as asked for in `department.toml`."""
OLD_MAX: Final = timedelta(hours=2)
"""How old a status may be and still say something of the queue."""
LEVELS: Final = {"low": texts.LOW, "medium": texts.MEDIUM, "high": texts.HIGH}


@dataclass(frozen=True)
class Status:
    """What the web service answers; and a record `crowd/<temple>`, the last that we know."""

    level: Literal["low", "medium", "high"]
    wait_minutes: int
    at: datetime


@variant("shown")
@dataclass(frozen=True)
class Shown:
    """A temple's queue is shown: what next?"""

    temple: str


Step = AskTemple | Shown


def handle(visit: Visit) -> Outcome:
    """One turn."""
    match visit.turn.event, visit.turn.load(Step):
        case event.Back(), AskTemple():
            return finish()
        case event.Chosen("done"), Shown():
            return visit.thank()
        case event.Chosen("again"), Shown(id):
            temple = temples.load(visit, id)
            return _ask(visit) if temple is None else _show(visit, temple)
        case event.Text(), Shown():
            return _answer(visit, AskTemple())
        case _, AskTemple() as step:
            return _answer(visit, step)
        case _:
            return _ask(visit)


def _ask(visit: Visit) -> Outcome:
    return temples.ask(visit, temples.load_all(visit))


def _answer(visit: Visit, step: AskTemple) -> Outcome:
    found = temples.answer(visit, temples.load_all(visit), step)
    return _show(visit, found) if isinstance(found, Temple) else found


def _show(visit: Visit, temple: Temple) -> Outcome:
    ways = [visit.choice("again", texts.LOOK_AGAIN), visit.choice("other", common.OTHER_TEMPLE)]
    return visit.ask_what_next(Shown(temple.id), [_told(visit, temple)], *ways)


def _told(visit: Visit, temple: Temple) -> str:
    name = visit.say(temple.name)
    if not temples.is_open(temple, visit.today, visit.turn.now.time()):
        return visit.say(texts.CROWD_CLOSED, temple=name)
    newest = _fetch(visit, temple)
    status = newest or visit.host.department.load(f"crowd/{temple.id}", Status)
    if status is None or visit.turn.now - status.at > OLD_MAX:
        return visit.say(texts.CROWD_UNKNOWN, temple=name, phone=temple.phone)
    body = visit.say(
        texts.CROWD,
        temple=name,
        level=visit.say(LEVELS[status.level]),
        minutes=status.wait_minutes,
        time=calendar.show_time(status.at.astimezone(calendar.INDIA)),
    )
    return body if newest is not None else f"{body}\n\n{visit.say(texts.CROWD_OLD)}"


def _fetch(visit: Visit, temple: Temple) -> Status | None:
    """The newest status, which becomes the last known; none if the web service is away, which the log tells of."""
    url = visit.host.settings.get("crowd_url", URL) + temple.id
    try:
        response = visit.host.web.get(url)
        status = response.json(Status) if response.is_success else None
    except (http.Failure, ShapeError) as error:
        visit.host.log.warn(f"the crowd of {temple.id}: {type(error).__name__}: {error}")
        return None
    if status is None or status.at.tzinfo is None:
        visit.host.log.warn(f"the crowd of {temple.id}: status {response.status}, or a time without a zone")
        return None
    # Without reading it first: a record that each turn reads and writes would have turns wait for each other.
    visit.host.department.save(f"crowd/{temple.id}", status)
    return status
