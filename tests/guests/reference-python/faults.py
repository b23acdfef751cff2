"""What can go wrong, as asked; and a timer."""

from datetime import timedelta

from service import Answering

from mitra import Bug, Host, Outcome, Refused, Turn, event, stay


class Faults(Answering):
    """The service `faults`."""

    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Fails as it is told."""
        match turn.event:
            case event.Opened():
                return stay(["refuse, later, bug, trap or remind?"], None)
            case event.Text("refuse"):
                raise Refused("No.")
            case event.Text("bug"):
                raise Bug("as asked")
            case event.Text("trap"):
                raise RuntimeError("as asked")
            case event.Text("remind"):
                host.timers.set("remind", turn.now + timedelta(hours=1), b"tea")
                return stay(["Set."], None)
            case _:
                return self.puzzled(turn)
