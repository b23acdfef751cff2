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
    rooms,
    seva,
    temples,
    timings,
)
from mitra import export, plain

# While the component is built, and not in every turn.
plain.prepare(temples.Temple, temples.Listed, booking.Booking, hold.Held, ledger.Share, donation.Pledge, crowd.Status)
plain.prepare(darshan.Step, seva.Step, rooms.Step, donation.Step, timings.Step, crowd.Step, nearby.Step)

Handler, Migration = export(Endowments())
