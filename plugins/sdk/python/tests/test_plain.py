"""Plain data is read as it was written, and nothing else is."""

import unittest
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal

from mitra import Localized, ShapeError, calendar, plain, variant


class Status(Enum):
    HELD = "held"
    KEPT = "kept"


@dataclass(frozen=True)
class Slot:
    temple: str
    day: date
    until: datetime
    capacity: int
    name: Localized
    status: Status = Status.HELD
    prices: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    pair: tuple[int, str] | None = None
    kilometres: float = 0.5


@variant("temple")
@dataclass(frozen=True)
class AskTemple:
    page: int = 0


@variant("day")
@dataclass(frozen=True)
class AskDay:
    temple: str


SLOT = Slot("a", date(2026, 11, 24), calendar.instant(1_795_496_400_000), 5, Localized("a", "బి", "c"), Status.KEPT)


class Plain(unittest.TestCase):
    def test_what_is_written_is_read(self) -> None:
        values: list[tuple[Any, Any]] = [
            (Slot, SLOT),
            (AskTemple | AskDay, AskDay("a")),
            (AskTemple | AskDay | None, None),
            (list[Slot], [SLOT]),
            (tuple[int, ...], (1, 2, 3)),
            (dict[str, Status], {"a": Status.HELD}),
            (Literal["a", "b"], "b"),
            (bool, True),
            (Any, {"a": [1, None]}),
        ]
        for shape, value in values:
            self.assertEqual(plain.loads(shape, plain.dumps(value)), value)

    def test_json_is_small_and_readable(self) -> None:
        self.assertEqual(plain.dumps(AskDay("గుడి")), '{"is":"day","temple":"గుడి"}'.encode())

    def test_defaults_stand_for_what_an_older_release_did_not_write(self) -> None:
        self.assertEqual(plain.loads(AskTemple, b'{"is":"temple","of_a_newer":1}'), AskTemple(0))
        self.assertEqual(plain.loads(float, b"1"), 1.0)

    def test_another_shape_is_refused_with_the_place_and_without_the_value(self) -> None:
        cases: list[tuple[Any, bytes, str]] = [
            (Slot, plain.dumps(SLOT).replace(b"2026-11-24", b"secret", 1), "it.day"),
            (Slot, b"{}", "'temple'"),
            (Slot, b"[]", "it"),
            (AskTemple | AskDay, b'{"is":"secret"}', "AskTemple"),
            (AskTemple, b'{"is":"day"}', "AskTemple"),
            (list[int], b'[1, "secret"]', "it[1]"),
            (list[int], b'{"a": 1}', "list"),
            (tuple[int, str], b"[1]", "tuple"),
            (Status, b'"secret"', "Status"),
            (int, b"true", "int"),
            (int, b"1.5", "int"),
            (str, b"null", "str"),
            (dict[str, int], b'{"a": null}', "it.a"),
            (Literal["a"], b'"secret"', "Literal"),
            (Slot, b"{secret", "JSON"),
            (Slot, b"\xff", "JSON"),
        ]
        for shape, data, where in cases:
            with self.assertRaises(ShapeError, msg=repr(data)) as caught:
                plain.loads(shape, data)
            self.assertIn(where, str(caught.exception))
            self.assertNotIn("secret", str(caught.exception))

    def test_shapes_are_looked_at_once(self) -> None:
        plain._fields.cache_clear()
        plain.prepare(dict[str, list[Slot | None]], AskTemple | AskDay, int)
        prepared = plain._fields.cache_info().currsize
        plain.loads(Slot, plain.dumps(SLOT))
        plain.loads(AskTemple | AskDay, plain.dumps(AskDay("a")))
        self.assertEqual((prepared, plain._fields.cache_info().currsize), (4, 4))

    def test_what_is_not_plain_cannot_be_written_or_read(self) -> None:
        self.assertRaises(TypeError, plain.dumps, {1, 2})
        self.assertRaises(TypeError, plain.loads, complex, b"1")
