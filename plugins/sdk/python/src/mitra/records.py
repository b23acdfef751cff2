"""The department's own records, as bytes or as plain data in JSON.

All writes of a turn are kept together with its replies, or not at all, and a turn reads what it wrote. If another turn
changed a record that this one read, the host repeats this one from the start: there is nothing to lock.
A turn may read and write at most 100 records each.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from mitra import plain
from mitra.limits import check

if TYPE_CHECKING:
    from typing_extensions import TypeForm

T = TypeVar("T")

KEY_BYTES_MAX: Final = 256
VALUE_BYTES_MAX: Final = 64 * 1_024
KEYS_LISTED_MAX: Final = 100
"""Of one listing."""


class Records(ABC):
    """Records by keys of 1 to 256 bytes, with values of at most 64 KiB."""

    def get(self, key: str) -> bytes | None:
        """The record's bytes; none if there is none."""
        return self._get(_checked(key))

    def set(self, key: str, value: bytes) -> None:
        """Stores the bytes when the turn succeeds."""
        self._set(_checked(key), _checked_value(key, value))

    def delete(self, key: str) -> None:
        """Removes the record when the turn succeeds. Removing what is not there does nothing."""
        self._delete(_checked(key))

    def replace(self, key: str, expected: bytes | None, value: bytes | None) -> bool:
        """Stores the bytes, or removes the record with none, if it is as expected, none included. Says if it did."""
        return self._replace(_checked(key), expected, None if value is None else _checked_value(key, value))

    def keys(self, prefix: str, limit: int = KEYS_LISTED_MAX) -> Sequence[str]:
        """The keys that begin with `prefix`, in byte order, at most `limit` (at most 100)."""
        check(0 <= limit <= KEYS_LISTED_MAX, f"a listing has at most {KEYS_LISTED_MAX} keys: {limit}")
        return self._keys(prefix, limit)

    @overload
    def load(self, key: str) -> Any: ...

    @overload
    def load(self, key: str, shape: "TypeForm[T]") -> T | None: ...

    def load(self, key: str, shape: Any = Any) -> Any:
        """The record as `shape` (see `mitra.plain`), or as JSON says; none if there is none.

        Raises `plain.ShapeError` with the key if the record has another shape.
        """
        value = self.get(key)
        if value is None:
            return None
        try:
            return plain.loads(shape, value)
        except plain.ShapeError as error:
            raise plain.ShapeError(f"the record {key!r}: {error}") from None

    def save(self, key: str, value: object) -> None:
        """Stores plain data as JSON when the turn succeeds."""
        self.set(key, plain.dumps(value))

    @abstractmethod
    def _get(self, key: str) -> bytes | None: ...

    @abstractmethod
    def _set(self, key: str, value: bytes) -> None: ...

    @abstractmethod
    def _delete(self, key: str) -> None: ...

    @abstractmethod
    def _replace(self, key: str, expected: bytes | None, value: bytes | None) -> bool: ...

    @abstractmethod
    def _keys(self, prefix: str, limit: int) -> Sequence[str]: ...


def _checked(key: str) -> str:
    is_kept = 1 <= len(key.encode()) <= KEY_BYTES_MAX
    check(is_kept, f"a record's key has 1 to {KEY_BYTES_MAX} bytes")
    return key


def _checked_value(key: str, value: bytes) -> bytes:
    n_bytes = len(value)
    check(n_bytes <= VALUE_BYTES_MAX, f"the record {key!r} has {n_bytes} bytes, it may have {VALUE_BYTES_MAX}")
    return value
