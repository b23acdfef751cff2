"""What a department says about itself, and the class that it is."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from mitra import limits
from mitra.host import Host
from mitra.limits import check, check_count, check_line, check_slug, check_unique
from mitra.outcome import Outcome
from mitra.text import Language, Localized
from mitra.turn import Turn


@dataclass(frozen=True, slots=True)
class Service:
    """One thing that a citizen can do with the department.

    The name has at most 24 characters in each language, the summary 72. `aliases` are other words that citizens type
    for it, in any script: at most 50, each of 1 to 60 code points.
    """

    id: str
    name: Localized
    summary: Localized
    aliases: Sequence[str] = ()

    def __post_init__(self) -> None:
        check_slug("a service's id", self.id)
        for language in Language:
            check_line(f"the name of `{self.id}`", self.name[language], limits.NAME_CHARS_MAX)
            check_line(f"the summary of `{self.id}`", self.summary[language], limits.SUMMARY_CHARS_MAX)
        check_count(f"aliases of `{self.id}`", len(self.aliases), 0, limits.ALIASES_MAX)
        for alias in self.aliases:
            is_kept = len(alias) <= limits.ALIAS_CODE_POINTS_MAX and not limits.shows_nothing(alias)
            check(is_kept, f"an alias of `{self.id}` must show something in at most 60 code points: {alias!r}")


@dataclass(frozen=True, slots=True)
class Description:
    """What the department offers. The front desk shows exactly this to citizens.

    `id` is the one in `department.toml`. The name has at most 24 characters in each language. There are 1 to 50
    services, in the order that citizens see them. Raise `state_schema` when the state of conversations changes.
    """

    id: str
    name: Localized
    services: Sequence[Service]
    state_schema: int

    def __post_init__(self) -> None:
        check_slug("a department's id", self.id)
        for language in Language:
            check_line("the department's name", self.name[language], limits.NAME_CHARS_MAX)
        check_count("services", len(self.services), 1, limits.SERVICES_MAX)
        check_unique("services", (service.id for service in self.services))
        check(0 <= self.state_schema < 2**32, f"a schema's number is 0 to {2**32 - 1}: {self.state_schema}")


class MigrationError(Exception):
    """A state cannot be carried over. The words are for the department's log."""


class Department(ABC):
    """A department. `mitra.export` makes an instance of it the component.

    Every turn runs in fresh memory: nothing is kept between turns but the state in the outcome and the records.
    """

    @abstractmethod
    def describe(self) -> Description:
        """What it offers. The same every time."""

    @abstractmethod
    def handle(self, turn: Turn, host: Host) -> Outcome:
        """Answers one event of one citizen.

        Raise `Refused`, `RetryLater` or `Bug` if it cannot be done; nothing that the turn stored is kept then. Any
        other exception ends the turn as a trap, with its traceback in the log.
        """

    def migrate(self, from_schema: int, state: bytes) -> bytes:
        """A state that a release with `from_schema` wrote, as one of the schema that `describe` gives.

        Without this method, or when it raises, the citizen is told that the service was improved, and the service
        begins again.
        """
        raise MigrationError(f"nothing carries schema {from_schema} over")
