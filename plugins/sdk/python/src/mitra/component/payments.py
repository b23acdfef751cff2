"""The interface `payments`."""

from datetime import timedelta

from wit_world.imports import payments as wit

from mitra import calendar, payments
from mitra.component.describe import localized


class ImportedPayments(payments.Payments):
    """Payments that this department asked for."""

    def find(self, reference: str) -> payments.Status | None:
        """Where a payment stands."""
        given = wit.find(reference)
        return None if given is None else status(given)


def request(it: payments.PaymentRequest) -> wit.PaymentRequest:
    """A payment to be asked for."""
    seconds = it.valid_for // timedelta(seconds=1)
    return wit.PaymentRequest(it.reference, it.paise, localized(it.purpose), seconds)


def status(given: wit.PaymentStatus) -> payments.Status:
    """Where a payment stands."""
    match given:
        case wit.PaymentStatus_Open():
            return payments.Open()
        case wit.PaymentStatus_Paid(receipt):
            return payments.Paid(receipt.id, calendar.instant(receipt.at))
        case wit.PaymentStatus_Failed():
            return payments.Failed()
        case wit.PaymentStatus_Expired():
            return payments.Expired()
