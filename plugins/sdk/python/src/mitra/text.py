"""Texts in three languages: the department's own, and those of its records."""

from dataclasses import dataclass
from enum import Enum
from string import Formatter

from mitra.limits import LimitError, check


class Language(Enum):
    """The languages that a citizen can choose."""

    TE = "te"
    EN = "en"
    HI = "hi"


@dataclass(frozen=True, slots=True)
class Localized:
    """The same text in Telugu, English and Hindi: `NAME[turn.citizen.language]` is the one to say."""

    te: str
    en: str
    hi: str

    def __getitem__(self, language: Language) -> str:
        match language:
            case Language.TE:
                return self.te
            case Language.EN:
                return self.en
            case Language.HI:
                return self.hi

    def fill(self, language: Language, **parts: object) -> str:
        """The text with its `{name}`s filled in.

        Raises `LimitError` if one of them is missing: a citizen must not read a text with a hole.
        """
        try:
            return self[language].format_map(parts)
        except KeyError as missing:
            raise LimitError(f"{missing} is not given for {self.en!r}") from None

    def format(self, **parts: object) -> "Localized":
        """The text filled in for all three languages, as a form wants it. A part that is `Localized` goes by language.

        Raises `LimitError` if one of them is missing.
        """

        def filled(language: Language) -> str:
            own = {name: part[language] if isinstance(part, Localized) else part for name, part in parts.items()}
            return self.fill(language, **own)

        return Localized(filled(Language.TE), filled(Language.EN), filled(Language.HI))


def text(te: str, en: str, hi: str) -> Localized:
    """A text of the department's own.

    Raises `LimitError` unless all three say something and have the same `{name}`s.
    """
    for said in (te, en, hi):
        check(bool(said.strip()), f"a text must be there in all three languages: {en!r}")
    holes = [{name for _, name, _, _ in Formatter().parse(said) if name is not None} for said in (te, en, hi)]
    check(holes[0] == holes[1] == holes[2], f"the names in braces differ between the languages: {en!r}")
    return Localized(te, en, hi)


def same(said: str) -> Localized:
    """The same words in all three languages: numbers, names, abbreviations."""
    return text(said, said, said)
