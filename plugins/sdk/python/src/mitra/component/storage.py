"""The interface `storage`."""

from collections.abc import Sequence

from wit_world.imports import storage

from mitra.records import Records


class ImportedRecords(Records):
    """The records of one scope."""

    def __init__(self, scope: storage.Scope) -> None:
        self._scope = scope

    def _get(self, key: str) -> bytes | None:
        return storage.get(self._scope, key)

    def _set(self, key: str, value: bytes) -> None:
        storage.set(self._scope, key, value)

    def _delete(self, key: str) -> None:
        storage.delete(self._scope, key)

    def _replace(self, key: str, expected: bytes | None, value: bytes | None) -> bool:
        return storage.replace(self._scope, key, expected, value)

    def _keys(self, prefix: str, limit: int) -> Sequence[str]:
        return storage.keys(self._scope, prefix, limit)
