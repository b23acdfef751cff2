"""Chance, for codes and references that nobody shall guess.

Python's own `random` is seeded when the component is built: it would draw the same for every citizen.
"""

import builtins
from abc import ABC, abstractmethod
from typing import Final

from mitra.limits import check

BYTES_MAX: Final = 1_024
"""Of one call."""


class Chance(ABC):
    """Chance of this turn. A turn that is repeated meets the same again, so that it does the same."""

    def bytes(self, length: int) -> builtins.bytes:
        """Bytes that nobody can tell beforehand, at most 1,024."""
        check(0 <= length <= BYTES_MAX, f"one call gives at most {BYTES_MAX} bytes: {length}")
        return self._bytes(length)

    def digits(self, length: int) -> str:
        """A code of so many digits, each as likely as any other, the first no zero."""
        code = ""
        while len(code) < length:
            # 250 is the most that has every digit equally often.
            for byte in self.bytes(32):
                digit = str(byte % 10)
                if byte < 250 and len(code) < length and (code or digit != "0"):
                    code += digit
        return code

    @abstractmethod
    def _bytes(self, length: int) -> builtins.bytes: ...
