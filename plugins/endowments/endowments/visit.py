"""One turn, as the services see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mitra import Choice, Choices, Host, Localized, Outcome, Reply, Turn, calendar, finish, stay

from endowments.texts import common

DONE: Final = "done"
HELPLINE: Final = "1902"


@dataclass(frozen=True)
class Visit:
    """A turn and its host, with what every service needs of them."""

    turn: Turn
    host: Host

    def say(self, text: Localized, **parts: object) -> str:
        """The text in the citizen's language, filled in if there is something to fill in."""
        language = self.turn.citizen.language
        # A record's text may have braces of its own.
        return text.fill(language, **parts) if parts else text[language]

    def choice(self, id: str, title: Localized) -> Choice:
        """A choice in the citizen's language."""
        return Choice(id, self.say(title))

    def ask(self, question: str, choices: Sequence[Choice], state: object, *before: Reply) -> Outcome:
        """Asks, after what is said before."""
        return stay([*before, Choices(question, choices)], state)

    def ask_what_next(self, state: object, before: Sequence[Reply], *choices: Choice) -> Outcome:
        """Asks what to do after an answer."""
        done = self.choice(DONE, common.DONE)
        return self.ask(self.say(common.WHAT_NEXT), [*choices, done], state, *before)

    def thank(self) -> Outcome:
        """The end that the citizen chose."""
        return finish([self.say(common.THANKS)])

    def nothing(self) -> Outcome:
        """A timer has nothing to say: a conversation goes on as it was, and none begins."""
        return finish() if self.turn.state is None else Outcome([], self.turn.state)

    def day(self, day: date) -> str:
        """A day with its name: `Tue 24-11-2026`."""
        return f"{self.say(common.WEEKDAYS[day.weekday()])} {calendar.show_date(day)}"

    @property
    def today(self) -> date:
        """The day of the turn."""
        return self.turn.now.date()

    @property
    def helpline(self) -> str:
        """Whom a citizen can call."""
        return self.host.settings.get("helpline", HELPLINE)
