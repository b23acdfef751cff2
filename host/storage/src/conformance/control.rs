#![expect(missing_docs, reason = "the names of these tests say it all")]
//! The control plane's documents and the audit log.

use mitra_core::audit::{Chain, Decision};

use super::Harness;
use super::fixtures::{T0, at};
use crate::{Amended, Amendment, Control, Document, Storage, StorageLimits};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn decision(action: &str) -> Decision {
    let (actor, reason) = ("asha".to_owned(), "ఎందుకంటే".to_owned());
    Decision { actor, action: action.to_owned(), department: None, release: None, reason }
}

fn amendment(name: &str, read: u64, body: &str) -> Amendment {
    let decisions = vec![decision(&format!("{name} {body}"))];
    Amendment { name: name.to_owned(), read, body: body.to_owned(), decisions }
}

async fn amend(storage: &impl Storage, amendment: Amendment) -> Amended {
    storage.amend(amendment, T0).await.expect("answered")
}

/// What was done, in order; the chain holds.
async fn audited(storage: &impl Storage) -> Vec<String> {
    let entries = storage.audit(0, 1_000).await.expect("read");
    let mut chain = Chain::default();
    for entry in &entries {
        chain.follow(entry).expect("the chain holds");
    }
    entries.iter().map(|entry| entry.decision().expect("a decision").action).collect()
}

pub async fn a_document_is_replaced_whole_and_every_change_is_written_down<H: Harness>() {
    let mut harness = open::<H>().await;
    let storage = harness.storage();
    assert_eq!(storage.document("keys").await.expect("read"), None);
    assert_eq!(amend(storage, amendment("keys", 0, "a")).await, Amended::Done { generation: 1 });
    assert_eq!(amend(storage, amendment("keys", 1, "b")).await, Amended::Done { generation: 2 });
    harness.restart(at(1)).await;
    let storage = harness.storage();
    let document = Document { generation: 2, body: "b".to_owned() };
    assert_eq!(storage.document("keys").await.expect("read"), Some(document));
    assert_eq!(audited(storage).await, ["keys a", "keys b"]);
}

pub async fn of_two_who_read_the_same_one_changes_it<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    amend(storage, amendment("keys", 0, "a")).await;
    assert_eq!(amend(storage, amendment("keys", 1, "b")).await, Amended::Done { generation: 2 });
    assert_eq!(amend(storage, amendment("keys", 1, "c")).await, Amended::Stale);
    assert_eq!(amend(storage, amendment("keys", 0, "d")).await, Amended::Stale);
    assert_eq!(amend(storage, amendment("roster", 1, "e")).await, Amended::Stale);
    assert_eq!(audited(storage).await, ["keys a", "keys b"], "what was not done is not there");
}

pub async fn documents_are_listed_by_the_beginning_of_their_names<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    for name in ["roster/water", "roster/energy", "roster_/x", "keys"] {
        amend(storage, amendment(name, 0, "{}")).await;
    }
    let listed = storage.documents("roster/").await.expect("read");
    let names: Vec<_> = listed.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["roster/energy", "roster/water"]);
}

pub async fn the_audit_log_is_read_in_pages<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    assert_eq!(storage.audit_head().await.expect("read"), None);
    let decisions = ["one", "two", "three"].map(decision).to_vec();
    storage.note(decisions, T0).await.expect("noted");
    storage.note(vec![decision("four")], at(7)).await.expect("noted");
    assert_eq!(audited(storage).await, ["one", "two", "three", "four"]);
    let page = storage.audit(2, 1).await.expect("read");
    assert_eq!((page.len(), page[0].number, page[0].at), (1, 3, T0));
    assert_eq!(storage.audit(4, 10).await.expect("read"), []);
    let head = storage.audit_head().await.expect("read").expect("there are entries");
    assert_eq!((head.number, head.at), (4, at(7)));
}
