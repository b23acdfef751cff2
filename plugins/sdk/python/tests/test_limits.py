"""Every limit is kept by what is just under it, and broken by what is just over."""

import unittest
from collections.abc import Callable
from datetime import timedelta

from mitra import (
    Choice,
    Choices,
    Description,
    Form,
    Language,
    LimitError,
    Localized,
    Location,
    PaymentRequest,
    Refused,
    RetryLater,
    Service,
    excerpt,
    finish,
    forms,
    reply,
    same,
    stay,
    text,
    units,
)

WORDS = text("పదాలు", "Words", "शब्द")


class Limits(unittest.TestCase):
    def check(self, make: Callable[[int], object], most: int) -> None:
        """So many are allowed, and one more is not."""
        make(most)
        with self.assertRaises(LimitError):
            make(most + 1)

    def test_a_text_is_counted_by_the_stricter_way(self) -> None:
        self.assertEqual([units(said) for said in ("తెలుగు", "🙏", "")], [6, 2, 0])
        self.check(lambda n: finish(["క" * n]), 4_096)
        self.check(lambda n: finish(["💡" * n]), 2_048)

    def test_a_text_shows_something_and_has_no_control_characters(self) -> None:
        finish(["a\nb\tc", "క్\u200cష"])
        for said in ("", " \n", "\u200b\u200d", "a\x07", "\ufeff\xad "):
            with self.assertRaises(LimitError, msg=repr(said)):
                finish([said])

    def test_a_line_is_one_line(self) -> None:
        Choice("a", "a b")
        for title in ("a\nb", " a", "a ", "a\tb", ""):
            with self.assertRaises(LimitError, msg=repr(title)):
                Choice("a", title)

    def test_choices(self) -> None:
        self.check(lambda n: Choice("క" * n, "A"), 60)
        self.check(lambda n: Choice("a" * n, "A"), 180)
        self.check(lambda n: Choice("a", "క" * n), 24)
        self.check(lambda n: Choice("a", "A", "క" * n), 72)
        self.check(lambda n: Choices("?" * n, [Choice("a", "A")]), 1_024)
        self.check(lambda n: Choices("?", [Choice("a", "A")], "b" * n), 20)
        self.check(lambda n: Choices("?", [Choice(str(i), str(i)) for i in range(n)]), 10)
        for items in ([], [Choice("a", "A"), Choice("a", "B")], [Choice("a", "A"), Choice("b", "A")]):
            with self.assertRaises(LimitError):
                Choices("?", items)

    def test_other_replies(self) -> None:
        url = "https://a.in/"
        self.check(lambda n: reply.Link("t" * n, "l", url), 1_024)
        self.check(lambda n: reply.Link("t", "l" * n, url), 20)
        self.check(lambda n: reply.Image(url + "a" * (n - len(url))), 2_000)
        self.check(lambda n: reply.Image(url, "c" * n), 1_024)
        self.check(lambda n: reply.Document(url, "f" * n), 240)
        self.check(lambda n: reply.Document(url, "f", "c" * n), 1_024)
        self.check(lambda n: reply.AskLocation("w" * n), 1_024)
        self.check(lambda n: reply.Place(Location(1, 2, "n" * n)), 1_000)
        refused: list[Callable[[], object]] = [
            lambda: reply.Image("http://a.in/"),
            lambda: reply.Document(url, "a/b"),
            lambda: reply.File(b"", "text/plain", "a.txt"),
            lambda: reply.File(b"GIF8", "image/gif", "a.gif"),
            lambda: reply.File(b"\x89PNG", "image/jpeg", "a.jpg"),
            lambda: reply.File(b"OggS", "audio/ogg", "a.ogg", "under it"),
            lambda: reply.File(b"a", "text/plain", "a\\b"),
            lambda: reply.Place(Location(90.1, 0)),
            lambda: reply.Place(Location(0, float("nan"))),
        ]
        for make in refused:
            self.assertRaises(LimitError, make)

    def test_outcomes(self) -> None:
        self.check(lambda n: finish(["a"] * n), 10)
        self.check(lambda n: stay([], "a" * (n - 2)), 64 * 1_024)
        self.check(lambda n: Refused("a" * n), 1_024)
        self.check(RetryLater, 3_600)
        self.assertRaises(LimitError, RetryLater, 0)

    def test_files_of_the_departments_own(self) -> None:
        self.check(lambda n: reply.File(b"a" * n, "text/plain", "a.txt"), 512 * 1_024)
        self.check(lambda n: reply.File(b"a", "text/plain", "f" * n), 240)
        self.check(lambda n: reply.File(b"%PDF-", "application/pdf", "a.pdf", "c" * n), 1_024)
        half = reply.File(b"a" * 512 * 1_024, "text/plain", "a.txt")
        finish([half, half])
        self.assertRaises(LimitError, finish, [half, half, reply.File(b"a", "text/plain", "a.txt")])
        self.assertNotIn("aaaa", repr(half))

    def test_payments(self) -> None:
        def request(
            reference: str = "a", paise: int = 100, purpose: str = "p", valid_for: timedelta = timedelta(minutes=20)
        ) -> PaymentRequest:
            return PaymentRequest(reference, paise, same(purpose), valid_for)

        self.check(lambda n: request("a" * n), 35)
        self.check(lambda n: request(paise=n), 1_000_000_000)
        self.check(lambda n: request(purpose="p" * n), 120)
        self.check(lambda n: request(valid_for=timedelta(seconds=n)), 604_800)
        for make in (
            lambda: request("a b"),
            lambda: request(""),
            lambda: request(paise=99),
            lambda: request(valid_for=timedelta(seconds=1_199)),
            lambda: finish([reply.AskPayment(request()), "a"]),
        ):
            self.assertRaises(LimitError, make)
        finish([reply.AskPayment(request())])

    def test_descriptions(self) -> None:
        def service(id: str = "s", name: Localized = WORDS, aliases: list[str] | None = None) -> Service:
            return Service(id, name, WORDS, aliases or [])

        self.check(lambda n: service("a" * n), 40)
        self.check(lambda n: service(name=Localized("క" * n, "a", "a")), 24)
        self.check(lambda n: Service("s", WORDS, Localized("a", "b" * n, "c")), 72)
        self.check(lambda n: service(aliases=["a"] * n), 50)
        self.check(lambda n: service(aliases=["💡" * n]), 60)
        self.check(lambda n: Description("d", WORDS, [service(f"s{i}") for i in range(n)], 1), 50)
        self.check(lambda n: Description("d", WORDS, [service()], n), 2**32 - 1)
        for id in ("", "A", "a b", "a_b", "క"):
            with self.assertRaises(LimitError, msg=id):
                service(id)
        with self.assertRaises(LimitError):
            Description("d", WORDS, [service(), service()], 1)

    def test_no_error_repeats_what_was_said(self) -> None:
        for said in ("secret" * 1_000, "secret\x07"):
            with self.assertRaises(LimitError) as caught:
                finish([said])
            self.assertNotIn("secret", str(caught.exception))

    def test_a_form_comes_last_and_with_a_state(self) -> None:
        asked = reply.AskForm(Form("f", WORDS, [forms.name("name", WORDS, WORDS)]))
        stay(["a", asked], None)
        for outcome in (lambda: stay([asked, "a"], None), lambda: finish([asked])):
            self.assertRaises(LimitError, outcome)

    def test_an_excerpt_never_exceeds_its_units_and_is_marked(self) -> None:
        self.assertEqual([excerpt("abcdef", 6), excerpt("abcdefg", 6)], ["abcdef", "abcd …"])
        for most in range(2, 20):
            shown = excerpt("💡" * 10, most)
            self.assertTrue(units(shown) <= most and shown.endswith("…"))

    def test_a_text_has_all_languages_and_the_same_parts(self) -> None:
        greeting = text("{name} గారు, {day}", "{day}, dear {name}", "{name} जी, {day}")
        self.assertEqual(greeting.fill(Language.EN, name="Asha", day="Monday"), "Monday, dear Asha")
        self.assertRaises(LimitError, greeting.fill, Language.TE, name="Asha")
        self.assertEqual(greeting.format(name=WORDS, day=1).hi, "शब्द जी, 1")
        self.assertRaises(LimitError, text, "a", "b {x}", "c {x}")
        self.assertRaises(LimitError, text, "a", " ", "c")
        self.assertEqual(same("1902").hi, "1902")
