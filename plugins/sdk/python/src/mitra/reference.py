"""References that a citizen can read out and type: `AP-12345`.

The last digit is a check digit: one wrong digit and two swapped neighbours are found, so that "we know no such
reference" is not the answer to a slip of the thumb. (H. M. Damm, 2004.)
"""

from dataclasses import dataclass
from typing import Final

from mitra import digits
from mitra.chance import Chance
from mitra.limits import check

# A totally anti-symmetric quasigroup of order 10, from Damm's thesis.
_TABLE: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


@dataclass(frozen=True, slots=True)
class ReferenceKind:
    """References with this prefix (upper-case letters) and so many digits, 4 to 18."""

    prefix: str
    n_digits: int

    def __post_init__(self) -> None:
        is_prefix = self.prefix.isascii() and self.prefix.isalpha() and self.prefix.isupper()
        check(is_prefix, f"a reference's prefix is of upper-case letters: {self.prefix!r}")
        check(4 <= self.n_digits <= 18, f"a reference has 4 to 18 digits: {self.n_digits}")

    def draw(self, chance: Chance) -> str:
        """A new reference. A turn that is repeated draws the same; see that no record has it before you use it."""
        body = chance.digits(self.n_digits - 1)
        return f"{self.prefix}-{body}{_check_digit(body)}"

    def parse(self, typed: str) -> str | None:
        """The reference in its one spelling, with or without its prefix and in any script; none if it cannot be one."""
        kept = "".join(c for c in digits.to_ascii(typed).upper() if c.isascii() and c.isalnum())
        number = kept.removeprefix(self.prefix)
        if len(number) != self.n_digits or not number.isdigit() or _check_digit(number) != 0:
            return None
        return f"{self.prefix}-{number}"


def _check_digit(number: str) -> int:
    """The digit that makes the number whole; 0 if it is."""
    interim = 0
    for digit in number:
        interim = _TABLE[interim][int(digit)]
    return interim
