"""What can be said of a department without running a turn."""

from mitra.department import Department, Description
from mitra.text import Language


def check_description(department: Department) -> Description:
    """The description, if it keeps every limit and is the same every time.

    Raises `LimitError` for a limit, and `AssertionError` if two descriptions differ, or if a word leads to two
    services: the front desk would have to ask the citizen which one is meant.
    """
    description = department.describe()
    assert description == department.describe(), "two descriptions differ"
    services: dict[str, str] = {}
    for service in description.services:
        names = [service.name[language] for language in Language]
        for word in {word.strip().lower() for word in [*names, *service.aliases]}:
            other = services.setdefault(word, service.id)
            assert other == service.id, f"{word!r} leads to two services, `{other}` and `{service.id}`"
    return description
