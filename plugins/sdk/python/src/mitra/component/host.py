"""The real host: an attribute for each interface that a component imports."""

from datetime import datetime

from wit_world.imports import clock, storage

from mitra import calendar
from mitra.component.certificates import ImportedCertificates
from mitra.component.files import ImportedFiles
from mitra.component.imports import ImportedChance, ImportedLog, ImportedSettings, ImportedTimers
from mitra.component.payments import ImportedPayments
from mitra.component.storage import ImportedRecords
from mitra.component.web import ImportedWeb


class ImportedHost:
    """The host of a component's turn."""

    def __init__(self) -> None:
        self.department = ImportedRecords(storage.Scope.DEPARTMENT)
        self.citizen = ImportedRecords(storage.Scope.CITIZEN)
        self.settings = ImportedSettings()
        self.web = ImportedWeb()
        self.files = ImportedFiles()
        self.timers = ImportedTimers()
        self.payments = ImportedPayments()
        self.certificates = ImportedCertificates()
        self.log = ImportedLog()
        self.chance = ImportedChance()

    @property
    def now(self) -> datetime:
        """The instant of the turn."""
        return calendar.instant(clock.now())
