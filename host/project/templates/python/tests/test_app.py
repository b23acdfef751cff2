"""The handler alone, on a host in memory. The conversations with a whole host are in `scenarios`."""

import unittest
from pathlib import Path

from app import Office
from mitra import Language
from mitra.testing import Conversation, MemoryHost, check_description, spoken

SEED = (Path(__file__).parents[1] / "seed.json").read_bytes()


def opened(language: Language) -> Conversation:
    """A conversation in which the service was just opened."""
    return Conversation(Office(), MemoryHost.seeded(SEED), "hours", language)


class Hours(unittest.TestCase):
    """Conversations about the hours of a ward."""

    def test_the_description_keeps_every_limit(self) -> None:
        check_description(Office())

    def test_the_hours_of_a_ward_are_told_in_every_language(self) -> None:
        for language, typed, hours in (
            (Language.TE, "౭", "సాయంత్రం 5"),
            (Language.EN, "7", "5 in the evening"),
            (Language.HI, "७", "शाम 5"),
        ):
            conversation = opened(language)
            self.assertIn(hours, spoken(conversation.says(typed)))
            conversation.takes("done")
            self.assertFalse(conversation.is_open)

    def test_whatever_is_no_ward_is_asked_for_again(self) -> None:
        conversation = opened(Language.EN)
        self.assertIn("no such ward", spoken(conversation.says("99")))
        self.assertIn("number of your ward", spoken(conversation.says("where I live")))
        self.assertIn("number of your ward", spoken(conversation.sends_photo("1")))

    def test_back_leads_to_the_question_and_then_out(self) -> None:
        conversation = opened(Language.EN)
        conversation.says("7")
        self.assertIn("number of your ward", spoken(conversation.goes_back()))
        conversation.goes_back()
        self.assertFalse(conversation.is_open)
