"""Lines for the department's own log. Never what citizens typed, and nothing by which one could be found."""

from abc import ABC, abstractmethod
from enum import Enum


class Level(Enum):
    """How much a line matters, least first."""

    DEBUG = "debug"
    INFO = "info"
    WARN = "warn"
    ERROR = "error"


class Log(ABC):
    """The log of one turn: at most 100 lines and 16 KiB; the host drops what is over and says so once."""

    def debug(self, line: str) -> None:
        """For whoever is looking for a bug. Hosts are often set to leave these out."""
        self._write(Level.DEBUG, line)

    def info(self, line: str) -> None:
        """Worth knowing; nothing to do."""
        self._write(Level.INFO, line)

    def warn(self, line: str) -> None:
        """Somebody should look at it, in working hours."""
        self._write(Level.WARN, line)

    def error(self, line: str) -> None:
        """Citizens are not served as they should be."""
        self._write(Level.ERROR, line)

    @abstractmethod
    def _write(self, level: Level, line: str) -> None: ...
