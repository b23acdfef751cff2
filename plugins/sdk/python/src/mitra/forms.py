"""Forms: you say what you need to know, and the front desk asks, checks and shows it.

    member = Form(
        "member",
        text("కుటుంబ సభ్యుడు", "A family member", "परिवार का सदस्य"),
        [
            forms.name("name", NAME, ASK_NAME),
            forms.number("age", AGE, ASK_AGE, 1, 120),
            forms.aadhaar("aadhaar", AADHAAR, ASK_AADHAAR, optional=True),
        ],
    )

Return it with `mitra.ask_form`; the answers come as `event.Form`. Everything is checked when it is made, and raises
`LimitError` if the host would refuse it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812
from typing import Final, TypeAlias

from mitra import limits
from mitra.limits import check, check_count, check_line, check_slug, check_text
from mitra.text import Language, Localized

FIELDS_MAX: Final = 20
TITLE_CHARS_MAX: Final = 60
FORM_BYTES_MAX: Final = 32 * 1_024
"""All texts and ids of a form together."""
ANSWER_CHARS_MAX: Final = 1_024
ANSWER_DIGITS_MAX: Final = 30
_I64: Final = 2**63


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the answers to a choice: titles of at most 24 characters, descriptions of 72, in each language."""

    id: str
    title: Localized
    description: Localized | None = None

    def __post_init__(self) -> None:
        check_slug("an alternative's id", self.id)
        for language in Language:
            check_line(f"the title of `{self.id}`", self.title[language], limits.NAME_CHARS_MAX)
            if self.description is not None:
                check_line(f"the description of `{self.id}`", self.description[language], limits.SUMMARY_CHARS_MAX)

    def texts(self) -> list[Localized]:
        """All texts."""
        return [self.title] if self.description is None else [self.title, self.description]


