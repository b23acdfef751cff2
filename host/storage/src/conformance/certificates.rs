#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Issuing certificates, changing their status, and the documents that deliveries carry.

use mitra_core::certificate::{
    Certificate, CertificateDelivery, CertificateEffects, CertificateId, CertificateKind,
    CertificateName, CertificateRead, CertificateStatus, Fact, FactValue, Holder, ListPlace,
    NewCertificate, StatusChange, StatusReason, StoredCertificate,
};
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{AuthorityId, CertificateKindId, MediaId, TurnId};
use mitra_core::language::{Language, Localized};
use mitra_core::media::MediaContent;

use super::Harness;
use super::fixtures::{
    T0, accept, at, both, by_bsuid, by_phone, citizen, claim_one, claim_send, department, event,
    hear, load, plain, record, reply, report, settle, taken,
};
use crate::{
    AttemptOutcome, Certificates, Inbox, NewDelivery, Outbox, RecordedChange, RetriedDead, Settled,
    Settlement, Storage, StorageLimits,
};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn id(n: u8) -> CertificateId {
    CertificateId::new([n; 16])
}

fn certificate(n: u8, number: &str) -> Certificate {
    let text = || "ఆదాయం".to_owned();
    let title = Localized { te: text(), en: "Income".to_owned(), hi: text() };
    let kind = CertificateKindId::parse("income").expect("a slug");
    Certificate {
        id: id(n),
        department: department("energy"),
        authority: AuthorityId::parse("tahsildar").expect("a slug"),
        kind: CertificateKind::new(kind, title, Some(365), Vec::new()).expect("a kind"),
        number: number.to_owned(),
        holder: Holder { name: "Asha Rao".to_owned(), local_name: None, aadhaar_last_four: None },
        facts: vec![Fact { field: "income".to_owned(), value: FactValue::Money(9_500_000) }],
        issued_at: T0,
        valid_from: T0,
        valid_until: Some(at(1_000)),
    }
}

fn new(certificate: Certificate, chance: u32) -> NewCertificate {
    NewCertificate { certificate, turn: TurnId::new("turn"), chance }
}

/// What a turn does that issues this, having seen that its number is free.
fn issuing(certificate: Certificate) -> CertificateEffects {
    let (department, name) = (certificate.department.clone(), certificate.number());
    let reads = vec![CertificateRead { department, name, seen: None }];
    CertificateEffects { reads, issued: vec![new(certificate, 7)], changes: Vec::new() }
}

/// What a turn does that changes this one's status, having seen this many changes.
fn changing(n: u8, status: CertificateStatus, seen: u32) -> CertificateEffects {
    let name = CertificateName::Id(id(n));
    let read =
        CertificateRead { department: department("energy"), name, seen: Some((id(n), seen)) };
    let change = StatusChange {
        department: department("energy"),
        id: id(n),
        status,
        reason: StatusReason::parse("holder-died").expect("a word"),
        turn: TurnId::new("turn"),
    };
    CertificateEffects { reads: vec![read], issued: Vec::new(), changes: vec![change] }
}

/// A new message of this address, whose turn does this.
async fn turn_of(
    storage: &impl Storage,
    address: &CitizenAddress,
    wamid: &str,
    certificates: CertificateEffects,
) -> Settled {
    accept(storage, vec![event(wamid, address)]).await;
    let claimed = claim_one(storage, T0).await;
    let deliveries = vec![reply(wamid)];
    let settlement = Settlement { deliveries, certificates, ..plain(&claimed) };
    let settled = storage.settle(settlement, T0).await.expect("answered");
    if settled == Settled::Conflict {
        settle(storage, &claimed, &[]).await;
    }
    settled
}

async fn turn(storage: &impl Storage, wamid: &str, certificates: CertificateEffects) -> Settled {
    turn_of(storage, &citizen(1), wamid, certificates).await
}

async fn find(storage: &impl Storage, name: &CertificateName) -> Option<StoredCertificate> {
    storage.certificate(&department("energy"), name).await.expect("read")
}

pub async fn a_certificate_begins_with_its_turn_and_is_found_by_both_names<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let issued = certificate(1, "A-1");
    assert_eq!(find(storage, &issued.number()).await, None);
    assert_eq!(turn(storage, "A", issuing(issued.clone())).await, Settled::Committed);
    let by_number = find(storage, &issued.number()).await.expect("there");
    assert_eq!((&by_number.certificate, by_number.changes), (&issued, 0));
    assert_eq!(by_number.status, CertificateStatus::Valid);
    assert_eq!(by_number.place, ListPlace { list: 0, index: 7 });
    let by_id = CertificateName::Id(issued.id);
    assert_eq!(find(storage, &by_id).await, Some(by_number));
    // No other department finds it, by whatever name.
    for name in [by_id, issued.number()] {
        let found = storage.certificate(&department("water"), &name).await.expect("read");
        assert_eq!(found, None);
    }
}

