//! Timers: what the desk makes of one that is due, and of what its department says.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::event::Content;
use mitra_core::ids::{DepartmentId, PhoneNumberId, ServiceId, TimerId, TurnId};
use mitra_core::language::{Language, Localized};
use mitra_core::limits::{
    PAYMENT_TELL_MAX, SERVICE_WINDOW, TIMER_PAUSE, TIMER_SILENCE, TIMER_WAIT_MAX,
};
use mitra_core::notice::NoticeBody;
use mitra_core::payment::{
    PaymentEnd, PaymentReceipt, PaymentReference, PaymentUpdate, RefundUpdate,
};
use mitra_core::reply::Reply;
use mitra_core::session::{LastMessage, Session};
use mitra_core::timer::{FiredTimer, Timer, TimerContent, TimerDue, TimerKey};
use mitra_core::turn::{GuestState, Next, TurnEvent, TurnOutcome};
use mitra_desk::{TimerReception, TimerVisit};

use crate::citizen::{Citizen, LOT, ask, chosen, desk, desk_without_notices, question, spoken};
use crate::forms::kit::{asked, member};

/// A timer of the first department's service with this number.
fn timer(service: &str) -> FiredTimer {
    let key = TimerKey {
        department: DepartmentId::parse("d0").expect("an id"),
        service: ServiceId::parse(service).expect("an id"),
        name: "back".to_owned(),
    };
    let timer = Timer {
        at: Timestamp(1),
        content: TimerContent::Note(Vec::new()),
        set_by: TurnId::new("t"),
    };
    FiredTimer { id: TimerId(1), key, timer, tries: 0, announced_by: None }
}

/// In the first service of the first department, heard just now.
fn citizen() -> Citizen {
    let mut citizen = Citizen::in_a_service("English");
    let (number, sent_at) = (PhoneNumberId::new("1"), citizen.now);
    citizen.session.hear(LastMessage { number, sent_at });
    citizen
}

/// The same at the desk's menu, in no conversation.
fn citizen_at_the_desk() -> Citizen {
    let mut citizen = citizen();
    citizen.says("menu");
    assert_eq!(citizen.session.conversation, None);
    citizen
}

fn receive(citizen: &Citizen, fired: &FiredTimer) -> TimerReception {
    citizen.desk.receive_timer(&citizen.session, fired, citizen.now, LOT)
}

fn visit(citizen: &Citizen, fired: &FiredTimer) -> TimerVisit {
    let reception = receive(citizen, fired);
    let TimerReception::Turn(visit) = reception else { panic!("a turn, not {reception:?}") };
    *visit
}

/// The timer's department says this; everything that is sent, as one text.
fn hears(citizen: &mut Citizen, fired: &FiredTimer, replies: Vec<Reply>, next: Next) -> String {
    let visit = visit(citizen, fired);
    let concluded =
        citizen.desk.conclude_timer(visit, TurnOutcome { replies, next, payment: None });
    citizen.session = concluded.session;
    spoken(&concluded.replies)
}

fn stay() -> Next {
    Next::Stay(GuestState { schema: 1, bytes: b"new".to_vec() })
}

fn told() -> Vec<Reply> {
    vec![Reply::Text { body: "Power is back.".to_owned() }]
}

fn passes(citizen: &mut Citizen, span: Duration) {
    citizen.now = citizen.now.after(span);
}

#[test]
fn a_timer_of_a_service_that_is_gone_is_dropped() {
    let citizen = citizen();
    assert_eq!(receive(&citizen, &timer("s9")), TimerReception::Drop { reason: "gone" });
}

#[test]
fn a_timer_waits_for_a_message_when_the_window_has_closed_and_not_for_ever() {
    let mut citizen = citizen();
    let fired = timer("s0");
    passes(&mut citizen, SERVICE_WINDOW.saturating_sub(Duration::from_millis(1)));
    visit(&citizen, &fired);
    passes(&mut citizen, Duration::from_millis(1));
    let due = TimerDue::NextMessage { latest: fired.waits_until() };
    assert_eq!(receive(&citizen, &fired), TimerReception::Later { due, reason: "window" });
    citizen.now = fired.timer.at.after(TIMER_WAIT_MAX);
    assert_eq!(receive(&citizen, &fired), TimerReception::Drop { reason: "expired" });
}

