"""What a citizen reads, as one text."""

from collections.abc import Sequence

from mitra import digits, reply
from mitra.text import Language


def spoken(replies: Sequence[reply.Reply], language: Language = Language.EN) -> str:
    """Everything said. Choices are in `[ ]`, what hangs on a message in `( )`; a form is its first question."""
    return "\n---\n".join(_spoken(one, language) for one in replies)


def _spoken(it: reply.Reply, language: Language) -> str:
    match it:
        case str():
            return it
        case reply.Choices(body, items):
            return f"{body}\n{' '.join(f'[{item.title}]' for item in items)}"
        case reply.Link(body, label):
            return f"{body}\n({label})"
        case reply.Image(_, caption):
            return caption or "(picture)"
        case reply.Document(_, filename):
            return f"({filename})"
        case reply.File():
            return it.caption or f"({it.filename})"
        case reply.Certificate(id, caption):
            return caption or f"(certificate {id})"
        case reply.Place(location):
            return f"({location.latitude} {location.longitude}: {location.name or ''})"
        case reply.AskLocation(body):
            return f"{body}\n(asks for a location)"
        case reply.AskPayment(request):
            return f"{request.purpose[language]}\n(pay {digits.rupees(request.paise)})"
        case reply.AskForm(form):
            return f"{form.title[language]}\n{form.fields[0].question[language]}"
