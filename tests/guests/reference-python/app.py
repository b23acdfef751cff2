"""The reference department, in Python: the same in every language that has an SDK, word for word.

It has a service for each corner of the contract; the corpus of conversations is played against all of them.
"""

from counter import Counter
from faults import Faults
from form import Application
from notes import Notes
from papers import Papers
from service import Answering

from mitra import Bug, Department, Description, Host, Localized, Outcome, Service, Turn, event, export, text

NAME = text("నమూనా శాఖ", "Reference", "नमूना विभाग")
SERVICES: dict[str, tuple[Answering, Localized]] = {
    "counter": (Counter(), text("లెక్క", "Counter", "गिनती")),
    "notes": (Notes(), text("గమనికలు", "Notes", "नोट्स")),
    "form": (Application(), text("దరఖాస్తు", "Form", "आवेदन")),
    "papers": (Papers(), text("పత్రాలు", "Papers", "पत्र")),
    "faults": (Faults(), text("తప్పులు", "Faults", "गलतियां")),
}


class Reference(Department):
    """The reference department."""

    def describe(self) -> Description:
        """Five services, each summed up by its name."""
        services = [Service(id, name, name, [f"reference {id}"]) for id, (_, name) in SERVICES.items()]
        return Description("reference", NAME, services, state_schema=1)

    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Leaves it to the service."""
        if turn.service not in SERVICES:
            raise Bug("no such service")
        service, _ = SERVICES[turn.service]
        match turn.event:
            case event.Timer(_, _, note):
                return service.unchanged(turn, f"Time for {note.decode()}.")
            case event.Notice(id, at, body):
                seconds = int((turn.now - at).total_seconds())
                return service.unchanged(turn, f"Notice {id}, {seconds} s ago: {body}")
            case _:
                return service.handle(turn, host)


Handler, Migration = export(Reference())
