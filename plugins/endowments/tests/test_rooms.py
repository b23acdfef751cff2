"""Rooms: all nights or none, kept until the citizen has decided."""

import unittest
from datetime import date, timedelta
from typing import Any

from mitra import IdentityNumber, event, plain
from mitra.testing import Conversation, MemoryHost

from tests import kit

STAY: dict[str, Any] = {"arrival": date(2026, 11, 25), "nights": 2, "type": "non-ac", "rooms": 1, **kit.WHO}


def kept(on: MemoryHost, citizen: str = "Asha", **changed: Any) -> Conversation:
    """A citizen who sent the form of the small temple, with two rooms of each type."""
    conversation = kit.open("accommodation", on, citizen)
    if "new" in kit.offered(conversation):
        conversation.takes("new")
    conversation.takes("mahanandi")
    conversation.sends_form({**STAY, **changed})
    return conversation


class Rooms(unittest.TestCase):
    def setUp(self) -> None:
        self.host = kit.host()

    def taken(self, type: str = "non-ac") -> dict[str, list[int]]:
        """How many rooms are taken, by night."""
        keys = [key for key in self.host.department.values if key.startswith(f"taken/rooms/mahanandi/{type}/")]
        shares = {key: plain.loads(dict[str, dict[str, Any]], self.host.department.values[key]) for key in keys}
        return {key[-10:]: [share["n"] for share in of.values()] for key, of in shares.items()}

    def test_rooms_are_booked_for_all_nights(self) -> None:
        conversation = kept(self.host, rooms=2)
        self.assertIn("Total: ₹1,400.00", kit.said(conversation))
        conversation.takes("book")
        self.assertRegex(kit.said(conversation), "Number: ROM-[0-9]{7}\n")
        self.assertIn("Leaving: Fri 27-11-2026\nNights: 2", kit.said(conversation))
        self.assertEqual(self.taken(), {"2026-11-25": [2], "2026-11-26": [2]})

    def test_one_full_night_keeps_none(self) -> None:
        kept(self.host, "Ravi", **kit.OTHER, arrival=date(2026, 11, 26), nights=1, rooms=2).takes("book")
        conversation = kept(self.host, nights=3)
        said = kit.said(conversation)
        self.assertIn("for these nights: Thu 26-11-2026.", said)
        self.assertIn("Free for all of those nights: Room with AC", said)
        self.assertEqual(self.taken(), {"2026-11-26": [2]})
        conversation.takes("dates")
        conversation.sends_form({**STAY, "arrival": date(2026, 11, 27)})
        conversation.takes("book")

    def test_where_nothing_is_free_nothing_is_promised(self) -> None:
        for type, token in (("non-ac", "a"), ("ac", "b")):
            person = {"aadhaar": IdentityNumber("1238", token)}
            kept(self.host, f"citizen {type}", type=type, rooms=2, **person).takes("book")
        conversation = kept(self.host)
        self.assertNotIn("Free for all", kit.said(conversation))
        conversation.takes("other")
        self.assertIn("Which temple", kit.said(conversation))

    def test_ten_minutes_without_an_answer_give_the_rooms_back(self) -> None:
        conversation = kept(self.host)
        said = conversation.waits(timedelta(minutes=11))
        self.assertIn("Room, Mahanandiswara Temple, Wed 25-11-2026: the time", str(said))
        self.assertEqual(self.taken(), {})
        self.assertTrue(conversation.is_open)
        conversation.takes("done")

    def test_whoever_decides_not_to_gives_the_rooms_back(self) -> None:
        for decision in ("no", "dates"):
            conversation = kept(self.host)
            self.assertNotEqual(self.taken(), {})
            conversation.takes(decision)
            self.assertEqual((self.taken(), self.host.timers.waiting), ({}, {}))

    def test_words_do_not_decide(self) -> None:
        conversation = kept(self.host)
        conversation.says("how much was it?")
        self.assertIn("Please choose", kit.said(conversation))
        self.assertIn("Total", kit.said(conversation))
        conversation.takes("book")

    def test_a_tap_that_comes_late_books_only_what_is_free(self) -> None:
        conversation = kept(self.host)
        state = conversation.state
        self.host.now += timedelta(minutes=10)
        kept(self.host, "Ravi", **kit.OTHER, rooms=2).takes("book")
        conversation.state = state
        conversation.hears(event.Chosen("book", "Book"))
        self.assertIn("others took those places", kit.said(conversation))
        self.assertEqual(self.taken(), {"2026-11-25": [2], "2026-11-26": [2]})

    def test_nobody_has_two_rooms_by_one_aadhaar_on_a_day(self) -> None:
        kept(self.host).takes("book")
        conversation = kept(self.host, "Ravi", type="ac")
        self.assertIn("already", kit.said(conversation))
        self.assertEqual(self.taken("ac"), {})

    def test_a_temple_with_rooms_of_one_type_does_not_ask_for_it(self) -> None:
        conversation = kit.open("accommodation", self.host)
        conversation.takes("kanipakam")
        self.assertNotIn("type", [field.id for field in conversation.form.fields])
        conversation.sends_form({id: value for id, value in STAY.items() if id != "type"})
        self.assertIn("Room without AC", kit.said(conversation))
