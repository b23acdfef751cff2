//! Measures the engine under the mix of operations of a busy host, and prints operations a second.
//!
//! `cargo run --release -p mitra-storage-sql --example mix -- [MESSAGES] [FOLDER]`
//!
//! Each message is: one event accepted, claimed in a batch, settled with one delivery and a
//! session; the delivery claimed in a batch and recorded as accepted; three receipts accepted in
//! one notification.
//! All six run at once, as they do in a host. Every answer but that of an event claim comes after
//! a sync to disk.
#![expect(clippy::print_stdout, reason = "printing its numbers is what it is for")]

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use mitra_core::clock::Timestamp;
use mitra_core::delivery::{Receipt, ReceiptStatus};
use mitra_core::event::{Content, InboundEvent};
use mitra_core::identity::{Bsuid, CitizenAddress, Phone};
use mitra_core::ids::{DepartmentId, PhoneNumberId, ReleaseDigest, ServiceId, Wamid};
use mitra_core::limits::{DELIVERY_CLAIM_HOLD, EVENT_CLAIM_HOLD};
use mitra_core::session::{Conversation, Session};
use mitra_core::turn::GuestState;
use mitra_storage::conformance::fixtures::plain;
use mitra_storage::{
    AttemptOutcome, ClaimedDelivery, ClaimedEvent, Inbox, Intake, NewDelivery, Outbox, Settlement,
};
use mitra_storage_sql::{SqliteOptions, SqliteStorage};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Citizens who write in turn.
const CITIZENS: usize = 5_000;
/// Notifications being accepted at once, as by so many connections of Meta's.
const NOTIFICATIONS_IN_FLIGHT: usize = 64;
/// Turns and sends under way at once.
const IN_FLIGHT: usize = 256;
/// Events or deliveries claimed at once.
const CLAIM_BATCH: usize = 64;
/// What a small department leaves behind.
const GUEST_STATE_BYTES: usize = 200;
const NOW: Timestamp = Timestamp(1_763_000_000_000);

/// How many operations of each kind were answered.
#[derive(Default)]
struct Counts {
    accepts: AtomicUsize,
    event_claims: AtomicUsize,
    settles: AtomicUsize,
    delivery_claims: AtomicUsize,
    records: AtomicUsize,
    receipt_accepts: AtomicUsize,
    /// How long each event waited until it was durable, in microseconds.
    accept_us: Mutex<Vec<u128>>,
}

