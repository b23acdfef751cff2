"""Files that citizens send."""

from dataclasses import dataclass
from enum import Enum


class MediaKind(Enum):
    """What kind of file a citizen sent."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a citizen sent. Its bytes are read by `host.files`, for 7 days."""

    kind: MediaKind
    id: str
    """Opaque; at most 256 bytes. Store it to read the file in a later turn of the same citizen."""
    mime_type: str
    """Without parameters, such as `image/jpeg`."""
    caption: str | None = None
    """What the citizen wrote under it."""
    filename: str | None = None
    """As the citizen's phone gave it: untrusted text, never a path."""
