"""What the host offers a turn: one object, one attribute for each interface of the contract."""

from datetime import datetime
from typing import Protocol

from mitra.certificates import Certificates
from mitra.chance import Chance
from mitra.files import Files
from mitra.http import Web
from mitra.log import Log
from mitra.payments import Payments
from mitra.records import Records
from mitra.settings import Settings
from mitra.timers import Timers


class Host(Protocol):
    """What the host offers a turn."""

    @property
    def department(self) -> Records:
        """The records of the whole department."""

    @property
    def citizen(self) -> Records:
        """The records of the citizen of this turn."""

    @property
    def settings(self) -> Settings:
        """The operator's settings."""

    @property
    def web(self) -> Web:
        """Web services, such as the department's own back end."""

    @property
    def files(self) -> Files:
        """The files that the citizen sent."""

    @property
    def timers(self) -> Timers:
        """Timers of this citizen in this service."""

    @property
    def payments(self) -> Payments:
        """The payments that the department asked for."""

    @property
    def certificates(self) -> Certificates:
        """The certificates that the department issued."""

    @property
    def log(self) -> Log:
        """The department's own log."""

    @property
    def chance(self) -> Chance:
        """Chance that a repeated turn meets again."""

    @property
    def now(self) -> datetime:
        """The instant of the turn, in India's time."""
