#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Capsules.

use std::time::Duration;

use mitra_core::ids::{CapsuleId, CitizenId, ReleaseDigest};

use super::Harness;
use super::fixtures::{at, department};
use crate::{CapsuleFacts, CapsuleKind, Capsules, Storage, StorageLimits, StoredCapsule};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

/// One of that many seconds, which lasts an hour.
fn capsule(of: &str, id: &str, kind: CapsuleKind, seconds: i64) -> StoredCapsule {
    let facts = CapsuleFacts {
        id: CapsuleId::new(id),
        department: department(of),
        citizen: Some(CitizenId(7)),
        release: ReleaseDigest::new("release"),
        kind,
        ended: "well".to_owned(),
        taken_at: at(seconds),
        expires_at: at(seconds).after(Duration::from_hours(1)),
    };
    StoredCapsule { facts, sealed: (0..=255).cycle().take(70_000).collect() }
}

async fn ids(storage: &impl Storage, of: &str, kinds: &[CapsuleKind], max: usize) -> Vec<String> {
    let capsules = storage.capsules(&department(of), kinds, max).await.expect("read");
    assert!(capsules.iter().all(|(_, bytes)| *bytes == 70_000));
    capsules.into_iter().map(|(facts, _)| facts.id.to_string()).collect()
}

pub async fn a_capsule_is_found_in_its_department_alone<H: Harness>() {
    let mut harness = open::<H>().await;
    let storage = harness.storage();
    let mine = capsule("energy", "a", CapsuleKind::Turn, 1);
    let mut report = capsule("water", "a", CapsuleKind::Report, 2);
    report.facts.citizen = None;
    for capsule in [mine.clone(), report.clone()] {
        storage.keep_capsule(capsule, 5).await.expect("kept");
    }
    // Of the same id: in its place.
    let mut again = mine;
    "trapped".clone_into(&mut again.facts.ended);
    storage.keep_capsule(again.clone(), 5).await.expect("kept");
    harness.restart(at(3)).await;
    let storage = harness.storage();
    let id = CapsuleId::new("a");
    let (energy, water) = (department("energy"), department("water"));
    assert_eq!(storage.capsule(&energy, &id).await.expect("read"), Some(again));
    assert_eq!(storage.capsule(&water, &id).await.expect("read"), Some(report));
    assert_eq!(storage.capsule(&department("roads"), &id).await.expect("read"), None);
    assert_eq!(ids(storage, "energy", &CapsuleKind::ALL, 5).await, ["a"]);
    assert!(ids(storage, "energy", &[CapsuleKind::Report], 5).await.is_empty());
}

pub async fn the_newest_capsules_of_each_kind_are_kept<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let (turn, fault) = (CapsuleKind::Turn, CapsuleKind::Fault);
    let kept =
        [("old", turn, 1), ("fault", fault, 1), ("b", turn, 3), ("c", turn, 3), ("d", turn, 2)];
    for (id, kind, seconds) in kept {
        storage.keep_capsule(capsule("energy", id, kind, seconds), 3).await.expect("kept");
        storage.keep_capsule(capsule("water", id, kind, seconds), 5).await.expect("kept");
    }
    assert_eq!(ids(storage, "energy", &[turn], 5).await, ["c", "b", "d"]);
    assert_eq!(ids(storage, "energy", &[turn, fault], 5).await, ["c", "b", "d", "fault"]);
    assert_eq!(ids(storage, "energy", &[turn, fault], 2).await, ["c", "b"]);
    assert_eq!(ids(storage, "water", &[turn], 5).await, ["c", "b", "d", "old"]);
}

pub async fn capsules_are_forgotten_when_their_time_is_over<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    for (id, seconds) in [("c", 3), ("a", 1), ("b", 2)] {
        let capsule = capsule("energy", id, CapsuleKind::Turn, seconds);
        storage.keep_capsule(capsule, 5).await.expect("kept");
    }
    let over = |seconds| at(seconds).after(Duration::from_hours(1));
    let just_before = over(1).before(Duration::from_millis(1));
    assert_eq!(storage.purge_capsules(just_before, 5).await.expect("purged"), 0);
    assert_eq!(storage.purge_capsules(over(2), 1).await.expect("purged"), 1);
    assert_eq!(ids(storage, "energy", &[CapsuleKind::Turn], 5).await, ["c", "b"]);
    assert_eq!(storage.purge_capsules(over(2), 5).await.expect("purged"), 1);
    assert_eq!(ids(storage, "energy", &[CapsuleKind::Turn], 5).await, ["c"]);
}
