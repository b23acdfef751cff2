"""The host in memory and the conversation: what a department's own tests rely on."""

import unittest
from datetime import timedelta

from mitra import (
    Bug,
    Choice,
    Choices,
    Department,
    Description,
    Form,
    Host,
    LimitError,
    MigrationError,
    Outcome,
    PaymentRequest,
    Service,
    Turn,
    calendar,
    event,
    export,
    files,
    finish,
    forms,
    http,
    payments,
    same,
    stay,
)
from mitra.log import Level
from mitra.outcome import ask_form, ask_payment
from mitra.plain import ShapeError
from mitra.testing import Conversation, MemoryHost, check_description, spoken

FORM = Form("f", same("Form"), [forms.name("name", same("Name"), same("Your name?"))])
DONE = Choices("?", [Choice("yes", "Yes"), Choice("no", "No")])


class Reminder(Department):
    """Does what it is told; a timer says its note and how late it is, `ask` asks, and `silent` says nothing."""

    def describe(self) -> Description:
        return Description("reminder", same("Reminder"), [Service("a", same("A"), same("A"), ["one"])], 1)

    def handle(self, turn: Turn, host: Host) -> Outcome:
        match turn.event:
            case event.Text("fault"):
                host.citizen.set("lost", b"1")
                host.department.set("lost", b"1")
                host.timers.set("lost", turn.now)
                raise Bug("as asked")
            case event.Text("cancel"):
                return finish([str(host.timers.cancel("first"))])
            case event.Text(said) if said.startswith("pay "):
                return ask_payment([], PaymentRequest("bill", int(said[4:]), same("Bill")), "paying")
            case event.Payment("bill", paise, status):
                return stay([f"{paise} {type(status).__name__}"], "paid")
            case event.Text("form"):
                return ask_form(["Please."], FORM, "form")
            case event.Text(said):
                name, seconds = said.split()
                host.timers.set(name, turn.now + timedelta(seconds=int(seconds)), said.encode())
                return stay([said], turn.load(str))
            case event.Timer("silent"):
                return stay([], "silent")
            case event.Timer("ask"):
                return stay([DONE], "asked")
            case event.Timer(_, at, note):
                return finish([f"{note.decode()}, {(turn.now - at).seconds} late"])
            case event.Notice(_, _, "nothing new"):
                return stay([], "silent")
            case event.Notice(id, at, body):
                return stay([f"{id}, {(turn.now - at).seconds} late: {body[:20]}"], "told")
            case event.Form("f", answers):
                return finish([f"{answers.text('name')}"])
            case _:
                return finish(["?"])


def after(*said: str) -> Conversation:
    conversation = Conversation(Reminder(), MemoryHost(), "a")
    for text in said:
        conversation.says(text)
    return conversation


