//! Topics: asked about once, switched at will; and templates that say that there is news.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::event::Content;
use mitra_core::ids::{DeliveryId, DepartmentId, PhoneNumberId, ServiceId, TimerId, TurnId};
use mitra_core::language::Language;
use mitra_core::limits::{SERVICE_WINDOW, TEMPLATE_LOOK, TEMPLATE_PAUSE, TIMER_SILENCE};
use mitra_core::payment::{PaymentEnd, PaymentReference, PaymentUpdate, RefundUpdate};
use mitra_core::reply::Reply;
use mitra_core::session::{LastMessage, Session};
use mitra_core::template::Announced;
use mitra_core::timer::{FiredTimer, Timer, TimerContent, TimerKey};
use mitra_core::topic::{TopicKey, TopicWishes, Wish};
use mitra_core::turn::{Next, TurnOutcome};
use mitra_desk::{Announcement, Announcing, TemplateFacts, TimerReception, news_choice};

use crate::citizen::{Citizen, LOT, desk, desk_without_notices, named, spoken};

const USABLE: TemplateFacts = TemplateFacts { is_usable: true, refused_at: None };

fn topic() -> TopicKey {
    TopicKey { department: DepartmentId::parse("d0").expect("an id"), topic: None }
}

fn timer_with(content: TimerContent) -> FiredTimer {
    let key = TimerKey {
        department: DepartmentId::parse("d0").expect("an id"),
        service: ServiceId::parse("s0").expect("an id"),
        name: "n".to_owned(),
    };
    let timer = Timer { at: Timestamp(1), content, set_by: TurnId::new("t") };
    FiredTimer { id: TimerId(1), key, timer, tries: 0, announced_by: None }
}

fn timer() -> FiredTimer {
    timer_with(TimerContent::Note(Vec::new()))
}

fn payment(end: PaymentEnd) -> FiredTimer {
    let reference = PaymentReference::parse("bill-1").expect("a reference");
    timer_with(TimerContent::Payment(PaymentUpdate { reference, paise: 500, purpose: None, end }))
}

fn refund() -> FiredTimer {
    let reference = PaymentReference::parse("bill-1").expect("a reference");
    let (purpose, number) = (named("Bill"), "rfnd_1".to_owned());
    timer_with(TimerContent::Refund(RefundUpdate { reference, purpose, paise: 500, number }))
}

/// At the desk's menu, heard a day ago, with a yes to the first department's messages.
fn citizen() -> Citizen {
    let mut citizen = Citizen::in_a_service("English");
    let (number, sent_at) = (PhoneNumberId::new("1"), citizen.now);
    citizen.session.hear(LastMessage { number, sent_at });
    citizen.says("menu");
    citizen.session.topics.set(topic(), 1, true, citizen.now);
    citizen.now = citizen.now.after(SERVICE_WINDOW);
    citizen
}

fn announced(citizen: &Citizen, fired: &FiredTimer, facts: TemplateFacts) -> Announcing {
    citizen.desk.announce(&citizen.session, fired, citizen.now, facts)
}

fn goes_out(citizen: &Citizen, fired: &FiredTimer) -> Announcement {
    match announced(citizen, fired, USABLE) {
        Announcing::Now(announcement) => *announcement,
        not @ Announcing::Not { .. } => panic!("{not:?}"),
    }
}

fn not(reason: &'static str, look_at: Option<Timestamp>) -> Announcing {
    Announcing::Not { reason, look_at }
}

/// The department's conversation ends with these words; what the citizen hears, as one text.
fn ends(citizen: &mut Citizen, words: &str, sets_far: bool) -> String {
    let before = citizen.session.clone();
    let replies = match words {
        "" => Vec::new(),
        words => vec![Reply::Text { body: words.to_owned() }],
    };
    let outcome = TurnOutcome { replies, next: Next::Finish, payment: None };
    let mut concluded = citizen.desk.conclude(before.clone(), Ok(outcome));
    citizen.desk.ask_about_topic(&before, &mut concluded, sets_far, citizen.now);
    citizen.session = concluded.session;
    spoken(&concluded.replies)
}

