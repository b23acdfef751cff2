#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Departments' records.

use mitra_core::ids::CitizenId;
use mitra_core::turn::{RecordKey, RecordVersion, RecordWrite, Scope};

use super::Harness;
use super::fixtures::{T0, accept, citizen, claim_one, department, event, key, load, plain};
use crate::{Inbox, Records, Settlement, Storage, StorageLimits};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

/// Settles an event of its own that writes these records.
async fn put(storage: &impl Storage, wamid: &str, writes: &[(&RecordKey, Option<&str>)]) {
    accept(storage, vec![event(wamid, &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let write = |(key, value): &(&RecordKey, Option<&str>)| RecordWrite {
        key: (*key).clone(),
        value: value.map(|text| text.as_bytes().to_vec()),
    };
    let settlement = Settlement { writes: writes.iter().map(write).collect(), ..plain(&claimed) };
    storage.settle(settlement, T0).await.expect("settled");
}

async fn keys(storage: &impl Storage, scope: Scope, prefix: &str, max: usize) -> Vec<String> {
    let keys = storage.record_keys(&department("energy"), scope, prefix, max).await;
    keys.expect("listed")
}

pub async fn a_missing_record_is_none<H: Harness>() {
    let harness = open::<H>().await;
    assert_eq!(load(harness.storage(), &key(Scope::Department, "none")).await, None);
}

pub async fn versions_rise_and_are_never_given_twice<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let key = key(Scope::Department, "k");
    let mut last = RecordVersion(0);
    for (n, value) in [Some("1"), Some("1"), None, Some("1")].into_iter().enumerate() {
        put(storage, &format!("A{n}"), &[(&key, value)]).await;
        if let Some(record) = load(storage, &key).await {
            assert!(record.version > last, "write {n}: {:?} after {last:?}", record.version);
            last = record.version;
        }
    }
}

pub async fn a_removed_record_is_none_again<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let key = key(Scope::Department, "k");
    put(storage, "A", &[(&key, Some(""))]).await;
    assert_eq!(load(storage, &key).await.map(|record| record.value), Some(Vec::new()));
    put(storage, "B", &[(&key, None)]).await;
    assert_eq!(load(storage, &key).await, None);
    assert!(keys(storage, Scope::Department, "", 10).await.is_empty());
}

pub async fn keys_are_listed_in_byte_order_by_prefix<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let names = ["b/2", "b/10", "b/ఊ", "b", "B/1", "c", "b0"];
    let all: Vec<RecordKey> = names.iter().map(|name| key(Scope::Department, name)).collect();
    let writes: Vec<(&RecordKey, Option<&str>)> = all.iter().map(|key| (key, Some("x"))).collect();
    put(storage, "A", &writes).await;
    let listed = keys(storage, Scope::Department, "", 100).await;
    assert_eq!(listed, ["B/1", "b", "b/10", "b/2", "b/ఊ", "b0", "c"]);
    assert_eq!(keys(storage, Scope::Department, "b/", 100).await, ["b/10", "b/2", "b/ఊ"]);
    assert_eq!(keys(storage, Scope::Department, "b/", 2).await, ["b/10", "b/2"]);
    assert!(keys(storage, Scope::Department, "b/", 0).await.is_empty());
    assert!(keys(storage, Scope::Department, "b%", 100).await.is_empty());
}

