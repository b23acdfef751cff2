"""Settings that the operator gave the department: addresses, switches, names of offices. Never secrets."""

from abc import ABC, abstractmethod
from typing import overload


class Settings(ABC):
    """The operator's settings."""

    @overload
    def get(self, key: str) -> str | None: ...

    @overload
    def get(self, key: str, default: str) -> str: ...

    def get(self, key: str, default: str | None = None) -> str | None:
        """The setting, or the default if the operator gave none or a blank one."""
        value = self._get(key)
        return default if value is None or not value.strip() else value

    @abstractmethod
    def _get(self, key: str) -> str | None: ...
