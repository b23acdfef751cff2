"""Certificates: the department decides and fills in, an authority of the operator's signs, and anybody can check.

`department.toml` asks for a kind with all its fields, and the operator grants it. `host.certificates.issue` issues one,
and `reply.Certificate` sends it.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Final, TypeAlias

from mitra.limits import LimitError, check, check_line, units
from mitra.text import Language

NUMBER_CHARS_MAX: Final = 40
NAME_CHARS_MIN: Final = 2
NAME_CHARS_MAX: Final = 60
TEXT_CHARS_MAX: Final = 120
_REASON: Final = re.compile("[a-z0-9-]{1,40}")
_FOUR_DIGITS: Final = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Paise:
    """An amount of money, in paise."""

    value: int


FactValue: TypeAlias = str | int | Paise | date
"""What a field of a kind says, of the field's own type. Words are one line of 1 to 120 characters."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate is about: as in their papers, in Latin letters, 2 to 60 characters."""

    name: str
    local_name: tuple[Language, str] | None = None
    """The same in Telugu or Hindi."""
    aadhaar_last_four: str | None = None
    """Only where the law wants it: four digits, and never more."""

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.local_name is not None:
            language, name = self.local_name
            check(language is not Language.EN, "a local name is in Telugu or Hindi")
            _check_name(name)
        digits = self.aadhaar_last_four
        is_four = digits is None or _FOUR_DIGITS.fullmatch(digits) is not None
        check(is_four, "of an Aadhaar number there are four digits")


@dataclass(frozen=True, slots=True)
class CertificateRequest:
    """Something to certify, with a fact for each field of its kind.

    The number is the department's own: one line of 1 to 40 characters, never twice for one kind.
    """

    kind: str
    number: str
    holder: Holder
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    """By the ids of the kind's fields."""
    valid_from: datetime | None = None
    """None: from now on."""
    valid_until: datetime | None = None
    """None: as long as the kind allows."""

    def __post_init__(self) -> None:
        # The number is left to the host, which says `Invalid`: it may be what a citizen wrote.
        for name, value in self.facts.items():
            if isinstance(value, str):
                check_line(f"the fact `{name}`", value, TEXT_CHARS_MAX)


class Status(Enum):
    """Whether others may rely on a certificate."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of this department's."""

    id: str
    """Public: it stands in the code that is scanned."""
    kind: str
    number: str
    status: Status
    issued_at: datetime
    valid_until: datetime | None


class Failure(Exception):
    """It was not done. The words are for the department's log, not for citizens."""


class Denied(Failure):
    """The kind was not asked for, or the operator did not grant it."""


class Invalid(Failure):
    """It does not fit the kind, or breaks a limit."""


class AlreadyIssued(Failure):
    """There is a certificate of this kind and number."""

    def __init__(self, id: str) -> None:
        super().__init__(f"it is issued: {id}")
        self.id = id


class Unknown(Failure):
    """The department has no certificate of this id."""


class Revoked(Failure):
    """It is revoked, and stays so."""


class Certificates(ABC):
    """Certificates of this department's. A turn may issue 4 times, change 16 statuses, and look 20 up."""

    def set_status(self, id: str, status: Status, reason: str) -> Certificate:
        """Changes a status when the turn succeeds, for a reason of 1 to 40 lower-case letters, digits and hyphens.

        Raises `Unknown` or `Revoked`.
        """
        is_reason = _REASON.fullmatch(reason) is not None
        check(is_reason, "a reason is 1 to 40 lower-case letters, digits and hyphens")
        return self._set_status(id, status, reason)

    @abstractmethod
    def issue(self, request: CertificateRequest) -> Certificate:
        """Issues a certificate when the turn succeeds. Raises `Denied`, `Invalid` or `AlreadyIssued`."""

    @abstractmethod
    def find(self, kind: str, number: str) -> Certificate | None:
        """The certificate of this kind and number."""

    @abstractmethod
    def get(self, id: str) -> Certificate | None:
        """The certificate of this id."""

    @abstractmethod
    def _set_status(self, id: str, status: Status, reason: str) -> Certificate: ...


def _check_name(name: str) -> None:
    check_line("a holder's name", name, NAME_CHARS_MAX)
    if units(name) < NAME_CHARS_MIN:
        raise LimitError(f"a holder's name has at least {NAME_CHARS_MIN} characters")
