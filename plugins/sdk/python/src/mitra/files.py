"""The bytes of files that citizens sent, and files that the department made.

To read what citizens send, `department.toml` asks for it and the operator grants it.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Final

from mitra.limits import check

FILE_BYTES_MAX: Final = 512 * 1_024
"""Of a file that the department made."""
FILES_BYTES_MAX: Final = 1_024 * 1_024
"""Of all such files of a turn."""
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
TYPES: Final = {
    "application/pdf": b"%PDF",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG",
    "text/plain": b"",
    "audio/aac": b"\xff",
    "audio/amr": b"#!AMR",
    "audio/mp4": b"",
    "audio/mpeg": b"",
    "audio/ogg": b"OggS",
    "video/mp4": b"",
    f"{_OFFICE}wordprocessingml.document": b"PK",
    f"{_OFFICE}spreadsheetml.sheet": b"PK",
    f"{_OFFICE}presentationml.presentation": b"PK",
}
"""The types that are sent, and how their bytes begin where that is sure."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a file that a citizen sent."""

    mime_type: str
    """What the citizen's phone said, such as `image/jpeg`: look at the bytes before you trust it."""
    data: bytes


class Failure(Exception):
    """There are no bytes. The words are for the department's log, not for citizens."""


class Denied(Failure):
    """It was not asked for, or the operator did not grant it."""


class Unknown(Failure):
    """No file that this citizen sent to this department has this id."""


class Gone(Failure):
    """The citizen must send it again: Meta keeps files for 7 days."""


class TooLarge(Failure):
    """It has more than 5 MiB."""


class Unavailable(Failure):
    """Meta cannot be reached, or took too long. A later turn may read it: raise `RetryLater`."""


class Files(ABC):
    """Files that this citizen sent. A turn may read 4, each of at most 5 MiB, in 4 s all together."""

    @abstractmethod
    def read(self, id: str) -> Content:
        """A whole file, by the `id` of its `Media`, of this turn or an earlier one. Raises a `Failure` if it cannot."""


def check_made(data: bytes, mime_type: str) -> None:
    """Raises a `LimitError` unless a file of the department's can be sent. The host looks further into the bytes."""
    check(1 <= len(data) <= FILE_BYTES_MAX, f"a file has 1 to {FILE_BYTES_MAX} bytes: {len(data)}")
    check(mime_type in TYPES, f"{mime_type!r} is no type that is sent: {', '.join(TYPES)}")
    check(data.startswith(TYPES[mime_type]), f"the file's bytes are no {mime_type}")
