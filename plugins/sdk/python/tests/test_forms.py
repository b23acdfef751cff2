"""Forms are held against the contract's limits, and answered as the host answers them."""

import unittest
from datetime import date

from mitra import (
    Alternative,
    Answers,
    Form,
    IdentityNumber,
    LimitError,
    Localized,
    Location,
    Media,
    MediaKind,
    forms,
    same,
)
from mitra.answers import Value
from mitra.forms import Field
from mitra.testing.filled import answers

WORDS = Localized("పదాలు", "Words", "शब्द")


def label(n: int | str) -> Localized:
    return same(f"Label {n}")


def one(field: Field, value: Value) -> bool:
    """Whether the front desk would take the answer."""
    try:
        answers(Form("f", WORDS, [field]), {field.id: value})
    except AssertionError:
        return False
    return True


class Forms(unittest.TestCase):
    def check(self, make: object, most: int) -> None:
        assert callable(make)
        make(most)
        self.assertRaises(LimitError, make, most + 1)

    def test_a_form_is_held_against_its_limits(self) -> None:
        def fields(n: int, question: Localized = WORDS) -> list[Field]:
            return [forms.name(f"f{i}", label(i), question) for i in range(n)]

        self.check(lambda n: Form("f", WORDS, fields(n)), 20)
        self.check(lambda n: Form("f", same("t" * n), fields(1)), 60)
        self.check(lambda n: forms.name("a" * n, WORDS, WORDS), 40)
        self.check(lambda n: forms.name("a", same("l" * n), WORDS), 24)
        self.check(lambda n: forms.name("a", WORDS, same("q" * n)), 1_024)
        self.check(lambda n: forms.name("a", WORDS, WORDS, help=same("h" * n)), 1_024)
        self.check(lambda n: forms.text("a", WORDS, WORDS, 1, n), 1_024)
        self.check(lambda n: forms.place("a", WORDS, WORDS, n), 1_024)
        self.check(lambda n: forms.digits("a", WORDS, WORDS, 1, n), 30)
        self.check(lambda n: forms.money("a", WORDS, WORDS, 0, n), 2**64 - 1)
        self.check(lambda n: forms.number("a", WORDS, WORDS, 0, n), 2**63 - 1)
        for refused in (
            lambda: Form("f", WORDS, []),
            lambda: Form("f", WORDS, [forms.name("a", WORDS, WORDS), forms.pan("a", label(1), WORDS)]),
            lambda: Form("f", WORDS, [forms.name("a", WORDS, WORDS), forms.pan("b", WORDS, WORDS)]),
            lambda: forms.text("a", WORDS, WORDS, 0, 1),
            lambda: forms.text("a", WORDS, WORDS, 2, 1),
            lambda: forms.number("a", WORDS, WORDS, 2, 1),
            lambda: forms.money("a", WORDS, WORDS, -1, 1),
            lambda: forms.date("a", WORDS, WORDS, earliest=date(2026, 1, 2), latest=date(2026, 1, 1)),
        ):
            self.assertRaises(LimitError, refused)

    def test_the_texts_of_a_form_have_32_kib_together(self) -> None:
        question = same("క" * 1_024)
        big = [forms.name(f"f{i}", label(i), question) for i in range(3)]
        Form("f", WORDS, big)
        with self.assertRaises(LimitError):
            Form("f", WORDS, [*big, forms.name("x", WORDS, question)])

    def test_alternatives_leave_a_row_to_skip(self) -> None:
        def choice(n: int, optional: bool = False) -> Field:
            return forms.choice(
                "a", WORDS, WORDS, [Alternative(f"a{i}", label(i)) for i in range(n)], optional=optional
            )

        self.check(choice, 10)
        self.check(lambda n: choice(n, True), 9)
        self.assertRaises(LimitError, choice, 1)
        self.check(lambda n: Alternative("a", same("t" * n)), 24)
        self.check(lambda n: Alternative("a", WORDS, same("d" * n)), 72)
        for twice in (
            [Alternative("a", label(1)), Alternative("a", label(2))],
            [Alternative("a", WORDS), Alternative("b", WORDS)],
        ):
            self.assertRaises(LimitError, forms.choice, "a", WORDS, WORDS, twice)

    def test_answers_are_what_the_host_would_give(self) -> None:
        photo, video = Media(MediaKind.IMAGE, "1", "image/jpeg"), Media(MediaKind.VIDEO, "1", "video/mp4")
        days = forms.date("a", WORDS, WORDS, earliest=date(2026, 1, 1), latest=date(2026, 1, 31))
        choice = forms.choice("a", WORDS, WORDS, [Alternative("x", label(1)), Alternative("y", label(2))])
        cases: list[tuple[Field, list[Value], list[Value]]] = [
            (forms.text("a", WORDS, WORDS, 2, 3), ["ab", "abc"], ["a", "abcd", " ab", "a\x07", 5]),
            (forms.digits("a", WORDS, WORDS, 2, 3), ["01", "012"], ["1", "0123", "1a", 12]),
            (forms.number("a", WORDS, WORDS, -1, 120), [-1, 120], [-2, 121, "5"]),
            (forms.money("a", WORDS, WORDS, 100, 200), [100, 200], [99, 201]),
            (days, [date(2026, 1, 1), date(2026, 1, 31)], [date(2025, 12, 31), date(2026, 2, 1), "2026-01-01"]),
            (choice, ["x", "y"], ["z", "Label 1"]),
            (forms.name("a", WORDS, WORDS), ["Asha", "ఆశ"], ["A", "Asha 2", " Asha"]),
            (forms.pin_code("a", WORDS, WORDS), ["522001"], ["52200", "022001", "522 001"]),
            (forms.mobile("a", WORDS, WORDS), ["9" * 10], ["5" * 10, "9" * 9]),
            (forms.aadhaar("a", WORDS, WORDS), [IdentityNumber("1234", "t")], [IdentityNumber("123", "t"), "1234"]),
            (forms.vehicle("a", WORDS, WORDS), ["AP39AB1234"], ["AP 39 AB 1234", "ap39ab1234"]),
            (forms.photo("a", WORDS, WORDS), [photo], [video, "1"]),
            (forms.document("a", WORDS, WORDS), [photo], [video]),
            (forms.location("a", WORDS, WORDS), [Location(1, 2)], ["here"]),
            (forms.place("a", WORDS, WORDS, 5), [Location(1, 2), "here"], ["far off"]),
        ]
        for field, taken, refused in cases:
            for value in taken:
                self.assertTrue(one(field, value), (field.kind, value))
            for value in refused:
                self.assertFalse(one(field, value), (field.kind, value))

    def test_every_kind_of_code_has_an_answer(self) -> None:
        codes = {"pan": "ABCDE1234F", "voter_id": "ABC1234567", "ifsc": "SBIN0001234", "survey_number": "123/4A"}
        codes |= {"driving_licence": "AP0320190001234", "bank_account": "1" * 9, "upi": "a@b", "email": "a@b.in"}
        for kind, code in codes.items():
            field = getattr(forms, kind)("a", WORDS, WORDS)
            self.assertTrue(one(field, code), kind)
            self.assertFalse(one(field, code.swapcase() if "@" in code else f" {code}"), kind)

    def test_an_answer_is_found_by_its_field_and_type(self) -> None:
        given = Answers({"name": "Asha", "age": 40, "born": date(2024, 2, 29)})
        self.assertEqual((given.text("name"), given.number("age"), given.date("born")), ("Asha", 40, date(2024, 2, 29)))
        self.assertEqual((given.text("age"), given.number("skipped"), given.money("name")), (None, None, None))
        self.assertNotIn("Asha", repr(given))
        self.assertEqual([field for field, _ in given], ["name", "age", "born"])

    def test_only_what_is_optional_may_be_skipped(self) -> None:
        form = Form("f", WORDS, [forms.name("a", label(1), WORDS), forms.pan("b", label(2), WORDS, optional=True)])
        self.assertEqual(answers(form, {"a": "Asha"}), Answers({"a": "Asha"}))
        self.assertRaises(AssertionError, answers, form, {"b": "ABCDE1234F"})
        self.assertRaises(AssertionError, answers, form, {"a": "Asha", "c": "d"})
