#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Templates that announce timers, and what becomes of notices.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeadReason, Receipt, ReceiptStatus};
use mitra_core::event::LaneEvent;
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{Pseudonym, ServiceId, TurnId, Wamid};
use mitra_core::limits::TEMPLATE_LOOK;
use mitra_core::notice::{Addressee, NoticeBody};
use mitra_core::session::Session;
use mitra_core::template::Announced;
use mitra_core::timer::{FiredTimer, Timer, TimerContent, TimerDue, TimerKey};
use mitra_core::topic::TopicKey;

use super::Harness;
use super::fixtures::{
    T0, accept, at, bodies, both, by_bsuid, by_phone, citizen, claim_one, claim_send, claim_sends,
    deliver, department, event, hear, lost, plain, receipt, receive, record, referring, reply,
    report, session, taken,
};
use crate::{
    Announcement, AttemptOutcome, ClaimedDelivery, ClaimedEvent, Inbox, Intake, NewNotice,
    NoticeDelivery, NoticeDigest, NoticeProgress, NoticeReport, NoticeStage, NoticeTaken, Notices,
    Outbox, RetriedDead, Settled, Settlement, Storage, StorageLimits, Upkeep,
};

/// An instant that is later than everything here.
const LATEST: i64 = 30 * 86_400_000;

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

/// A citizen of this address, whom `energy` knows as `asha`; nothing of theirs is left to do.
async fn meet(storage: &impl Storage, wamid: &str, address: &CitizenAddress) {
    accept(storage, vec![event(wamid, address)]).await;
    let claimed = claim_one(storage, T0).await;
    let addressee =
        Some(Addressee { department: department("energy"), pseudonym: Pseudonym::new("asha") });
    let settlement = Settlement { addressee, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
}

/// Takes a notice for `asha`, and claims its event.
async fn noticed(storage: &impl Storage, id: &str) -> ClaimedEvent {
    let body = NoticeBody::parse("ready").expect("is a body");
    let service = ServiceId::parse("outage").expect("is a slug");
    let notice = NewNotice {
        pseudonym: Pseudonym::new("asha"),
        digest: NoticeDigest([1; 32]),
        key: TimerKey { department: department("energy"), service, name: id.to_owned() },
        timer: Timer {
            at: T0,
            content: TimerContent::Notice(body),
            set_by: TurnId::new(format!("notice {id}")),
        },
    };
    assert_eq!(storage.take_notice(notice, T0).await.expect("answered"), NoticeTaken::Taken);
    next(storage, T0).await
}

/// The event of the one timer that is due.
async fn next(storage: &impl Storage, now: Timestamp) -> ClaimedEvent {
    assert_eq!(storage.fire_timers(1_000, now).await.expect("fired").timers, 1);
    claim_one(storage, now).await
}

fn timer_of(claimed: &ClaimedEvent) -> FiredTimer {
    let LaneEvent::Timer(timer) = &claimed.event else { panic!("a timer: {claimed:?}") };
    timer.clone()
}

/// Puts the timer off to the next message, and says so by a template.
async fn announce(storage: &impl Storage, claimed: &ClaimedEvent, session: Session) -> Settled {
    let due = TimerDue::NextMessage { latest: at(LATEST) };
    let announcement = Announcement { session, delivery: reply("there is news") };
    let (claim, timer) = (claimed.claim.clone(), timer_of(claimed));
    storage.put_off(claim, timer, due, Some(announcement), at(5)).await.expect("answered")
}

async fn known(storage: &impl Storage, id: &str) -> NoticeReport {
    let known = storage.notice_report(&department("energy"), id).await.expect("read");
    known.expect("it is known")
}

/// Where the notice is, since when, and how far its messages got.
async fn stands(
    storage: &impl Storage,
    id: &str,
) -> (NoticeStage, Timestamp, Option<NoticeDelivery>) {
    let NoticeReport { stage, since, delivery, .. } = known(storage, id).await;
    (stage, since, delivery)
}

/// Ends the notice so, with these words.
async fn end(storage: &impl Storage, claimed: &ClaimedEvent, stage: NoticeStage, words: &[&str]) {
    let (department, id) = (department("energy"), timer_of(claimed).key.name);
    let deliveries = words.iter().map(|words| reply(words)).collect();
    let notice = Some(NoticeProgress { department, id, stage });
    let settlement = Settlement { deliveries, notice, ..plain(claimed) };
    assert_eq!(storage.settle(settlement, at(9)).await.expect("settled"), Settled::Committed);
}

/// The one message of the outbox ends so.
async fn sending_ends(storage: &impl Storage, outcome: AttemptOutcome) {
    let sent = claim_send(storage, T0).await;
    record(storage, &sent, outcome).await;
}

fn refused(code: i64) -> AttemptOutcome {
    AttemptOutcome::Dead(DeadReason::Refused { code })
}

pub async fn a_template_goes_out_in_one_step_with_what_puts_its_timer_off<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    let claimed = noticed(storage, "n-1").await;
    assert_eq!(announce(storage, &claimed, session("announced")).await, Settled::Committed);
    assert_eq!(announce(storage, &claimed, session("twice")).await, Settled::ClaimLost);
    let sent = claim_sends(storage, T0).await;
    assert_eq!(bodies(&sent), ["there is news"]);
    accept(storage, vec![event("B", &citizen(1))]).await;
    let message = claim_one(storage, T0).await;
    assert!(message.has_news, "it waits for the message");
    assert_eq!(message.session, session("announced"));
    storage.settle(plain(&message), T0).await.expect("settled");
    let again = next(storage, T0).await;
    assert_eq!(timer_of(&again).announced_by, Some(sent[0].claim.delivery));
    end(storage, &again, NoticeStage::Told, &[]).await;
    accept(storage, vec![event("C", &citizen(1))]).await;
    assert!(!claim_one(storage, T0).await.has_news);
}

