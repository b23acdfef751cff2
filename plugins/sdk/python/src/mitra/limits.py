"""The contract's limits on texts, checked where a text is made.

Nothing is shortened: a citizen would read half of it. No error repeats a text: it may be what a citizen said, and
errors end up in a log.
"""

import re
from collections.abc import Iterable
from typing import Final

# Control characters that no text may have; line breaks and tabs are allowed in texts of many lines.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_IN_LINE: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
# White space, and the joiners and marks that show nothing by themselves.
_BLANK: Final = re.compile("[\\s\xad\u200b-\u200f\u2060\ufeff]*")
_SLUG: Final = re.compile("[a-z0-9-]{1,40}")

NAME_CHARS_MAX: Final = 24
"""A department's or service's name, a choice's title, a field's label: one row of a WhatsApp list."""
SUMMARY_CHARS_MAX: Final = 72
"""A service's summary, a choice's description."""
SERVICES_MAX: Final = 50
ALIASES_MAX: Final = 50
ALIAS_CODE_POINTS_MAX: Final = 60
TEXT_CHARS_MAX: Final = 4_096
BODY_CHARS_MAX: Final = 1_024
"""The text over choices, under a picture, of a link, of a question."""
BUTTON_CHARS_MAX: Final = 20
CHOICES_MAX: Final = 10
CHOICE_ID_BYTES_MAX: Final = 180
URL_BYTES_MAX: Final = 2_000
FILENAME_CHARS_MAX: Final = 240
PLACE_TEXT_CHARS_MAX: Final = 1_000
REPLIES_MAX: Final = 10
STATE_BYTES_MAX: Final = 64 * 1_024
FAULT_CHARS_MAX: Final = 1_024
RETRY_LATER_SECONDS_MAX: Final = 3_600


class LimitError(ValueError):
    """Something breaks a limit of the contract. The words say what its author must change."""


def units(text: str) -> int:
    """The length in UTF-16 units: an emoji counts 2, most other characters 1. Never less than the code points."""
    return len(text) + sum(character > "\uffff" for character in text)


def shows_nothing(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return _BLANK.fullmatch(text) is not None


def check(is_kept: bool, words: str) -> None:
    """Raises a `LimitError` with these words unless the limit is kept."""
    if not is_kept:
        raise LimitError(words)


def check_text(what: str, text: str, chars_max: int) -> str:
    """The text, if it shows something, has no control characters but line breaks and tabs, and is not too long."""
    chars = units(text)
    check(chars <= chars_max, f"{what} has {chars} characters, it may have {chars_max} (an emoji counts twice)")
    check(not shows_nothing(text), f"{what} shows nothing, it must have at least one visible character")
    check(not _CONTROL.search(text), f"{what} has a control character, remove it")
    return text


def check_line(what: str, text: str, chars_max: int) -> str:
    """The text, if it is also one line without a space at either end."""
    check_text(what, text, chars_max)
    check(not _CONTROL_IN_LINE.search(text), f"{what} must be one line")
    check(text == text.strip(), f"{what} begins or ends with a space, remove it")
    return text


def check_slug(what: str, slug: str) -> str:
    """The id, if it has 1 to 40 lower-case letters, digits and hyphens."""
    check(_SLUG.fullmatch(slug) is not None, f"{what} must be 1 to 40 lower-case letters, digits and hyphens: {slug!r}")
    return slug


def check_url(what: str, url: str) -> str:
    """The address, if it is https and at most 2,000 bytes long."""
    is_kept = url.startswith("https://") and len(url.encode()) <= URL_BYTES_MAX
    check(is_kept, f"{what} must be an https address of at most {URL_BYTES_MAX} bytes")
    return url


def check_count(what: str, n: int, least: int, most: int) -> None:
    """Raises unless there are as many as there may be."""
    check(least <= n <= most, f"{what}: there are {n}, there may be {least} to {most}")


def check_unique(what: str, names: Iterable[str]) -> None:
    """Raises if a name is there twice."""
    seen: set[str] = set()
    for name in names:
        check(name not in seen, f"{what}: one is there twice")
        seen.add(name)


def excerpt(text: str, units_max: int) -> str:
    """The text, or as much of it as fits into so many units together with a mark that more follows."""
    if units(text) <= units_max:
        return text
    kept = text[: max(units_max - 2, 0)]
    while units(kept) > units_max - 2:
        kept = kept[:-1]
    return kept.rstrip() + " …"
