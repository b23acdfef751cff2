"""Donations: a promise to a temple, with a number by which its counter knows it. No money is taken here."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mitra import (
    Alternative,
    Answers,
    Choice,
    Form,
    Outcome,
    ReferenceKind,
    Reply,
    digits,
    event,
    finish,
    forms,
    variant,
)
from mitra.outcome import ask_form

from endowments import temples
from endowments.temples import AskTemple, Temple
from endowments.texts import booking as booking_texts
from endowments.texts import common
from endowments.texts import donation as texts
from endowments.visit import DONE, Visit

REFERENCE: Final = ReferenceKind("DON", 7)
PAISE_MIN: Final = 10 * 100
PAISE_MAX: Final = 1_000_000 * 100
DAYS: Final = 30
"""How long a promise is known at the counter."""
SHOWN_MAX: Final = 10
GIVE: Final = "give"
MINE: Final = "mine"


@dataclass(frozen=True)
class Pledge:
    """A record `pledge/<reference>`."""

    reference: str
    temple: str
    paise: int
    purpose: str
    name: str
    until: date
    pan: str | None = None


@variant("start")
@dataclass(frozen=True)
class Start:
    """Give, or see what was promised?"""


@variant("form")
@dataclass(frozen=True)
class Filling:
    """The form is open."""

    temple: str


@variant("mine")
@dataclass(frozen=True)
class Which:
    """Which of one's own?"""


Step = AskTemple | Start | Filling | Which


def handle(visit: Visit) -> Outcome:
    """One turn."""
    match visit.turn.event, visit.turn.load(Step):
        case event.Back(), Start():
            return finish()
        case event.Back(), AskTemple():
            return _open(visit) if _mine(visit) else finish()
        case event.Back(), Filling():
            return _ask_temple(visit)
        case event.Chosen("give"), Start():
            return _ask_temple(visit)
        case event.Chosen("mine"), Start():
            return _ask_which(visit)
        case event.Chosen("done"), Which():
            return visit.thank()
        case event.Chosen(reference), Which():
            pledge = visit.host.department.load(f"pledge/{reference}", Pledge)
            return _ask_which(visit) if pledge is None else _ask_which(visit, _shown(visit, pledge))
        case _, AskTemple() as step:
            found = temples.answer(visit, temples.load_all(visit), step)
            return ask_form([], _form(found), Filling(found.id)) if isinstance(found, Temple) else found
        case event.Form(_, answers), Filling(id):
            temple = temples.load(visit, id)
            return _ask_temple(visit) if temple is None else _promise(visit, temple, answers)
        case _:
            return _open(visit)


def _open(visit: Visit) -> Outcome:
    if not _mine(visit):
        return _ask_temple(visit)
    choices = [visit.choice(GIVE, texts.GIVE), visit.choice(MINE, texts.MINE)]
    return visit.ask(visit.say(booking_texts.START), choices, Start())


def _ask_temple(visit: Visit) -> Outcome:
    return temples.ask(visit, temples.load_all(visit))


def _ask_which(visit: Visit, *before: Reply) -> Outcome:
    mine = _mine(visit)
    if not mine:
        return temples.ask(visit, temples.load_all(visit), 0, visit.say(texts.MINE_NONE))
    choices = [Choice(one.reference, one.reference, digits.rupees(one.paise)) for one in mine]
    done = visit.choice(DONE, common.DONE)
    return visit.ask(visit.say(texts.MINE_WHICH), [*choices, done], Which(), *before)


def _promise(visit: Visit, temple: Temple, answers: Answers) -> Outcome:
    paise, purpose, name = answers.money("amount"), answers.choice("purpose"), answers.text("name")
    assert paise is not None and purpose is not None and name is not None, "all are asked for"
    reference = REFERENCE.draw(visit.host.chance)
    while visit.host.department.get(f"pledge/{reference}") is not None:
        reference = REFERENCE.draw(visit.host.chance)
    until = visit.today + timedelta(days=DAYS)
    pledge = Pledge(reference, temple.id, paise, purpose, name, until, answers.text("pan"))
    visit.host.department.save(f"pledge/{reference}", pledge)
    visit.host.citizen.set(f"pledge/{until.isoformat()}/{reference}", b"")
    return finish([f"{visit.say(texts.PLEDGED)}\n\n{_shown(visit, pledge)}"])


def _mine(visit: Visit) -> list[Pledge]:
    """What the citizen promised and the counter still knows, the oldest first."""
    found: list[Pledge] = []
    for key in visit.host.citizen.keys("pledge/"):
        _, until, reference = key.split("/")
        if date.fromisoformat(until) < visit.today:
            visit.host.citizen.delete(key)
        elif len(found) < SHOWN_MAX - 1:
            pledge = visit.host.department.load(f"pledge/{reference}", Pledge)
            found += [] if pledge is None else [pledge]
    return found


def _shown(visit: Visit, pledge: Pledge) -> str:
    temple = temples.load(visit, pledge.temple)
    purpose = texts.PURPOSES.get(pledge.purpose)
    body = visit.say(
        texts.SHOWN,
        ref=pledge.reference,
        temple=pledge.temple if temple is None else visit.say(temple.name),
        amount=digits.rupees(pledge.paise),
        purpose=pledge.purpose if purpose is None else visit.say(purpose),
        name=pledge.name,
    )
    return f"{body}\n\n{visit.say(texts.GIVE_THERE, day=visit.day(pledge.until))}"


def _form(temple: Temple) -> Form:
    purposes = [Alternative(id, title) for id, title in texts.PURPOSES.items()]
    return Form(
        "donation",
        texts.FORM,
        [
            forms.money("amount", texts.AMOUNT, texts.ASK_AMOUNT.format(temple=temple.name), PAISE_MIN, PAISE_MAX),
            forms.choice("purpose", texts.PURPOSE, texts.ASK_PURPOSE, purposes),
            forms.name("name", texts.NAME, texts.ASK_NAME),
            forms.pan("pan", texts.PAN, texts.ASK_PAN, optional=True),
        ],
    )
