"""What goes into one turn."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from mitra import plain
from mitra.event import Event
from mitra.text import Language

if TYPE_CHECKING:
    from typing_extensions import TypeForm

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Citizen:
    """The citizen as the department may know them."""

    pseudonym: str
    """Stable for this citizen in this department, different in every other. At most 64 bytes of ASCII."""
    language: Language
    """The language to answer in. Take it anew in each turn: citizens change it half-way."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that is needed to answer one event of one citizen."""

    id: str
    """The same when the turn is repeated: the key for work outside Mitra."""
    citizen: Citizen
    service: str
    """The id of the service that the citizen opened."""
    event: Event
    state: bytes | None
    """What the last turn of this conversation stayed with; none on the first turn. See `load`."""
    now: datetime
    """When the host received the event, in India's time. It stands still while the turn works."""

    def load(self, shape: "TypeForm[T]") -> T | None:
        """The state as `shape`: a dataclass, a union of them, or any other plain data that `mitra.plain` knows.

        None on the first turn, and for a state that has another shape: begin again, politely.
        """
        if self.state is None:
            return None
        try:
            return plain.loads(shape, self.state)
        except plain.ShapeError:
            return None