pub async fn what_was_announced_is_news_until_it_came<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    let claimed = noticed(storage, "n-1").await;
    announce(storage, &claimed, session("x")).await;
    accept(storage, vec![event("B", &citizen(1)), event("C", &citizen(1))]).await;
    for wamid in ["B", "C"] {
        let message = claim_one(storage, T0).await;
        assert!(message.has_news, "{wamid}: the first woke it, and it has not come yet");
        storage.settle(plain(&message), T0).await.expect("settled");
    }
    assert_eq!(timer_of(&next(storage, T0).await).key.name, "n-1");
}

pub async fn a_notice_is_known_from_its_taking_to_its_last_receipt<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    let nothing = storage.notice_report(&department("energy"), "n-1").await.expect("read");
    assert_eq!(nothing, None);
    let claimed = noticed(storage, "n-1").await;
    assert_eq!(stands(storage, "n-1").await, (NoticeStage::Waiting, T0, None));
    announce(storage, &claimed, session("x")).await;
    let queued = Some(NoticeDelivery::Queued);
    assert_eq!(stands(storage, "n-1").await, (NoticeStage::Announced, at(5), queued));
    let template = claim_send(storage, T0).await;
    record(storage, &template, AttemptOutcome::Accepted { wamid: Wamid::new("W") }).await;
    assert_eq!(stands(storage, "n-1").await.2, Some(NoticeDelivery::Sent));
    accept(storage, vec![event("B", &citizen(1))]).await;
    let message = claim_one(storage, T0).await;
    storage.settle(plain(&message), T0).await.expect("settled");
    end(storage, &next(storage, T0).await, NoticeStage::Told, &["one", "two"]).await;
    assert_eq!(stands(storage, "n-1").await, (NoticeStage::Told, at(9), queued));
    for (wamid, after) in [("W1", NoticeDelivery::Queued), ("W2", NoticeDelivery::Read)] {
        let sent = claim_send(storage, T0).await;
        receive(storage, vec![referring(&sent, wamid, ReceiptStatus::Read)]).await;
        assert_eq!(stands(storage, "n-1").await.2, Some(after), "the one that is behind counts");
    }
    assert_eq!(known(storage, "n-1").await.taken_at, T0);
    let other = storage.notice_report(&department("water"), "n-1").await.expect("read");
    assert_eq!(other, None, "it is another department's");
}

pub async fn a_notice_without_words_or_that_is_dropped_has_no_delivery<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    end(storage, &noticed(storage, "n-1").await, NoticeStage::Told, &[]).await;
    assert_eq!(stands(storage, "n-1").await, (NoticeStage::Told, at(9), None));
    let dropped = NoticeStage::Dropped { reason: "fault".to_owned() };
    end(storage, &noticed(storage, "n-2").await, dropped.clone(), &[]).await;
    assert_eq!(stands(storage, "n-2").await, (dropped, at(9), None));
}

pub async fn a_notice_whose_words_die_failed<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    end(storage, &noticed(storage, "n-1").await, NoticeStage::Told, &["one"]).await;
    sending_ends(storage, refused(131_026)).await;
    assert_eq!(stands(storage, "n-1").await.2, Some(NoticeDelivery::Failed));
}

/// An operator has the message sent again: the attempt to do so.
async fn sent_again(storage: &impl Storage, dead: &ClaimedDelivery) -> ClaimedDelivery {
    let retried = storage.retry_dead(dead.claim.delivery, T0).await.expect("answered");
    assert!(matches!(retried, RetriedDead::Queued(_)), "{retried:?}");
    claim_send(storage, T0).await
}