pub async fn the_second_of_two_turns_with_one_number_is_a_conflict<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    assert_eq!(turn(storage, "A", issuing(certificate(1, "A-1"))).await, Settled::Committed);
    assert_eq!(turn(storage, "B", issuing(certificate(2, "A-1"))).await, Settled::Conflict);
    // Also if it never looked.
    let blind = CertificateEffects { reads: Vec::new(), ..issuing(certificate(3, "A-1")) };
    assert_eq!(turn(storage, "C", blind).await, Settled::Conflict);
    for lost in [2, 3] {
        assert_eq!(find(storage, &CertificateName::Id(id(lost))).await, None);
    }
    let elsewhere = Certificate { department: department("water"), ..certificate(4, "A-1") };
    assert_eq!(turn(storage, "D", issuing(elsewhere)).await, Settled::Committed);
    assert_eq!(turn(storage, "E", issuing(certificate(5, "A-2"))).await, Settled::Committed);
}

pub async fn certificates_of_one_authority_have_places_of_their_own<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    // All of them draw the same chance.
    for n in 1..=3 {
        let issued = issuing(certificate(n, &format!("A-{n}")));
        assert_eq!(turn(storage, &format!("A{n}"), issued).await, Settled::Committed);
    }
    let other = AuthorityId::parse("collector").expect("a slug");
    let other = Certificate { authority: other, ..certificate(4, "A-4") };
    turn(storage, "B", issuing(other)).await;
    let mut places = Vec::new();
    for n in 1..=4 {
        let found = find(storage, &CertificateName::Id(id(n))).await.expect("there");
        places.push(found.place.index);
    }
    assert_eq!(places, [7, 8, 9, 7]);
}

pub async fn a_status_changes_with_its_turn_and_is_written_down<H: Harness>() {
    use CertificateStatus::{Revoked, Suspended};
    let harness = open::<H>().await;
    let storage = harness.storage();
    turn(storage, "A", issuing(certificate(1, "A-1"))).await;
    assert_eq!(turn(storage, "B", changing(1, Suspended, 0)).await, Settled::Committed);
    let found = find(storage, &CertificateName::Id(id(1))).await.expect("there");
    assert_eq!((found.status, found.changes), (Suspended, 1));
    // Whoever saw it before the change is told.
    assert_eq!(turn(storage, "C", changing(1, Revoked, 0)).await, Settled::Conflict);
    assert_eq!(turn(storage, "D", changing(1, Revoked, 1)).await, Settled::Committed);
    let change = |status| RecordedChange {
        status,
        reason: StatusReason::parse("holder-died").expect("a word"),
        turn: TurnId::new("turn"),
        at: T0,
    };
    let changes = storage.certificate_changes(id(1)).await.expect("read");
    assert_eq!(changes, [change(Suspended), change(Revoked)]);
    assert_eq!(storage.certificate_changes(id(2)).await.expect("read"), []);
}

pub async fn a_list_has_the_places_that_are_not_valid_in_their_order<H: Harness>() {
    use CertificateStatus::{Revoked, Suspended, Valid};
    let harness = open::<H>().await;
    let storage = harness.storage();
    let tahsildar = AuthorityId::parse("tahsildar").expect("a slug");
    let not_valid = async |authority: &AuthorityId, list| {
        storage.not_valid(authority, list).await.expect("read")
    };
    assert_eq!(not_valid(&tahsildar, 0).await, None, "nobody has a place in it");
    for (n, chance) in [(1, 900), (2, 7), (3, 30), (4, 70_000)] {
        let effects = issuing(certificate(n, &format!("A-{n}")));
        let issued = vec![new(certificate(n, &format!("A-{n}")), chance)];
        turn(storage, &format!("A{n}"), CertificateEffects { issued, ..effects }).await;
    }
    assert_eq!(not_valid(&tahsildar, 0).await, Some(Vec::new()));
    for (n, status, seen) in [(1, Revoked, 0), (2, Suspended, 0), (3, Suspended, 0)] {
        turn(storage, &format!("B{n}"), changing(n, status, seen)).await;
    }
    assert_eq!(
        not_valid(&tahsildar, 0).await,
        Some(vec![(7, Suspended), (30, Suspended), (900, Revoked)])
    );
    turn(storage, "C", changing(3, Valid, 1)).await;
    assert_eq!(not_valid(&tahsildar, 0).await, Some(vec![(7, Suspended), (900, Revoked)]));
    // Other lists and other authorities are not in it.
    assert_eq!(not_valid(&tahsildar, 1).await, None);
    let collector = AuthorityId::parse("collector").expect("a slug");
    assert_eq!(not_valid(&collector, 0).await, None);
}

pub async fn a_turn_issues_and_changes_one_at_once<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let changes = changing(1, CertificateStatus::Suspended, 0).changes;
    let both = CertificateEffects { changes, ..issuing(certificate(1, "A-1")) };
    assert_eq!(turn(storage, "A", both).await, Settled::Committed);
    let found = find(storage, &CertificateName::Id(id(1))).await.expect("there");
    assert_eq!((found.status, found.changes), (CertificateStatus::Suspended, 1));
}