pub async fn who_asks_for_it_has_their_own_records_erased_and_nobody_elses<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let (one, two) = (Scope::Citizen(CitizenId(1)), Scope::Citizen(CitizenId(2)));
    let foreign = RecordKey { department: department("energy2"), ..key(one, "k") };
    let (mine, theirs, shared) = (key(one, "k"), key(two, "k"), key(Scope::Department, "k"));
    let x = Some("x");
    put(storage, "A", &[(&mine, x), (&foreign, x), (&theirs, x), (&shared, x)]).await;
    accept(storage, vec![event("B", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let after = key(one, "after");
    let writes = vec![RecordWrite { key: after.clone(), value: Some(b"y".to_vec()) }];
    let settlement = Settlement { erases: true, writes, ..plain(&claimed) };
    storage.settle(settlement, T0).await.expect("settled");
    for gone in [&mine, &foreign] {
        assert_eq!(load(storage, gone).await, None, "{gone:?}");
    }
    for stays in [&theirs, &shared, &after] {
        assert!(load(storage, stays).await.is_some(), "{stays:?}");
    }
    let sizes = storage.record_sizes(&department("energy"), CitizenId(1)).await.expect("sizes");
    assert_eq!((sizes.department, sizes.citizen), (2 + 2 + 6, 6));
}

pub async fn scopes_and_departments_do_not_see_each_other<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let (one, two) = (Scope::Citizen(CitizenId(1)), Scope::Citizen(CitizenId(2)));
    let foreign = RecordKey { department: department("energy2"), ..key(one, "k") };
    put(storage, "A", &[(&key(one, "k"), Some("mine")), (&foreign, Some("theirs"))]).await;
    assert_eq!(load(storage, &key(one, "k")).await.expect("there").value, b"mine");
    assert_eq!(load(storage, &key(two, "k")).await, None);
    assert_eq!(load(storage, &key(Scope::Department, "k")).await, None);
    assert_eq!(keys(storage, one, "", 10).await, ["k"]);
    for other in [two, Scope::Department] {
        assert!(keys(storage, other, "", 10).await.is_empty());
    }
    put(storage, "B", &[(&foreign, None)]).await;
    assert_eq!(load(storage, &key(one, "k")).await.expect("there").value, b"mine");
}

pub async fn the_size_of_what_is_kept_is_known<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let sizes = async |id: &str, citizen: i64| {
        let sizes = storage.record_sizes(&department(id), CitizenId(citizen)).await.expect("read");
        (sizes.department, sizes.citizen)
    };
    assert_eq!(sizes("energy", 1).await, (0, 0));
    let (own, one) = (key(Scope::Department, "own"), key(Scope::Citizen(CitizenId(1)), "ఊ"));
    let foreign = RecordKey { department: department("energy2"), ..one.clone() };
    put(storage, "A", &[(&own, Some("12345")), (&one, Some("12")), (&foreign, Some(""))]).await;
    // The key of one letter has three bytes.
    assert_eq!(sizes("energy", 1).await, (3 + 5 + 3 + 2, 3 + 2));
    assert_eq!(sizes("energy", 2).await, (13, 0));
    assert_eq!(sizes("energy2", 1).await, (3, 3));
    put(storage, "B", &[(&own, Some("1")), (&one, None)]).await;
    assert_eq!(sizes("energy", 1).await, (3 + 1, 0));
    let seeded = vec![("own".to_owned(), b"kept".to_vec()), ("new".to_owned(), b"1234".to_vec())];
    assert!(storage.seed(&department("energy"), "d", seeded).await.expect("seeded"));
    assert_eq!(sizes("energy", 1).await, (4 + 3 + 4, 0));
}

pub async fn a_seed_is_stored_once<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let seed = async |id: &str, digest: &str, value: &str| {
        let records = vec![("k".to_owned(), value.as_bytes().to_vec())];
        storage.seed(&department(id), digest, records).await.expect("seeded")
    };
    assert!(seed("energy", "d1", "1").await);
    let key = key(Scope::Department, "k");
    put(storage, "A", &[(&key, None)]).await;
    assert!(!seed("energy", "d1", "1").await);
    assert_eq!(load(storage, &key).await, None, "a repeated seed brings nothing back");
    assert!(seed("energy", "d2", "2").await);
    assert_eq!(load(storage, &key).await.expect("there").value, b"2");
    assert!(seed("grievance", "d1", "3").await, "another department's seed is another one");
}

pub async fn a_seed_keeps_existing_records<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let (old, new) = (key(Scope::Department, "old"), key(Scope::Department, "new"));
    put(storage, "A", &[(&old, Some("mine"))]).await;
    let version = load(storage, &old).await.expect("there").version;
    let records = vec![("old".to_owned(), b"seed".to_vec()), ("new".to_owned(), b"seed".to_vec())];
    assert!(storage.seed(&department("energy"), "d1", records).await.expect("seeded"));
    let kept = load(storage, &old).await.expect("there");
    assert_eq!((kept.version, kept.value), (version, b"mine".to_vec()));
    assert_eq!(load(storage, &new).await.expect("there").value, b"seed");
}
