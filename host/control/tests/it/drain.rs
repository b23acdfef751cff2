//! Releases that were replaced, and the conversations that are on them.

use std::time::Duration;

use mitra_control::DRAINING_MAX;
use mitra_core::clock::Timestamp;
use mitra_core::event::{Content, InboundEvent};
use mitra_core::form::{Form, OpenForm};
use mitra_core::identity::{CitizenAddress, Phone};
use mitra_core::ids::{FormId, PhoneNumberId, ReleaseDigest, ServiceId, Wamid};
use mitra_core::language::Localized;
use mitra_core::session::{Conversation, Session};
use mitra_storage::conformance::fixtures::plain;
use mitra_storage::{Inbox, Intake, Settlement};

use crate::kit::{ASHA, Kit, pass, water};

/// A citizen's conversation is on this release, or over.
async fn leaves(kit: &Kit, citizen: usize, wamid: &str, release: Option<&ReleaseDigest>) {
    is_left(kit, citizen, wamid, release.map(|release| conversation(kit, release))).await;
}

/// A citizen's conversation is on this release, in the middle of a form.
async fn fills_in(kit: &Kit, citizen: usize, wamid: &str, release: &ReleaseDigest) {
    let mut open = conversation(kit, release);
    let (id, text) = (FormId::parse("member").expect("it is well-formed"), || "Member".to_owned());
    let title = Localized { te: text(), en: text(), hi: text() };
    open.form = Some(Box::new(OpenForm::new(Form { id, title, fields: Vec::new() })));
    is_left(kit, citizen, wamid, Some(open)).await;
}

fn conversation(kit: &Kit, release: &ReleaseDigest) -> Conversation {
    let bill = ServiceId::parse("bill").expect("it is well-formed");
    Conversation::begin(water(), bill, release.clone(), kit.now())
}

async fn is_left(kit: &Kit, citizen: usize, wamid: &str, conversation: Option<Conversation>) {
    let phone = Phone::new(format!("1555010{citizen:04}"));
    let sender = CitizenAddress::new(None, Some(phone)).expect("it has a part");
    let event = InboundEvent {
        wamid: Wamid::new(wamid),
        phone_number_id: PhoneNumberId::new("1"),
        sender,
        sent_at: Timestamp(0),
        in_reply_to: None,
        content: Content::Text { body: "bill".to_owned() },
    };
    let intake = Intake { events: vec![event], ..Intake::default() };
    kit.storage.accept(intake, kit.now()).await.expect("it is done");
    let hold = Duration::from_mins(1);
    let claimed = kit.storage.claim_events(1, kit.now(), hold).await.expect("it is done").remove(0);
    let session = Session { conversation, ..Session::default() };
    let settlement = Settlement { session, ..plain(&claimed) };
    kit.storage.settle(settlement, kit.now()).await.expect("it is done");
}

/// 1.1.0 is live, 1.0.0 drains with one conversation.
async fn draining() -> Kit {
    let kit = Kit::start().await;
    let old = kit.stage("1.0.0").await;
    leaves(&kit, 1, "A", Some(&old)).await;
    kit.stage("1.1.0").await;
    kit.controller.promote(&water(), ASHA).await.expect("it is done");
    kit
}

#[tokio::test(start_paused = true)]
async fn a_release_drains_until_its_last_conversation_is_over() {
    let kit = draining().await;
    pass(Duration::from_hours(2)).await;
    assert_eq!(kit.stage_of("1.0.0"), "draining");
    leaves(&kit, 1, "B", None).await;
    pass(Duration::from_secs(10)).await;
    assert_eq!(kit.stage_of("1.0.0"), "retired");
    assert_eq!(kit.shown.versions(), ["1.1.0"]);
    assert_eq!(kit.last_reason().await, "its last conversation is over");
}

#[tokio::test(start_paused = true)]
async fn a_release_that_may_have_to_come_back_does_not_end_before_the_new_one_is_trusted() {
    let kit = draining().await;
    leaves(&kit, 1, "B", None).await;
    pass(Duration::from_mins(59)).await;
    assert_eq!(kit.stage_of("1.0.0"), "draining");
    pass(Duration::from_mins(2)).await;
    assert_eq!(kit.stage_of("1.0.0"), "retired");
}

#[tokio::test(start_paused = true)]
async fn a_drain_has_an_end_and_what_is_open_then_is_told() {
    let kit = draining().await;
    pass(Duration::from_hours(24) - Duration::from_mins(1)).await;
    assert_eq!(kit.stage_of("1.0.0"), "draining");
    pass(Duration::from_mins(1) + Duration::from_secs(5)).await;
    assert_eq!(kit.stage_of("1.0.0"), "retired");
    let reason = "its time is over; conversations that go on with the live one: 1";
    assert_eq!(kit.last_reason().await, reason);
}

#[tokio::test(start_paused = true)]
async fn of_many_releases_without_conversations_the_last_one_waits_to_be_gone_back_to() {
    let kit = Kit::start().await;
    for minor in 0..=5 {
        kit.stage(&format!("1.{minor}.0")).await;
        kit.controller.promote(&water(), ASHA).await.ok();
    }
    pass(Duration::from_secs(10)).await;
    assert_eq!(kit.shown.versions(), ["1.5.0", "1.4.0"]);
}

#[tokio::test(start_paused = true)]
async fn so_many_releases_drain_and_no_more() {
    let kit = Kit::start().await;
    for minor in 0..=DRAINING_MAX + 1 {
        let digest = kit.stage(&format!("1.{minor}.0")).await;
        kit.controller.promote(&water(), ASHA).await.ok();
        leaves(&kit, minor, &format!("{minor}"), Some(&digest)).await;
    }
    let served = kit.shown.versions();
    assert_eq!(served.len(), 1 + DRAINING_MAX);
    assert_eq!(served.last().map(String::as_str), Some("1.1.0"));
    assert_eq!(kit.stage_of("1.0.0"), "retired");
}

#[tokio::test(start_paused = true)]
async fn a_release_on_which_a_form_is_open_is_not_ended_for_one_more_that_drains() {
    let kit = Kit::start().await;
    let mut digests = Vec::new();
    for minor in 0..=DRAINING_MAX {
        let digest = kit.stage(&format!("1.{minor}.0")).await;
        kit.controller.promote(&water(), ASHA).await.ok();
        fills_in(&kit, minor, &format!("{minor}"), &digest).await;
        digests.push(digest);
    }
    assert_eq!(kit.shown.versions().len(), 1 + DRAINING_MAX);
    kit.stage("2.0.0").await;
    let refused = kit.controller.promote(&water(), ASHA).await.expect_err("there is no room");
    let words = refused.to_string();
    assert!(words.starts_with("E0612") && words.contains("fills in a form"), "{words}");
    assert_eq!(kit.stage_of("2.0.0"), "canary", "it waits");
    assert_eq!(kit.stage_of("1.0.0"), "draining");
    // Somebody on a younger one is done: that one ends, and not the oldest.
    leaves(&kit, 3, "done", Some(&digests[3])).await;
    kit.controller.promote(&water(), ASHA).await.expect("there is room");
    assert_eq!([kit.stage_of("1.0.0"), kit.stage_of("1.3.0")], ["draining", "retired"]);
    assert_eq!(kit.stage_of("2.0.0"), "live");
}
