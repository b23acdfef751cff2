"""The department as a component. Only this package knows the bindings that componentize-py makes of the contract.

A module for each interface turns what is in `mitra` into what is in `wit_world` and back.
"""

from collections.abc import Callable

from mitra.department import Department

Exported = Callable[[], object]
"""What componentize-py wants: a class, of which it makes an instance."""


def export(department: Department) -> tuple[Exported, Exported]:
    """`Handler` and `Migration`, the two names that a component's `app.py` must have."""
    try:
        # Imported while the component is built: what is not imported then is not in it.
        from mitra.component.exports import exported
    except ModuleNotFoundError as missing:
        if missing.name not in ("componentize_py_types", "wit_world"):
            raise
        # Elsewhere than in a component, such as in tests, there is nobody to export to.
        return (lambda: department), (lambda: department)
    return exported(department)
