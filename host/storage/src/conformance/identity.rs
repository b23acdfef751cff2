#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Finding and joining citizens.

use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{CitizenId, ServiceId};
use mitra_core::limits::UNKNOWN_WAIT;
use mitra_core::session::Session;
use mitra_core::turn::{RecordWrite, Scope};

use super::Harness;
use super::fixtures::{
    HOLD, T0, accept, at, bodies, both, by_bsuid, by_phone, claim_all, claim_one, claim_send,
    claim_sends, deliver, department, event, hear, key, load, plain, report, session, settle,
    taken, wamid,
};
use crate::{ClaimedEvent, Inbox, Settled, Settlement, Storage, StorageLimits, Upkeep};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

/// The citizen that an address belongs to: whoever its next event is claimed for.
async fn citizen_of(storage: &impl Storage, wamid: &str, address: &CitizenAddress) -> CitizenId {
    let claimed = claimed(storage, wamid, address).await;
    settle(storage, &claimed, &[]).await;
    claimed.claim.citizen
}

async fn claimed(storage: &impl Storage, wamid: &str, address: &CitizenAddress) -> ClaimedEvent {
    accept(storage, vec![event(wamid, address)]).await;
    claim_one(storage, T0).await
}

/// Joins the two citizens that were known by phone and by user id.
async fn join(storage: &impl Storage, bsuid: &str, phone: &str) {
    let joining = report("join", &by_phone(phone), &both(bsuid, phone));
    hear(storage, vec![joining]).await;
}

pub async fn user_id_and_phone_of_one_address_find_one_citizen<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let one = citizen_of(storage, "A", &both("IN.1", "1")).await;
    assert_eq!(citizen_of(storage, "B", &by_phone("1")).await, one);
    assert_eq!(citizen_of(storage, "C", &by_bsuid("IN.1")).await, one);
    assert_ne!(citizen_of(storage, "D", &both("IN.2", "2")).await, one);
}

pub async fn a_citizen_known_by_phone_learns_the_user_id<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let one = citizen_of(storage, "A", &by_phone("1")).await;
    assert_eq!(citizen_of(storage, "B", &both("IN.1", "1")).await, one);
    assert_eq!(citizen_of(storage, "C", &by_bsuid("IN.1")).await, one);
    deliver(storage, &by_bsuid("IN.1"), "D", &["x"]).await;
    assert_eq!(claim_send(storage, T0).await.to, both("IN.1", "1"));
}

pub async fn a_citizen_known_by_user_id_learns_the_phone<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let one = citizen_of(storage, "A", &by_bsuid("IN.1")).await;
    assert_eq!(citizen_of(storage, "B", &both("IN.1", "1")).await, one);
    assert_eq!(citizen_of(storage, "C", &by_phone("1")).await, one);
}

pub async fn two_citizens_of_one_address_become_the_older_one<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = citizen_of(storage, "A", &by_bsuid("IN.1")).await;
    let younger = citizen_of(storage, "B", &by_phone("1")).await;
    assert_ne!(older, younger);
    assert_eq!(citizen_of(storage, "C", &both("IN.1", "1")).await, older);
    assert_eq!(citizen_of(storage, "D", &by_phone("1")).await, older);
    assert_eq!(citizen_of(storage, "E", &by_bsuid("IN.1")).await, older);
}

pub async fn merging_works_whichever_part_is_older<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = citizen_of(storage, "A", &by_phone("1")).await;
    let younger = citizen_of(storage, "B", &by_bsuid("IN.1")).await;
    assert_ne!(older, younger);
    assert_eq!(citizen_of(storage, "C", &both("IN.1", "1")).await, older);
    assert_eq!(citizen_of(storage, "D", &by_phone("1")).await, older);
    assert_eq!(citizen_of(storage, "E", &by_bsuid("IN.1")).await, older);
}

pub async fn merged_events_settle_after_the_older_citizens_own<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    citizen_of(storage, "first", &by_phone("1")).await;
    let of_both = [("Y1", by_bsuid("IN.1")), ("O1", by_phone("1")), ("Y2", by_bsuid("IN.1"))];
    accept(storage, of_both.map(|(wamid, address)| event(wamid, &address)).to_vec()).await;
    accept(storage, vec![event("last", &both("IN.1", "1"))]).await;
    assert_eq!(storage.depths().await.expect("depths").inbox_events, 4);
    let (mut order, mut seqs) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        let claimed = claim_one(storage, T0).await;
        settle(storage, &claimed, &[]).await;
        order.push(wamid(&claimed).to_owned());
        seqs.push(claimed.claim.seq);
    }
    assert_eq!(order, ["O1", "Y1", "Y2", "last"]);
    assert!(seqs.is_sorted(), "{seqs:?}");
    let again = accept(storage, vec![event("Y1", &by_bsuid("IN.1"))]).await;
    assert_eq!(again.duplicates, 1, "a moved event keeps its key");
}

