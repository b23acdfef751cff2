#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Open conversations, by release.

use std::collections::BTreeSet;

use mitra_core::form::{Form, OpenForm};
use mitra_core::ids::{FormId, ReleaseDigest, ServiceId};
use mitra_core::language::Localized;
use mitra_core::session::{Before, Conversation, Session};
use mitra_core::turn::GuestState;

use super::Harness;
use super::fixtures::{T0, accept, at, citizen, claim_one, department, event, plain};
use crate::{
    Conversations, ListedConversation, OpenConversations, Settled, Settlement, Storage,
    StorageLimits,
};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn conversation(with: &str, release: &str, state: Option<&[u8]>) -> Conversation {
    let service = ServiceId::parse("bill").expect("a slug");
    let release = ReleaseDigest::new(release);
    let mut open = Conversation::begin(department(with), service, release, T0);
    open.state = state.map(|bytes| GuestState { schema: 2, bytes: bytes.to_vec() });
    open
}

/// The citizen's session is this after their next message.
async fn leave(storage: &impl Storage, n: usize, wamid: &str, open: Option<Conversation>) {
    accept(storage, vec![event(wamid, &citizen(n))]).await;
    let claimed = claim_one(storage, T0).await;
    let session = Session { conversation: open, ..Session::default() };
    let settlement = Settlement { session, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
}

async fn counted(storage: &impl Storage, department_id: &str) -> Vec<(String, u64)> {
    let open = storage.open_conversations(&department(department_id)).await.expect("counted");
    let count = |OpenConversations { release, open }| (release.to_string(), open);
    open.into_iter().map(count).collect()
}

pub async fn conversations_are_counted_by_release_until_they_end<H: Harness>() {
    let mut harness = open::<H>().await;
    let storage = harness.storage();
    leave(storage, 1, "A", Some(conversation("energy", "old", None))).await;
    leave(storage, 2, "B", Some(conversation("energy", "new", Some(b"x")))).await;
    leave(storage, 3, "C", Some(conversation("energy", "old", None))).await;
    leave(storage, 4, "D", Some(conversation("water", "old", None))).await;
    leave(storage, 5, "E", None).await;
    let both = [("new".to_owned(), 1), ("old".to_owned(), 2)];
    assert_eq!(counted(storage, "energy").await, both);
    leave(storage, 1, "F", Some(conversation("energy", "new", None))).await;
    leave(storage, 3, "G", None).await;
    assert_eq!(counted(storage, "energy").await, [("new".to_owned(), 2)]);
    assert_eq!(counted(storage, "water").await, [("old".to_owned(), 1)]);
    harness.restart(at(1)).await;
    assert_eq!(counted(harness.storage(), "energy").await, [("new".to_owned(), 2)]);
    assert_eq!(counted(harness.storage(), "roads").await, []);
}

pub async fn some_conversations_are_those_with_a_state_and_no_more_than_asked_for<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let mut first = conversation("energy", "new", Some(b"\x00\xff"));
    let state = GuestState { schema: 1, bytes: (0..=255).cycle().take(65_536).collect() };
    first.before = Some(Box::new(Before { release: ReleaseDigest::new("old"), state }));
    first.refused_by = Some(ReleaseDigest::new("newest"));
    leave(storage, 1, "A", Some(first.clone())).await;
    leave(storage, 2, "B", Some(conversation("energy", "old", None))).await;
    leave(storage, 3, "C", Some(conversation("energy", "old", Some(b"y")))).await;
    leave(storage, 4, "D", Some(conversation("water", "old", Some(b"z")))).await;
    let energy = department("energy");
    let some = storage.some_conversations(&energy, 5).await.expect("read");
    assert_eq!(some, [first, conversation("energy", "old", Some(b"y"))]);
    assert_eq!(storage.some_conversations(&energy, 1).await.expect("read").len(), 1);
}

pub async fn conversations_are_listed_by_release_in_pages_without_what_is_said<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let mut with_form = conversation("energy", "old", Some(b"x"));
    with_form.opened_at = at(5);
    let word = || "x".to_owned();
    let title = Localized { te: word(), en: word(), hi: word() };
    let form = Form { id: FormId::parse("x").expect("a slug"), title, fields: Vec::new() };
    with_form.form = Some(Box::new(OpenForm::new(form)));
    leave(storage, 1, "A", Some(conversation("energy", "old", None))).await;
    leave(storage, 2, "B", Some(conversation("energy", "new", Some(b"x")))).await;
    leave(storage, 3, "C", Some(with_form)).await;
    leave(storage, 4, "D", Some(conversation("water", "old", None))).await;
    leave(storage, 5, "E", None).await;
    let energy = department("energy");
    let list = async |skip, max| {
        let listed = storage.listed_conversations(&energy, skip, max).await.expect("listed");
        let shown = |open: ListedConversation| {
            assert_eq!(open.service.as_str(), "bill");
            (open.release.to_string(), open.has_form, open.opened_at)
        };
        listed.into_iter().map(shown).collect::<Vec<_>>()
    };
    let expected = [
        ("new".to_owned(), false, T0),
        ("old".to_owned(), false, T0),
        ("old".to_owned(), true, at(5)),
    ];
    assert_eq!(list(0, 3).await, expected);
    assert_eq!(list(0, 2).await, expected[..2]);
    assert_eq!(list(2, 2).await, expected[2..]);
    assert_eq!(list(3, 2).await, []);
    let with_forms = async |id: &str| storage.releases_with_forms(&department(id)).await;
    let old = BTreeSet::from([ReleaseDigest::new("old")]);
    assert_eq!(with_forms("energy").await.expect("read"), old);
    assert_eq!(with_forms("water").await.expect("read"), BTreeSet::new());
    let all = storage.listed_conversations(&energy, 0, 9).await.expect("listed");
    assert_ne!(all[1].citizen, all[2].citizen);
}