pub async fn a_conflict_elsewhere_issues_nothing<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let key = super::fixtures::key(mitra_core::turn::Scope::Department, "seen");
    let version = mitra_core::turn::RecordVersion(1);
    let settlement = Settlement {
        reads: vec![mitra_core::turn::RecordRead { key: key.clone(), version }],
        certificates: issuing(certificate(1, "A-1")),
        ..plain(&claimed)
    };
    assert_eq!(storage.settle(settlement, T0).await.expect("answered"), Settled::Conflict);
    assert_eq!(load(storage, &key).await, None);
    assert_eq!(find(storage, &CertificateName::Id(id(1))).await, None);
}

pub async fn certificates_stay_with_a_person_who_becomes_another_citizen<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    turn_of(storage, &by_bsuid("IN.1"), "A", issuing(certificate(1, "A-1"))).await;
    turn_of(storage, &by_phone("15550100001"), "B", issuing(certificate(2, "A-2"))).await;
    let one = both("IN.1", "15550100001");
    hear(storage, vec![report("merge", &one, &one)]).await;
    for n in [1, 2] {
        assert!(find(storage, &CertificateName::Id(id(n))).await.is_some());
    }
}

fn carrying(n: u8) -> NewDelivery {
    let (department, language) = (department("energy"), Language::Te);
    let certificate = Some(CertificateDelivery { department, id: id(n), language });
    NewDelivery { certificate, ..reply("document") }
}

async fn put(storage: &impl Storage, wamid: &str, delivery: NewDelivery) {
    accept(storage, vec![event(wamid, &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let settlement = Settlement { deliveries: vec![delivery], ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
}

fn document() -> MediaContent {
    MediaContent { mime_type: "application/pdf".to_owned(), bytes: b"%PDF-".as_slice().into() }
}

pub async fn a_document_that_was_made_is_what_every_attempt_sends<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    put(storage, "A", carrying(1)).await;
    let claimed = claim_send(storage, T0).await;
    assert_eq!((&claimed.certificate, &claimed.file), (&carrying(1).certificate, &None));
    let attached = storage.attach(&claimed.claim, document()).await.expect("attached");
    let attached = attached.expect("the claim holds");
    assert_eq!(storage.file(attached).await.expect("read"), Some(document()));
    record(storage, &claimed, AttemptOutcome::RetryAt { not_before: T0 }).await;
    let again = claim_send(storage, T0).await;
    assert_eq!(again.file.as_ref().map(|file| file.id), Some(attached));
    let media = Some(MediaId::new("44"));
    storage.record_upload(attached, media.clone(), T0).await.expect("recorded");
    record(storage, &again, AttemptOutcome::RetryAt { not_before: T0 }).await;
    assert_eq!(claim_send(storage, T0).await.file.expect("a file").uploaded, media);
}

pub async fn a_document_is_attached_by_whoever_holds_the_claim<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    put(storage, "A", carrying(1)).await;
    let lost = claim_send(storage, T0).await;
    record(storage, &lost, AttemptOutcome::RetryAt { not_before: T0 }).await;
    let held = claim_send(storage, T0).await;
    assert_eq!(storage.attach(&lost.claim, document()).await.expect("answered"), None);
    taken(storage, &held, "wamid.OUT").await;
    assert_eq!(storage.attach(&held.claim, document()).await.expect("answered"), None);
}

pub async fn a_dead_document_is_sent_again_with_its_certificate<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    put(storage, "A", carrying(1)).await;
    let dead = claim_send(storage, T0).await;
    let reason = mitra_core::delivery::DeadReason::CertificateRevoked;
    record(storage, &dead, AttemptOutcome::Dead(reason.clone())).await;
    let letters = storage.dead_letters(None, 10).await.expect("read");
    assert_eq!(letters[0].reason, reason);
    let retried = storage.retry_dead(dead.claim.delivery, T0).await.expect("answered");
    assert!(matches!(retried, RetriedDead::Queued(_)), "{retried:?}");
    assert_eq!(claim_send(storage, T0).await.certificate, carrying(1).certificate);
}

pub async fn certificates_are_there_after_a_restart<H: Harness>() {
    let mut harness = open::<H>().await;
    turn(harness.storage(), "A", issuing(certificate(1, "A-1"))).await;
    turn(harness.storage(), "B", changing(1, CertificateStatus::Suspended, 0)).await;
    let before = find(harness.storage(), &CertificateName::Id(id(1))).await;
    assert!(before.is_some());
    harness.restart(at(6)).await;
    assert_eq!(find(harness.storage(), &CertificateName::Id(id(1))).await, before);
    assert_eq!(harness.storage().certificate_changes(id(1)).await.expect("read").len(), 1);
}
