"""Certificates without an authority: issued, changed and found as the host does it, and signed by nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from mitra import certificates
from mitra.certificates import Certificate, CertificateRequest, Status
from mitra.limits import check, units

ISSUED_PER_TURN_MAX: Final = 4
CHANGES_PER_TURN_MAX: Final = 16
FINDS_PER_TURN_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class MemoryCertificate:
    """A certificate that was issued, and the reasons why its status changed, oldest first."""

    request: CertificateRequest
    certificate: Certificate
    reasons: Sequence[str] = ()


@dataclass
class MemoryCertificates(certificates.Certificates):
    """The certificates of a department."""

    now: datetime
    """The instant of the turn."""
    issued: dict[str, MemoryCertificate] = field(default_factory=dict)
    """What was issued, by id."""
    kinds: dict[str, Sequence[str]] = field(default_factory=dict)
    """The kinds that are asked for and granted, with the ids of their fields. Others are denied."""

    def __post_init__(self) -> None:
        self._n_issued = self._n_changed = self._n_found = 0

    def begin_turn(self, now: datetime) -> None:
        """Counts from zero."""
        self.now = now
        self._n_issued = self._n_changed = self._n_found = 0

    def issue(self, request: CertificateRequest) -> Certificate:
        """Issues one, if its kind is among `kinds`."""
        self._n_issued += 1
        check(self._n_issued <= ISSUED_PER_TURN_MAX, f"a turn may issue {ISSUED_PER_TURN_MAX} certificates")
        if request.kind not in self.kinds:
            raise certificates.Denied(f"`{request.kind}` is not among `kinds`")
        if not 1 <= units(request.number) <= certificates.NUMBER_CHARS_MAX or request.number.strip() != request.number:
            raise certificates.Invalid(f"a number is one line of 1 to {certificates.NUMBER_CHARS_MAX} characters")
        fields = self.kinds[request.kind]
        for missing in [one for one in fields if one not in request.facts]:
            raise certificates.Invalid(f"the field `{missing}` of the kind is missing")
        for unknown in [one for one in request.facts if one not in fields]:
            raise certificates.Invalid(f"the kind has no field `{unknown}`")
        before = self._of_number(request.kind, request.number)
        if before is not None:
            raise certificates.AlreadyIssued(before.id)
        id = f"{len(self.issued) + 1:032x}"
        certificate = Certificate(id, request.kind, request.number, Status.VALID, self.now, request.valid_until)
        self.issued[id] = MemoryCertificate(request, certificate)
        return certificate

    def find(self, kind: str, number: str) -> Certificate | None:
        """The one of this kind and number."""
        self._count_find()
        return self._of_number(kind, number)

    def get(self, id: str) -> Certificate | None:
        """The one of this id."""
        self._count_find()
        return self.issued[id].certificate if id in self.issued else None

    def check_sent(self, id: str) -> None:
        """Raises a `LimitError` if the host would not send it."""
        check(id in self.issued, f"there is no certificate `{id}`")
        check(self.issued[id].certificate.status is not Status.REVOKED, f"the certificate `{id}` is revoked")

    def _set_status(self, id: str, status: Status, reason: str) -> Certificate:
        self._n_changed += 1
        check(self._n_changed <= CHANGES_PER_TURN_MAX, f"a turn may change {CHANGES_PER_TURN_MAX} statuses")
        if id not in self.issued:
            raise certificates.Unknown("there is no certificate of this id")
        before = self.issued[id]
        if before.certificate.status is Status.REVOKED:
            raise certificates.Revoked("the certificate is revoked, and stays so")
        certificate = replace(before.certificate, status=status)
        self.issued[id] = replace(before, certificate=certificate, reasons=[*before.reasons, reason])
        return certificate

    def _count_find(self) -> None:
        self._n_found += 1
        check(self._n_found <= FINDS_PER_TURN_MAX, f"a turn may look {FINDS_PER_TURN_MAX} certificates up")

    def _of_number(self, kind: str, number: str) -> Certificate | None:
        every = (issued.certificate for issued in self.issued.values())
        return next((one for one in every if (one.kind, one.number) == (kind, number)), None)
