"""The interface `types`, as far as it is about what citizens send."""

from wit_world.imports import types

from mitra.media import Media, MediaKind
from mitra.place import Location


def location(given: types.Location) -> Location:
    """A location that a citizen shared."""
    return Location(given.latitude, given.longitude, given.name, given.address)


def said_location(it: Location) -> types.Location:
    """A location that a citizen is told."""
    return types.Location(it.latitude, it.longitude, it.name, it.address)


def media(given: types.Media) -> Media:
    """A file that a citizen sent."""
    return Media(MediaKind[given.kind.name], given.id, given.mime_type, given.caption, given.filename)
