"""A host in memory. It breaks off a turn that breaks a limit, as the real one does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from mitra import calendar, files, http, payments, plain
from mitra.chance import Chance
from mitra.limits import check
from mitra.log import Level, Log
from mitra.records import Records
from mitra.settings import Settings
from mitra.testing.registry import MemoryCertificates
from mitra.timers import Timers

TIMER_AHEAD_MAX: Final = timedelta(days=400)
TIMERS_MAX: Final = 8
"""Of a citizen in a service; set and cancelled in a turn."""
RECORDS_PER_TURN_MAX: Final = 100
"""Read; and written."""
REQUESTS_PER_TURN_MAX: Final = 10
FILES_PER_TURN_MAX: Final = 4
FILE_BYTES_MAX: Final = 5 * 1_024 * 1_024
"""Of a file that is read."""
LOOKS_PER_TURN_MAX: Final = 20
_MASK: Final = 2**64 - 1


@dataclass(frozen=True, slots=True)
class MemoryTimer:
    """A timer that waits."""

    at: datetime
    note: bytes


@dataclass(frozen=True, slots=True)
class _Seed:
    key: str
    value: Any


class MemoryRecords(Records):
    """Records in a dictionary, `values`. Counts what a turn reads and writes."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        self._read: set[str] = set()
        self._written: set[str] = set()

    def begin_turn(self) -> None:
        """Counts from zero."""
        self._read.clear()
        self._written.clear()

    def _get(self, key: str) -> bytes | None:
        self._read.add(key)
        check(len(self._read) <= RECORDS_PER_TURN_MAX, f"a turn may read {RECORDS_PER_TURN_MAX} records")
        return self.values.get(key)

    def _write(self, key: str, value: bytes | None) -> None:
        self._written.add(key)
        check(len(self._written) <= RECORDS_PER_TURN_MAX, f"a turn may write {RECORDS_PER_TURN_MAX} records")
        if value is None:
            self.values.pop(key, None)
        else:
            self.values[key] = value

    def _set(self, key: str, value: bytes) -> None:
        self._write(key, value)

    def _delete(self, key: str) -> None:
        self._write(key, None)

    def _replace(self, key: str, expected: bytes | None, value: bytes | None) -> bool:
        if self._get(key) != expected:
            return False
        self._write(key, value)
        return True

    def _keys(self, prefix: str, limit: int) -> Sequence[str]:
        found = sorted((key for key in self.values if key.startswith(prefix)), key=str.encode)
        return found[:limit]


class MemorySettings(Settings):
    """Settings in a dictionary, `values`."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def _get(self, key: str) -> str | None:
        return self.values.get(key)


class MemoryLog(Log):
    """The lines so far, oldest first."""

    def __init__(self) -> None:
        self.lines: list[tuple[Level, str]] = []

    def _write(self, level: Level, line: str) -> None:
        self.lines.append((level, line))


class MemoryChance(Chance):
    """Bytes that are the same in each test: 0, 1, 2 and so on, mixed."""

    def __init__(self) -> None:
        self.n_given = 0

    def _bytes(self, length: int) -> bytes:
        first, self.n_given = self.n_given, self.n_given + length
        return bytes(_mixed(n) for n in range(first, first + length))


def _mixed(n: int) -> int:
    # The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
    n = (n + 1) * 0x9E37_79B9_7F4A_7C15 & _MASK
    n = (n ^ (n >> 30)) * 0xBF58_476D_1CE4_E5B9 & _MASK
    n = (n ^ (n >> 27)) * 0x94D0_49BB_1331_11EB & _MASK
    return (n ^ (n >> 31)) & 0xFF


class MemoryWeb(http.Web):
    """What web services answer, by method and address. Others cannot be reached."""

    def __init__(self) -> None:
        self.answers: dict[tuple[http.Method, str], http.Response | http.Failure] = {}
        self.sent: list[http.Request] = []
        """The requests so far, oldest first."""
        self._n_in_turn = 0

    def begin_turn(self) -> None:
        """Counts from zero."""
        self._n_in_turn = 0

    def send(self, request: http.Request) -> http.Response:
        """The answer that was set for it."""
        self._n_in_turn += 1
        check(self._n_in_turn <= REQUESTS_PER_TURN_MAX, f"a turn may send {REQUESTS_PER_TURN_MAX} requests")
        self.sent.append(request)
        answer = self.answers.get((request.method, request.url), http.Unreachable("nobody is there"))
        if isinstance(answer, http.Failure):
            raise answer
        return answer


class MemoryFiles(files.Files):
    """The files that citizens sent, by their ids, or why one cannot be read. All others are unknown."""

    def __init__(self) -> None:
        self.sent: dict[str, files.Content | files.Failure] = {}
        self._n_in_turn = 0

    def begin_turn(self) -> None:
        """Counts from zero."""
        self._n_in_turn = 0

    def read(self, id: str) -> files.Content:
        """The content that was set for it."""
        self._n_in_turn += 1
        check(self._n_in_turn <= FILES_PER_TURN_MAX, f"a turn may read {FILES_PER_TURN_MAX} files")
        content = self.sent.get(id, files.Unknown("no file of this citizen has this id"))
        if isinstance(content, files.Failure):
            raise content
        if len(content.data) > FILE_BYTES_MAX:
            raise files.TooLarge(f"a file that is read has at most {FILE_BYTES_MAX} bytes")
        return content


@dataclass(frozen=True, slots=True)
class MemoryPayment:
    """A payment that was asked for, and where it stands."""

    request: payments.PaymentRequest
    status: payments.Status


class MemoryPayments(payments.Payments):
    """The payments that were asked for, by reference."""

    def __init__(self) -> None:
        self.asked: dict[str, MemoryPayment] = {}
        self._n_in_turn = 0

    def begin_turn(self) -> None:
        """Counts from zero."""
        self._n_in_turn = 0

    def find(self, reference: str) -> payments.Status | None:
        """Where it stands."""
        self._n_in_turn += 1
        check(self._n_in_turn <= LOOKS_PER_TURN_MAX, f"a turn may look for {LOOKS_PER_TURN_MAX} payments")
        return self.asked[reference].status if reference in self.asked else None

    def ask(self, request: payments.PaymentRequest) -> None:
        """A turn asked for it. Raises a `LimitError` if the host would refuse it."""
        before = self.asked.setdefault(request.reference, MemoryPayment(request, payments.Open()))
        is_same = (before.request.paise, before.request.purpose) == (request.paise, request.purpose)
        is_asked = is_same and isinstance(before.status, payments.Open | payments.Paid)
        check(is_asked, "a payment that is over, or another one, has this reference: take a new one")


class MemoryTimers(Timers):
    """The citizen's timers, `waiting`, by service and name."""

    def __init__(self, host: "MemoryHost") -> None:
        self.waiting: dict[tuple[str, str], MemoryTimer] = {}
        self._host = host
        self._service = ""
        self._n_calls = 0

    def begin_turn(self, service: str) -> None:
        """Counts from zero."""
        self._service = service
        self._n_calls = 0

    def _call(self) -> None:
        self._n_calls += 1
        check(self._n_calls <= TIMERS_MAX, f"a turn may set and cancel {TIMERS_MAX} timers")

    def _set(self, name: str, at_ms: int, note: bytes) -> None:
        self._call()
        at = max(calendar.instant(at_ms), self._host.now)
        check(at <= self._host.now + TIMER_AHEAD_MAX, f"a timer comes within {TIMER_AHEAD_MAX.days} days")
        self.waiting[self._service, name] = MemoryTimer(at, note)
        n_timers = sum(service == self._service for service, _ in self.waiting)
        check(n_timers <= TIMERS_MAX, f"a citizen has at most {TIMERS_MAX} timers in a service")

    def _cancel(self, name: str) -> bool:
        self._call()
        return self.waiting.pop((self._service, name), None) is not None


