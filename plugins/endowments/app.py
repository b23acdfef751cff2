"""The component: what componentize-py looks for."""

from endowments import (
    Endowments,
    booking,
    crowd,
    darshan,
    donation,
    hold,
    ledger,
    nearby,
    prasadam,
    rooms,
    seva,
    temples,
    timings,
)
from mitra import export, plain

# While the component is built, and not in every turn.
plain.prepare(
    temples.Temple,
    temples.Listed,
    booking.Booking,
    hold.Held,
    ledger.Share,
    donation.Gift,
    crowd.Status,
    prasadam.Counter,
)
plain.prepare(darshan.Step, seva.Step, rooms.Step, prasadam.Step, donation.Step, timings.Step, crowd.Step, nearby.Step)

Handler, Migration = export(Endowments())