pub async fn words_that_are_sent_again_got_as_far_as_their_copy<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    end(storage, &noticed(storage, "n-1").await, NoticeStage::Told, &["one", "two"]).await;
    let mut first = claim_send(storage, T0).await;
    for _ in 0..2 {
        record(storage, &first, refused(131_026)).await;
        let second = claim_sends(storage, T0).await;
        if let [second] = second.as_slice() {
            receive(storage, vec![referring(second, "W2", ReceiptStatus::Read)]).await;
        }
        assert_eq!(stands(storage, "n-1").await.2, Some(NoticeDelivery::Failed));
        first = sent_again(storage, &first).await;
        assert_eq!(stands(storage, "n-1").await.2, Some(NoticeDelivery::Queued));
    }
    receive(storage, vec![referring(&first, "W1", ReceiptStatus::Delivered)]).await;
    assert_eq!(stands(storage, "n-1").await.2, Some(NoticeDelivery::Delivered));
    storage.purge(at(1), 1_000).await.expect("purged");
    assert_eq!(stands(storage, "n-1").await.2, None, "the copy is not in the books any more");
}

pub async fn nothing_is_said_of_a_notice_of_which_a_message_is_gone<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    end(storage, &noticed(storage, "n-1").await, NoticeStage::Told, &["one", "two"]).await;
    let first = claim_send(storage, T0).await;
    record(storage, &first, refused(131_026)).await;
    let second = claim_send(storage, T0).await;
    receive(storage, vec![referring(&second, "W2", ReceiptStatus::Read)]).await;
    assert_eq!(stands(storage, "n-1").await.2, Some(NoticeDelivery::Failed));
    assert!(storage.discard_dead(first.claim.delivery).await.expect("answered"));
    assert_eq!(stands(storage, "n-1").await.2, None, "they did not get it all");
}

pub async fn words_that_arrive_after_all_got_there_whatever_becomes_of_their_copy<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    end(storage, &noticed(storage, "n-1").await, NoticeStage::Told, &["one"]).await;
    let first = claim_send(storage, T0).await;
    receive(storage, vec![referring(&first, "W1", ReceiptStatus::Failed)]).await;
    let copy = sent_again(storage, &first).await;
    receive(storage, vec![receipt("W1", ReceiptStatus::Delivered)]).await;
    record(storage, &copy, refused(131_026)).await;
    assert_eq!(stands(storage, "n-1").await.2, Some(NoticeDelivery::Delivered));
}

pub async fn what_a_template_announced_that_died_looks_again<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    let claimed = noticed(storage, "n-1").await;
    announce(storage, &claimed, session("x")).await;
    sending_ends(storage, refused(132_015)).await;
    assert_eq!(stands(storage, "n-1").await, (NoticeStage::Waiting, T0, None));
    let look = T0.after(TEMPLATE_LOOK);
    let early = storage.fire_timers(1_000, Timestamp(look.0 - 1)).await.expect("fired");
    assert_eq!((early.timers, early.next), (0, Some(look)));
    let again = next(storage, look).await;
    assert_eq!(timer_of(&again).announced_by, None);
    assert_eq!(again.templates_refused_at, None, "that was about the template");
}

pub async fn a_template_that_died_is_sent_again_by_its_timer_alone<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &citizen(1)).await;
    let claimed = noticed(storage, "n-1").await;
    announce(storage, &claimed, session("x")).await;
    deliver(storage, &citizen(2), "C", &["words"]).await;
    let [template, words] = <[_; 2]>::try_from(claim_sends(storage, T0).await).expect("two");
    taken(storage, &template, "OUT").await;
    let failed = receive(storage, vec![receipt("OUT", ReceiptStatus::Failed)]).await.failed;
    assert_eq!(failed, [lost(&template)]);
    receive(storage, vec![receipt("OUT", ReceiptStatus::Failed)]).await;
    record(storage, &words, refused(131_026)).await;
    let letters = storage.dead_letters(None, 9).await.expect("listed");
    let listed: Vec<_> = letters.iter().map(|letter| letter.delivery).collect();
    assert_eq!(listed, [words.claim.delivery], "words that nobody else sends again stay");
    assert_eq!(storage.depths().await.expect("depths").dead_deliveries, 1);
    let retried = storage.retry_dead(template.claim.delivery, at(5)).await.expect("answered");
    assert_eq!(retried, RetriedDead::NotDead);
    let again = next(storage, T0.after(TEMPLATE_LOOK)).await;
    announce(storage, &again, session("x")).await;
    assert_eq!(bodies(&claim_sends(storage, T0).await), ["there is news"]);
}

