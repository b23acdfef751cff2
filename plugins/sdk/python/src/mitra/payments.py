"""Money that a citizen owes the department: it asks, and the host talks to the payment provider.

`department.toml` asks for it and the operator grants it, each with the largest amount of one request. Ask with
`mitra.outcome.ask_payment`; what became of it comes as `event.Payment`. A department never says itself that it is paid.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from mitra.limits import check, check_line
from mitra.text import Language, Localized

PAISE_MIN: Final = 100
PAISE_MAX: Final = 1_000_000_000
PURPOSE_CHARS_MAX: Final = 120
VALID_FOR_MIN: Final = timedelta(minutes=20)
VALID_FOR_MAX: Final = timedelta(days=7)
_REFERENCE: Final = re.compile("[A-Za-z0-9_.-]{1,35}")


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What a citizen is to pay: at least one rupee, for a purpose of one line of at most 120 characters.

    `reference` names it, in 1 to 35 letters, digits, `_`, `-` and `.`. The same reference with the same amount and
    purpose is the same request; with others, or after it failed or expired, it is a fault: take a new one.
    """

    reference: str
    paise: int
    purpose: Localized
    valid_for: timedelta = timedelta(days=1)
    """How long it may be paid: 20 minutes to a week."""

    def __post_init__(self) -> None:
        is_reference = _REFERENCE.fullmatch(self.reference) is not None
        check(is_reference, "a payment's reference is 1 to 35 letters, digits, `_`, `-` and `.`")
        check(PAISE_MIN <= self.paise <= PAISE_MAX, f"an amount is {PAISE_MIN} to {PAISE_MAX} paise: {self.paise}")
        for language in Language:
            check_line("a payment's purpose", self.purpose[language], PURPOSE_CHARS_MAX)
        is_kept = VALID_FOR_MIN <= self.valid_for <= VALID_FOR_MAX
        check(is_kept, f"a payment is open for {VALID_FOR_MIN} to {VALID_FOR_MAX}: {self.valid_for}")


@dataclass(frozen=True, slots=True)
class Open:
    """It waits for the citizen."""


@dataclass(frozen=True, slots=True)
class Paid:
    """The provider confirmed it to the host. Final."""

    id: str
    """The provider's number of the payment, to tell to the citizen."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """The provider gave it up, or could not be reached. Nothing was paid."""


@dataclass(frozen=True, slots=True)
class Expired:
    """The citizen did not pay in time. `Paid` may follow all the same: who pays at the last moment has paid."""


Status: TypeAlias = Open | Paid | Failed | Expired


class Payments(ABC):
    """Payments that this department asked for. A turn may look 20 times."""

    @abstractmethod
    def find(self, reference: str) -> Status | None:
        """Where a payment stands, whoever was asked; none if there is none of this reference.

        Look before you ask for money again: another citizen may be paying the same bill.
        """
