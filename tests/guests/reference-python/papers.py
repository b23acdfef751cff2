"""Certificates: issued, sent, found again and revoked."""

from datetime import date

from service import Answering

from mitra import (
    CertificateRequest,
    Holder,
    Host,
    Language,
    Outcome,
    Paise,
    Reply,
    Turn,
    certificates,
    event,
    reply,
    stay,
)
from mitra.certificates import Certificate, FactValue, Status

KIND = "income"
HOLDER = Holder("Asha Rao", (Language.TE, "ఆశా రావు"), "2346")
FACTS: dict[str, FactValue] = {
    "village": "Gajuwaka",
    "members": 4,
    "income": Paise(9_500_000),
    "since": date(2025, 4, 1),
}


class Papers(Answering):
    """The service `papers`: a wish and a number."""

    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Does what it is told to."""
        match turn.event:
            case event.Opened():
                return stay(["issue, send, find, suspend or revoke?"], None)
            case event.Text(said) if said.count(" ") == 1:
                wish, number = said.split(" ")
                return stay([done(wish, number, host.certificates)], None)
            case _:
                return self.puzzled(turn)


def done(wish: str, number: str, registry: certificates.Certificates) -> Reply:
    """What becomes of a wish."""
    try:
        if wish == "issue":
            return shown(registry.issue(CertificateRequest(KIND, number, HOLDER, FACTS)))
        if wish == "bare":
            return shown(registry.issue(CertificateRequest(KIND, number, HOLDER)))
        if wish == "other":
            return shown(registry.issue(CertificateRequest("other", number, HOLDER)))
        found = registry.find(KIND, number)
        if found is None:
            return "none"
        if wish == "send":
            return reply.Certificate(found.id, f"Number {number}")
        if wish == "find":
            return shown(registry.get(found.id) or found)
        status = {"suspend": Status.SUSPENDED, "revoke": Status.REVOKED}.get(wish, Status.VALID)
        return shown(registry.set_status(found.id, status, "as-asked"))
    except certificates.Denied:
        return "denied"
    except certificates.Invalid:
        return "invalid"
    except certificates.AlreadyIssued:
        return "already issued"
    except certificates.Unknown:
        return "unknown"
    except certificates.Revoked:
        return "is revoked"


def shown(certificate: Certificate) -> str:
    """A certificate in a line."""
    return f"{certificate.kind} {certificate.number} {certificate.status.value}"