pub async fn a_claim_of_the_younger_citizen_is_lost_in_a_merge<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = citizen_of(storage, "first", &by_phone("1")).await;
    let young = claimed(storage, "Y", &by_bsuid("IN.1")).await;
    join(storage, "IN.1", "1").await;
    let lost = storage.settle(plain(&young), T0).await.expect("answered");
    assert_eq!(lost, Settled::ClaimLost);
    let again = claim_one(storage, T0).await;
    assert_eq!((wamid(&again), again.claim.citizen), ("Y", older));
}

pub async fn a_claim_of_the_older_citizen_survives_a_merge<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let old = claimed(storage, "O", &by_phone("1")).await;
    accept(storage, vec![event("Y", &by_bsuid("IN.1"))]).await;
    join(storage, "IN.1", "1").await;
    assert!(claim_all(storage, T0).await.is_empty(), "one event of a citizen at a time");
    settle(storage, &old, &[]).await;
    assert_eq!(wamid(&claim_one(storage, T0).await), "Y");
}

pub async fn merged_deliveries_leave_after_the_older_citizens_own<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = citizen_of(storage, "first", &by_phone("1")).await;
    deliver(storage, &by_bsuid("IN.1"), "Y", &["Y1", "Y2"]).await;
    deliver(storage, &by_phone("1"), "O", &["O1"]).await;
    join(storage, "IN.1", "1").await;
    deliver(storage, &by_phone("1"), "last", &["last"]).await;
    let mut left = Vec::new();
    for n in 0..4 {
        let claimed = claim_send(storage, T0).await;
        assert_eq!((claimed.claim.citizen, &claimed.to), (older, &both("IN.1", "1")));
        left.extend(bodies(std::slice::from_ref(&claimed)));
        taken(storage, &claimed, &format!("OUT{n}")).await;
    }
    assert_eq!(left, ["O1", "Y1", "Y2", "last"]);
}

pub async fn a_delivery_under_way_survives_a_merge<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    citizen_of(storage, "first", &by_phone("1")).await;
    deliver(storage, &by_bsuid("IN.1"), "Y", &["Y1"]).await;
    let under_way = claim_send(storage, T0).await;
    deliver(storage, &by_phone("1"), "O", &["O1"]).await;
    join(storage, "IN.1", "1").await;
    taken(storage, &under_way, "OUT").await;
    assert_eq!(storage.depths().await.expect("depths").outbox_deliveries, 1);
    let own = claim_send(storage, T0).await;
    assert_eq!(bodies(std::slice::from_ref(&own)), ["O1"]);
    taken(storage, &own, "OUT2").await;
    let late = T0.after(HOLD).after(UNKNOWN_WAIT);
    assert!(claim_sends(storage, late).await.is_empty());
}

pub async fn records_of_the_younger_citizen_move_unless_the_older_has_them<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let own = async |wamid: &str, address: &CitizenAddress, keys: &[&str]| {
        let claimed = claimed(storage, wamid, address).await;
        let scope = Scope::Citizen(claimed.claim.citizen);
        let value = Some(wamid.as_bytes().to_vec());
        let write = |name: &&str| RecordWrite { key: key(scope, name), value: value.clone() };
        let settlement = Settlement { writes: keys.iter().map(write).collect(), ..plain(&claimed) };
        storage.settle(settlement, T0).await.expect("settled");
        scope
    };
    let older = own("O", &by_phone("1"), &["shared"]).await;
    let younger = own("Y", &by_bsuid("IN.1"), &["shared", "only"]).await;
    let moved = load(storage, &key(younger, "only")).await.expect("there");
    join(storage, "IN.1", "1").await;
    let value =
        async |scope, name| load(storage, &key(scope, name)).await.map(|record| record.value);
    assert_eq!(value(older, "shared").await.as_deref(), Some(b"O".as_slice()));
    assert_eq!(value(older, "only").await.as_deref(), Some(b"Y".as_slice()));
    assert_eq!(value(younger, "only").await, None);
    let version = load(storage, &key(older, "only")).await.expect("there").version;
    assert!(version > moved.version, "moving a record is a write");
}

