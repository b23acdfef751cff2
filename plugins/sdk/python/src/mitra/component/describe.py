"""The interface `types`, as far as it is about the department."""

from wit_world.imports import types

from mitra.department import Description, Service
from mitra.text import Localized


def localized(text: Localized) -> types.Localized:
    """A text."""
    return types.Localized(text.te, text.en, text.hi)


def department(it: Description) -> types.Department:
    """What the department offers."""
    return types.Department(it.id, localized(it.name), [_service(one) for one in it.services], it.state_schema)


def _service(it: Service) -> types.Service:
    return types.Service(it.id, localized(it.name), localized(it.summary), list(it.aliases))
