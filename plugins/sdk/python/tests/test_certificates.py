"""Certificates: the limits of what is asked for, and the registry that tests have."""

import unittest
from collections.abc import Mapping
from datetime import date

from mitra import (
    CertificateRequest,
    Department,
    Description,
    Holder,
    Host,
    Language,
    LimitError,
    Outcome,
    Paise,
    Service,
    Turn,
    certificates,
    event,
    finish,
    reply,
    same,
    stay,
)
from mitra.certificates import FactValue, Status
from mitra.testing import Conversation, MemoryHost, spoken

HOLDER = Holder("Asha Rao", (Language.TE, "ఆశా రావు"), "2346")


def income(number: str) -> CertificateRequest:
    return CertificateRequest("income", number, HOLDER, {"income": Paise(9_500_000), "since": date(2025, 4, 1)})


def host() -> MemoryHost:
    made = MemoryHost()
    made.certificates.kinds["income"] = ["income", "since"]
    return made


class Office(Department):
    """Issues `issue N`, sends `send ID`, revokes `revoke ID`."""

    def describe(self) -> Description:
        return Description("office", same("Office"), [Service("papers", same("Papers"), same("Papers"))], 1)

    def handle(self, turn: Turn, host: Host) -> Outcome:
        match turn.event:
            case event.Text(said):
                wish, name = said.split()
                if wish == "send":
                    return stay([reply.Certificate(name, "Yours")], None)
                if wish == "revoke":
                    return stay([host.certificates.set_status(name, Status.REVOKED, "as-asked").status.value], None)
                issued = host.certificates.issue(income(name))
                if wish == "fail":
                    raise RuntimeError(issued.id)
                return stay([issued.id], None)
            case _:
                return stay(["?"], None)


class TestCertificates(unittest.TestCase):
    def test_a_number_is_issued_once(self) -> None:
        registry = host().certificates
        issued = registry.issue(income("1"))
        self.assertEqual(issued.status, Status.VALID)
        with self.assertRaises(certificates.AlreadyIssued) as caught:
            registry.issue(income("1"))
        self.assertEqual(caught.exception.id, issued.id)
        self.assertEqual((registry.find("income", "1"), registry.get(issued.id)), (issued, issued))
        self.assertEqual((registry.find("income", "2"), registry.get("none")), (None, None))

    def test_what_is_revoked_stays_revoked(self) -> None:
        registry = host().certificates
        id = registry.issue(income("1")).id
        for status in (Status.SUSPENDED, Status.VALID, Status.REVOKED):
            self.assertEqual(registry.set_status(id, status, "as-asked").status, status)
        self.assertRaises(certificates.Revoked, registry.set_status, id, Status.VALID, "as-asked")
        self.assertRaises(certificates.Unknown, registry.set_status, "none", Status.VALID, "as-asked")
        self.assertRaises(LimitError, registry.set_status, id, Status.VALID, "As asked")
        self.assertEqual(registry.issued[id].reasons, ["as-asked"] * 3)

    def test_a_kind_is_granted_with_its_fields(self) -> None:
        registry = host().certificates
        self.assertRaises(certificates.Denied, registry.issue, CertificateRequest("caste", "1", HOLDER))
        registry.issue(income("n" * 40))
        self.assertRaises(certificates.Invalid, registry.issue, income("n" * 41))
        registry.begin_turn(registry.now)
        wrong: list[Mapping[str, FactValue]] = [
            {"income": Paise(1)},
            {"income": Paise(1), "since": date(2025, 1, 1), "more": 1},
        ]
        for facts in wrong:
            with self.assertRaises(certificates.Invalid):
                registry.issue(CertificateRequest("income", "1", HOLDER, facts))

    def test_the_limits_of_a_turn(self) -> None:
        made = host()
        for n in range(4):
            made.certificates.issue(income(str(n)))
        self.assertRaises(LimitError, made.certificates.issue, income("5"))
        for _ in range(20):
            made.certificates.get("none")
        self.assertRaises(LimitError, made.certificates.get, "none")
        id = next(iter(made.certificates.issued))
        for _ in range(16):
            made.certificates.set_status(id, Status.SUSPENDED, "as-asked")
        self.assertRaises(LimitError, made.certificates.set_status, id, Status.SUSPENDED, "as-asked")
        made.begin_turn("Asha", "papers")
        made.certificates.issue(income("5"))

    def test_the_limits_of_what_is_asked_for(self) -> None:
        Holder("Jo")
        Holder("x" * 60)
        CertificateRequest("k", "n" * 40, HOLDER, {"f": "t" * 120})
        for make in (
            lambda: Holder("J"),
            lambda: Holder("x" * 61),
            lambda: Holder("Asha", (Language.EN, "Asha")),
            lambda: Holder("Asha", None, "23412346"),
            lambda: CertificateRequest("k", "n", HOLDER, {"f": "t" * 121}),
            lambda: reply.Certificate("id", "c" * 1_025),
        ):
            self.assertRaises(LimitError, make)
        finish([reply.Certificate("id", "c" * 1_024)])

    def test_what_can_be_sent_is_sent(self) -> None:
        conversation = Conversation(Office(), host(), "papers")
        (id,) = conversation.says("issue 1")
        self.assertEqual(spoken(conversation.says(f"send {id}")), "Yours")
        conversation.says(f"revoke {id}")
        for wrong in (id, "none"):
            self.assertRaises(LimitError, conversation.says, f"send {wrong}")

    def test_a_turn_that_fails_issues_nothing(self) -> None:
        conversation = Conversation(Office(), host(), "papers")
        self.assertRaises(RuntimeError, conversation.says, "fail 1")
        self.assertEqual(conversation.host.certificates.issued, {})
        conversation.says("issue 1")
