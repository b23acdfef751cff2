"""What a citizen did. Use it as a namespace: `case event.Text(said): ...`."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from mitra import media, payments, place
from mitra.answers import Answers


@dataclass(frozen=True, slots=True)
class Opened:
    """The citizen opened the service. Always the first event of a conversation."""


@dataclass(frozen=True, slots=True)
class Text:
    """The citizen wrote: 1 to 4,096 code points, without spaces at the ends."""

    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The citizen took one of the choices that were offered last, by a tap or by typing its number or title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Location:
    """The citizen shared a location."""

    place: place.Location


@dataclass(frozen=True, slots=True)
class Media:
    """The citizen sent a picture, video, voice note or document."""

    file: media.Media


@dataclass(frozen=True, slots=True)
class Back:
    """The citizen asked to go one step back. Answer with the previous step, or `finish` on the first."""


@dataclass(frozen=True, slots=True)
class Form:
    """The citizen filled in the form that was asked for last, saw the summary and sent it."""

    form: str
    """The form's id."""
    answers: Answers


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer is due; the citizen did nothing. Without replies nothing is sent."""

    name: str
    at: datetime
    """When it was to come. `turn.now` may be later, by days."""
    note: bytes


@dataclass(frozen=True, slots=True)
class Payment:
    """What became of a payment that was asked for. Like a timer it comes by itself."""

    reference: str
    paise: int
    status: payments.Status
    """Not `Open`."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The office's computer sent a notice about the citizen. Like a timer it comes by itself."""

    id: str
    """The id that the office gave it. Each comes once."""
    at: datetime
    """When the host received it. `turn.now` may be later, by days."""
    body: str
    """What the office wrote, 1 to 4,096 bytes. The citizen sees none of it but by your replies."""


Event: TypeAlias = Opened | Text | Chosen | Location | Media | Back | Form | Timer | Payment | Notice