class Conversations(unittest.TestCase):
    def test_timers_come_in_order_when_time_passes(self) -> None:
        conversation = after("second 7", "first 5", "far 90")
        self.assertEqual(conversation.waits(timedelta(seconds=4)), [])
        said = spoken(conversation.waits(timedelta(seconds=10)))
        self.assertEqual(said, "first 5, 0 late\n---\nsecond 7, 0 late")
        self.assertEqual(len(conversation.host.timers.waiting), 1)

    def test_a_timer_is_replaced_by_name_and_cancelled(self) -> None:
        conversation = after("first 5", "first 50")
        self.assertEqual(conversation.waits(timedelta(seconds=10)), [])
        self.assertEqual(spoken(conversation.says("cancel")), "True")
        self.assertEqual(spoken(conversation.says("cancel")), "False")

    def test_nothing_of_a_turn_that_fails_is_kept(self) -> None:
        conversation = after()
        self.assertRaises(Bug, conversation.run, event.Text("fault"))
        host = conversation.host
        self.assertEqual((host.department.values, host.citizen.values, host.timers.waiting), ({}, {}, {}))

    def test_a_timer_opens_a_conversation_only_if_it_says_something(self) -> None:
        conversation = after("silent 5", "ask 6", "cancel")
        conversation.waits(timedelta(seconds=5))
        self.assertFalse(conversation.is_open)
        conversation.waits(timedelta(seconds=1))
        self.assertTrue(conversation.is_open)
        self.assertRaises(AssertionError, conversation.takes, "maybe")
        conversation.takes("yes")

    def test_while_a_form_is_open_nothing_else_is_heard(self) -> None:
        conversation = after("form")
        self.assertEqual(conversation.form, FORM)
        self.assertRaises(AssertionError, conversation.says, "Asha")
        self.assertRaises(AssertionError, conversation.sends_form, {"name": "4"})
        self.assertEqual(spoken(conversation.sends_form({"name": "Asha"})), "Asha")
        with self.assertRaises(AssertionError):
            _ = conversation.form

    def test_a_timer_beside_a_form_finds_no_state_and_leaves_the_form(self) -> None:
        conversation = after("ask 5", "form")
        conversation.waits(timedelta(seconds=5))
        self.assertEqual(conversation.replies, [DONE])
        self.assertRaises(AssertionError, conversation.takes, "yes")
        self.assertEqual(conversation.state, b'"form"')
        conversation.sends_form({"name": "Asha"})

    def test_whoever_leaves_has_no_conversation_any_more(self) -> None:
        conversation = after("form")
        conversation.leaves()
        self.assertFalse(conversation.is_open)
        self.assertRaises(AssertionError, lambda: conversation.form)

    def test_citizens_share_the_departments_records_and_not_their_own(self) -> None:
        host = MemoryHost()
        for citizen in ("Asha", "Ravi"):
            host.begin_turn(citizen, "a")
            host.citizen.set("mine", citizen.encode())
            host.department.set("last", citizen.encode())
        host.begin_turn("Asha", "a")
        self.assertEqual((host.citizen.get("mine"), host.department.get("last")), (b"Asha", b"Ravi"))

    def test_records(self) -> None:
        host = MemoryHost.seeded('[{"key": "a/1", "value": {"te": "అ"}}]'.encode(), {"office": "1", "blank": " "})
        records = host.department
        self.assertEqual(records.load("a/1"), {"te": "అ"})
        self.assertEqual(records.load("a/1", dict[str, str]), {"te": "అ"})
        with self.assertRaisesRegex(ShapeError, "the record 'a/1'"):
            records.load("a/1", int)
        self.assertIsNone(records.load("a/2", int))
        self.assertFalse(records.replace("a/2", b"x", b"y"))
        self.assertTrue(records.replace("a/2", None, b"2"))
        self.assertEqual(records.keys("a/"), ["a/1", "a/2"])
        self.assertEqual(records.keys("a/", 1), ["a/1"])
        self.assertTrue(records.replace("a/2", b"2", None))
        records.delete("a/3")
        self.assertEqual(records.keys(""), ["a/1"])
        settings = host.settings
        self.assertEqual((settings.get("office"), settings.get("blank", "-"), settings.get("x")), ("1", "-", None))

    def test_the_limits_of_records(self) -> None:
        records = MemoryHost().department
        records.set("క" * 85 + "k", b"v" * 65_536)
        for key, value in (("k" * 257, b""), ("", b""), ("k", b"v" * 65_537)):
            self.assertRaises(LimitError, records.set, key, value)
        self.assertRaises(LimitError, records.keys, "", 101)
        records.begin_turn()
        for n in range(100):
            records.set(f"{n}", b"")
            records.get(f"{n}")
        self.assertRaises(LimitError, records.set, "100", b"")
        self.assertRaises(LimitError, records.get, "100")
        records.begin_turn()
        records.set("100", b"")

    def test_the_limits_of_timers(self) -> None:
        host = MemoryHost()
        timers = host.timers
        timers.set("క" * 21 + "n", host.now, b"n" * 4_096)
        for name, note in (("n" * 65, b""), ("", b""), ("n", b"n" * 4_097)):
            self.assertRaises(LimitError, timers.set, name, host.now, note)
        timers.set("far", host.now + timedelta(days=400))
        self.assertRaises(LimitError, timers.set, "far", host.now + timedelta(days=400, seconds=1))
        self.assertRaises(ValueError, timers.set, "n", host.now.replace(tzinfo=None))
        timers.begin_turn("a")
        for n in range(8):
            timers.set(str(n), calendar.instant(0))
        self.assertRaises(LimitError, timers.cancel, "0")
        timers.begin_turn("a")
        self.assertRaises(LimitError, timers.set, "8", host.now)

    def test_web_services(self) -> None:
        web = MemoryHost().web
        url = "https://example.gov.in/api"
        web.answers[http.Method.GET, url] = http.Response(200, body=b'{"owner": "A"}')
        web.answers[http.Method.POST, url] = http.TimedOut("late")
        response = web.get(url)
        self.assertTrue(response.is_success and response.json(dict[str, str]) == {"owner": "A"})
        self.assertRaises(ShapeError, response.json, int)
        self.assertRaises(http.TimedOut, web.post, url, {"a": 1})
        self.assertEqual(web.sent[1].body, b'{"a":1}')
        self.assertRaises(http.Failure, web.get, url + "/other")
        self.assertFalse(http.Response(302).is_success)

    def test_the_limits_of_requests(self) -> None:
        http.Request(http.Method.PUT, "u" * 4_096, {str(n): "" for n in range(32)}, b"b" * 262_144)
        for url, n_headers, n_bytes in (("u" * 4_097, 0, 0), ("u", 33, 0), ("u", 0, 262_145)):
            with self.assertRaises(LimitError):
                http.Request(http.Method.PUT, url, {str(n): "" for n in range(n_headers)}, b"b" * n_bytes)
        web = MemoryHost().web
        for _ in range(10):
            self.assertRaises(http.Unreachable, web.get, "u")
        self.assertRaises(LimitError, web.get, "u")

    def test_files_of_citizens(self) -> None:
        sent = MemoryHost().files
        sent.sent["1"] = files.Content("image/jpeg", b"\xff\xd8\xff")
        sent.sent["2"] = files.Gone("late")
        sent.sent["3"] = files.Content("video/mp4", b"v" * (5 * 1_024 * 1_024 + 1))
        self.assertEqual(sent.read("1").mime_type, "image/jpeg")
        for id, failure in (("2", files.Gone), ("3", files.TooLarge), ("4", files.Unknown)):
            self.assertRaises(failure, sent.read, id)
        self.assertRaises(LimitError, sent.read, "1")
        sent.begin_turn()
        sent.sent["3"] = files.Content("video/mp4", b"v" * (5 * 1_024 * 1_024))
        sent.read("3")

    def test_payments_end_as_the_test_says(self) -> None:
        conversation = after("pay 100")
        self.assertIn("(pay ₹1.00)", spoken(conversation.replies))
        self.assertEqual(conversation.host.payments.find("bill"), payments.Open())
        conversation.says("pay 100")
        self.assertRaises(LimitError, conversation.says, "pay 200")
        self.assertEqual(spoken(conversation.pays()), "100 Paid")
        self.assertRaises(AssertionError, conversation.pays)

    def test_a_payment_that_is_over_needs_a_new_reference(self) -> None:
        for end in (Conversation.pays_in_vain, Conversation.lets_payment_expire):
            conversation = after("pay 100")
            end(conversation)
            self.assertRaises(LimitError, conversation.says, "pay 100")
        self.assertRaises(AssertionError, after().pays)

    def test_a_notice_comes_by_itself_and_silence_opens_nothing(self) -> None:
        conversation = after("cancel")
        self.assertFalse(conversation.is_open)
        self.assertEqual(list(conversation.is_noticed("order-1", "nothing new")), [])
        self.assertFalse(conversation.is_open)
        self.assertEqual(spoken(conversation.is_noticed("order-2", "సిద్ధం")), "order-2, 0 late: సిద్ధం")
        self.assertTrue(conversation.is_open)

    def test_a_notice_beside_a_form_leaves_it_open(self) -> None:
        conversation = after("form")
        self.assertEqual(spoken(conversation.is_noticed("order-1", "ready")), "order-1, 0 late: ready")
        self.assertEqual(conversation.form, FORM)

    def test_the_limits_of_notices(self) -> None:
        conversation = after("cancel")
        conversation.is_noticed("A-z_0." + "9" * 58, "b" * 4_096)
        for id, body in (("", "b"), ("a b", "b"), ("9" * 65, "b"), ("a", ""), ("a", "b" * 4_097), ("a\n", "b")):
            self.assertRaises(AssertionError, conversation.is_noticed, id, body)

    def test_a_turn_looks_for_twenty_payments(self) -> None:
        found = MemoryHost().payments
        for _ in range(20):
            self.assertIsNone(found.find("bill"))
        self.assertRaises(LimitError, found.find, "bill")

    def test_the_log_is_kept_for_the_test(self) -> None:
        log = MemoryHost().log
        for write in (log.debug, log.info, log.warn, log.error):
            write("a")
        self.assertEqual([level for level, _ in log.lines], list(Level))

    def test_a_description_is_the_same_every_time_and_its_words_lead_to_one_service(self) -> None:
        class Twice(Reminder):
            def describe(self) -> Description:
                services = [Service(id, same(id), same("S"), ["same"]) for id in ("a", "b")]
                return Description("twice", same("Twice"), services, 1)

        class Other(Reminder):
            n = 0

            def describe(self) -> Description:
                self.n += 1
                return Description("other", same("Other"), [Service("a", same("A"), same("A"))], self.n)

        self.assertEqual(check_description(Reminder()).id, "reminder")
        self.assertRaises(AssertionError, check_description, Twice())
        self.assertRaises(AssertionError, check_description, Other())

    def test_outside_of_a_component_there_is_nobody_to_export_to(self) -> None:
        handler, migration = export(Reminder())
        self.assertTrue(callable(handler) and callable(migration))
        self.assertRaises(MigrationError, Reminder().migrate, 1, b"")

    def test_a_state_of_another_shape_is_none(self) -> None:
        conversation = after("first 5")
        conversation.state = b'{"of": "another release"}'
        conversation.says("second 7")
        self.assertEqual(conversation.state, b"null")