impl Counts {
    fn total(&self) -> usize {
        [
            &self.accepts,
            &self.event_claims,
            &self.settles,
            &self.delivery_claims,
            &self.records,
            &self.receipt_accepts,
        ]
        .iter()
        .map(|count| count.load(Ordering::Relaxed))
        .sum()
    }
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let messages = arguments.next().map_or(Ok(40_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let folder = arguments.next().map_or_else(|| folder.path().to_owned(), PathBuf::from);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(measure(messages, folder))
}

async fn measure(messages: usize, folder: PathBuf) -> anyhow::Result<()> {
    let path = folder.join("mix.db");
    let storage = SqliteStorage::open(&SqliteOptions::new(&path), NOW)?;
    let counts = Arc::new(Counts::default());
    let began = Instant::now();
    let mut steps = JoinSet::new();
    steps.spawn(accept_all(storage.clone(), counts.clone(), messages));
    steps.spawn(settle_all(storage.clone(), counts.clone(), messages));
    steps.spawn(send_all(storage.clone(), counts.clone(), messages));
    while let Some(step) = steps.join_next().await {
        step??;
    }
    let took = began.elapsed();
    storage.close().await?;
    let bytes = std::fs::metadata(&path).context("the database is there")?.len();
    report(&counts, messages, took, bytes);
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small numbers, for people"
)]
fn report(counts: &Counts, messages: usize, took: Duration, bytes: u64) {
    let seconds = took.as_secs_f64();
    println!("messages           {messages} in {seconds:.2} s");
    println!("messages/s         {:.0}", messages as f64 / seconds);
    println!("operations/s       {:.0}", counts.total() as f64 / seconds);
    let mut waits = counts.accept_us.lock().unwrap_or_else(PoisonError::into_inner);
    waits.sort_unstable();
    for (name, share) in [("p50", 0.5), ("p99", 0.99), ("max", 1.0)] {
        let index = (waits.len() as f64 * share) as usize;
        let wait = waits.get(index.min(waits.len() - 1)).copied().unwrap_or(0);
        println!("accept, {name}        {:.1} ms", wait as f64 / 1_000.0);
    }
    println!("event claims       {}", counts.event_claims.load(Ordering::Relaxed));
    println!("delivery claims    {}", counts.delivery_claims.load(Ordering::Relaxed));
    println!("bytes/message      {:.0}", bytes as f64 / messages as f64);
}

async fn accept_all(
    storage: SqliteStorage,
    counts: Arc<Counts>,
    messages: usize,
) -> anyhow::Result<()> {
    let permits = Arc::new(Semaphore::new(NOTIFICATIONS_IN_FLIGHT));
    let mut accepts = JoinSet::new();
    for n in 0..messages {
        let permit = permits.clone().acquire_owned().await?;
        let (storage, counts) = (storage.clone(), counts.clone());
        accepts.spawn(async move {
            let intake = Intake { events: vec![event(n)], ..Intake::default() };
            let began = Instant::now();
            let accepted = storage.accept(intake, NOW).await;
            let waited = began.elapsed().as_micros();
            counts.accept_us.lock().unwrap_or_else(PoisonError::into_inner).push(waited);
            counts.accepts.fetch_add(1, Ordering::Relaxed);
            drop(permit);
            accepted
        });
        while let Some(done) = accepts.try_join_next() {
            done??;
        }
    }
    while let Some(done) = accepts.join_next().await {
        done??;
    }
    Ok(())
}

async fn settle_all(
    storage: SqliteStorage,
    counts: Arc<Counts>,
    messages: usize,
) -> anyhow::Result<()> {
    let permits = Arc::new(Semaphore::new(IN_FLIGHT));
    let mut settled = 0;
    let mut turns = JoinSet::new();
    while settled < messages {
        let room = permits.available_permits().min(CLAIM_BATCH);
        let claimed = storage.claim_events(room, NOW, EVENT_CLAIM_HOLD).await?;
        counts.event_claims.fetch_add(1, Ordering::Relaxed);
        let none = claimed.is_empty();
        for event in claimed {
            let permit = permits.clone().acquire_owned().await?;
            let (storage, counts) = (storage.clone(), counts.clone());
            turns.spawn(async move {
                let outcome = storage.settle(settlement(&event), NOW).await;
                counts.settles.fetch_add(1, Ordering::Relaxed);
                drop(permit);
                outcome
            });
        }
        if none && !turns.is_empty() {
            turns.join_next().await.context("a turn")???;
            settled += 1;
        } else if none {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        while let Some(done) = turns.try_join_next() {
            done??;
            settled += 1;
        }
    }
    Ok(())
}

async fn send_all(
    storage: SqliteStorage,
    counts: Arc<Counts>,
    messages: usize,
) -> anyhow::Result<()> {
    let permits = Arc::new(Semaphore::new(IN_FLIGHT));
    let mut sent = 0;
    let mut sends = JoinSet::new();
    while sent < messages {
        let room = permits.available_permits().min(CLAIM_BATCH);
        let claimed = storage.claim_deliveries(room, NOW, DELIVERY_CLAIM_HOLD).await?;
        counts.delivery_claims.fetch_add(1, Ordering::Relaxed);
        let none = claimed.is_empty();
        for delivery in claimed {
            let permit = permits.clone().acquire_owned().await?;
            sends.spawn(send(storage.clone(), counts.clone(), delivery, permit));
        }
        if none && !sends.is_empty() {
            sends.join_next().await.context("a send")???;
            sent += 1;
        } else if none {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        while let Some(done) = sends.try_join_next() {
            done??;
            sent += 1;
        }
    }
    Ok(())
}

async fn send(
    storage: SqliteStorage,
    counts: Arc<Counts>,
    delivery: ClaimedDelivery,
    permit: tokio::sync::OwnedSemaphorePermit,
) -> anyhow::Result<()> {
    let wamid = Wamid::new(format!(
        "wamid.HBgMOTE5ODc2NTQzMjEwFQIAERgS{:020}AA==",
        delivery.claim.delivery.0
    ));
    let outcome = AttemptOutcome::Accepted { wamid: wamid.clone() };
    let reference = Some(delivery.reference);
    storage.record(delivery.claim, outcome, NOW).await?;
    counts.records.fetch_add(1, Ordering::Relaxed);
    drop(permit);
    let receipt = |status| Receipt { wamid: wamid.clone(), reference, status, at: NOW, code: None };
    let statuses = [ReceiptStatus::Sent, ReceiptStatus::Delivered, ReceiptStatus::Read];
    let intake = Intake { receipts: statuses.map(receipt).to_vec(), ..Intake::default() };
    storage.accept(intake, NOW).await?;
    counts.receipt_accepts.fetch_add(1, Ordering::Relaxed);
    Ok(())
}

fn event(n: usize) -> InboundEvent {
    let citizen = n % CITIZENS;
    let bsuid = Bsuid::new(format!("IN.{citizen:016}"));
    let phone = Phone::new(format!("9198{citizen:08}"));
    InboundEvent {
        wamid: Wamid::new(format!("wamid.HBgMOTE5ODc2NTQzMjEwFQIAEhgU{n:020}AA==")),
        phone_number_id: PhoneNumberId::new("106540352242922"),
        sender: CitizenAddress::new(Some(bsuid), Some(phone)).expect("has parts"),
        sent_at: NOW,
        in_reply_to: None,
        content: Content::Text {
            body: "నా కరెంట్ బిల్లు ఎంత వచ్చిందో చెప్పండి 1023 445 667".to_owned()
        },
    }
}

fn settlement(claimed: &ClaimedEvent) -> Settlement {
    let state = GuestState { schema: 1, bytes: vec![7; GUEST_STATE_BYTES] };
    let department = DepartmentId::parse("energy").expect("is a slug");
    let service = ServiceId::parse("bill").expect("is a slug");
    let release = ReleaseDigest::new("ab".repeat(32));
    let begun = Conversation::begin(department, service, release, NOW);
    let conversation = Conversation { state: Some(state), ..begun };
    let text = "మీ బిల్లు ₹ 1,240.00. చెల్లించవలసిన చివరి తేదీ 14-12-2026.";
    let buttons = r#"{"buttons":[{"type":"reply","reply":{"id":"d:menu","title":"మెనూ"}}]}"#;
    let body = format!(
        r#"{{"type":"interactive","interactive":{{"type":"button","body":{{"text":"{text}"}},"#
    ) + &format!(r#""action":{buttons}}}}}"#);
    let from = PhoneNumberId::new("106540352242922");
    let window_closes_at = NOW.after(Duration::from_hours(24));
    let session = Session { conversation: Some(conversation), ..claimed.session.clone() };
    let delivery = NewDelivery { from, body, file: None, certificate: None, window_closes_at };
    Settlement { session, deliveries: vec![delivery], ..plain(claimed) }
}