@dataclass
class MemoryHost:
    """A host in memory: everything that a test wants to set, or to look at afterwards."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 10, 30, tzinfo=calendar.INDIA))
    """The instant of every turn."""
    department: MemoryRecords = field(default_factory=MemoryRecords)
    settings: MemorySettings = field(default_factory=MemorySettings)
    web: MemoryWeb = field(default_factory=MemoryWeb)
    files: MemoryFiles = field(default_factory=MemoryFiles)
    payments: MemoryPayments = field(default_factory=MemoryPayments)
    log: MemoryLog = field(default_factory=MemoryLog)
    chance: MemoryChance = field(default_factory=MemoryChance)
    citizens: dict[str, MemoryRecords] = field(default_factory=dict)
    """The records of each citizen, by name."""

    def __post_init__(self) -> None:
        self._timers: dict[str, MemoryTimers] = {}
        self.certificates = MemoryCertificates(self.now)
        """The certificates that were issued, and the kinds that may be."""
        self._acting = "Asha"

    @classmethod
    def seeded(cls, seed: bytes, settings: Mapping[str, str] | None = None) -> "MemoryHost":
        """With the records of a `seed.json`, and with settings."""
        host = cls()
        for record in plain.loads(list[_Seed], seed):
            host.department.values[record.key] = plain.dumps(record.value)
        host.settings.values.update(settings or {})
        return host

    @property
    def citizen(self) -> MemoryRecords:
        """The records of the citizen who acts."""
        return self.citizens.setdefault(self._acting, MemoryRecords())

    @property
    def timers(self) -> MemoryTimers:
        """The timers of the citizen who acts."""
        return self._timers.setdefault(self._acting, MemoryTimers(self))

    def begin_turn(self, citizen: str, service: str) -> None:
        """From here on this citizen acts in this service; what is counted by turn is counted from zero."""
        self._acting = citizen
        self.department.begin_turn()
        self.citizen.begin_turn()
        self.web.begin_turn()
        self.files.begin_turn()
        self.payments.begin_turn()
        self.certificates.begin_turn(self.now)
        self.timers.begin_turn(service)

    def kept(self) -> object:
        """What `restore` wants: everything that is part of a turn's transaction."""
        records = dict(self.department.values), dict(self.citizen.values)
        return *records, dict(self.timers.waiting), dict(self.certificates.issued)

    def restore(self, kept: object) -> None:
        """Undoes what a turn stored and set since."""
        assert isinstance(kept, tuple)
        self.department.values, self.citizen.values, self.timers.waiting, self.certificates.issued = kept
