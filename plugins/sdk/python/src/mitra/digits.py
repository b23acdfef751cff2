"""Numbers as citizens type them, and as people here read them."""

from typing import Final

_ASCII: Final = str.maketrans("౦౧౨౩౪౫౬౭౮౯०१२३४५६७८९", "0123456789" * 2)
_BETWEEN: Final = str.maketrans("", "", " -.\xa0")


def to_ascii(text: str) -> str:
    """The text with Telugu and Devanagari digits as ASCII ones."""
    return text.translate(_ASCII)


def only(text: str) -> str | None:
    """The digits of a text that has nothing else but spaces, hyphens and dots; none if it has."""
    kept = to_ascii(text).translate(_BETWEEN)
    return kept if kept.isascii() and kept.isdigit() else None


def rupees(paise: int) -> str:
    """Paise as rupees with lakh grouping: `₹1,23,456.00`."""
    whole, rest = divmod(paise, 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    groups = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    return f"₹{','.join([*reversed(groups), tail])}.{rest:02}"
