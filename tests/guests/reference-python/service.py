"""What the services have in common."""

from abc import ABC, abstractmethod

from mitra import Host, Outcome, Turn


class Answering(ABC):
    """A service."""

    @abstractmethod
    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Answers one event."""


def puzzled(turn: Turn) -> Outcome:
    """The answer to whatever a service does not know: it stays where it was."""
    return Outcome(["?"], turn.state or b"")
