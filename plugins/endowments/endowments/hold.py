"""Holds: what is kept for a citizen while they decide, for some minutes. One in each service.

A record `hold/<service>` of the citizen says what is held; a timer says when it is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mitra import ReferenceKind

from endowments import ledger
from endowments.ledger import Claim
from endowments.visit import Visit

MINUTES: Final = 10
"""Where the operator set nothing."""
MINUTES_MAX: Final = 120
TIMER: Final = "hold"


@dataclass(frozen=True)
class Held:
    """What is kept, for which booking, and until when."""

    reference: str
    claims: list[Claim]
    until: datetime


def hold(visit: Visit, claims: Sequence[Claim], kind: ReferenceKind) -> Held | None:
    """Keeps all of this, in place of what was kept before; none if there is not enough."""
    drop(visit)
    now, records = visit.turn.now, visit.host.department
    if any(ledger.n_free(records, claim, now) < claim.n for claim in claims):
        return None
    reference = _unused(visit, kind)
    held = Held(reference, list(claims), now + timedelta(minutes=_minutes(visit)))
    for claim in claims:
        ledger.take(records, claim, now, reference, held.until)
    visit.host.citizen.save(_key(visit), held)
    visit.host.timers.set(TIMER, held.until)
    return held


def load(visit: Visit) -> Held | None:
    """What is kept, or was until a moment ago; none if nothing is."""
    return visit.host.citizen.load(_key(visit), Held)


def keep(visit: Visit, held: Held) -> bool:
    """Makes a booking of it. Says whether it could: what ran out may have been taken by others."""
    now, records = visit.turn.now, visit.host.department
    if any(ledger.n_free(records, claim, now, but=held.reference) < claim.n for claim in held.claims):
        return False
    for claim in held.claims:
        ledger.take(records, claim, now, held.reference, None)
    _forget(visit)
    return True


def drop(visit: Visit) -> None:
    """Gives back what is kept, if anything is."""
    held = load(visit)
    if held is not None:
        for claim in held.claims:
            ledger.release(visit.host.department, claim, visit.turn.now, held.reference)
        _forget(visit)


def _forget(visit: Visit) -> None:
    visit.host.citizen.delete(_key(visit))
    visit.host.timers.cancel(TIMER)


def _key(visit: Visit) -> str:
    return f"hold/{visit.turn.service}"


def _minutes(visit: Visit) -> int:
    setting = visit.host.settings.get("hold_minutes", str(MINUTES))
    minutes = int(setting) if setting.isascii() and setting.isdigit() else MINUTES
    return min(max(minutes, 1), MINUTES_MAX)


def _unused(visit: Visit, kind: ReferenceKind) -> str:
    reference = kind.draw(visit.host.chance)
    while visit.host.department.get(f"booking/{reference}") is not None:
        reference = kind.draw(visit.host.chance)
    return reference
