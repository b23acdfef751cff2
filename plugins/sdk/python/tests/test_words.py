"""Digits, days, money, places, references: what is said and typed."""

import unittest
from datetime import UTC, date, datetime, time

from mitra import LimitError, Location, ReferenceKind, calendar, digits
from mitra.testing import MemoryHost

KIND = ReferenceKind("AP", 5)


class Words(unittest.TestCase):
    def test_digits_of_three_scripts_are_the_same_number(self) -> None:
        for typed in ("౧౨౩ ౪౫", "१२-३४५", "12\xa0345", "1.2.3.4.5"):
            self.assertEqual(digits.only(typed), "12345")
        for typed in ("12a", " ", "", "٣"):
            self.assertIsNone(digits.only(typed))

    def test_money_is_grouped_by_lakhs(self) -> None:
        cases = {0: "₹0.00", 5: "₹0.05", 99_900: "₹999.00", 100_000: "₹1,000.00", 12_345_600: "₹1,23,456.00"}
        for paise, shown in {**cases, 1_234_567_890: "₹1,23,45,678.90"}.items():
            self.assertEqual(digits.rupees(paise), shown)

    def test_a_day_begins_at_midnight_in_india(self) -> None:
        # 2024-02-29T18:29:59Z and one second later.
        before, after = calendar.instant(1_709_231_399_000), calendar.instant(1_709_231_400_000)
        self.assertEqual((before.date(), after.date()), (date(2024, 2, 29), date(2024, 3, 1)))
        self.assertEqual((calendar.show_time(before), calendar.show_time(after)), ("23:59", "00:00"))
        self.assertEqual(calendar.at_time(date(2024, 3, 1), 0), after)
        self.assertEqual(calendar.show_time(time(6, 5)), "06:05")

    def test_an_instant_is_read_as_it_was_given(self) -> None:
        for ms in (0, 1, 999, 1_795_496_400_001, 2**42):
            self.assertEqual(calendar.milliseconds(calendar.instant(ms)), ms)
        self.assertEqual(calendar.milliseconds(datetime(1960, 1, 1, tzinfo=UTC)), 0)
        self.assertRaises(ValueError, calendar.milliseconds, datetime(2026, 1, 1))

    def test_a_day_is_read_as_it_is_typed(self) -> None:
        for typed in ("24-11-2026", "24/11/2026", "24.11.2026", "24 11 2026", "24-11-2026 "):
            self.assertEqual(calendar.parse_date(typed), date(2026, 11, 24))
        for typed in ("", "24-11", "2026-11-24", "29-02-2026", "0-1-2026", "a-b-cdef", "1-1-26", "1-1-99999"):
            self.assertIsNone(calendar.parse_date(typed), typed)
        self.assertEqual(calendar.show_date(date(2026, 1, 2)), "02-01-2026")

    def test_distance_is_along_the_great_circle(self) -> None:
        vijayawada, tirupati = Location(16.5062, 80.648), Location(13.6288, 79.4192)
        self.assertAlmostEqual(vijayawada.km_to(tirupati), 346.2, delta=1.0)
        self.assertEqual(vijayawada.km_to(vijayawada), 0.0)
        self.assertAlmostEqual(Location(0, 0).km_to(Location(0, 180)), 20_015, delta=1.0)

    def test_a_reference_is_read_however_it_is_typed(self) -> None:
        reference = KIND.draw(MemoryHost().chance)
        self.assertRegex(reference, "^AP-[1-9][0-9]{4}$")
        for typed in (reference, reference.lower(), reference[3:], f" ap {reference[3:]} "):
            self.assertEqual(KIND.parse(typed), reference)
        for typed in ("", "AP", "AP-", reference + "0", reference[:-1], "XY" + reference[2:]):
            self.assertIsNone(KIND.parse(typed), typed)

    def test_every_wrong_digit_and_every_swap_is_found(self) -> None:
        chance = MemoryHost().chance
        for _ in range(50):
            number = KIND.draw(chance)[3:]
            for place, right in enumerate(number):
                for wrong in "0123456789":
                    is_right = KIND.parse(number[:place] + wrong + number[place + 1 :]) is not None
                    self.assertEqual(is_right, wrong == right)
                swapped = number[:place] + number[place : place + 2][::-1] + number[place + 2 :]
                self.assertEqual(KIND.parse(swapped) is not None, swapped == number)

    def test_a_kind_of_reference_is_speakable(self) -> None:
        for prefix, n_digits in (("ap", 5), ("", 5), ("A1", 5), ("AP", 3), ("AP", 19)):
            with self.assertRaises(LimitError, msg=prefix):
                ReferenceKind(prefix, n_digits)

    def test_codes_have_their_length_and_differ(self) -> None:
        chance = MemoryHost().chance
        codes = {chance.digits(8) for _ in range(1_000)}
        self.assertEqual(len(codes), 1_000)
        self.assertTrue(all(len(code) == 8 and code[0] != "0" for code in codes))
        self.assertEqual({code[0] for code in codes}, set("123456789"))
        self.assertRaises(LimitError, chance.bytes, 1_025)
        self.assertEqual(len(chance.bytes(1_024)), 1_024)
