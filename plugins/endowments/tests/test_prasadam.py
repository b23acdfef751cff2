"""Prasadam: so many packets of a day, and no more."""

import unittest
from datetime import timedelta

from mitra import Value
from mitra.testing import Conversation, MemoryHost

from tests import kit

NAME: dict[str, Value] = {"name": "Asha Rani"}


def filling(on: MemoryHost, n: str = "10", citizen: str = "Asha") -> Conversation:
    """A citizen who has chosen sweet pongal, with 12 packets a day, and is filling in the form."""
    conversation = kit.open("prasadam", on, citizen)
    for id in ("mahanandi", "pongal", n, "2026-11-25"):
        conversation.takes(id)
    return conversation


class Prasadam(unittest.TestCase):
    def setUp(self) -> None:
        self.host = kit.host()

    def test_packets_are_booked_with_their_price(self) -> None:
        conversation = filling(self.host)
        conversation.sends_form(NAME)
        said = kit.said(conversation)
        self.assertRegex(said, "Number: PRA-[0-9]{7}\n")
        self.assertIn("Prasadam: Sweet pongal\nPackets: 10\nDay: Wed 25-11-2026, from 07:00\nTotal: ₹150.00", said)
        self.assertIn("Nothing is paid now", said)

    def test_a_day_without_so_many_packets_is_not_offered_until_they_are_given_back(self) -> None:
        first = filling(self.host)
        other = kit.open("prasadam", self.host, "Ravi")
        for id in ("mahanandi", "pongal", "5"):
            other.takes(id)
        self.assertNotIn("2026-11-25", kit.offered(other))
        other.goes_back()
        other.takes("2")
        self.assertIn("2026-11-25", kit.offered(other))
        first.waits(timedelta(minutes=11))
        self.assertIn("Nothing was booked", kit.said(first))
        other.goes_back()
        other.takes("10")
        self.assertIn("2026-11-25", kit.offered(other))

    def test_a_number_of_packets_may_be_written_and_has_a_limit(self) -> None:
        conversation = kit.open("prasadam", self.host)
        conversation.takes("mahanandi")
        conversation.takes("pongal")
        for wrong in ("0", "11", "many"):
            conversation.says(wrong)
            self.assertIn("from 1 to 10", kit.said(conversation), wrong)
        conversation.says("౪")
        self.assertIn("packets: 4", kit.said(conversation))

    def test_an_order_is_seen_and_cancelled(self) -> None:
        filling(self.host).sends_form(NAME)
        conversation = kit.open("prasadam", self.host)
        conversation.takes("mine")
        conversation.takes(kit.offered(conversation)[0])
        self.assertIn("Sweet pongal", kit.said(conversation))
        conversation.takes("cancel")
        conversation.takes("cancel")
        self.assertEqual(self.host.department.keys("taken/"), [])

    def test_what_is_gone_is_asked_for_again(self) -> None:
        conversation = filling(self.host)
        counter = self.host.department.load("prasadam/mahanandi")
        counter["items"]["laddu"] = counter["items"].pop("pongal")
        self.host.department.save("prasadam/mahanandi", counter)
        conversation.sends_form(NAME)
        self.assertIn("Which prasadam", kit.said(conversation))
        self.host.department.values["prasadam/mahanandi"] = b"[]"
        conversation.takes("laddu")
        self.assertIn("Which temple", kit.said(conversation))

    def test_back_leads_step_by_step_out(self) -> None:
        conversation = filling(self.host)
        for question in ("On which day", "How many packets", "Which prasadam", "Which temple"):
            conversation.goes_back()
            self.assertIn(question, kit.said(conversation))
        conversation.goes_back()
        self.assertFalse(conversation.is_open)
        self.assertEqual(self.host.department.keys("taken/"), [])
