"""Donations: a form, a payment, and a receipt with a number by which the temple's counter knows it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from mitra import (
    Alternative,
    Answers,
    Choice,
    Form,
    Localized,
    Outcome,
    PaymentRequest,
    ReferenceKind,
    Reply,
    calendar,
    digits,
    event,
    finish,
    forms,
    payments,
    variant,
)
from mitra.outcome import ask_form, ask_payment

from endowments import temples
from endowments.temples import AskTemple, Temple
from endowments.texts import booking as booking_texts
from endowments.texts import common
from endowments.texts import donation as texts
from endowments.visit import DONE, Visit

REFERENCE: Final = ReferenceKind("DON", 7)
PAISE_MIN: Final = 10 * 100
PAISE_MAX: Final = 1_000_000 * 100
VALID_FOR: Final = timedelta(minutes=30)
"""How long a donor has to pay."""
SHOWN_MAX: Final = 9
GIVE: Final = "give"
MINE: Final = "mine"
PAY: Final = "pay"


@dataclass(frozen=True)
class Gift:
    """A record `gift/<reference>`."""

    reference: str
    temple: str
    paise: int
    purpose: str
    name: str
    pan: str | None = None
    attempts: int = 1
    """How often it was asked for."""
    receipt: str | None = None
    """The provider's number of the payment; none while it is not paid."""
    paid_at: datetime | None = None


@variant("start")
@dataclass(frozen=True)
class Start:
    """Give, or see what was given?"""


@variant("form")
@dataclass(frozen=True)
class Filling:
    """The form is open."""

    temple: str


@variant("unpaid")
@dataclass(frozen=True)
class Unpaid:
    """A gift waits to be paid."""

    reference: str


@variant("mine")
@dataclass(frozen=True)
class Which:
    """Which of one's own?"""


Step = AskTemple | Start | Filling | Unpaid | Which


def handle(visit: Visit) -> Outcome:
    """One turn."""
    match visit.turn.event, visit.turn.load(Step):
        case event.Payment() as update, step:
            return _ended(visit, update, step)
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
        case event.Chosen("done"), Which() | Unpaid():
            return visit.thank()
        case event.Chosen("pay"), Unpaid(reference):
            return _pay_again(visit, reference)
        case event.Chosen(reference), Which():
            gift = next((one for one in _mine(visit) if one.reference == reference), None)
            return _ask_which(visit) if gift is None else _ask_which(visit, _shown(visit, gift))
        case _, AskTemple() as step:
            found = temples.answer(visit, temples.load_all(visit), step)
            return ask_form([], _form(found), Filling(found.id)) if isinstance(found, Temple) else found
        case event.Form(_, answers), Filling(id):
            temple = temples.load(visit, id)
            return _ask_temple(visit) if temple is None else _give(visit, temple, answers)
        case _:
            return _open(visit)


def _open(visit: Visit) -> Outcome:
    if not _mine(visit):
        return _ask_temple(visit)
    choices = [visit.choice(GIVE, texts.GIVE), visit.choice(MINE, texts.MINE)]
    return visit.ask(visit.say(booking_texts.START), choices, Start())


def _ask_temple(visit: Visit, *before: Reply) -> Outcome:
    return temples.ask(visit, temples.load_all(visit), 0, *before)


def _ask_which(visit: Visit, *before: Reply) -> Outcome:
    mine = _mine(visit)
    if not mine:
        return _ask_temple(visit, visit.say(texts.MINE_NONE))
    choices = [Choice(one.reference, one.reference, digits.rupees(one.paise)) for one in mine]
    done = visit.choice(DONE, common.DONE)
    return visit.ask(visit.say(texts.MINE_WHICH), [*choices, done], Which(), *before)


def _give(visit: Visit, temple: Temple, answers: Answers) -> Outcome:
    paise, purpose, name = answers.money("amount"), answers.choice("purpose"), answers.text("name")
    assert paise is not None and purpose is not None and name is not None, "all are asked for"
    reference = REFERENCE.draw(visit.host.chance)
    while visit.host.department.get(f"gift/{reference}") is not None:
        reference = REFERENCE.draw(visit.host.chance)
    return _ask_to_pay(visit, Gift(reference, temple.id, paise, purpose, name, answers.text("pan")))


