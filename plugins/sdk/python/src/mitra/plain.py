"""Plain data as JSON: the state of a conversation, and records.

Known are `None`, `bool`, `int`, `float`, `str`, lists, tuples, dictionaries with `str` keys, enums, `date` and
`datetime` (as ISO 8601), and dataclasses of these, fields with defaults included. Unions are known of none and one
other shape, and of dataclasses that are told apart by `@variant`.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from typing_extensions import TypeForm

T = TypeVar("T")

# The key that says which dataclass of a union an object is.
_VARIANT: Final = "is"
# The types whose values JSON has as they are.
_SIMPLE: Final = (str, int, float, bool, types.NoneType)


class ShapeError(ValueError):
    """Data that has not the shape that is wanted. The words say where."""


def variant(name: str) -> Callable[[type[T]], type[T]]:
    """Makes a dataclass one of a union, by this name: `{"is": name, ...}` in JSON."""

    def named(shape: type[T]) -> type[T]:
        shape.__variant__ = name  # type: ignore[attr-defined]
        return shape

    return named


def prepare(*shapes: object) -> None:
    """Looks at these shapes, and those within them, now: called at the top of a module, while a component is built, it
    saves each turn of doing so.
    """
    for shape in shapes:
        prepare(*typing.get_args(shape))
        if isinstance(shape, type) and dataclasses.is_dataclass(shape):
            prepare(*(wanted for _, wanted, _ in _fields(shape)))


def dumps(value: object) -> bytes:
    """The value as JSON in UTF-8, without spaces.

    Raises `TypeError` if it is not plain.
    """
    return json.dumps(value, default=_encode, ensure_ascii=False, separators=(",", ":")).encode()


def loads(shape: "TypeForm[T]", data: bytes) -> T:
    """The value of this JSON, as `shape`.

    Raises `ShapeError` if it is no JSON or has another shape.
    """
    try:
        value = json.loads(data)
    except ValueError as error:
        raise ShapeError(f"this is no JSON: {error}") from None
    return decode(shape, value)


def decode(shape: "TypeForm[T]", value: object, where: str = "it") -> T:
    """The value that `json.loads` gave, as `shape`.

    Raises `ShapeError` if it has another one.
    """
    return cast(T, _decode(shape, value, where))


def _encode(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        name = getattr(value, "__variant__", None)
        return fields if name is None else {_VARIANT: name, **fields}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not plain data")


def _decode(shape: Any, value: object, where: str) -> object:
    if shape is Any:
        return value
    if shape in _SIMPLE:
        # JSON has one kind of number, and `True` is an `int` of Python's.
        is_fit = isinstance(value, int | float) if shape is float else isinstance(value, shape)
        if not is_fit or (isinstance(value, bool) and shape is not bool):
            raise _wrong(shape, value, where)
        return float(value) if shape is float and isinstance(value, int) else value
    origin = typing.get_origin(shape)
    if origin is not None:
        return _decode_generic(origin, typing.get_args(shape), value, where)
    if dataclasses.is_dataclass(shape):
        return _decode_dataclass(cast(type, shape), value, where)
    if issubclass(shape, Enum):
        try:
            return shape(value)
        except ValueError:
            raise _wrong(shape, value, where) from None
    if issubclass(shape, date):
        try:
            return shape.fromisoformat(cast(str, value))
        except (TypeError, ValueError):
            raise _wrong(shape, value, where) from None
    raise TypeError(f"{shape} is not plain data")


def _decode_generic(origin: Any, arguments: tuple[Any, ...], value: object, where: str) -> object:
    if origin is typing.Literal:
        if value not in arguments:
            raise _wrong(origin, value, where)
        return value
    if origin in (typing.Union, types.UnionType):
        return _decode_union(arguments, value, where)
    if origin is dict:
        if not isinstance(value, dict):
            raise _wrong(origin, value, where)
        return {key: _decode(arguments[1], item, f"{where}.{key}") for key, item in value.items()}
    if not isinstance(value, list):
        raise _wrong(origin, value, where)
    if origin is tuple and arguments[-1] is not Ellipsis:
        if len(value) != len(arguments):
            raise _wrong(origin, value, where)
        shapes: Sequence[Any] = arguments
    else:
        shapes = [arguments[0]] * len(value)
    items = [_decode(shape, item, f"{where}[{n}]") for n, (shape, item) in enumerate(zip(shapes, value, strict=True))]
    return tuple(items) if origin is tuple else items


def _decode_union(shapes: tuple[Any, ...], value: object, where: str) -> object:
    if value is None and types.NoneType in shapes:
        return None
    others = [shape for shape in shapes if shape is not types.NoneType]
    if len(others) == 1:
        return _decode(others[0], value, where)
    name = value.get(_VARIANT) if isinstance(value, dict) else None
    for shape in others:
        if name is not None and getattr(shape, "__variant__", None) == name:
            return _decode(shape, value, where)
    raise ShapeError(f"{where} is none of {', '.join(shape.__name__ for shape in others)}")


def _decode_dataclass(shape: type, value: object, where: str) -> object:
    if not isinstance(value, dict):
        raise _wrong(shape, value, where)
    if value.get(_VARIANT) != getattr(shape, "__variant__", value.get(_VARIANT)):
        raise _wrong(shape, value.get(_VARIANT), where)
    values = {}
    for name, wanted, is_needed in _fields(shape):
        if name in value:
            values[name] = _decode(wanted, value[name], f"{where}.{name}")
        elif is_needed:
            raise ShapeError(f"{where} has no {name!r}")
    return shape(**values)


@cache
def _fields(shape: type) -> list[tuple[str, Any, bool]]:
    hints = typing.get_type_hints(shape)
    missing = dataclasses.MISSING
    return [
        (field.name, hints[field.name], field.default is missing and field.default_factory is missing)
        for field in dataclasses.fields(shape)
    ]


def _wrong(shape: Any, value: object, where: str) -> ShapeError:
    # Never the value: records hold what citizens said, and errors end up in a log.
    return ShapeError(f"{where} is no {getattr(shape, '__name__', shape)}, but of type {type(value).__name__}")
