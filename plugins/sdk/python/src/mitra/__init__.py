"""What a department in Python is written with: the contract's words, a class to implement, a host for tests.

    from mitra import Department, Description, Host, Outcome, Service, Turn, event, export, finish, stay, text


    class Greeter(Department):
        def describe(self) -> Description:
            return Description("greeter", NAME, [Service("greet", GREET, GREET_SUMMARY)], state_schema=1)

        def handle(self, turn: Turn, host: Host) -> Outcome:
            match turn.event:
                case event.Text(said):
                    return finish([WELCOME.fill(turn.citizen.language, name=said)])
                case _:
                    return stay([ASK_NAME[turn.citizen.language]], "asked")


    Handler, Migration = export(Greeter())

The last line stands in `app.py`, which is what a component is made of.
"""

from mitra import calendar, certificates, digits, event, files, forms, http, limits, payments, plain, reference, reply
from mitra.answers import Answers, IdentityNumber, Value
from mitra.certificates import CertificateRequest, Holder, Paise
from mitra.component import export
from mitra.department import Department, Description, MigrationError, Service
from mitra.forms import Alternative, Form
from mitra.host import Host
from mitra.limits import LimitError, excerpt, units
from mitra.media import Media, MediaKind
from mitra.outcome import Bug, Fault, Outcome, Refused, RetryLater, ask_form, ask_payment, finish, stay
from mitra.payments import PaymentRequest
from mitra.place import Location
from mitra.plain import ShapeError, variant
from mitra.records import Records
from mitra.reference import ReferenceKind
from mitra.reply import Choice, Choices, Reply
from mitra.text import Language, Localized, same, text
from mitra.turn import Citizen, Turn

__all__ = [
    "Alternative",
    "Answers",
    "Bug",
    "CertificateRequest",
    "Choice",
    "Choices",
    "Citizen",
    "Department",
    "Description",
    "Fault",
    "Form",
    "Holder",
    "Host",
    "IdentityNumber",
    "Language",
    "LimitError",
    "Localized",
    "Location",
    "Media",
    "MediaKind",
    "MigrationError",
    "Outcome",
    "Paise",
    "PaymentRequest",
    "Records",
    "ReferenceKind",
    "Refused",
    "Reply",
    "RetryLater",
    "Service",
    "ShapeError",
    "Turn",
    "Value",
    "ask_form",
    "ask_payment",
    "calendar",
    "certificates",
    "digits",
    "event",
    "excerpt",
    "export",
    "files",
    "finish",
    "forms",
    "http",
    "limits",
    "payments",
    "plain",
    "reference",
    "reply",
    "same",
    "stay",
    "text",
    "units",
    "variant",
]
