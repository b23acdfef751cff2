"""Donations: paid, with a number and a receipt."""

import unittest

from mitra import Value, event, payments
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

    def given(self) -> Conversation:
        conversation = self.asked()
        conversation.sends_form(GIFT)
        conversation.pays()
        return conversation

    def test_a_gift_is_paid_and_told_with_its_number_and_receipt(self) -> None:
        conversation = self.asked()
        conversation.sends_form({**GIFT, "pan": "ABCDE1234F"})
        self.assertIn("1,116.00", kit.said(conversation))
        conversation.pays()
        said = kit.said(conversation)
        self.assertRegex(said, "is received[^$]*Number: DON-[0-9]{7}\n")
        self.assertIn("Amount: ₹1,116.00\nFor: Annadanam (meals)\nDonor: Asha Rani\nReceipt number: ", said)
        self.assertNotIn("ABCDE1234F", said)
        self.assertFalse(conversation.is_open)

    def test_amounts_have_limits(self) -> None:
        self.asked().sends_form({**GIFT, "amount": 1_000})
        self.asked().sends_form({**GIFT, "amount": 100_000_000})
        for amount in (999, 100_000_001):
            self.assertRaises(AssertionError, self.asked().sends_form, {**GIFT, "amount": amount})

    def test_what_failed_or_expired_is_asked_for_anew_or_left(self) -> None:
        conversation = self.asked()
        conversation.sends_form(GIFT)
        conversation.pays_in_vain()
        self.assertIn("Nothing was taken", kit.said(conversation))
        conversation.takes("pay")
        conversation.lets_payment_expire()
        conversation.takes("pay")
        conversation.pays()
        self.assertIn("is received", kit.said(conversation))
        left = self.asked()
        left.sends_form(GIFT)
        left.pays_in_vain()
        left.takes("done")
        self.assertFalse(left.is_open)

    def test_a_second_payment_of_one_gift_is_to_be_paid_back(self) -> None:
        conversation = self.given()
        [key] = self.host.department.keys("gift/")
        paid = payments.Paid("pay_late", self.host.now)
        late = event.Payment(f"{key.removeprefix('gift/')}-2", 111_600, paid)
        conversation.hears(late)
        self.assertIn("pay the second ₹1,116.00 back", kit.said(conversation))
        self.assertEqual(len(self.host.department.keys("refund/")), 1)
        conversation.hears(event.Payment("DON-0000000-1", 111_600, paid))
        self.assertEqual(list(conversation.replies), [])

    def test_gifts_are_shown_to_who_gave_them_and_none_that_was_not_paid(self) -> None:
        self.given()
        self.asked().sends_form(GIFT)
        conversation = kit.open("donation", self.host)
        conversation.takes("mine")
        self.assertEqual(len(kit.offered(conversation)), 2)
        conversation.takes(kit.offered(conversation)[0])
        self.assertIn("Srisailam", kit.said(conversation))
        conversation.takes("done")
        self.assertFalse(conversation.is_open)

    def test_a_list_has_room_for_nine_gifts(self) -> None:
        for _ in range(12):
            self.given()
        conversation = kit.open("donation", self.host)
        conversation.takes("mine")
        self.assertEqual(len(kit.offered(conversation)), 10)

    def test_back_leads_to_the_temples_and_out(self) -> None:
        conversation = self.asked()
        conversation.goes_back()
        self.assertIn("Which temple", kit.said(conversation))
        conversation.goes_back()
        self.assertFalse(conversation.is_open)
