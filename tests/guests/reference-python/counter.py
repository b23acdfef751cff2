"""Counts: texts, locations, files and the step back."""

import re
from dataclasses import dataclass

from service import Answering

from mitra import Host, Outcome, Turn, event, finish, stay

STEP = re.compile("[+-][0-9]{1,6}")


@dataclass(frozen=True)
class Count:
    """The state of a conversation."""

    count: int


class Counter(Answering):
    """The service `counter`."""

    begins = Count(0)

    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Counts on from the state."""
        state = turn.load(Count) or self.begins
        match turn.event:
            case event.Opened():
                return say(self.begins)
            case event.Text("stop here"):
                return finish([f"done {state.count}"])
            case event.Text(said) if STEP.fullmatch(said):
                return say(Count(state.count + int(said)))
            case event.Text(said):
                return stay([f"? {len(said)}"], state)
            case event.Back():
                return say(Count(state.count - 1))
            case event.Location(place):
                return stay([f"{place.latitude:.4f},{place.longitude:.4f}"], state)
            case event.Media(file):
                return stay([f"{file.kind.value} {file.mime_type}"], state)
            case _:
                return self.puzzled(turn)


def say(state: Count) -> Outcome:
    """The number, and on from it."""
    return stay([str(state.count)], state)
