"""Donations: a promise with a number, and no money."""

import unittest
from datetime import timedelta

from mitra import Value
from mitra.testing import Conversation

from tests import kit

GIFT: dict[str, Value] = {"amount": 111_600, "purpose": "annadanam", "name": "Asha Rani"}


class Donation(unittest.TestCase):
    def setUp(self) -> None:
        self.host = kit.host()

    def asked(self) -> Conversation:
        conversation = kit.open("donation", self.host)
        if "give" in kit.offered(conversation):
            conversation.takes("give")
        conversation.says("srisailam")
        return conversation

    def test_a_promise_is_told_with_its_number_and_its_day(self) -> None:
        conversation = self.asked()
        conversation.sends_form({**GIFT, "pan": "ABCDE1234F"})
        said = kit.said(conversation)
        self.assertIn("No money has been taken yet", said)
        self.assertRegex(said, "Number: DON-[0-9]{7}\n")
        self.assertIn("Amount: ₹1,116.00\nFor: Annadanam (meals)\nDonor: Asha Rani", said)
        self.assertIn("by Thu 24-12-2026", said)
        self.assertNotIn("ABCDE1234F", said)

    def test_amounts_have_limits(self) -> None:
        self.asked().sends_form({**GIFT, "amount": 1_000})
        self.asked().sends_form({**GIFT, "amount": 100_000_000})
        for amount in (999, 100_000_001):
            self.assertRaises(AssertionError, self.asked().sends_form, {**GIFT, "amount": amount})

    def test_promises_are_shown_as_long_as_the_counter_knows_them(self) -> None:
        self.asked().sends_form(GIFT)
        conversation = kit.open("donation", self.host)
        conversation.takes("mine")
        conversation.takes(kit.offered(conversation)[0])
        self.assertIn("Srisailam", kit.said(conversation))
        conversation.takes("done")
        self.host.now += timedelta(days=31)
        self.assertIn("Which temple", kit.said(kit.open("donation", self.host)))
        self.assertEqual(self.host.citizen.keys(""), [])

    def test_a_list_has_room_for_nine_promises(self) -> None:
        for _ in range(12):
            self.asked().sends_form(GIFT)
        conversation = kit.open("donation", self.host)
        conversation.takes("mine")
        self.assertEqual(len(kit.offered(conversation)), 10)

    def test_back_leads_to_the_temples_and_out(self) -> None:
        conversation = self.asked()
        conversation.goes_back()
        self.assertIn("Which temple", kit.said(conversation))
        conversation.goes_back()
        self.assertFalse(conversation.is_open)
