"""Office hours: when the office of a ward is open.

A conversation of two steps. The citizen opens the service and is asked for a ward; the ward's hours are shown, with
ways to another ward and out.
"""

from dataclasses import dataclass
from enum import Enum

import texts
from mitra import (
    Choice,
    Choices,
    Department,
    Description,
    Host,
    Localized,
    Outcome,
    Service,
    Turn,
    digits,
    event,
    export,
    finish,
    stay,
)

STATE_SCHEMA = 1
"""The schema of `Step`. Raise it when the steps change."""
WARD_DIGITS_MAX = 3
"""The longest number of a ward, in digits."""


class Step(Enum):
    """Where a conversation is: the state that the next turn finds."""

    WARD = "ward"
    """Asked for a ward."""
    SHOWN = "shown"
    """Showing a ward's hours."""


@dataclass(frozen=True)
class Ward:
    """A record `ward/<number>`, from `seed.json`."""

    hours: Localized


class Office(Department):
    """The department."""

    def describe(self) -> Description:
        """One service."""
        hours = Service("hours", texts.HOURS, texts.HOURS_SUMMARY, texts.HOURS_ALIASES)
        return Description("{{id}}", texts.DEPARTMENT, [hours], STATE_SCHEMA)

    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Answers one event of one citizen."""
        # Taken anew in each turn: citizens change it half-way.
        language = turn.citizen.language
        # None on the first turn, and for a state that cannot be read: ask again, politely.
        step = turn.load(Step)
        match turn.event, step:
            case event.Text(said), Step():
                return show(turn, host, said)
            case event.Back(), Step.WARD:
                # One step back from the first leads out, to the list of services.
                return finish()
            case event.Chosen("done"), Step():
                return finish([texts.THANKS[language]])
            case _:
                return stay([texts.ASK[language]], Step.WARD)


def show(turn: Turn, host: Host, said: str) -> Outcome:
    """The hours of the ward that the citizen named; or the question again."""
    language = turn.citizen.language
    # Digits of any of the three scripts, with spaces and hyphens.
    number = digits.only(said)
    if number is None or len(number) > WARD_DIGITS_MAX:
        return stay([texts.ASK[language]], Step.WARD)
    ward = host.department.load(f"ward/{number}", Ward)
    if ward is None:
        # Never what the citizen typed: the log is not theirs to be in.
        host.log.info("a ward that is not on record")
        not_found = texts.NOT_FOUND.fill(language, office=host.settings.get("office", "1902"))
        return stay([f"{not_found}\n\n{texts.ASK[language]}"], Step.WARD)
    hours = texts.SHOWN.fill(language, ward=number, hours=ward.hours[language])
    choices = [Choice("other", texts.OTHER[language]), Choice("done", texts.DONE[language])]
    return stay([hours, Choices(texts.NEXT[language], choices)], Step.SHOWN)


# What a component is made of: these two names are looked for in this file.
Handler, Migration = export(Office())
