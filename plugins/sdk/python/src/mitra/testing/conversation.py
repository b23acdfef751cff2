"""One citizen's conversation with a department."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mitra import event, payments, reply
from mitra.answers import Value
from mitra.department import Department
from mitra.forms import Form
from mitra.media import Media, MediaKind
from mitra.outcome import Outcome
from mitra.place import Location
from mitra.testing import filled
from mitra.testing.host import MemoryHost
from mitra.text import Language
from mitra.turn import Citizen, Turn

Replies = Sequence[reply.Reply]

_NOTICE_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_NOTICE_BYTES_MAX = 4_096


class Conversation:
    """One citizen's conversation with a service. Several may share a host: citizens are known by their names.

    `replies` is what the last turn said, at first what the service says when it is opened.
    """

    def __init__(
        self,
        department: Department,
        host: MemoryHost,
        service: str,
        language: Language = Language.EN,
        citizen: str = "Asha",
    ) -> None:
        self.host = host
        self.state: bytes | None = None
        """What the next turn finds; none if the conversation is over."""
        self.replies: Replies = ()
        self._department = department
        self._service = service
        self._language = language
        self._citizen = citizen
        self._offered: Sequence[reply.Choice] = ()
        self._form: Form | None = None
        self._bill = ""
        self._n_turns = 0
        self.hears(event.Opened())

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state is not None

    @property
    def form(self) -> Form:
        """The form that is open. Raises `AssertionError` if none was asked for last."""
        assert self._form is not None, "no form was asked for"
        return self._form

    @property
    def offered(self) -> Sequence[reply.Choice]:
        """The choices that are open: those that were offered last."""
        return self._offered

    def says(self, text: str) -> Replies:
        """The citizen writes."""
        return self.hears(event.Text(text))

    def takes(self, id: str) -> Replies:
        """The citizen takes the choice with this id. Raises `AssertionError` if it was not offered last."""
        found = [choice for choice in self._offered if choice.id == id]
        assert found, f"`{id}` is not among {[choice.id for choice in self._offered]}"
        return self.hears(event.Chosen(id, found[0].title))

    def is_at(self, latitude: float, longitude: float) -> Replies:
        """The citizen shares a location."""
        return self.hears(event.Location(Location(latitude, longitude)))

    def sends_photo(self, id: str) -> Replies:
        """The citizen sends a photo."""
        return self.hears(event.Media(Media(MediaKind.IMAGE, id, "image/jpeg")))

    def sends_form(self, answers: Mapping[str, Value]) -> Replies:
        """The citizen fills in the form that was asked for last, and sends it: the answers by field, written as the
        host writes them, without those that are skipped.

        Raises `AssertionError` if the front desk would have asked again.
        """
        return self.hears(event.Form(self.form.id, filled.answers(self.form, answers)))

    def goes_back(self) -> Replies:
        """The citizen steps back."""
        return self.hears(event.Back())

    def pays(self) -> Replies:
        """The citizen pays what they were asked to pay last."""
        return self._ends_payment(payments.Paid(f"pay_{self._bill}", self.host.now))

    def pays_in_vain(self) -> Replies:
        """The citizen tries to pay, and the provider gives it up."""
        return self._ends_payment(payments.Failed())

    def lets_payment_expire(self) -> Replies:
        """The citizen does not pay in time."""
        return self._ends_payment(payments.Expired())

    def is_noticed(self, id: str, body: str) -> Replies:
        """The office's computer sends a notice about the citizen, which comes at once.

        Raises `AssertionError` if a host would not take it.
        """
        assert _NOTICE_ID.fullmatch(id), f"`{id}` is not 1 to 64 letters (A to Z), digits, `_`, `-` and `.`"
        n_bytes = len(body.encode())
        assert 1 <= n_bytes <= _NOTICE_BYTES_MAX, f"{n_bytes} bytes, a notice has 1 to {_NOTICE_BYTES_MAX}"
        return self.hears(event.Notice(id, self.host.now, body))

    def leaves(self) -> None:
        """The citizen goes elsewhere, by "menu" or "cancel": the conversation is over without a turn."""
        self._close(None)

    def waits(self, time: timedelta) -> Replies:
        """So much time passes, in which the citizen is silent. See `waits_until`."""
        return self.waits_until(self.host.now + time)

    def waits_until(self, until: datetime) -> Replies:
        """It becomes this late, and the citizen is silent. Timers of this service that come due have their turns, each
        at its instant; gives all that they say. The conversation may have ended before.
        """
        replies: list[reply.Reply] = []
        while due := self._next_timer(until):
            at, name = due
            self.host.now = max(at, self.host.now)
            timer = self.host.timers.waiting.pop((self._service, name))
            replies += self.hears(event.Timer(name, at, timer.note))
        self.host.now = until
        return replies

    def hears(self, happened: event.Event) -> Replies:
        """One turn that must succeed. Its records and timers are kept."""
        comes_by_itself = isinstance(happened, event.Timer | event.Payment | event.Notice)
        if comes_by_itself and self._form is not None:
            return self._hears_beside(happened)
        is_heard = isinstance(happened, event.Opened | event.Back | event.Form)
        assert self._form is None or is_heard, f"while a form is open the front desk hears {happened!r}"
        outcome = self.run(happened)
        self.replies = outcome.replies
        is_silent = comes_by_itself and not outcome.replies
        if is_silent and self.is_open:
            self.state = outcome.state
            return self.replies
        # A timer that says nothing opens nothing.
        self._close(None if is_silent else outcome.state)
        for said in outcome.replies:
            if isinstance(said, reply.Choices):
                self._offered = said.items
            if isinstance(said, reply.Certificate):
                self.host.certificates.check_sent(said.id)
            if isinstance(said, reply.AskPayment):
                self.host.payments.ask(said.request)
                self._bill = said.request.reference
            if isinstance(said, reply.AskForm):
                self._form = said.form
        return self.replies

    def run(self, happened: event.Event) -> Outcome:
        """One turn, whatever comes of it. Nothing that a failed turn stored is kept, and no timer that it set."""
        self._n_turns += 1
        self.host.begin_turn(self._citizen, self._service)
        turn = Turn(
            f"turn-{self._citizen}-{self._service}-{self._n_turns}",
            Citizen(self._citizen.lower(), self._language),
            self._service,
            happened,
            self.state,
            self.host.now,
        )
        before = self.host.kept()
        try:
            return self._department.handle(turn, self.host)
        except Exception:
            self.host.restore(before)
            raise

    def _ends_payment(self, status: payments.Status) -> Replies:
        asked = self.host.payments.asked.get(self._bill)
        assert asked is not None, "no payment was asked for"
        assert not isinstance(asked.status, payments.Paid), "it is paid"
        self.host.payments.asked[self._bill] = replace(asked, status=status)
        return self.hears(event.Payment(self._bill, asked.request.paise, status))

    def _hears_beside(self, happened: event.Event) -> Replies:
        """A timer's turn beside an open form: it finds no state, and the form stays."""
        state, self.state = self.state, None
        try:
            self.replies = self.run(happened).replies
        finally:
            self.state = state
        return self.replies

    def _close(self, state: bytes | None) -> None:
        """Nothing is asked any more; the conversation goes on from `state`, or not at all."""
        self.state, self._offered, self._form = state, (), None

    def _next_timer(self, until: datetime) -> tuple[datetime, str] | None:
        self.host.begin_turn(self._citizen, self._service)
        waiting = self.host.timers.waiting.items()
        return min(
            ((timer.at, name) for (service, name), timer in waiting if service == self._service and timer.at <= until),
            default=None,
        )