@dataclass(frozen=True, slots=True)
class Words:
    """Text of so many characters; digits of so many; or a place in words of so many. `kind` says which."""

    kind: str
    least: int
    most: int

    def __post_init__(self) -> None:
        longest = ANSWER_DIGITS_MAX if self.kind == "digits" else ANSWER_CHARS_MAX
        is_kept = 1 <= self.least <= self.most <= longest
        check(is_kept, f"an answer has 1 to {longest} characters: {self.least} to {self.most}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A whole number, or money in paise, between these, both included. `kind` says which."""

    kind: str
    least: int
    most: int

    def __post_init__(self) -> None:
        from_, to = (0, 2 * _I64) if self.kind == "money" else (-_I64, _I64)
        check(from_ <= self.least <= self.most < to, f"nothing is between {self.least} and {self.most}")


@dataclass(frozen=True, slots=True)
class Days:
    """A day that exists, perhaps not before the first and not after the last."""

    earliest: Date | None
    latest: Date | None

    def __post_init__(self) -> None:
        is_kept = self.earliest is None or self.latest is None or self.earliest <= self.latest
        check(is_kept, f"no day is between {self.earliest} and {self.latest}")


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these alternatives."""

    alternatives: Sequence[Alternative]


@dataclass(frozen=True, slots=True)
class Code:
    """Something of which the host knows what it looks like. `kind` says what, as in the contract."""

    kind: str


Kind: TypeAlias = Words | Amount | Days | OneOf | Code


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to be asked for. The functions of this module make them."""

    id: str
    label: Localized
    """Before the answer in the summary: one line of at most 24 characters."""
    question: Localized
    """1 to 1,024 characters."""
    kind: Kind
    help: Localized | None = None
    """More words for whoever asks for help or gave a wrong answer: 1 to 1,024 characters."""
    optional: bool = False
    """Whether the citizen may skip it."""

    def __post_init__(self) -> None:
        check_slug("a field's id", self.id)
        for language in Language:
            check_line(f"the label of `{self.id}`", self.label[language], limits.NAME_CHARS_MAX)
            check_text(f"the question of `{self.id}`", self.question[language], limits.BODY_CHARS_MAX)
            if self.help is not None:
                check_text(f"the help of `{self.id}`", self.help[language], limits.BODY_CHARS_MAX)
        if isinstance(self.kind, OneOf):
            alternatives = self.kind.alternatives
            # To skip takes a row of the list.
            most = limits.CHOICES_MAX - (1 if self.optional else 0)
            check_count(f"alternatives of `{self.id}`", len(alternatives), 2, most)
            limits.check_unique(f"alternatives of `{self.id}`", (one.id for one in alternatives))
            _check_different(f"alternatives of `{self.id}`", [one.title for one in alternatives])

    def texts(self) -> list[Localized]:
        """All texts."""
        texts = [self.label, self.question] + ([] if self.help is None else [self.help])
        if isinstance(self.kind, OneOf):
            texts += [one for alternative in self.kind.alternatives for one in alternative.texts()]
        return texts

    def n_bytes(self) -> int:
        """The bytes of all texts and ids."""
        alternatives = self.kind.alternatives if isinstance(self.kind, OneOf) else ()
        ids = len(self.id) + sum(len(one.id) for one in alternatives)
        return ids + sum(_n_bytes(one) for one in self.texts())


@dataclass(frozen=True, slots=True)
class Form:
    """1 to 20 questions, asked one by one. The title stands over the summary, in one line of at most 60 characters."""

    id: str
    title: Localized
    fields: Sequence[Field]

    def __post_init__(self) -> None:
        check_slug("a form's id", self.id)
        for language in Language:
            check_line("a form's title", self.title[language], TITLE_CHARS_MAX)
        check_count(f"fields of `{self.id}`", len(self.fields), 1, FIELDS_MAX)
        limits.check_unique(f"fields of `{self.id}`", (field.id for field in self.fields))
        _check_different(f"labels of `{self.id}`", [field.label for field in self.fields])
        n_bytes = len(self.id) + _n_bytes(self.title) + sum(field.n_bytes() for field in self.fields)
        check(
            n_bytes <= FORM_BYTES_MAX, f"the texts of `{self.id}` have {n_bytes} bytes, they may have {FORM_BYTES_MAX}"
        )


def text(
    id: str,
    label: Localized,
    question: Localized,
    least: int,
    most: int,
    *,
    help: Localized | None = None,
    optional: bool = False,
) -> Field:
    """Asks for words, of so many characters: at most 1,024."""
    return Field(id, label, question, Words("text", least, most), help, optional)


def digits(
    id: str,
    label: Localized,
    question: Localized,
    least: int,
    most: int,
    *,
    help: Localized | None = None,
    optional: bool = False,
) -> Field:
    """Asks for a number of so many digits, such as that of an account: at most 30."""
    return Field(id, label, question, Words("digits", least, most), help, optional)


def place(
    id: str, label: Localized, question: Localized, most: int, *, help: Localized | None = None, optional: bool = False
) -> Field:
    """Asks for a shared location, or a place in words of at most so many characters: at most 1,024."""
    return Field(id, label, question, Words("place", 1, most), help, optional)


def number(
    id: str,
    label: Localized,
    question: Localized,
    least: int,
    most: int,
    *,
    help: Localized | None = None,
    optional: bool = False,
) -> Field:
    """Asks for a whole number."""
    return Field(id, label, question, Amount("number", least, most), help, optional)


def money(
    id: str,
    label: Localized,
    question: Localized,
    least: int,
    most: int,
    *,
    help: Localized | None = None,
    optional: bool = False,
) -> Field:
    """Asks for an amount; the least and the most are in paise, as is the answer."""
    return Field(id, label, question, Amount("money", least, most), help, optional)


def date(
    id: str,
    label: Localized,
    question: Localized,
    *,
    earliest: Date | None = None,
    latest: Date | None = None,
    help: Localized | None = None,
    optional: bool = False,
) -> Field:
    """Asks for a day, not before the first and not after the last."""
    return Field(id, label, question, Days(earliest, latest), help, optional)


def choice(
    id: str,
    label: Localized,
    question: Localized,
    alternatives: Sequence[Alternative],
    *,
    help: Localized | None = None,
    optional: bool = False,
) -> Field:
    """Asks for one of these: 2 to 10, or 9 if the field is optional."""
    return Field(id, label, question, OneOf(alternatives), help, optional)


class _Asks:
    """Makes fields of a kind that has nothing to say of itself."""

    def __init__(self, kind: str, doc: str) -> None:
        self._kind = Code(kind)
        self.__doc__ = doc

    def __call__(
        self, id: str, label: Localized, question: Localized, *, help: Localized | None = None, optional: bool = False
    ) -> Field:
        return Field(id, label, question, self._kind, help, optional)


name = _Asks("name", "Asks for a person's name, 2 to 60 characters in any script.")
mobile = _Asks("mobile", "Asks for an Indian mobile number; you get ten digits.")
pin_code = _Asks("pin_code", "Asks for a PIN code; you get six digits.")
aadhaar = _Asks("aadhaar", "Asks for an Aadhaar number; you get its last four digits and a token.")
pan = _Asks("pan", "Asks for a permanent account number.")
vehicle = _Asks("vehicle", "Asks for a vehicle's registration; you get it without spaces.")
driving_licence = _Asks("driving_licence", "Asks for a driving licence; you get it without spaces.")
voter_id = _Asks("voter_id", "Asks for the number of a voter's card.")
ifsc = _Asks("ifsc", "Asks for a bank branch.")
bank_account = _Asks("bank_account", "Asks for a bank account; you get 9 to 18 digits.")
upi = _Asks("upi", "Asks for a UPI address; you get it in lower case.")
survey_number = _Asks("survey_number", "Asks for a survey number, such as 123/4A.")
email = _Asks("email", "Asks for an e-mail address; you get it in lower case.")
photo = _Asks("photo", "Asks for a picture.")
document = _Asks("document", "Asks for a file, or a picture of a paper.")
location = _Asks("location", "Asks for a shared location. Phones without a map cannot share one: see `place`.")


def _n_bytes(text: Localized) -> int:
    return sum(len(text[language].encode()) for language in Language)


def _check_different(what: str, texts: Sequence[Localized]) -> None:
    for language in Language:
        limits.check_unique(f"{what} ({language.value})", (text[language] for text in texts))
