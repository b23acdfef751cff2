"""The interface `certificates`."""

from collections.abc import Callable
from datetime import date, datetime

from componentize_py_types import Err
from wit_world.imports import certificates as wit
from wit_world.imports import forms, types

from mitra import calendar, certificates
from mitra.certificates import Certificate, CertificateRequest, FactValue, Holder, Paise, Status


class ImportedCertificates(certificates.Certificates):
    """Certificates of this department's."""

    def issue(self, request: CertificateRequest) -> Certificate:
        """Issues one."""
        return _done(lambda: wit.issue(_request(request)))

    def find(self, kind: str, number: str) -> Certificate | None:
        """The one of this kind and number."""
        given = wit.find(kind, number)
        return None if given is None else _certificate(given)

    def get(self, id: str) -> Certificate | None:
        """The one of this id."""
        given = wit.get(id)
        return None if given is None else _certificate(given)

    def _set_status(self, id: str, status: Status, reason: str) -> Certificate:
        return _done(lambda: wit.set_status(id, wit.CertificateStatus[status.name], reason))


def _done(call: Callable[[], wit.Certificate]) -> Certificate:
    try:
        return _certificate(call())
    except Err as error:
        raise _failure(error.value) from None


def _certificate(given: wit.Certificate) -> Certificate:
    until = None if given.valid_until is None else calendar.instant(given.valid_until)
    status = Status[given.status.name]
    return Certificate(given.id, given.kind, given.number, status, calendar.instant(given.issued_at), until)


def _request(it: CertificateRequest) -> wit.CertificateRequest:
    facts = [wit.Fact(field, _value(value)) for field, value in it.facts.items()]
    begins, ends = _ms(it.valid_from), _ms(it.valid_until)
    return wit.CertificateRequest(it.kind, it.number, _holder(it.holder), facts, begins, ends)


def _holder(it: Holder) -> wit.Holder:
    local = None
    if it.local_name is not None:
        language, name = it.local_name
        local = wit.LocalName(types.Language[language.name], name)
    return wit.Holder(it.name, local, it.aadhaar_last_four)


def _value(it: FactValue) -> wit.FactValue:
    match it:
        case str():
            return wit.FactValue_Text(it)
        case Paise(value):
            return wit.FactValue_Money(value)
        case date():
            return wit.FactValue_Date(forms.Date(it.year, it.month, it.day))
        case _:
            return wit.FactValue_Number(it)


def _ms(at: datetime | None) -> int | None:
    return None if at is None else calendar.milliseconds(at)


def _failure(given: wit.Failure) -> certificates.Failure:
    match given:
        case wit.Failure_Denied(words):
            return certificates.Denied(words)
        case wit.Failure_Invalid(words):
            return certificates.Invalid(words)
        case wit.Failure_AlreadyIssued(id):
            return certificates.AlreadyIssued(id)
        case wit.Failure_Unknown():
            return certificates.Unknown("there is no certificate of this id")
        case wit.Failure_Revoked():
            return certificates.Revoked("the certificate is revoked, and stays so")
