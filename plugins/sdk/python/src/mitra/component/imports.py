"""The interfaces `config`, `log`, `random` and `schedule`, which have a function or two each."""

from wit_world.imports import config, log, random, schedule

from mitra.chance import Chance
from mitra.log import Level, Log
from mitra.settings import Settings
from mitra.timers import Timers


class ImportedSettings(Settings):
    """The interface `config`."""

    def _get(self, key: str) -> str | None:
        return config.get(key)


class ImportedLog(Log):
    """The interface `log`."""

    def _write(self, level: Level, line: str) -> None:
        log.write(log.Level[level.name], line)


class ImportedChance(Chance):
    """The interface `random`."""

    def _bytes(self, length: int) -> bytes:
        return random.bytes(length)


class ImportedTimers(Timers):
    """The interface `schedule`."""

    def _set(self, name: str, at_ms: int, note: bytes) -> None:
        schedule.set(name, at_ms, note)

    def _cancel(self, name: str) -> bool:
        return schedule.cancel(name)