#[test]
fn a_timer_of_the_open_service_gets_its_state_and_goes_on_as_any_turn() {
    let mut citizen = citizen();
    let state = citizen.session.conversation.as_ref().and_then(|open| open.state.clone());
    assert_eq!(visit(&citizen, &timer("s0")).conversation().state, state);
    let heard = hears(&mut citizen, &timer("s0"), vec![question("Yes, No")], stay());
    assert_eq!(heard, "Which one? [Yes] [No]");
    citizen.says("2");
    assert_eq!(*citizen.last_heard(), chosen("No"));
    let heard = hears(&mut citizen, &timer("s0"), told(), Next::Finish);
    assert!(heard.starts_with("Power is back.") && heard.contains("anything else"), "{heard}");
    assert_eq!(citizen.session.conversation, None);
}

#[test]
fn a_timer_that_says_nothing_is_silent_wherever_the_citizen_is() {
    let mut open = citizen();
    open.says("offer Yes, No");
    let before = open.session.clone();
    assert_eq!(hears(&mut open, &timer("s0"), Vec::new(), stay()), "");
    assert_eq!(open.session.offered, before.offered, "what the citizen sees can still be taken");
    let state = open.session.conversation.as_ref().and_then(|open| open.state.clone());
    assert_eq!(state.expect("it is kept").bytes, b"new");
    assert_eq!(hears(&mut open, &timer("s0"), Vec::new(), Next::Finish), "");
    assert_eq!(open.session.conversation, None);

    let mut elsewhere = citizen();
    passes(&mut elsewhere, TIMER_SILENCE);
    for mut citizen in [citizen_at_the_desk(), elsewhere] {
        let before = citizen.session.clone();
        for next in [stay(), Next::Finish] {
            assert_eq!(hears(&mut citizen, &timer("s1"), Vec::new(), next), "");
            assert_eq!(citizen.session, before);
        }
    }
}

#[test]
fn without_a_conversation_a_timer_tells_or_opens_one() {
    let mut citizen = citizen_at_the_desk();
    assert_eq!(visit(&citizen, &timer("s1")).conversation().state, None);
    let before = citizen.session.clone();
    assert_eq!(hears(&mut citizen, &timer("s1"), told(), Next::Finish), "Power is back.");
    assert_eq!(citizen.session, before, "what the desk offered is still open");
    let heard = hears(&mut citizen, &timer("s1"), vec![question("Yes, No")], stay());
    assert_eq!(heard, "Which one? [Yes] [No]");
    citizen.says("1");
    assert_eq!(*citizen.last_heard(), chosen("Yes"));
    let open = citizen.session.conversation.expect("it was opened");
    assert_eq!(open.service.as_str(), "s1");
}

#[test]
fn a_question_that_ends_its_conversation_becomes_text_and_a_way_in() {
    let mut citizen = citizen_at_the_desk();
    let heard = hears(&mut citizen, &timer("s1"), vec![question("Yes, No")], Next::Finish);
    assert!(heard.starts_with("Which one?\n\n• Yes\n• No\nTo answer in \"Service 1\""), "{heard}");
    assert!(!heard.contains("still in the middle"), "{heard}");
    // The way in is what was offered last.
    citizen.says("1");
    assert_eq!(*citizen.last_heard(), TurnEvent::Opened);
}

#[test]
fn in_the_middle_of_another_service_a_citizen_is_left_alone_for_an_hour() {
    let mut citizen = citizen();
    let due = TimerDue::At(citizen.now.after(TIMER_PAUSE));
    assert_eq!(receive(&citizen, &timer("s1")), TimerReception::Later { due, reason: "busy" });
    passes(&mut citizen, TIMER_SILENCE.saturating_sub(Duration::from_millis(1)));
    assert!(matches!(receive(&citizen, &timer("s1")), TimerReception::Later { .. }));
    passes(&mut citizen, Duration::from_millis(1));
    assert_eq!(visit(&citizen, &timer("s1")).conversation().state, None);
}

