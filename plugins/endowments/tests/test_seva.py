"""Sevas: a place of a day, on the days on which it is held."""

import unittest

from mitra import Value
from mitra.testing import Conversation, MemoryHost

from tests import kit

NAME: dict[str, Value] = {"name": "Asha Rani"}


def filling(on: MemoryHost, citizen: str = "Asha") -> Conversation:
    """A citizen who has chosen the small seva, with two places on Mondays, and is filling in the form."""
    conversation = kit.open("seva", on, citizen)
    for id in ("mahanandi", "abhishekam", "2026-11-30"):
        conversation.takes(id)
    return conversation


class Seva(unittest.TestCase):
    def setUp(self) -> None:
        self.host = kit.host()

    def test_a_seva_is_booked_with_its_fee(self) -> None:
        conversation = filling(self.host)
        conversation.sends_form({**NAME, "gotram": "Bharadwaja"})
        said = kit.said(conversation)
        self.assertRegex(said, "Number: SEV-[0-9]{7}\n")
        self.assertIn("Day: Mon 30-11-2026\nTime: 06:00\nFee: ₹500.00\nName: Asha Rani\nGotram: Bharadwaja", said)
        self.assertIn("Nothing is paid now", said)

    def test_a_gotram_may_be_skipped(self) -> None:
        conversation = filling(self.host)
        conversation.sends_form(NAME)
        self.assertNotIn("Gotram", kit.said(conversation))

    def test_it_is_offered_on_its_own_days_until_it_is_full(self) -> None:
        conversation = kit.open("seva", self.host)
        conversation.takes("mahanandi")
        conversation.takes("abhishekam")
        mondays = ["2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21"]
        self.assertEqual(kit.offered(conversation), mondays)
        filling(self.host).sends_form(NAME)
        filling(self.host, "Ravi")
        conversation.goes_back()
        conversation.takes("abhishekam")
        self.assertEqual(kit.offered(conversation), mondays[1:])
        conversation.says("30-11-2026")
        self.assertIn("Please choose", kit.said(conversation))

    def test_a_seva_without_a_free_day_is_said_to_be_full(self) -> None:
        seva = self.host.department.load("temple/mahanandi")
        seva["sevas"]["abhishekam"]["places"] = 0
        self.host.department.save("temple/mahanandi", seva)
        conversation = kit.open("seva", self.host)
        conversation.takes("mahanandi")
        conversation.takes("abhishekam")
        self.assertIn("Abhishekam: nothing is free in the coming 30 days", kit.said(conversation))

    def test_a_seva_that_is_gone_is_asked_for_again(self) -> None:
        conversation = filling(self.host)
        temple = self.host.department.load("temple/mahanandi")
        temple["sevas"]["archana"] = temple["sevas"].pop("abhishekam")
        self.host.department.save("temple/mahanandi", temple)
        conversation.sends_form(NAME)
        self.assertIn("Which seva", kit.said(conversation))

    def test_back_leads_step_by_step_out(self) -> None:
        conversation = filling(self.host)
        for question in ("On which day", "Which seva", "Which temple"):
            conversation.goes_back()
            self.assertIn(question, kit.said(conversation))
        conversation.goes_back()
        self.assertFalse(conversation.is_open)
        self.assertEqual(self.host.department.keys("taken/"), [])
