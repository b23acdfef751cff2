"""What a turn gives back, and the exceptions by which it says that it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from mitra import limits, plain
from mitra.files import FILES_BYTES_MAX
from mitra.forms import Form
from mitra.limits import check, check_count, check_text
from mitra.payments import PaymentRequest
from mitra.reply import AskForm, AskPayment, File, Reply


@dataclass(frozen=True, slots=True)
class Outcome:
    """Replies in the order sent, at most 10, and the bytes of the next state; none ends the conversation."""

    replies: Sequence[Reply]
    state: bytes | None

    def __post_init__(self) -> None:
        check_count("replies of a turn", len(self.replies), 0, limits.REPLIES_MAX)
        for index, reply in enumerate(self.replies):
            if isinstance(reply, str):
                check_text("a text", reply, limits.TEXT_CHARS_MAX)
            elif isinstance(reply, AskForm | AskPayment):
                check(index + 1 == len(self.replies), "a form or a payment must be the last reply")
                check(self.state is not None or isinstance(reply, AskPayment), "a form needs a state to stay with")
        n_bytes = sum(len(reply.data) for reply in self.replies if isinstance(reply, File))
        check(n_bytes <= FILES_BYTES_MAX, f"a turn's files have {n_bytes} bytes, they may have {FILES_BYTES_MAX}")
        n_bytes = 0 if self.state is None else len(self.state)
        check(n_bytes <= limits.STATE_BYTES_MAX, f"the state has {n_bytes} bytes, it may have {limits.STATE_BYTES_MAX}")


def stay(replies: Sequence[Reply], state: object) -> Outcome:
    """The conversation goes on from `state`: plain data, as `mitra.plain` writes it; at most 64 KiB."""
    return Outcome(replies, plain.dumps(state))


def ask_form(replies: Sequence[Reply], form: Form, state: object) -> Outcome:
    """The conversation goes on from `state` once the citizen has sent this form, or stepped back out of it."""
    return stay([*replies, AskForm(form)], state)


def ask_payment(replies: Sequence[Reply], request: PaymentRequest, state: object) -> Outcome:
    """The conversation goes on from `state`, and the host asks the citizen to pay."""
    return stay([*replies, AskPayment(request)], state)


def finish(replies: Sequence[Reply] = ()) -> Outcome:
    """The conversation is over. The front desk asks by itself whether anything else is needed."""
    return Outcome(replies, None)


class Fault(Exception):
    """A turn could not be done. Nothing that it stored is kept."""


class Refused(Fault):
    """The citizen may not do this. `words` (1 to 1,024 characters) are shown to them, in their language.

    The conversation stays where it was; on the opening turn it is closed.
    """

    def __init__(self, words: str) -> None:
        super().__init__(check_text("the words of a refusal", words, limits.FAULT_CHARS_MAX))
        self.words = words


class RetryLater(Fault):
    """Something is away for a moment: the host repeats the turn after 1 to 3,600 seconds, at most 5 times."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        most = limits.RETRY_LATER_SECONDS_MAX
        check(1 <= seconds <= most, f"a turn is repeated after 1 to {most} seconds: {seconds}")
        self.seconds = seconds


class Bug(Fault):
    """A bug of the department's own, in words for its log. The citizen gets one calm sentence and never sees them."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