pub async fn a_session_moves_only_to_a_citizen_without_one<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let leave = async |wamid: &str, address: &CitizenAddress, mark: &str| {
        let claimed = claimed(storage, wamid, address).await;
        let settlement = Settlement { session: session(mark), ..plain(&claimed) };
        storage.settle(settlement, T0).await.expect("settled");
    };
    leave("A", &by_phone("1"), "older").await;
    leave("B", &by_bsuid("IN.1"), "younger").await;
    let merged = claimed(storage, "C", &both("IN.1", "1")).await;
    assert_eq!(merged.session, session("older"));
    settle(storage, &merged, &[]).await;

    accept(storage, vec![event("D", &by_phone("2"))]).await;
    let waiting = claim_one(storage, T0).await;
    leave("E", &by_bsuid("IN.2"), "younger").await;
    join(storage, "IN.2", "2").await;
    storage.postpone(waiting.claim, T0, Vec::new(), T0).await.expect("postponed");
    assert_eq!(claim_one(storage, T0).await.session, session("younger"));
}

/// A session with an application to this service.
fn applied(mark: &str, service: &str, ms: i64) -> Session {
    let mut session = session(mark);
    let service = ServiceId::parse(service).expect("a slug");
    session.applications.note(department("energy"), service, at(ms));
    session
}

/// The services that the session says they applied for.
fn applied_for(session: &Session) -> Vec<&str> {
    session.applications.iter().map(|it| it.service.as_str()).collect()
}

pub async fn applications_of_both_citizens_become_one_list<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let leave = async |wamid: &str, address: &CitizenAddress, session: Session| {
        let claimed = claimed(storage, wamid, address).await;
        let settlement = Settlement { session, ..plain(&claimed) };
        storage.settle(settlement, T0).await.expect("settled");
    };
    leave("A", &by_phone("1"), applied("older", "bill", 1)).await;
    leave("B", &by_bsuid("IN.1"), applied("younger", "outage", 2)).await;
    let merged = claimed(storage, "C", &both("IN.1", "1")).await;
    assert_eq!(merged.session.offered, session("older").offered);
    assert_eq!(applied_for(&merged.session), ["outage", "bill"]);
    settle(storage, &merged, &[]).await;
    // An older one who applied for nothing, and a younger one who did.
    leave("D", &by_phone("2"), session("older")).await;
    leave("E", &by_bsuid("IN.2"), applied("younger", "outage", 2)).await;
    let merged = claimed(storage, "F", &both("IN.2", "2")).await;
    assert_eq!(merged.session.offered, session("older").offered);
    assert_eq!(applied_for(&merged.session), ["outage"]);
}

pub async fn applications_of_the_younger_citizen_survive_what_the_older_one_does_meanwhile<
    H: Harness,
>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let before = claimed(storage, "A", &by_phone("1")).await;
    settle(storage, &before, &[]).await;
    let younger = claimed(storage, "B", &by_bsuid("IN.1")).await;
    let settlement = Settlement { session: applied("younger", "outage", 2), ..plain(&younger) };
    storage.settle(settlement, T0).await.expect("settled");
    let under_way = claimed(storage, "C", &by_phone("1")).await;
    join(storage, "IN.1", "1").await;
    let late = storage.settle(plain(&under_way), T0).await.expect("answered");
    assert_eq!(late, Settled::ClaimLost, "its session knows of no application");
    let again = claim_one(storage, T0).await;
    assert_eq!(wamid(&again), "C");
    assert_eq!(applied_for(&again.session), ["outage"]);
}

pub async fn a_changed_phone_finds_the_same_citizen_and_frees_the_old_one<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let one = citizen_of(storage, "A", &by_phone("1")).await;
    hear(storage, vec![report("change", &by_phone("1"), &by_phone("2"))]).await;
    assert_eq!(citizen_of(storage, "B", &by_phone("2")).await, one);
    assert_ne!(citizen_of(storage, "C", &by_phone("1")).await, one, "numbers are given again");
    deliver(storage, &by_phone("2"), "D", &["x"]).await;
    assert_eq!(claim_send(storage, T0).await.to, by_phone("2"));
}

pub async fn a_changed_user_id_finds_the_same_citizen_and_so_does_the_old_one<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let one = citizen_of(storage, "A", &both("IN.1", "1")).await;
    hear(storage, vec![report("change", &by_bsuid("IN.1"), &by_bsuid("IN.2"))]).await;
    assert_eq!(citizen_of(storage, "B", &both("IN.2", "2")).await, one);
    assert_eq!(citizen_of(storage, "C", &by_bsuid("IN.1")).await, one);
    deliver(storage, &by_bsuid("IN.2"), "D", &["x"]).await;
    assert_eq!(claim_send(storage, T0).await.to, both("IN.2", "2"));
}

