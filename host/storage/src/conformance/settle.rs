#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Settling events.

use mitra_core::ids::{DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::session::{Conversation, Session};
use mitra_core::turn::{GuestState, RecordKey, RecordRead, RecordVersion, RecordWrite, Scope};

use super::Harness;
use super::fixtures::{
    T0, accept, at, citizen, claim_all, claim_one, event, key, load, plain, reply, session, settle,
};
use crate::{ClaimedEvent, Inbox, Settled, Settlement, Storage, StorageLimits, Upkeep};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn write(key: &RecordKey, value: Option<&str>) -> RecordWrite {
    RecordWrite { key: key.clone(), value: value.map(|text| text.as_bytes().to_vec()) }
}

fn read(key: &RecordKey, version: RecordVersion) -> RecordRead {
    RecordRead { key: key.clone(), version }
}

async fn claimed(storage: &impl Storage, wamid: &str) -> ClaimedEvent {
    accept(storage, vec![event(wamid, &citizen(1))]).await;
    claim_one(storage, T0).await
}

/// Writes a record by an event of its own and gives back its version; 0 if it was removed.
async fn put(
    storage: &impl Storage,
    wamid: &str,
    key: &RecordKey,
    value: Option<&str>,
) -> RecordVersion {
    accept(storage, vec![event(wamid, &citizen(9))]).await;
    let claimed = claim_one(storage, T0).await;
    let settlement = Settlement { writes: vec![write(key, value)], ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
    let record = load(storage, key).await;
    record.map_or(RecordVersion(0), |record| record.version)
}

pub async fn settlement_stores_session_deliveries_and_records_together<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let first = claimed(storage, "A").await;
    assert_eq!(first.session, Session::default());
    let key = key(Scope::Citizen(first.claim.citizen), "bill");
    let settlement = Settlement {
        session: session("menu"),
        deliveries: vec![reply("one"), reply("two")],
        writes: vec![write(&key, Some("42"))],
        ..plain(&first)
    };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
    assert_eq!(claimed(storage, "B").await.session, session("menu"));
    let record = load(storage, &key).await.expect("written");
    assert_eq!(record.value, b"42");
    let depths = storage.depths().await.expect("depths");
    assert_eq!((depths.inbox_events, depths.outbox_deliveries), (1, 2));
}

pub async fn settled_event_is_never_claimed_again<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let event = claimed(storage, "A").await;
    settle(storage, &event, &[]).await;
    assert!(claim_all(storage, at(1_000_000_000)).await.is_empty());
}

pub async fn second_settlement_of_one_claim_changes_nothing<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let event = claimed(storage, "A").await;
    settle(storage, &event, &["once"]).await;
    let again = Settlement { deliveries: vec![reply("twice")], ..plain(&event) };
    assert_eq!(storage.settle(again, T0).await.expect("answered"), Settled::ClaimLost);
    let late = storage.postpone(event.claim, at(9), vec![reply("thrice")], T0).await;
    assert_eq!(late.expect("answered"), Settled::ClaimLost);
    assert_eq!(storage.depths().await.expect("depths").outbox_deliveries, 1);
}

pub async fn conflict_changes_nothing_and_keeps_the_claim<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let (seen, other) = (key(Scope::Department, "seen"), key(Scope::Department, "other"));
    let version = put(storage, "X", &seen, Some("1")).await;
    let event = claimed(storage, "A").await;
    put(storage, "Y", &seen, Some("2")).await;
    let settlement = Settlement {
        session: session("lost"),
        deliveries: vec![reply("lost")],
        reads: vec![read(&seen, version)],
        writes: vec![write(&other, Some("lost"))],
        ..plain(&event)
    };
    let outcome = storage.settle(settlement, T0).await.expect("answered");
    assert_eq!(outcome, Settled::Conflict);
    assert_eq!(load(storage, &other).await, None);
    assert_eq!(storage.depths().await.expect("depths").outbox_deliveries, 0);
    assert!(claim_all(storage, T0).await.is_empty(), "the claim holds");
    settle(storage, &event, &[]).await;
    assert_eq!(claimed(storage, "B").await.session, Session::default());
}

pub async fn a_record_that_appeared_since_it_was_read_is_a_conflict<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let key = key(Scope::Department, "new");
    let event = claimed(storage, "A").await;
    put(storage, "X", &key, Some("1")).await;
    let settlement = Settlement { reads: vec![read(&key, RecordVersion(0))], ..plain(&event) };
    assert_eq!(storage.settle(settlement, T0).await.expect("answered"), Settled::Conflict);
}

pub async fn a_record_removed_and_written_again_is_a_conflict<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let key = key(Scope::Department, "aba");
    let version = put(storage, "X", &key, Some("same")).await;
    let event = claimed(storage, "A").await;
    put(storage, "Y", &key, None).await;
    put(storage, "Z", &key, Some("same")).await;
    let settlement = Settlement { reads: vec![read(&key, version)], ..plain(&event) };
    assert_eq!(storage.settle(settlement, T0).await.expect("answered"), Settled::Conflict);
}

pub async fn a_record_read_unchanged_is_no_conflict<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let (there, missing) = (key(Scope::Department, "there"), key(Scope::Department, "missing"));
    let version = put(storage, "X", &there, Some("1")).await;
    let event = claimed(storage, "A").await;
    let settlement = Settlement {
        reads: vec![read(&there, version), read(&missing, RecordVersion(0))],
        writes: vec![write(&there, Some("2")), write(&missing, None)],
        ..plain(&event)
    };
    assert_eq!(storage.settle(settlement, T0).await.expect("answered"), Settled::Committed);
    let record = load(storage, &there).await.expect("there");
    assert!(record.version > version && record.value == b"2");
}

pub async fn guest_state_comes_back_byte_for_byte<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let states = [
        Some(GuestState { schema: 3, bytes: (0..=255).cycle().take(65_536).collect() }),
        Some(GuestState { schema: 4, bytes: Vec::new() }),
        None,
    ];
    for (n, state) in states.into_iter().enumerate() {
        let department = DepartmentId::parse("energy").expect("slug");
        let service = ServiceId::parse("bill").expect("slug");
        let release = ReleaseDigest::new("ab");
        let conversation =
            Conversation { state, ..Conversation::begin(department, service, release, T0) };
        let session = Session { conversation: Some(conversation), ..Session::default() };
        let event = claimed(storage, &format!("A{n}")).await;
        let settlement = Settlement { session: session.clone(), ..plain(&event) };
        assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
        let next = claimed(storage, &format!("B{n}")).await;
        assert_eq!(next.session, session);
        settle(storage, &next, &[]).await;
    }
}
