#![expect(missing_docs, reason = "the names of these tests say it all")]
//! Files that deliveries carry.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::DeadReason;
use mitra_core::ids::{FileId, MediaId, PhoneNumberId};
use mitra_core::limits::UPLOAD_LIFE;
use mitra_core::media::MediaContent;

use super::Harness;
use super::fixtures::{
    NUMBER, T0, accept, at, citizen, claim_one, claim_send, claim_sends, event, plain, record,
    reply, taken,
};
use crate::{
    AttemptOutcome, ClaimedDelivery, NewDelivery, Outbox, OutboxFile, Settled, Settlement, Storage,
    StorageLimits, Upkeep,
};

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn text(body: &str) -> MediaContent {
    let (mime_type, bytes) = ("text/plain".to_owned(), body.as_bytes().into());
    MediaContent { mime_type, bytes }
}

/// A reply that carries this file, from this number.
fn carrying(file: MediaContent, number: &str) -> NewDelivery {
    NewDelivery { from: PhoneNumberId::new(number), file: Some(file), ..reply("file") }
}

/// Puts these into the outbox for the `n`th citizen.
async fn put(storage: &impl Storage, n: usize, deliveries: Vec<NewDelivery>) {
    accept(storage, vec![event(&format!("wamid.{n}.{}", deliveries.len()), &citizen(n))]).await;
    let claimed = claim_one(storage, T0).await;
    let settlement = Settlement { deliveries, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, T0).await.expect("settled"), Settled::Committed);
}

async fn load(storage: &impl Storage, id: FileId) -> Option<MediaContent> {
    storage.file(id).await.expect("read")
}

async fn uploaded(storage: &impl Storage, id: FileId, media: Option<&str>, now: Timestamp) {
    storage.record_upload(id, media.map(MediaId::new), now).await.expect("recorded");
}

fn file_of(delivery: &ClaimedDelivery) -> OutboxFile {
    delivery.file.clone().expect("it carries a file")
}

pub async fn a_delivery_carries_its_file_byte_for_byte<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let bytes: Vec<u8> = (0..=255).cycle().take(512 * 1024).collect();
    let file = MediaContent { mime_type: "image/png".to_owned(), bytes: bytes.into() };
    put(storage, 1, vec![carrying(file.clone(), NUMBER), reply("plain")]).await;
    let claimed = claim_send(storage, T0).await;
    let OutboxFile { id, uploaded } = file_of(&claimed);
    assert_eq!(uploaded, None);
    assert_eq!(load(storage, id).await, Some(file));
    taken(storage, &claimed, "OUT").await;
    assert_eq!(claim_send(storage, T0).await.file, None);
    assert_eq!(load(storage, FileId(id.0 + 1_000)).await, None);
}

pub async fn an_upload_is_known_for_as_long_as_it_lives<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    put(storage, 1, vec![carrying(text("a"), NUMBER)]).await;
    let claimed = claim_send(storage, T0).await;
    let id = file_of(&claimed).id;
    uploaded(storage, id, Some("880011"), T0).await;
    let claim_at = async |claimed: &ClaimedDelivery, now: Timestamp| {
        record(storage, claimed, AttemptOutcome::RetryAt { not_before: T0 }).await;
        claim_send(storage, now).await
    };
    let end = T0.after(UPLOAD_LIFE);
    let claimed = claim_at(&claimed, Timestamp(end.0 - 1)).await;
    assert_eq!(file_of(&claimed), OutboxFile { id, uploaded: Some(MediaId::new("880011")) });
    let claimed = claim_at(&claimed, end).await;
    assert_eq!(file_of(&claimed).uploaded, None);
    uploaded(storage, id, Some("880012"), end).await;
    let claimed = claim_at(&claimed, end).await;
    assert_eq!(file_of(&claimed).uploaded, Some(MediaId::new("880012")));
    uploaded(storage, id, None, end).await;
    assert_eq!(file_of(&claim_at(&claimed, end).await).uploaded, None);
}

pub async fn the_same_file_is_kept_and_uploaded_once_for_a_number<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let other_type = MediaContent { mime_type: "text/csv".to_owned(), ..text("a") };
    for (n, delivery) in [
        carrying(text("a"), NUMBER),
        carrying(text("a"), NUMBER),
        carrying(text("b"), NUMBER),
        carrying(other_type, NUMBER),
        carrying(text("a"), "PNID_OTHER"),
    ]
    .into_iter()
    .enumerate()
    {
        put(storage, n, vec![delivery]).await;
    }
    let claimed = claim_sends(storage, T0).await;
    let ids: Vec<_> = claimed.iter().map(|delivery| file_of(delivery).id).collect();
    assert_eq!(ids[0], ids[1]);
    let others = &ids[1..];
    assert!((0..others.len()).all(|n| !others[..n].contains(&others[n])), "{ids:?}");
    uploaded(storage, ids[0], Some("880011"), T0).await;
    for delivery in &claimed {
        record(storage, delivery, AttemptOutcome::RetryAt { not_before: T0 }).await;
    }
    let known = claim_sends(storage, T0).await;
    let known = known.iter().map(|delivery| file_of(delivery).uploaded.is_some());
    assert_eq!(known.collect::<Vec<_>>(), [true, true, false, false, false]);
}

pub async fn a_retried_dead_delivery_carries_the_same_file<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    put(storage, 1, vec![carrying(text("a"), NUMBER)]).await;
    let dead = claim_send(storage, T0).await;
    record(storage, &dead, AttemptOutcome::Dead(DeadReason::FileMissing)).await;
    storage.retry_dead(dead.claim.delivery, T0).await.expect("retried");
    let again = claim_send(storage, T0).await;
    assert_eq!(file_of(&again).id, file_of(&dead).id);
    assert_eq!(load(storage, file_of(&again).id).await, Some(text("a")));
}

pub async fn a_file_goes_with_the_last_delivery_that_carries_it<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    put(storage, 1, vec![carrying(text("a"), NUMBER)]).await;
    put(storage, 2, vec![carrying(text("a"), NUMBER)]).await;
    put(storage, 3, vec![carrying(text("b"), NUMBER)]).await;
    let claimed = claim_sends(storage, T0).await;
    let ids: Vec<_> = claimed.iter().map(|delivery| file_of(delivery).id).collect();
    let purge = async || storage.purge(at(1_000), 100).await.expect("purged").deliveries;
    taken(storage, &claimed[0], "OUT1").await;
    record(storage, &claimed[2], AttemptOutcome::Dead(DeadReason::WindowClosed)).await;
    assert_eq!(purge().await, 1);
    assert_eq!(load(storage, ids[0]).await, Some(text("a")), "the second still carries it");
    taken(storage, &claimed[1], "OUT2").await;
    assert_eq!(purge().await, 1);
    assert_eq!(load(storage, ids[0]).await, None);
    assert_eq!(load(storage, ids[2]).await, Some(text("b")), "a dead one may be retried");
}
