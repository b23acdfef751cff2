"""Who has taken how much of what there is: places of a slot, rooms of a night.

A record `taken/<unit>/<day>` for each unit and day, so that only those meet who want the same. What is held until an
instant counts until then, whether or not a timer has told anybody: a late timer keeps nobody out.
"""

from dataclasses import dataclass
from datetime import date, datetime

from mitra import Records


@dataclass(frozen=True)
class Share:
    """What one booking has of a unit on a day."""

    n: int
    until: datetime | None = None
    """Until when it is held; none once it is booked."""


@dataclass(frozen=True)
class Claim:
    """So many of a unit on a day, of as many as there are."""

    unit: str
    """`darshan/<temple>/<HH:MM>`, `seva/<temple>/<seva>` or `rooms/<temple>/<type>`."""
    day: date
    n: int
    capacity: int

    @property
    def key(self) -> str:
        """The key of the record."""
        return f"taken/{self.unit}/{self.day.isoformat()}"


def n_free(records: Records, claim: Claim, now: datetime, but: str = "") -> int:
    """How many are free at this instant, leaving aside what the booking `but` has itself."""
    taken = _load(records, claim, now)
    return max(0, claim.capacity - sum(share.n for reference, share in taken.items() if reference != but))


def take(records: Records, claim: Claim, now: datetime, reference: str, until: datetime | None) -> None:
    """Takes what is claimed for a booking, in place of what it had. Ask `n_free` before."""
    shares = _load(records, claim, now)
    shares[reference] = Share(claim.n, until)
    records.save(claim.key, shares)


def release(records: Records, claim: Claim, now: datetime, reference: str) -> None:
    """Gives back what a booking had."""
    shares = _load(records, claim, now)
    shares.pop(reference, None)
    if shares:
        records.save(claim.key, shares)
    else:
        records.delete(claim.key)


def _load(records: Records, claim: Claim, now: datetime) -> dict[str, Share]:
    """What is taken at this instant: holds that have run out are not."""
    shares = records.load(claim.key, dict[str, Share]) or {}
    return {of: share for of, share in shares.items() if share.until is None or share.until > now}
