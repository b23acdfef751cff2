"""Timings, crowds, and temples nearby."""

import unittest
from datetime import datetime, timedelta

from mitra import calendar, http
from mitra.testing import Conversation

from tests import kit

URL = "https://temples.example.gov.in/api/crowd/kanaka-durga"
BUSY = http.Response(200, body=b'{"level": "high", "wait_minutes": 150, "at": "2026-11-24T10:25:00+05:30"}')


class Timings(unittest.TestCase):
    def told(self, temple: str, at: datetime) -> str:
        host = kit.host()
        host.now = at
        conversation = kit.open("timings", host)
        conversation.says(temple)
        return kit.said(conversation)

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=calendar.INDIA)

    def test_a_temple_is_open_from_its_first_minute_until_its_last(self) -> None:
        for hour, minute, said in (
            (4, 59, "It opens today at 05:00"),
            (5, 0, "Open now, until 13:00"),
            (12, 59, "Open now, until 13:00"),
            (13, 0, "It opens today at 15:00"),
            (15, 0, "Open now, until 21:00"),
            (21, 0, "It opens on Wed 25-11-2026 at 05:00"),
        ):
            self.assertIn(said, self.told("mahanandi", self.at(24, hour, minute)))

    def test_days_on_which_it_is_closed_are_told_until_they_are_over(self) -> None:
        self.assertIn("It opens on Sat 28-11-2026 at 04:00", self.told("durga", self.at(26, 23)))
        self.assertIn("It opens on Sat 28-11-2026 at 04:00", self.told("durga", self.at(27, 10)))
        self.assertIn("Closed on: Fri 27-11-2026", self.told("durga", self.at(27, 10)))
        self.assertNotIn("Closed on", self.told("durga", self.at(28, 10)))

    def test_temples_are_found_by_name_town_and_other_names_in_any_language(self) -> None:
        for typed in ("Kanaka Durga", "VIJAYAWADA", "దుర్గమ్మ", "విజయవాడలో", "कनक दुर्गा", "bezawada temple"):
            self.assertIn("Kanaka Durga Temple", self.told(typed, self.at(24, 10)), typed)
        for typed in ("xyz", "!!", "ab"):
            self.assertIn("no temple of that name", self.told(typed, self.at(24, 10)))

    def test_a_name_of_many_temples_is_asked_about(self) -> None:
        conversation = kit.open("timings")
        conversation.says("nandyal")
        self.assertEqual(kit.offered(conversation), ["ahobilam", "mahanandi", "srisailam"])
        conversation.takes("mahanandi")
        self.assertIn("Mahanandiswara", kit.said(conversation))

    def test_temples_of_one_name_are_told_apart(self) -> None:
        host = kit.host()
        host.department.values["temple/durga-2"] = host.department.values["temple/kanaka-durga"]
        conversation = kit.open("timings", host)
        conversation.says("durga")
        self.assertIn("[Kanaka Durga Temple] [Kanaka Durga Temple (2)]", kit.said(conversation))

    def test_more_temples_than_a_list_has_rows_are_on_pages(self) -> None:
        conversation = kit.open("timings")
        self.assertEqual(len(kit.offered(conversation)), 10)
        conversation.takes("more:1")
        self.assertEqual(kit.offered(conversation), ["srisailam"])


class Crowd(unittest.TestCase):
    def setUp(self) -> None:
        self.host = kit.host()
        self.host.web.answers[http.Method.GET, URL] = BUSY

    def asked(self) -> Conversation:
        conversation = kit.open("crowd", self.host)
        conversation.says("durga")
        return conversation

    def test_the_newest_is_told_with_its_time(self) -> None:
        said = kit.said(self.asked())
        self.assertIn("Very crowded\nDarshan takes about 150 minutes.\n(As of 10:25)", said)
        self.assertNotIn("cannot get", said)

    def test_while_the_service_is_away_the_last_is_told_for_two_hours(self) -> None:
        conversation = self.asked()
        self.host.web.answers.clear()
        self.host.now += timedelta(hours=1, minutes=55)
        conversation.takes("again")
        self.assertIn("150 minutes", kit.said(conversation))
        self.assertIn("this is the last we know", kit.said(conversation))
        self.host.now += timedelta(seconds=1)
        conversation.takes("again")
        self.assertIn("Please try again in a while, or call the temple: 0866", kit.said(conversation))

    def test_whatever_is_no_answer_is_none(self) -> None:
        for answer in (
            http.Response(500, body=BUSY.body),
            http.Response(200, body=b"<html>"),
            http.Response(200, body=b'{"level": "huge", "wait_minutes": 1, "at": "2026-11-24T10:25:00+05:30"}'),
            http.Response(200, body=b'{"level": "low", "wait_minutes": 1, "at": "2026-11-24T10:25:00"}'),
            http.TimedOut("late"),
            http.Denied("not granted"),
            http.TooLarge("big"),
        ):
            self.host.web.answers[http.Method.GET, URL] = answer
            self.assertIn("cannot get the queue's status", kit.said(self.asked()), answer)
        self.assertEqual(len(self.host.log.lines), 7)

    def test_a_closed_temple_has_no_queue_and_nobody_asks(self) -> None:
        self.host.now = datetime(2026, 11, 24, 23, tzinfo=calendar.INDIA)
        self.assertIn("closed now", kit.said(self.asked()))
        self.assertEqual(self.host.web.sent, [])

    def test_the_operator_says_where_to_ask(self) -> None:
        self.host.settings.values["crowd_url"] = "https://temples.example.gov.in/api/crowd/v2/"
        self.asked()
        self.assertEqual(self.host.web.sent[0].url, "https://temples.example.gov.in/api/crowd/v2/kanaka-durga")


class Nearby(unittest.TestCase):
    def test_the_nearest_come_first(self) -> None:
        conversation = kit.open("nearby")
        conversation.is_at(16.5062, 80.648)
        self.assertEqual(kit.offered(conversation), ["kanaka-durga", "dwaraka-tirumala", "other", "done"])
        self.assertIn("4.6 km", kit.said(conversation))

    def test_after_one_is_shown_the_others_are_offered_in_the_same_order(self) -> None:
        conversation = kit.open("nearby")
        conversation.is_at(16.5062, 80.648)
        conversation.takes("dwaraka-tirumala")
        self.assertEqual(kit.offered(conversation), ["kanaka-durga", "dwaraka-tirumala", "other", "done"])

    def test_far_from_all_the_nearest_is_told(self) -> None:
        conversation = kit.open("nearby")
        conversation.is_at(28.6139, 77.209)
        self.assertIn("No temple of ours is within 100 km", kit.said(conversation))
        self.assertEqual(kit.offered(conversation), ["simhachalam", "other", "done"])

    def test_a_temple_is_shown_on_the_map_with_its_timings(self) -> None:
        conversation = kit.open("nearby")
        conversation.says("Visakhapatnam")
        conversation.takes("simhachalam")
        self.assertIn("(17.7665 83.2506: Simhachalam Temple)", kit.said(conversation))
        self.assertIn("Darshan: 06:30 to 11:30", kit.said(conversation))

    def test_another_place_is_asked_for(self) -> None:
        conversation = kit.open("nearby")
        conversation.says("Atlantis")
        self.assertIn("no temple in that town", kit.said(conversation))
        conversation.says("Visakhapatnam")
        conversation.takes("other")
        self.assertIn("Where are you?", kit.said(conversation))
        conversation.says("Visakhapatnam")
        conversation.takes("done")
        self.assertFalse(conversation.is_open)
