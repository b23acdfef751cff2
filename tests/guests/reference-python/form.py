"""A form with a field of each type."""

from datetime import date

from service import Answering

from mitra import Alternative, Form, Host, IdentityNumber, Outcome, Turn, event, finish, forms, same, text
from mitra.answers import Value
from mitra.outcome import ask_form

FORM = Form(
    "application",
    text("దరఖాస్తు", "Application", "आवेदन"),
    [
        forms.name("name", same("Name"), same("Name")),
        forms.number("age", same("Age"), same("Age"), 1, 120),
        forms.choice(
            "district",
            same("District"),
            same("District"),
            [
                Alternative("guntur", text("గుంటూరు", "Guntur", "गुंटूर")),
                Alternative("krishna", text("కృష్ణా", "Krishna", "कृष्णा")),
            ],
        ),
        forms.money("income", same("Income"), same("Income"), 0, 100_000_000, optional=True),
        forms.date("born", same("Born"), same("Born")),
        forms.aadhaar("aadhaar", same("Aadhaar"), same("Aadhaar")),
    ],
)


class Application(Answering):
    """The service `form`."""

    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Asks, and says what was answered."""
        match turn.event:
            case event.Opened():
                return ask_form(["Please fill in."], FORM, None)
            case event.Form(_, answers):
                return finish(["\n".join(f"{field}: {shown(value)}" for field, value in answers)])
            case event.Back():
                return finish(["Closed."])
            case _:
                return self.puzzled(turn)


def shown(value: Value) -> str:
    """An answer as text."""
    match value:
        case IdentityNumber(last_four):
            return f"…{last_four}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