#[test]
fn beside_another_service_a_timer_takes_nothing_away() {
    let mut citizen = citizen();
    citizen.says("offer Yes, No");
    passes(&mut citizen, TIMER_SILENCE);
    let before = citizen.session.clone();
    assert_eq!(hears(&mut citizen, &timer("s1"), told(), Next::Finish), "Power is back.");
    assert_eq!(citizen.session, before);
    let ask = Reply::AskLocation { body: "Where are you?".to_owned() };
    for replies in [told(), vec![question("Red, Blue")], vec![ask]] {
        let heard = hears(&mut citizen, &timer("s1"), replies, stay());
        assert!(heard.contains("To answer in \"Service 1\""), "{heard}");
        assert!(heard.contains("still in the middle of \"Service 0\""), "{heard}");
        assert!(heard.ends_with("[Open the service]"), "{heard}");
        assert_eq!(citizen.session, before);
    }
    // A number is an answer to the open service's question; the button opens the other one.
    citizen.says("2");
    assert_eq!(*citizen.last_heard(), chosen("No"));
    let (id, title) = ("desk:service:d0:s1".to_owned(), "Open the service".to_owned());
    citizen.sends(&Content::Choice { id, title });
    assert_eq!(*citizen.last_heard(), TurnEvent::Opened);
    let open = citizen.session.conversation.expect("it was opened");
    assert_eq!(open.service.as_str(), "s1");
}

#[test]
fn a_conversation_whose_state_cannot_be_read_is_left_as_it_is() {
    let mut citizen = citizen();
    let before = citizen.session.clone();
    let mut visit = visit(&citizen, &timer("s0"));
    visit.stand_aside();
    assert_eq!(visit.conversation().state, None);
    let outcome = TurnOutcome { replies: told(), next: stay(), payment: None };
    let concluded = citizen.desk.conclude_timer(visit, outcome);
    citizen.session = concluded.session;
    assert_eq!(citizen.session, before);
    let heard = spoken(&concluded.replies);
    assert!(heard.contains("To answer in") && !heard.contains("still in the middle"), "{heard}");
}

#[test]
fn a_form_that_is_half_filled_in_stays_as_it_is() {
    let (mut citizen, _) = asked("English", member());
    let (number, sent_at) = (PhoneNumberId::new("1"), citizen.now);
    citizen.session.hear(LastMessage { number, sent_at });
    citizen.says("Asha Devi");
    let due = TimerDue::At(citizen.now.after(TIMER_PAUSE));
    let fired = timer("s0");
    assert_eq!(receive(&citizen, &fired), TimerReception::Later { due, reason: "busy" });

    // The citizen has been silent for so long that it is told, and no state is shown or taken.
    passes(&mut citizen, TIMER_SILENCE);
    let before = citizen.session.clone();
    assert_eq!(visit(&citizen, &fired).conversation().state, None);
    let heard = hears(&mut citizen, &fired, told(), Next::Finish);
    assert_eq!(heard, "Power is back.");
    let another = ask(member());
    let heard = hears(&mut citizen, &fired, another.replies, another.next);
    assert!(heard.contains("To answer in"), "{heard}");
    assert_eq!(citizen.session, before);
    citizen.says("1");
    let n_answers = |session: Session| {
        let form = session.conversation.and_then(|open| open.form).expect("it is open");
        form.answers.iter().flatten().count()
    };
    assert_eq!((n_answers(before), n_answers(citizen.session)), (1, 2));
}

#[test]
fn a_timers_turn_opens_a_conversation_with_a_form() {
    let mut citizen = citizen_at_the_desk();
    let asks = ask(member());
    let heard = hears(&mut citizen, &timer("s0"), asks.replies, asks.next);
    assert!(heard.contains("Question name en"), "{heard}");
    citizen.says("Asha Devi");
    assert!(citizen.session.conversation.is_some_and(|open| open.form.is_some()));
}

#[test]
fn a_timer_is_told_in_the_citizens_own_language() {
    for (language, word) in [("తెలుగు", "జవాబు"), ("हिन्दी", "उत्तर")]
    {
        let mut citizen = Citizen::at(desk(2, 2));
        for text in ["hi", language] {
            citizen.says(text);
        }
        let (number, sent_at) = (PhoneNumberId::new("1"), citizen.now);
        citizen.session.hear(LastMessage { number, sent_at });
        let heard = hears(&mut citizen, &timer("s1"), vec![question("A, B")], Next::Finish);
        assert!(heard.contains(word), "{heard}");
    }
}

