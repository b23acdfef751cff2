"""What the services have in common."""

from abc import ABC, abstractmethod
from typing import ClassVar

from mitra import Host, Outcome, Reply, Turn, stay


class Answering(ABC):
    """A service."""

    begins: ClassVar[object] = None
    """The state of a conversation that begins."""

    @abstractmethod
    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Answers one event."""

    def puzzled(self, turn: Turn) -> Outcome:
        """The answer to whatever a service does not know."""
        return self.unchanged(turn, "?")

    def unchanged(self, turn: Turn, said: Reply) -> Outcome:
        """Something said that leaves the conversation where it was."""
        return stay([said], self.begins) if turn.state is None else Outcome([said], turn.state)