def _ask_to_pay(visit: Visit, gift: Gift) -> Outcome:
    visit.host.department.save(f"gift/{gift.reference}", gift)
    temple = temples.load(visit, gift.temple)
    of = Localized(gift.temple, gift.temple, gift.temple) if temple is None else temple.name
    purpose = texts.PAYMENT_PURPOSE.format(temple=of)
    request = PaymentRequest(f"{gift.reference}-{gift.attempts}", gift.paise, purpose, VALID_FOR)
    return ask_payment([], request, Unpaid(gift.reference))


def _pay_again(visit: Visit, reference: str) -> Outcome:
    gift = _load(visit, reference)
    if gift is None or gift.receipt is not None:
        return _open(visit)
    # What the citizen turned away from while it was open is the same request.
    last = visit.host.payments.find(f"{reference}-{gift.attempts}")
    is_over = isinstance(last, payments.Failed | payments.Expired)
    return _ask_to_pay(visit, replace(gift, attempts=gift.attempts + 1) if is_over else gift)


def _ended(visit: Visit, update: event.Payment, step: Step | None) -> Outcome:
    """The host says what became of a payment."""
    reference = update.reference.rpartition("-")[0]
    gift = _load(visit, reference)
    if gift is None:
        visit.host.log.error(f"`{update.reference}` is no donation of ours")
        return visit.nothing()
    match update.status:
        case payments.Paid(receipt, at) if gift.receipt is None:
            paid = replace(gift, receipt=receipt, paid_at=at)
            visit.host.department.save(f"gift/{reference}", paid)
            visit.host.citizen.set(f"gift/{at.date().isoformat()}/{reference}", b"")
            return _beside(visit, step, reference, f"{visit.say(texts.PAID)}\n\n{_shown(visit, paid)}")
        case payments.Paid(receipt) if receipt != gift.receipt:
            # The money of an attempt that was given up came all the same: nobody meant to give it twice.
            visit.host.department.save(f"refund/{update.reference}", {"receipt": receipt, "paise": update.paise})
            visit.host.log.error(f"{update.reference} is paid, and its gift was: to be paid back")
            said = visit.say(texts.PAID_TWICE, amount=digits.rupees(update.paise), receipt=receipt)
            return _beside(visit, step, reference, said)
        case payments.Failed() | payments.Expired() if gift.receipt is None:
            said = visit.say(texts.NOT_PAID, ref=reference)
            if step != Unpaid(reference):
                return _beside(visit, step, reference, said)
            choices = [visit.choice(PAY, texts.PAY_AGAIN), visit.choice(DONE, common.DONE)]
            return visit.ask(said, choices, step)
        case _:
            return visit.nothing()


def _beside(visit: Visit, step: Step | None, reference: str, said: str) -> Outcome:
    """Ends the conversation that waited for this; another one goes on as it was."""
    if step is None or step == Unpaid(reference):
        return finish([said])
    return Outcome([said], visit.turn.state)


def _load(visit: Visit, reference: str) -> Gift | None:
    return visit.host.department.load(f"gift/{reference}", Gift)


def _mine(visit: Visit) -> list[Gift]:
    """What the citizen gave, the newest first."""
    newest = list(reversed(visit.host.citizen.keys("gift/")))[:SHOWN_MAX]
    gifts = [_load(visit, key.rpartition("/")[2]) for key in newest]
    return [gift for gift in gifts if gift is not None]


def _shown(visit: Visit, gift: Gift) -> str:
    temple = temples.load(visit, gift.temple)
    purpose = texts.PURPOSES.get(gift.purpose)
    return visit.say(
        texts.SHOWN,
        ref=gift.reference,
        temple=gift.temple if temple is None else visit.say(temple.name),
        amount=digits.rupees(gift.paise),
        purpose=gift.purpose if purpose is None else visit.say(purpose),
        name=gift.name,
        receipt=gift.receipt,
        day="" if gift.paid_at is None else calendar.show_date(gift.paid_at.astimezone(calendar.INDIA).date()),
    )


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