pub async fn a_number_with_another_user_id_is_another_person<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let before = citizen_of(storage, "A", &both("IN.1", "1")).await;
    let now = citizen_of(storage, "B", &both("IN.2", "1")).await;
    assert_ne!(now, before, "nobody inherits what the number's last owner left");
    assert_eq!(citizen_of(storage, "C", &by_phone("1")).await, now);
    assert_eq!(citizen_of(storage, "D", &by_bsuid("IN.1")).await, before);
    deliver(storage, &by_bsuid("IN.1"), "E", &["x"]).await;
    assert_eq!(claim_send(storage, T0).await.to, by_bsuid("IN.1"), "the number is not theirs");
}

pub async fn a_known_person_takes_over_a_number_that_was_anothers<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let before = citizen_of(storage, "A", &both("IN.1", "1")).await;
    let mover = citizen_of(storage, "B", &both("IN.2", "2")).await;
    assert_eq!(citizen_of(storage, "C", &both("IN.2", "1")).await, mover);
    assert_eq!(citizen_of(storage, "D", &by_phone("1")).await, mover);
    assert_eq!(citizen_of(storage, "E", &by_bsuid("IN.1")).await, before);
    assert_ne!(citizen_of(storage, "F", &by_phone("2")).await, mover, "the old number is free");
}

pub async fn a_report_joins_two_user_ids_of_one_number<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = citizen_of(storage, "A", &both("IN.1", "1")).await;
    assert_ne!(citizen_of(storage, "B", &both("IN.2", "1")).await, older);
    hear(storage, vec![report("change", &by_bsuid("IN.1"), &by_bsuid("IN.2"))]).await;
    assert_eq!(citizen_of(storage, "C", &both("IN.2", "1")).await, older);
}

pub async fn a_report_joins_a_citizen_who_wrote_before_it<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let older = citizen_of(storage, "A", &both("IN.1", "1")).await;
    assert_ne!(citizen_of(storage, "B", &both("IN.2", "2")).await, older);
    hear(storage, vec![report("change", &by_bsuid("IN.1"), &by_bsuid("IN.2"))]).await;
    assert_eq!(citizen_of(storage, "C", &by_bsuid("IN.2")).await, older);
    deliver(storage, &by_bsuid("IN.2"), "D", &["x"]).await;
    assert_eq!(claim_send(storage, T0).await.to, both("IN.2", "2"), "the newer address counts");
}

pub async fn a_repeated_identity_report_changes_nothing<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    citizen_of(storage, "A", &by_phone("1")).await;
    let change = report("change", &by_phone("1"), &by_phone("2"));
    assert_eq!(hear(storage, vec![change.clone()]).await.duplicates, 0);
    let successor = citizen_of(storage, "B", &by_phone("1")).await;
    assert_eq!(hear(storage, vec![change]).await.duplicates, 1);
    assert_eq!(citizen_of(storage, "C", &by_phone("1")).await, successor);
}

pub async fn a_report_about_nobody_makes_no_citizen<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    hear(storage, vec![report("change", &by_phone("1"), &by_phone("2"))]).await;
    let one = citizen_of(storage, "A", &by_phone("1")).await;
    assert_ne!(citizen_of(storage, "B", &by_phone("2")).await, one);
}

pub async fn a_late_duplicate_does_not_bring_an_old_address_back<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    citizen_of(storage, "A", &both("IN.1", "1")).await;
    citizen_of(storage, "B", &both("IN.1", "2")).await;
    assert_eq!(accept(storage, vec![event("A", &both("IN.1", "1"))]).await.duplicates, 1);
    deliver(storage, &by_bsuid("IN.1"), "C", &["x"]).await;
    assert_eq!(claim_send(storage, T0).await.to, both("IN.1", "2"));
}

pub async fn a_late_message_from_an_old_user_id_does_not_change_the_address<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let one = citizen_of(storage, "A", &both("IN.1", "1")).await;
    let change = report("change", &both("IN.1", "1"), &both("IN.2", "2"));
    hear(storage, vec![change]).await;
    assert_eq!(citizen_of(storage, "B", &both("IN.1", "1")).await, one);
    deliver(storage, &by_bsuid("IN.2"), "C", &["x"]).await;
    assert_eq!(claim_send(storage, T0).await.to, both("IN.2", "2"));
}