/// What became of a payment, of the first department's service with this number.
fn payment(service: &str, end: PaymentEnd) -> FiredTimer {
    let reference = PaymentReference::parse("bill-1").expect("one");
    let update = PaymentUpdate { reference, paise: 500, purpose: None, end };
    let mut fired = timer(service);
    fired.timer.content = TimerContent::Payment(update);
    fired
}

fn paid() -> PaymentEnd {
    PaymentEnd::Paid(PaymentReceipt { id: "pay_1".to_owned(), at: Timestamp(1) })
}

#[test]
fn whoever_paid_hears_of_it_at_once_in_the_middle_of_another_service() {
    let mut citizen = citizen();
    for end in [paid(), PaymentEnd::Failed] {
        visit(&citizen, &payment("s1", end));
    }
    let due = TimerDue::At(citizen.now.after(TIMER_PAUSE));
    let later = TimerReception::Later { due, reason: "busy" };
    assert_eq!(receive(&citizen, &payment("s1", PaymentEnd::Expired)), later);
    let open = citizen.session.conversation.clone();
    let said = hears(&mut citizen, &payment("s1", paid()), told(), Next::Finish);
    assert_eq!(said, "Power is back.");
    assert_eq!(citizen.session.conversation, open, "what is open stays as it is");
}

#[test]
fn whoever_is_owed_money_is_told_in_their_language_that_it_is_back() {
    let mut citizen = citizen();
    let purpose =
        Localized { te: "బిల్లు".into(), en: "Bill".into(), hi: "बिल".into() };
    let reference = PaymentReference::parse("bill-1").expect("one");
    let number = "rfnd_1".to_owned();
    let update = RefundUpdate { reference, purpose, paise: 12_345_600, number };
    // Also if the department is gone, and in the middle of another service.
    let mut fired = timer("gone");
    fired.timer.content = TimerContent::Refund(update);
    for (language, words) in [
        (Language::Te, "బిల్లు\n\nమీకు ₹1,23,456.00 తిరిగి చెల్లించారు"),
        (Language::En, "Bill\n\n₹1,23,456.00 has been paid back to you"),
        (Language::Hi, "बिल\n\nआपको ₹1,23,456.00 वापस कर दिए गए हैं"),
    ] {
        citizen.session.language = Some(language);
        let TimerReception::Answer { replies } = receive(&citizen, &fired) else {
            panic!("it is told")
        };
        let [Reply::Text { body }] = &replies[..] else { panic!("one text: {replies:?}") };
        assert!(body.starts_with(words), "{body}");
        assert!(body.contains("rfnd_1") && body.contains("bill-1"), "{body}");
    }
    // Outside of WhatsApp's window it is told when they write next.
    citizen.now = citizen.now.after(Duration::from_hours(24));
    let due = TimerDue::NextMessage { latest: fired.waits_until() };
    assert_eq!(receive(&citizen, &fired), TimerReception::Later { due, reason: "window" });
}

/// A notice of the first department's back end, for its service with this number.
fn notice(service: &str) -> FiredTimer {
    let mut fired = timer(service);
    fired.timer.content = TimerContent::Notice(NoticeBody::parse("news").expect("one"));
    fired
}

#[test]
fn a_notice_finds_the_citizen_as_a_timer_does() {
    let mut citizen = citizen();
    visit(&citizen, &notice("s0"));
    let due = TimerDue::At(citizen.now.after(TIMER_PAUSE));
    let later = TimerReception::Later { due, reason: "busy" };
    assert_eq!(receive(&citizen, &notice("s1")), later, "nobody looks out for it");
    let latest = notice("s0").waits_until();
    assert_eq!(latest, timer("s0").waits_until());
    citizen.now = citizen.now.after(SERVICE_WINDOW);
    let due = TimerDue::NextMessage { latest };
    let later = TimerReception::Later { due, reason: "window" };
    assert_eq!(receive(&citizen, &notice("s0")), later);
}

#[test]
fn a_notice_is_dropped_where_the_grant_was_taken_back_and_a_timer_is_not() {
    let mut citizen = citizen();
    citizen.desk = desk_without_notices(2, 2);
    visit(&citizen, &timer("s0"));
    let denied = TimerReception::Drop { reason: "denied" };
    assert_eq!(receive(&citizen, &notice("s0")), denied);
}

