"""Messages to a citizen. Use it as a namespace: `reply.Link("Your receipt", "Open", url)`; plain text is a `str`.

Each is checked when it is made, and raises `LimitError` if the host would refuse it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from mitra import forms, limits, place
from mitra.files import check_made
from mitra.limits import check, check_count, check_line, check_text, check_unique, check_url
from mitra.payments import PaymentRequest


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. `id` comes back in `event.Chosen`: 1 to 180 bytes.

    The title has at most 24 characters, the description under it 72. Choices become buttons if there are at most three,
    none is described and every title has at most 20 characters; else a list.
    """

    id: str
    title: str
    description: str | None = None

    def __post_init__(self) -> None:
        check_line("a choice's id", self.id, limits.CHOICE_ID_BYTES_MAX)
        n_bytes = len(self.id.encode())
        check(n_bytes <= limits.CHOICE_ID_BYTES_MAX, f"a choice's id has {n_bytes} bytes, it may have 180")
        check_line("a choice's title", self.title, limits.NAME_CHARS_MAX)
        if self.description is not None:
            check_text("a choice's description", self.description, limits.SUMMARY_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class Choices:
    """A question (1 to 1,024 characters) with 1 to 10 choices, ids and titles all different.

    `button` opens the list, in at most 20 characters; the host has a word of its own for none.
    """

    body: str
    items: Sequence[Choice]
    button: str | None = None

    def __post_init__(self) -> None:
        check_text("the text over choices", self.body, limits.BODY_CHARS_MAX)
        check_count("choices", len(self.items), 1, limits.CHOICES_MAX)
        check_unique("ids of choices", (item.id for item in self.items))
        check_unique("titles of choices", (item.title for item in self.items))
        if self.button is not None:
            check_line("the button of choices", self.button, limits.BUTTON_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class Link:
    """A button (at most 20 characters) that opens a web page, under a text of 1 to 1,024 characters."""

    body: str
    label: str
    url: str

    def __post_init__(self) -> None:
        check_text("the text of a link", self.body, limits.BODY_CHARS_MAX)
        check_line("the label of a link", self.label, limits.BUTTON_CHARS_MAX)
        check_url("a link", self.url)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its public address, with a caption of at most 1,024 characters."""

    url: str
    caption: str | None = None

    def __post_init__(self) -> None:
        check_url("a picture", self.url)
        if self.caption is not None:
            check_text("a picture's caption", self.caption, limits.BODY_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class Document:
    """A file by its public address. The name has at most 240 characters and is no path; the caption 1,024."""

    url: str
    filename: str
    caption: str | None = None

    def __post_init__(self) -> None:
        check_url("a document", self.url)
        _check_filename(self.filename)
        if self.caption is not None:
            check_text("a document's caption", self.caption, limits.BODY_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class File:
    """A file that the department made, of 1 byte to 512 KiB: a receipt, a picture, a voice note.

    `image/jpeg` and `image/png` are shown, audio and `video/mp4` are played, documents are shown by their name: see
    `files.TYPES`. The name has at most 240 characters and is no path; the caption 1,024, and none is under audio.
    """

    data: bytes = field(repr=False)
    mime_type: str
    filename: str
    caption: str | None = None

    def __post_init__(self) -> None:
        check_made(self.data, self.mime_type)
        _check_filename(self.filename)
        if self.caption is not None:
            check(not self.mime_type.startswith("audio/"), "nothing can stand under audio: remove the caption")
            check_text("a file's caption", self.caption, limits.BODY_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class Place:
    """A pin on the map, with the place's name and address (at most 1,000 characters each) under it."""

    location: place.Location

    def __post_init__(self) -> None:
        at = self.location
        check(-90.0 <= at.latitude <= 90.0, "a latitude is -90 to 90 degrees")
        check(-180.0 <= at.longitude <= 180.0, "a longitude is -180 to 180 degrees")
        for words in (at.name, at.address):
            if words is not None:
                check_text("a place's name or address", words, limits.PLACE_TEXT_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class AskLocation:
    """A text of 1 to 1,024 characters with a button by which the citizen shares where they are."""

    body: str

    def __post_init__(self) -> None:
        check_text("the request for a location", self.body, limits.BODY_CHARS_MAX)


@dataclass(frozen=True, slots=True)
class AskForm:
    """A form, which the front desk asks field by field. See `mitra.outcome.ask_form`."""

    form: forms.Form


@dataclass(frozen=True, slots=True)
class AskPayment:
    """Something to pay, which the host puts into words. See `mitra.outcome.ask_payment`."""

    request: PaymentRequest


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of the department's, as a document that can be printed and checked: issued in this turn or before,
    and not revoked. Who may have it is the department's to decide. The caption has at most 1,024 characters.
    """

    id: str
    caption: str | None = None

    def __post_init__(self) -> None:
        if self.caption is not None:
            check_text("a certificate's caption", self.caption, limits.BODY_CHARS_MAX)


Reply: TypeAlias = (
    str | Choices | Link | Image | Document | File | Place | AskLocation | AskForm | AskPayment | Certificate
)
"""One message. A `str` is a text of 1 to 4,096 characters."""


def _check_filename(name: str) -> None:
    check_line("a file's name", name, limits.FILENAME_CHARS_MAX)
    check("/" not in name and "\\" not in name, "a file's name must have no `/` or `\\`")