#[test]
fn a_template_names_the_department_and_the_service_in_the_citizens_language() {
    let mut citizen = citizen();
    let Announcement { session, language, parameters, payload } = goes_out(&citizen, &timer());
    assert_eq!((language, payload), (Language::En, news_choice()));
    assert_eq!(parameters, ["Department 0", "Service 0"]);
    let announced = Some(Announced { at: citizen.now, unanswered: 1 });
    assert_eq!(session, Session { announced, ..citizen.session.clone() });
    citizen.session.language = Some(Language::Te);
    assert_eq!(goes_out(&citizen, &timer()).language, Language::Te);
}

#[test]
fn only_who_said_yes_to_the_topic_is_sent_a_template() {
    let mut citizen = citizen();
    citizen.session.topics.set(topic(), 1, false, citizen.now);
    assert_eq!(announced(&citizen, &timer(), USABLE), not("not_opted_in", None));
    citizen.session.topics = TopicWishes::default();
    citizen.session.topics.ask(topic(), 1, citizen.now);
    assert_eq!(announced(&citizen, &timer(), USABLE), not("not_opted_in", None));
    let other = TopicKey { department: DepartmentId::parse("d1").expect("an id"), topic: None };
    citizen.session.topics.set(other, 1, true, citizen.now);
    assert_eq!(announced(&citizen, &timer(), USABLE), not("not_opted_in", None));
}

#[test]
fn what_became_of_their_own_money_needs_no_yes() {
    let mut citizen = citizen();
    citizen.session.topics = TopicWishes::default();
    let receipt = mitra_core::payment::PaymentReceipt { id: "pay_1".to_owned(), at: Timestamp(1) };
    for fired in [payment(PaymentEnd::Paid(receipt)), payment(PaymentEnd::Failed), refund()] {
        goes_out(&citizen, &fired);
    }
    let expired = payment(PaymentEnd::Expired);
    assert_eq!(announced(&citizen, &expired, USABLE), not("not_opted_in", None));
    let refused = TemplateFacts { refused_at: Some(Timestamp(1)), ..USABLE };
    assert_eq!(announced(&citizen, &refund(), refused), not("refused", None));
    citizen.session.quiet = true;
    assert_eq!(announced(&citizen, &refund(), USABLE), not("quiet", None));
}

#[test]
fn stop_ends_all_and_start_brings_back_what_was_wanted() {
    let mut citizen = citizen();
    citizen.says("stop");
    assert_eq!(announced(&citizen, &timer(), USABLE), not("quiet", None));
    citizen.says("start");
    goes_out(&citizen, &timer());
}

#[test]
fn a_citizen_gets_one_template_a_day_and_each_timer_one() {
    let mut citizen = citizen();
    citizen.session = goes_out(&citizen, &timer()).session;
    let told = FiredTimer { announced_by: Some(DeliveryId(7)), ..timer() };
    assert_eq!(announced(&citizen, &told, USABLE), not("announced", None));
    let next_at = citizen.now.after(TEMPLATE_PAUSE);
    assert_eq!(announced(&citizen, &timer(), USABLE), not("pause", Some(next_at)));
    citizen.now = Timestamp(next_at.0 - 1);
    assert_eq!(announced(&citizen, &timer(), USABLE), not("pause", Some(next_at)));
    citizen.now = next_at;
    citizen.session = goes_out(&citizen, &timer()).session;
    let twice = next_at.after(2 * TEMPLATE_PAUSE);
    assert_eq!(announced(&citizen, &timer(), USABLE), not("pause", Some(twice)), "unanswered");
    let (number, sent_at) = (PhoneNumberId::new("1"), citizen.now);
    citizen.session.hear(LastMessage { number, sent_at });
    let once = next_at.after(TEMPLATE_PAUSE);
    assert_eq!(announced(&citizen, &timer(), USABLE), not("pause", Some(once)), "answered");
}

