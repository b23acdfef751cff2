"""What the department says about itself, and its starting records."""

import json
import unittest

from endowments import Endowments, prasadam, temples
from mitra import Language, event, plain
from mitra.testing import Conversation, check_description

from tests import kit


class Description(unittest.TestCase):
    def test_the_description_keeps_every_limit(self) -> None:
        services = [service.id for service in check_description(Endowments()).services]
        bookings = ["darshan", "seva", "accommodation", "prasadam"]
        self.assertEqual(services, [*bookings, "donation", "timings", "crowd", "nearby"])

    def test_every_starting_record_is_a_temple_or_what_it_gives(self) -> None:
        for record in json.loads(kit.SEED):
            if record["key"].startswith("prasadam/"):
                self.assertLessEqual(len(plain.decode(prasadam.Counter, record["value"], record["key"]).items), 10)
                continue
            temple = plain.decode(temples.Temple, record["value"], record["key"])
            for hours in temple.hours:
                opens, closes = hours.times()
                self.assertLess(opens, closes, record["key"])
            self.assertLessEqual(len(temple.darshan.slots) if temple.darshan else 0, 10)

    def test_every_service_begins_and_is_left_in_every_language(self) -> None:
        for service in Endowments().describe().services:
            for language in Language:
                conversation = Conversation(Endowments(), kit.host(), service.id, language)
                self.assertTrue(conversation.is_open)
                conversation.goes_back()
                self.assertFalse(conversation.is_open, service.id)

    def test_whatever_happens_a_service_answers(self) -> None:
        for service in Endowments().describe().services:
            conversation = kit.open(service.id)
            for state in (None, b"", b"null", b'{"is":"of another release"}'):
                conversation.state = state
                conversation.hears(event.Chosen("gone", "Gone"))
                self.assertTrue(conversation.is_open and conversation.replies, service.id)
            conversation.sends_photo("1")
            self.assertTrue(conversation.is_open and conversation.replies, service.id)

    def test_a_timer_of_nobody_changes_nothing(self) -> None:
        for service in Endowments().describe().services:
            conversation = kit.open(service.id)
            before = conversation.state
            conversation.hears(event.Timer("hold", conversation.host.now, b""))
            self.assertEqual((conversation.state, conversation.replies), (before, []), service.id)
            conversation.leaves()
            conversation.hears(event.Timer("hold", conversation.host.now, b""))
            self.assertEqual((conversation.state, list(conversation.replies)), (None, []), service.id)

    def test_a_temple_of_another_shape_is_left_out_and_logged(self) -> None:
        host = kit.host()
        host.department.values["temple/kanaka-durga"] = b'{"name": "of another release"}'
        conversation = kit.open("timings", host)
        self.assertNotIn("kanaka-durga", kit.offered(conversation))
        self.assertIn("temple/kanaka-durga", host.log.lines[0][1])

    def test_without_temples_citizens_hear_whom_to_call(self) -> None:
        host = kit.host()
        host.department.values.clear()
        host.settings.values["helpline"] = "1234"
        for service in ("darshan", "seva", "accommodation", "prasadam", "donation", "timings", "crowd"):
            self.assertIn("1234", kit.said(kit.open(service, host)), service)
        nearby = kit.open("nearby", host)
        nearby.is_at(16.5, 80.6)
        self.assertIn("1234", kit.said(nearby))
