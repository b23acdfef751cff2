"""Darshan: slots with so many places, held for some minutes, nobody twice on one day."""

import unittest
from datetime import timedelta

from endowments.booking import COMING_MAX
from mitra import IdentityNumber, event
from mitra.testing import Conversation, MemoryHost

from tests import kit

DAY = "2026-11-25"
HELD = timedelta(minutes=10)


def filling(on: MemoryHost, n: str = "2", citizen: str = "Asha", day: str = DAY, slot: str = "07:00") -> Conversation:
    """A citizen who has chosen a slot of the small temple, with four places, and is filling in the form."""
    conversation = kit.open("darshan", on, citizen)
    if "new" in kit.offered(conversation):
        conversation.takes("new")
    for id in ("mahanandi", day, slot, n):
        conversation.takes(id)
    return conversation


class Darshan(unittest.TestCase):
    def setUp(self) -> None:
        self.host = kit.host()

    def taken(self, slot: str = "07:00", day: str = DAY) -> bytes | None:
        return self.host.department.values.get(f"taken/darshan/mahanandi/{slot}/{day}")

    def test_what_is_booked_is_taken_and_told(self) -> None:
        conversation = filling(self.host)
        self.assertIn("until 10:40", kit.said(conversation))
        conversation.sends_form(kit.WHO)
        self.assertFalse(conversation.is_open)
        self.assertRegex(kit.said(conversation), "Number: DRS-[0-9]{7}\nTemple: Mahanandiswara Temple\nDay: Wed 25-11")
        self.assertEqual(self.host.timers.waiting, {})
        other = kit.open("darshan", self.host, "Ravi")
        other.takes("mahanandi")
        other.takes(DAY)
        other.takes("07:00")
        self.assertEqual(kit.offered(other), ["1", "2"])

    def test_days_and_slots_that_are_over_closed_or_full_are_not_offered(self) -> None:
        filling(self.host, "4")
        filling(self.host, "4", "Ravi", slot="17:00")
        conversation = kit.open("darshan", self.host, "Sita")
        conversation.takes("mahanandi")
        self.assertNotIn(DAY, kit.offered(conversation))
        conversation.takes("2026-11-24")
        # At 10:30, the morning's slot has begun.
        self.assertEqual(kit.offered(conversation), ["17:00"])
        durga = kit.open("darshan", self.host, "Sita")
        durga.takes("kanaka-durga")
        self.assertNotIn("2026-11-27", kit.offered(durga))

    def test_a_day_can_be_typed(self) -> None:
        conversation = kit.open("darshan", self.host)
        conversation.takes("mahanandi")
        conversation.says("27-11-2026")
        self.assertIn("Fri 27-11-2026", kit.said(conversation))
        conversation.goes_back()
        for typed in ("31-12-2026", "23-11-2026", "tomorrow"):
            conversation.says(typed)
            self.assertIn("Please choose", kit.said(conversation))

    def test_a_hold_that_runs_out_is_free_again_without_anybodys_doing(self) -> None:
        filling(self.host, "4")
        self.host.now += HELD - timedelta(seconds=1)
        conversation = kit.open("darshan", self.host, "Ravi")
        conversation.takes("mahanandi")
        conversation.takes(DAY)
        self.assertEqual(kit.offered(conversation), ["17:00"])
        self.host.now += timedelta(seconds=1)
        filling(self.host, "4", "Ravi").sends_form(kit.OTHER)

    def test_a_form_that_comes_late_is_booked_if_there_is_room(self) -> None:
        conversation = filling(self.host)
        self.host.now += HELD * 3
        conversation.sends_form(kit.WHO)
        self.assertIn("confirmed", kit.said(conversation))

    def test_a_form_that_comes_too_late_books_nothing(self) -> None:
        conversation = filling(self.host)
        self.host.now += HELD
        filling(self.host, "3", "Ravi").sends_form(kit.OTHER)
        conversation.sends_form(kit.WHO)
        self.assertIn("others took those places", kit.said(conversation))
        self.assertTrue(conversation.is_open)
        self.assertEqual((self.taken() or b"").count(b"DRS"), 1)

    def test_the_timer_tells_whoever_left(self) -> None:
        conversation = filling(self.host)
        conversation.leaves()
        said = conversation.hears(event.Timer("hold", self.host.now + HELD, b""))
        self.assertEqual(list(said), [], "it is held yet")
        self.host.now += HELD
        said = conversation.hears(event.Timer("hold", self.host.now, b""))
        self.assertIn("Darshan, Mahanandiswara Temple, Wed 25-11-2026: the time", str(said))
        self.assertFalse(conversation.is_open)
        self.assertIsNone(self.taken())

    def test_the_timer_tells_whoever_is_filling_in_the_form(self) -> None:
        conversation = filling(self.host)
        said = conversation.waits(timedelta(hours=2))
        self.assertIn("Nothing was booked", str(said))
        conversation.sends_form(kit.WHO)
        self.assertIn("confirmed", kit.said(conversation))

    def test_stepping_back_gives_the_places_back(self) -> None:
        conversation = filling(self.host)
        self.assertIsNotNone(self.taken())
        conversation.goes_back()
        self.assertIsNone(self.taken())
        self.assertEqual(self.host.timers.waiting, {})
        for question in ("At what time", "On which day", "Which temple"):
            conversation.goes_back()
            self.assertIn(question, kit.said(conversation))

    def test_another_slot_takes_the_place_of_the_first(self) -> None:
        filling(self.host)
        filling(self.host, slot="17:00")
        self.assertIsNone(self.taken())
        self.assertIsNotNone(self.taken("17:00"))
        self.assertEqual(len(self.host.timers.waiting), 1)

    def test_nobody_comes_twice_on_one_day(self) -> None:
        filling(self.host).sends_form(kit.WHO)
        again = filling(self.host, "1", "Ravi", slot="17:00")
        again.sends_form(kit.WHO)
        self.assertIn("already", kit.said(again))
        self.assertIsNone(self.taken("17:00"))
        filling(self.host, "1", "Ravi", "2026-11-26").sends_form(kit.WHO)

    def test_what_is_cancelled_is_free_again(self) -> None:
        filling(self.host, "4").sends_form(kit.WHO)
        conversation = kit.open("darshan", self.host)
        conversation.takes("mine")
        reference = kit.offered(conversation)[0]
        for id in (reference, "cancel", "keep", "cancel", "cancel"):
            conversation.takes(id)
        self.assertIn(f"{reference} is cancelled", kit.said(conversation))
        self.assertEqual(
            [key for key in self.host.department.values if not key.startswith(("temple/", "prasadam/"))], []
        )
        filling(self.host, "4").sends_form(kit.WHO)

    def test_what_has_begun_cannot_be_cancelled(self) -> None:
        filling(self.host).sends_form(kit.WHO)
        self.host.now += timedelta(hours=20, minutes=30)
        conversation = kit.open("darshan", self.host)
        conversation.takes("mine")
        conversation.takes(kit.offered(conversation)[0])
        conversation.takes("cancel")
        self.assertIn("can no longer be cancelled here. Please call the temple: 08514", kit.said(conversation))

    def test_what_is_over_is_no_longer_listed(self) -> None:
        filling(self.host).sends_form(kit.WHO)
        self.host.now += timedelta(days=2)
        self.assertNotIn("mine", kit.offered(kit.open("darshan", self.host)))
        self.assertEqual(self.host.citizen.keys("mine/"), [])

    def test_places_are_for_all(self) -> None:
        for n in range(COMING_MAX):
            person = {**kit.WHO, "aadhaar": IdentityNumber("0124", f"token-{n}")}
            filling(self.host, "1", day=f"2026-11-{25 + n}").sends_form(person)
        conversation = kit.open("darshan", self.host)
        conversation.takes("new")
        self.assertIn(f"You already have {COMING_MAX} bookings", kit.said(conversation))

    def test_the_operator_says_how_long_places_are_held(self) -> None:
        for setting, until in (("30", "11:00"), ("0", "10:31"), ("x", "10:40"), ("9999", "12:30")):
            self.host.settings.values["hold_minutes"] = setting
            self.assertIn(f"until {until}", kit.said(filling(self.host)))

    def test_a_temple_without_a_free_day_is_said_to_be_full(self) -> None:
        for day in range(24, 31):
            for slot in ("07:00", "17:00"):
                if (day, slot) != (24, "07:00"):
                    filling(self.host, "4", f"citizen {day} {slot}", f"2026-11-{day}", slot)
        conversation = kit.open("darshan", self.host)
        conversation.takes("mahanandi")
        self.assertIn("no darshan slot is free in the coming 7 days", kit.said(conversation))
        self.assertIn("mahanandi", kit.offered(conversation))