#[test]
fn a_template_that_meta_stopped_is_looked_at_again_before_long() {
    let citizen = citizen();
    let stopped = TemplateFacts { is_usable: false, ..USABLE };
    let look_at = Some(citizen.now.after(TEMPLATE_LOOK));
    assert_eq!(announced(&citizen, &timer(), stopped), not("stopped", look_at));
}

#[test]
fn a_yes_after_metas_word_counts_and_one_before_does_not() {
    let mut citizen = citizen();
    let yes_at = citizen.session.topics.last_yes(&topic()).expect("on");
    let refused = |at| TemplateFacts { refused_at: Some(at), ..USABLE };
    assert_eq!(announced(&citizen, &timer(), refused(yes_at)), not("refused", None));
    // The old button under the question.
    let (id, title) = ("desk:topic-on:d0".to_owned(), "Yes".to_owned());
    citizen.sends(&Content::Choice { id, title });
    assert!(matches!(announced(&citizen, &timer(), refused(yes_at)), Announcing::Now(_)));
    let yes_at = citizen.now;
    assert_eq!(announced(&citizen, &timer(), refused(yes_at)), not("refused", None));
    citizen.now = citizen.now.after(Duration::from_mins(1));
    for said in ["my messages", "1", "my messages", "1"] {
        citizen.says(said);
    }
    assert!(matches!(announced(&citizen, &timer(), refused(yes_at)), Announcing::Now(_)));
}

#[test]
fn nobody_is_told_of_what_is_gone_or_before_they_wrote() {
    let mut citizen = citizen();
    let mut gone = timer();
    gone.key.service = ServiceId::parse("s9").expect("an id");
    assert_eq!(announced(&citizen, &gone, USABLE), not("gone", None));
    citizen.session.last_message = None;
    assert_eq!(announced(&citizen, &timer(), USABLE), not("stranger", None));
}

#[test]
fn who_was_told_of_news_hears_it_in_the_middle_of_another_service() {
    let mut citizen = citizen();
    citizen.says("2");
    citizen.says("1");
    let (number, sent_at) = (PhoneNumberId::new("1"), citizen.now);
    citizen.session.hear(LastMessage { number, sent_at });
    let receive = |fired| citizen.desk.receive_timer(&citizen.session, &fired, citizen.now, LOT);
    assert!(matches!(receive(timer()), TimerReception::Later { reason: "busy", .. }));
    let told = FiredTimer { announced_by: Some(DeliveryId(7)), ..timer() };
    assert!(matches!(receive(told), TimerReception::Turn(_)));
    assert!(TIMER_SILENCE > Duration::ZERO);
}

#[test]
fn after_a_conversation_the_desk_asks_once_about_its_topic() {
    let mut citizen = Citizen::in_a_service("English");
    let heard = ends(&mut citizen, "Noted.", false);
    let asked = "Noted.\nMay we write to you on WhatsApp about \"Department 0\"";
    assert!(heard.starts_with(asked) && heard.ends_with("[Yes] [No] [Main menu]"), "{heard}");
    assert_eq!(citizen.session.topics.get(&topic()).expect("asked").wish, Wish::Unanswered);
    let heard = citizen.says("1");
    assert!(heard.starts_with("All right, we will write to you when there is news"), "{heard}");
    assert!(heard.contains("anything else") && heard.contains("[Other services]"), "{heard}");
    assert_eq!(citizen.session.topics.last_yes(&topic()), Some(citizen.now));
    citizen.says("1");
    citizen.says("1");
    let heard = ends(&mut citizen, "Noted.", true);
    assert!(heard.starts_with("Noted.\nIs there anything else"), "{heard}");
}

#[test]
fn a_question_that_is_not_answered_takes_nothing_away() {
    let mut citizen = Citizen::in_a_service("English");
    ends(&mut citizen, "Noted.", false);
    let heard = citizen.says("menu");
    assert!(heard.contains("Which department"), "{heard}");
    assert_eq!(citizen.session.topics.last_yes(&topic()), None);
}