#[test]
fn the_end_of_a_payment_waits_longer_for_its_citizen_than_a_timer() {
    let mut citizen = citizen();
    let fired = payment("s0", paid());
    citizen.now = fired.timer.at.after(TIMER_WAIT_MAX);
    let due = TimerDue::NextMessage { latest: fired.timer.at.after(PAYMENT_TELL_MAX) };
    assert_eq!(receive(&citizen, &fired), TimerReception::Later { due, reason: "window" });
    citizen.now = fired.timer.at.after(PAYMENT_TELL_MAX);
    assert_eq!(receive(&citizen, &fired), TimerReception::Drop { reason: "expired" });
}

#[test]
fn who_said_stop_hears_no_timer_until_they_say_start() {
    for (stop, start) in
        [("STOP", "start"), ("సందేశాలు ఆపండి", "సందేశాలు పంపండి"), ("संदेश बंद करें", "संदेश भेजें")]
    {
        let mut citizen = citizen_at_the_desk();
        let said = citizen.says(stop);
        assert!(said.starts_with("All right, we will not write to you"), "{said}");
        assert_eq!(hears(&mut citizen, &timer("s0"), told(), Next::Finish), "");
        assert_eq!(hears(&mut citizen, &timer("s0"), told(), stay()), "");
        assert_eq!(citizen.session.conversation, None, "it opens none either");
        assert!(citizen.says("menu").contains("[Department 0]"), "answers come as ever");
        let said = citizen.says(start);
        assert!(said.starts_with("All right, departments may write"), "{said}");
        let heard = hears(&mut citizen, &timer("s0"), told(), Next::Finish);
        assert!(heard.starts_with("Power is back."), "{heard}");
    }
}

#[test]
fn whoever_says_stop_before_they_have_a_language_is_heard_in_all_three() {
    let mut citizen = Citizen::at(desk(1, 1));
    let said = citizen.says("stop messages");
    for words in ["మేముగా సందేశాలు పంపము", "we will not write to you", "संदेश नहीं भेजेंगे"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    citizen.says("hi");
    citizen.says("English");
    assert!(citizen.session.quiet, "choosing a language is no start");
}

#[test]
fn whoever_says_start_before_they_have_a_language_is_heard_in_all_three() {
    let mut citizen = Citizen::at(desk(1, 1));
    citizen.says("stop messages");
    let said = citizen.says("start messages");
    for words in ["సందేశాలు పంపవచ్చు", "may write to you again", "संदेश भेज सकते हैं", "[English]"]
    {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!citizen.session.quiet);
    let mut stranger = Citizen::at(desk(1, 1));
    assert_eq!(stranger.says("start"), Citizen::at(desk(1, 1)).says("hi"), "it is a greeting");
}

#[test]
fn stop_in_a_conversation_is_an_answer_and_unsubscribe_is_not() {
    let mut citizen = citizen();
    citizen.says("stop");
    assert_eq!(citizen.last_heard(), &TurnEvent::Text("stop".to_owned()));
    assert!(!citizen.session.quiet);
    citizen.says("unsubscribe");
    assert!(citizen.session.quiet && citizen.session.conversation.is_some());
    // The service that the citizen is in goes on as ever; words of another one are unwanted.
    let heard = hears(&mut citizen, &timer("s0"), told(), stay());
    assert_eq!(heard, "Power is back.");
    passes(&mut citizen, TIMER_SILENCE);
    assert_eq!(hears(&mut citizen, &timer("s1"), told(), Next::Finish), "");
}

#[test]
fn what_became_of_a_payment_is_told_to_whoever_said_stop() {
    let mut citizen = citizen_at_the_desk();
    citizen.says("stop");
    assert!(!hears(&mut citizen, &payment("s0", paid()), told(), Next::Finish).is_empty());
    let expired = payment("s0", PaymentEnd::Expired);
    assert_eq!(hears(&mut citizen, &expired, told(), Next::Finish), "");
}

#[test]
fn start_is_a_greeting_to_whoever_hears_everything() {
    let mut citizen = citizen_at_the_desk();
    assert!(citizen.says("start").starts_with("Namaste"));
}