pub async fn who_wants_none_from_us_is_known_by_metas_word<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    meet(storage, "A", &by_bsuid("IN.1")).await;
    let claimed = noticed(storage, "n-1").await;
    announce(storage, &claimed, session("x")).await;
    sending_ends(storage, refused(131_050)).await;
    // It stays with the person: the older citizen is who they become.
    accept(storage, vec![event("O", &by_phone("1"))]).await;
    let other = claim_one(storage, T0).await;
    assert_eq!(other.templates_refused_at, None);
    storage.settle(plain(&other), T0).await.expect("settled");
    hear(storage, vec![report("join", &by_phone("1"), &both("IN.1", "1"))]).await;
    accept(storage, vec![event("B", &by_phone("1"))]).await;
    assert_eq!(claim_one(storage, T0).await.templates_refused_at, Some(T0));
}

/// When citizen 1 refused templates, as their next message has it.
async fn refused_at(storage: &impl Storage, wamid: &str) -> Option<Timestamp> {
    accept(storage, vec![event(wamid, &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    storage.settle(plain(&claimed), T0).await.expect("settled");
    claimed.templates_refused_at
}

pub async fn a_refusal_counts_from_when_meta_gave_it<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let opted_out = |out: &str, ms: i64| {
        let refused = receipt(out, ReceiptStatus::Failed);
        let receipts = vec![Receipt { at: at(ms), code: Some(131_050), ..refused }];
        Intake { receipts, ..Intake::default() }
    };
    for (n, said, heard, counts, why) in [
        (1, 50, 5_000, 50, "the host was away"),
        (2, 20, 6_000, 50, "an older word that comes later is no news"),
        (3, 9_000, 7_000, 7_000, "Meta's clock is ahead"),
    ] {
        let [message, out, after] = ["A", "OUT", "B"].map(|letter| format!("{letter}{n}"));
        deliver(storage, &citizen(1), &message, &["x"]).await;
        taken(storage, &claim_send(storage, T0).await, &out).await;
        storage.accept(opted_out(&out, said), at(heard)).await.expect("accepted");
        receive(storage, vec![receipt(&out, ReceiptStatus::Sent)]).await;
        storage.accept(opted_out(&out, said), at(heard + 9)).await.expect("accepted");
        assert_eq!(refused_at(storage, &after).await, Some(at(counts)), "{why}");
    }
    deliver(storage, &citizen(1), "A4", &["x"]).await;
    let sent = claim_send(storage, T0).await;
    storage.accept(opted_out("OUT4", 7_500), at(8_000)).await.expect("accepted");
    let (claim, accepted) = (sent.claim, AttemptOutcome::Accepted { wamid: Wamid::new("OUT4") });
    Outbox::record(storage, claim, accepted, at(9_000)).await.expect("recorded");
    assert_eq!(refused_at(storage, "B4").await, Some(at(7_500)), "it waited for its message");
}

pub async fn what_a_person_said_as_two_citizens_goes_on<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let topic = |id: &str| TopicKey { department: department(id), topic: None };
    for (wamid, address, id) in [("O", by_phone("1"), "energy"), ("Y", by_bsuid("IN.1"), "water")] {
        accept(storage, vec![event(wamid, &address)]).await;
        let claimed = claim_one(storage, T0).await;
        let mut session = Session { quiet: id == "water", ..session(id) };
        session.topics.set(topic(id), 1, true, at(3));
        session.announced = (id == "water").then_some(Announced { at: at(4), unanswered: 1 });
        let settlement = Settlement { session, ..plain(&claimed) };
        storage.settle(settlement, T0).await.expect("settled");
    }
    hear(storage, vec![report("join", &by_phone("1"), &both("IN.1", "1"))]).await;
    accept(storage, vec![event("B", &by_phone("1"))]).await;
    let Session { quiet, topics, announced, wish, .. } = claim_one(storage, T0).await.session;
    assert_eq!(wish, session("energy").wish, "all else is the older one's");
    assert!(quiet);
    assert_eq!(announced, Some(Announced { at: at(4), unanswered: 1 }));
    for id in ["energy", "water"] {
        assert_eq!(topics.last_yes(&topic(id)), Some(at(3)), "{id}");
    }
}

pub async fn announcements_are_there_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    meet(harness.storage(), "A", &citizen(1)).await;
    let claimed = noticed(harness.storage(), "n-1").await;
    announce(harness.storage(), &claimed, session("announced")).await;
    harness.restart(at(6)).await;
    let storage = harness.storage();
    let queued = Some(NoticeDelivery::Queued);
    assert_eq!(stands(storage, "n-1").await, (NoticeStage::Announced, at(5), queued));
    let template = claim_send(storage, at(6)).await;
    let again = next(storage, at(LATEST)).await;
    assert_eq!(timer_of(&again).announced_by, Some(template.claim.delivery));
}