#[test]
fn who_may_have_nothing_to_say_later_does_not_ask() {
    let service = |desk| {
        let mut citizen = Citizen::at(desk);
        for text in ["hi", "English", "1", "1"] {
            citizen.says(text);
        }
        citizen
    };
    let mut plain = service(desk_without_notices(2, 2));
    let heard = ends(&mut plain, "Noted.", false);
    assert!(!heard.contains("May we"), "{heard}");
    let mut far = service(desk_without_notices(2, 2));
    assert!(ends(&mut far, "Noted.", true).contains("May we"));
    // A turn before the last one can have set the timer.
    let mut early = service(desk_without_notices(2, 2));
    let before = early.session.clone();
    let next = before.conversation.as_ref().and_then(|open| open.state.clone()).expect("a state");
    let outcome = TurnOutcome { replies: Vec::new(), next: Next::Stay(next), payment: None };
    let mut concluded = early.desk.conclude(before.clone(), Ok(outcome));
    early.desk.ask_about_topic(&before, &mut concluded, true, early.now);
    early.session = concluded.session;
    assert!(ends(&mut early, "Noted.", false).contains("May we"));
    // Whoever stepped out of a service, or said stop, is not asked.
    assert!(!ends(&mut service(desk(2, 2)), "", false).contains("May we"));
    let mut quiet = service(desk(2, 2));
    quiet.session.quiet = true;
    assert!(!ends(&mut quiet, "Noted.", false).contains("May we"));
}

#[test]
fn my_messages_lists_the_topics_and_switches_each() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("menu");
    assert!(citizen.says("my messages").contains("not been asked yet"));
    citizen.session.topics.set(topic(), 1, true, citizen.now);
    let heard = citizen.says("naa sandeshalu");
    assert!(heard.contains("[Department 0] [Main menu]"), "{heard}");
    let heard = citizen.says("1");
    assert!(
        heard.starts_with("All right, we will not write to you about \"Department 0\""),
        "{heard}"
    );
    assert_eq!(citizen.session.topics.last_yes(&topic()), None);
    citizen.says("my messages");
    citizen.says("Department 0");
    assert_eq!(citizen.session.topics.last_yes(&topic()), Some(citizen.now));
    citizen.says("stop");
    let heard = citizen.says("my messages");
    assert!(heard.contains("You have stopped all messages"), "{heard}");
}

#[test]
fn in_a_conversation_my_messages_tells_and_goes_on() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.session.topics.set(topic(), 1, true, citizen.now);
    let heard = citizen.says("my messages");
    assert!(heard.contains("• Department 0: On since 01-01-1970"), "{heard}");
    assert!(citizen.session.conversation.is_some());
}

#[test]
fn my_data_lists_what_is_wanted_and_erasing_takes_it_back() {
    let mut citizen = citizen();
    let heard = citizen.says("my data");
    assert!(heard.contains("be written to about:\n• Department 0: 01-01-1970"), "{heard}");
    citizen.session.announced = Some(Announced { at: citizen.now, unanswered: 1 });
    citizen.says("delete my data");
    citizen.says("1");
    assert!(citizen.erased);
    let wish = citizen.session.topics.get(&topic()).expect("the proof stays");
    assert_eq!((wish.wish, wish.at, wish.given_at), (Wish::Off, citizen.now, Some(Timestamp(1))));
    assert!(citizen.session.announced.is_some(), "the pause between templates goes on");
    assert_eq!(announced(&citizen, &timer(), USABLE), not("not_opted_in", None));
    assert!(!citizen.says("my data").contains("be written to about"));
}

#[test]
fn the_button_of_a_template_is_answered_by_the_news_or_a_calm_word() {
    let mut citizen = citizen();
    let session = citizen.desk.hear_news_button(citizen.session.clone(), citizen.now);
    assert_eq!(session, Session { heard_at: Some(citizen.now), ..citizen.session.clone() });
    let tap = Content::Choice { id: news_choice(), title: "Read".to_owned() };
    let heard = spoken(&citizen.sends(&tap));
    assert!(
        heard.starts_with("There is nothing new") && heard.contains("[Department 0]"),
        "{heard}"
    );
}
