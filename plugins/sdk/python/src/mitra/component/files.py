"""The interface `media`."""

from componentize_py_types import Err
from wit_world.imports import media as wit

from mitra import files


class ImportedFiles(files.Files):
    """Files that this citizen sent, if the operator granted it."""

    def read(self, id: str) -> files.Content:
        """A whole file."""
        try:
            given = wit.read(id)
        except Err as error:
            raise _failure(error.value) from None
        return files.Content(given.mime_type, given.bytes)


def _failure(given: wit.Failure) -> files.Failure:
    match given:
        case wit.Failure_Denied(words):
            return files.Denied(words)
        case wit.Failure_Unknown():
            return files.Unknown("no file of this citizen has this id")
        case wit.Failure_Gone():
            return files.Gone("the file is no longer there")
        case wit.Failure_TooLarge():
            return files.TooLarge("the file has more than 5 MiB")
        case wit.Failure_Unavailable(words):
            return files.Unavailable(words)
