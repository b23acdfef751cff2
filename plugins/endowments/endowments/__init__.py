"""Endowments: darshan, sevas, rooms, prasadam, donations, and what one wants to know of temples.

A service is a module with a function `handle`; `booking` and what it uses is shared by those that book.
"""

from collections.abc import Callable
from typing import Final

from mitra import Department, Description, Host, Outcome, Service, Turn, event

from endowments import crowd, darshan, donation, nearby, prasadam, rooms, seva, timings
from endowments.texts import names
from endowments.visit import Visit

STATE_SCHEMA: Final = 1
"""Raise it when a step of a conversation changes."""

SERVICES: Final[dict[str, tuple[Callable[[Visit], Outcome], names.Naming]]] = {
    "darshan": (darshan.handle, names.DARSHAN),
    "seva": (seva.handle, names.SEVA),
    "accommodation": (rooms.handle, names.ACCOMMODATION),
    "prasadam": (prasadam.handle, names.PRASADAM),
    "donation": (donation.handle, names.DONATION),
    "timings": (timings.handle, names.TIMINGS),
    "crowd": (crowd.handle, names.CROWD),
    "nearby": (nearby.handle, names.NEARBY),
}

HOLDING: Final = ("darshan", "seva", "accommodation", "prasadam")
"""The services that set timers."""


class Endowments(Department):
    """The department."""

    def describe(self) -> Description:
        """Eight services."""
        services = [Service(id, it.name, it.summary, it.aliases) for id, (_, it) in SERVICES.items()]
        return Description("endowments", names.DEPARTMENT, services, STATE_SCHEMA)

    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Leaves it to the service."""
        visit = Visit(turn, host)
        if isinstance(turn.event, event.Timer) and turn.service not in HOLDING:
            return visit.nothing()
        handle, _ = SERVICES[turn.service]
        return handle(visit)
