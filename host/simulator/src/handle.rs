//! What tests, benchmarks and the page drive a simulator by.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{broadcast, mpsc};

use crate::chat::{ChatEntry, Citizen, Ticks};
use crate::clock::{now_ms, now_text};
use crate::faults::Faults;
use crate::handshake::Handshake;
use crate::inbound::Inbound;
use crate::orders::CardOrder;
use crate::payments::{PaymentLink, PaymentRefund, Refunding};
use crate::simulator::World;
use crate::templates;
use crate::wire::sign;

/// Messages of one citizen that wait to be posted.
const LANE_MAX: usize = 10_000;

/// Drives a simulator. Cheap to clone.
#[derive(Clone)]
pub struct SimulatorHandle {
    world: Arc<World>,
}

/// One lane per citizen: the next message is posted after the one before was taken.
pub(crate) type Lanes = Mutex<HashMap<String, mpsc::Sender<Posting>>>;

/// A message on its way to the host.
pub(crate) struct Posting {
    wamid: String,
    value: Value,
    copies: usize,
}

/// What was counted since the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Sends taken.
    pub accepted: u64,
    /// Sends taken whose reference had been taken before.
    pub duplicate_sends: u64,
    /// Sends refused, by Meta's error code; 500 for a bare server error.
    pub refused: BTreeMap<i64, u64>,
    /// Marks that show the host typing.
    pub typing_shown: u64,
    /// Notifications that the host took.
    pub notifications_taken: u64,
    /// Notifications that the host refused or did not answer.
    pub notifications_refused: u64,
    /// What became of the last handshake.
    pub handshake: Handshake,
}

/// A message of the host's that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// For whom.
    pub citizen: String,
    /// The body of the send.
    pub message: Arc<Value>,
}

/// A citizen's chat did not become what was waited for.
#[derive(Debug, thiserror::Error)]
#[error("the chat did not become what was waited for within {waited:?}")]
pub struct TimedOut {
    /// How long it was waited for.
    pub waited: Duration,
}

impl SimulatorHandle {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    /// Adds a citizen and gives their key: the number's digits if there is one, else the user id.
    ///
    /// # Panics
    /// Without either, or if one is none.
    pub fn add_citizen(&self, phone: Option<&str>, bsuid: Option<&str>, name: &str) -> String {
        let citizen = Citizen::new(phone, bsuid, name).expect("a citizen has an address");
        let key = citizen.key.clone();
        self.world.book.add(citizen);
        key
    }

    /// Has a citizen send something, and gives its id. A citizen not known yet is added with this number.
    ///
    /// # Panics
    /// If the citizen is not known and this is no number.
    pub fn citizen_sends(&self, citizen: &str, inbound: Inbound) -> String {
        let known = self.world.book.citizen(citizen).unwrap_or_else(|| {
            let key = self.add_citizen(Some(citizen), None, "Citizen");
            self.world.book.citizen(&key).expect("it was just added")
        });
        self.world.count_received();
        let wamid = self.world.next_wamid("IN");
        let value = self.notified(&known, &wamid, &inbound);
        let kind = inbound.kind().unwrap_or("unknown").to_owned();
        let content = inbound.fields.get(&kind).cloned().unwrap_or_default();
        self.world.book.append(
            &known.key,
            ChatEntry {
                wamid: wamid.clone(),
                from_citizen: true,
                kind,
                body: inbound.shown,
                choices: Vec::new(),
                content,
                ticks: Ticks::Waiting,
                at_ms: now_ms(),
            },
        );
        let doubled = self.world.chance.happens(self.world.faults().notifications_doubled);
        let copies = if doubled { 2 } else { 1 };
        self.post(&known.key, Posting { wamid: wamid.clone(), value, copies });
        wamid
    }

    /// Lets so much time pass since a citizen last wrote: the window in which they may be answered freely closes.
    pub fn time_passes(&self, citizen: &str, span: Duration) {
        let span_ms = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        self.world.book.write_earlier(citizen, span_ms);
    }

    /// Pauses a template, or lets it go on, and tells the host. Says whether there is one.
    pub async fn pause_template(&self, name: &str, language: &str, is_paused: bool) -> bool {
        let is_there = self.world.templates.pause(name, language, is_paused);
        if is_there {
            let event = if is_paused { "PAUSED" } else { "APPROVED" };
            let value = templates::status_update(name, language, event);
            self.world.webhook.post_change("message_template_status_update", value).await;
        }
        is_there
    }

    /// The same without a word to the host.
    pub fn pause_template_silently(&self, name: &str, language: &str, is_paused: bool) -> bool {
        self.world.templates.pause(name, language, is_paused)
    }

    /// Puts a file into the media store, as a telephone does before it sends it; gives its id for [`Inbound::media`].
    pub fn put_file(&self, mime_type: &str, bytes: Vec<u8>) -> String {
        self.world.media.put(mime_type.to_owned(), bytes.into())
    }

    /// A file of the media store: its type and its bytes.
    pub fn file(&self, id: &str) -> Option<(String, Vec<u8>)> {
        let file = self.world.media.get(id)?;
        Some((file.mime_type, file.bytes.to_vec()))
    }

    /// Forgets a file before its time; says whether there was one.
    pub fn lose_file(&self, id: &str) -> bool {
        self.world.media.remove(id)
    }

    /// How many files were put into the media store or uploaded.
    pub fn n_files(&self) -> u64 {
        self.world.media.count()
    }

    /// The value of a `messages` change with one message. Absent parts of an address are left out, as Meta does.
    fn notified(&self, citizen: &Citizen, wamid: &str, inbound: &Inbound) -> Value {
        let mut message = inbound.fields.clone();
        message["id"] = wamid.into();
        message["timestamp"] = now_text().into();
        let mut contact = json!({ "profile": { "name": citizen.name } });
        if let Some(phone) = &citizen.phone {
            message["from"] = phone.as_str().into();
            contact["wa_id"] = phone.as_str().into();
        }
        if let Some(bsuid) = &citizen.bsuid {
            message["from_user_id"] = bsuid.as_str().into();
            contact["user_id"] = bsuid.as_str().into();
        }
        let offer = || self.world.book.offer(&citizen.key, inbound.choice()?);
        if let Some(answered) = inbound.answers.clone().or_else(offer) {
            let from = &self.world.options.display_phone_number;
            message["context"] = json!({ "from": from, "id": answered });
        }
        if let Some(kind) = inbound.kind()
            && let Some(id) = inbound.fields[kind]["id"].as_str()
            && let Some(file) = self.world.media.get(id)
        {
            message[kind]["sha256"] = file.sha256_base64().into();
        }
        json!({ "contacts": [contact], "messages": [message] })
    }

    fn post(&self, citizen: &str, posting: Posting) {
        let mut lanes = self.world.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry(citizen.to_owned()).or_insert_with(|| {
            let (lane, postings) = mpsc::channel(LANE_MAX);
            let webhook = self.world.webhook.clone();
            webhook.spawn(post_lane(Arc::clone(&self.world), citizen.to_owned(), postings));
            lane
        });
        if lane.try_send(posting).is_err() {
            tracing::warn!("a citizen's lane is full: the host does not take messages");
        }
    }

    /// A citizen's chat.
    pub fn transcript(&self, citizen: &str) -> Vec<ChatEntry> {
        self.world.book.entries(citizen)
    }

    /// Waits until a citizen's chat is as told, and gives it.
    pub async fn wait_for(
        &self,
        citizen: &str,
        is_so: impl Fn(&[ChatEntry]) -> bool + Send + Sync,
        patience: Duration,
    ) -> Result<Vec<ChatEntry>, TimedOut> {
        let mut changes = self.world.book.changes();
        let waiting = async {
            loop {
                changes.mark_unchanged();
                let chat = self.transcript(citizen);
                if is_so(&chat) || changes.changed().await.is_err() {
                    return chat;
                }
            }
        };
        tokio::time::timeout(patience, waiting).await.map_err(|_| TimedOut { waited: patience })
    }

    /// The payment links that the host had made.
    pub fn payment_links(&self) -> Vec<PaymentLink> {
        self.world.links.all()
    }

    /// Has a citizen pay a link, and calls the host so many times. Says whether it could be paid.
    pub fn citizen_pays(&self, link: &str, calls: usize) -> bool {
        self.world.end_link(link, true, calls)
    }

    /// Has a payment fail, and calls the host so many times. Says whether it was open.
    pub fn payment_fails(&self, link: &str, calls: usize) -> bool {
        self.world.end_link(link, false, calls)
    }

    /// The orders that citizens were sent cards for.
    pub fn orders(&self) -> Vec<CardOrder> {
        self.world.orders.all()
    }

    /// Has a citizen try to pay an order, and reports it so many times. Says whether it could be paid.
    pub fn citizen_tries_order(&self, order: &str, is_paid: bool, copies: usize) -> bool {
        self.world.attempt_order(order, is_paid, copies)
    }

    /// Has an order's time be over. Says whether it could have been paid.
    pub fn order_expires(&self, order: &str) -> bool {
        self.world.expire_order(order)
    }

    /// Has a refund of an order that waits end, and reports it so many times. Says whether it waited.
    pub fn order_refund_ends(&self, refund: &str, is_done: bool, copies: usize) -> bool {
        self.world.end_order_refund(refund, is_done, copies)
    }

    /// The code that cards are refused with from now on; none for none.
    pub fn set_orders_refused(&self, code: Option<i64>) {
        self.world.orders.set_refused(code);
    }

    /// The refunds that the host had made.
    pub fn payment_refunds(&self) -> Vec<PaymentRefund> {
        self.world.refunds.all()
    }

    /// What becomes of the refunds that the host has made from now on.
    pub fn set_refunding(&self, refunding: Refunding) {
        self.world.refunds.set_refunding(refunding);
    }

    /// Has a refund that waits end, and calls the host so many times. Says whether it waited.
    pub fn refund_ends(&self, refund: &str, is_done: bool, calls: usize) -> bool {
        self.world.end_refund(refund, is_done, calls)
    }

    /// Has a link paid then, in seconds since 1970, whatever became of it before, and calls the host so many times.
    /// Says whether it was unpaid.
    pub fn is_paid_at(&self, link: &str, at: u64, calls: usize) -> bool {
        self.world.pay_link_at(link, at, calls)
    }

    /// Books a payment that no host asked for, then, in seconds since 1970; gives its number.
    pub fn other_pays(&self, amount: u64, at: u64) -> String {
        self.world.book_other(amount, at)
    }

    /// Refunds a part of a payment as a person does at the provider, then, in seconds since 1970; gives the refund's
    /// number. None if there is no such payment, or not as much is left of it.
    pub fn refund_by_hand(&self, payment: &str, amount: u64, at: u64) -> Option<String> {
        self.world.refund_by_hand(payment, amount, at)
    }

    /// What goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.world.set_faults(faults);
    }

    /// Every message that is taken from now on, as it is taken. Who reads too slowly is told so and loses the oldest.
    pub fn taken(&self) -> broadcast::Receiver<Taken> {
        self.world.taken.subscribe()
    }

    /// What was counted.
    pub fn counters(&self) -> Counters {
        self.world.counters()
    }

    /// Performs Meta's verification of the webhook once, and gives what became of it.
    pub async fn shake_hands(&self) -> Handshake {
        self.world.webhook.shake_hands().await
    }

    /// Waits until the host has answered a handshake, and gives what became of it.
    /// The first is tried from the start on.
    pub async fn handshake(&self) -> Handshake {
        let mut handshake = self.world.webhook.handshake();
        let answered = handshake.wait_for(|handshake| *handshake != Handshake::Waiting).await;
        answered.map_or(Handshake::Waiting, |answered| *answered)
    }

    /// Signs these bytes and posts them once; gives the status of the answer, 0 if none came.
    pub async fn send_notification(&self, bytes: Vec<u8>) -> u16 {
        self.world.webhook.post(bytes).await.unwrap_or(0)
    }

    /// The signature of these bytes.
    pub fn sign(&self, bytes: &[u8]) -> String {
        sign(&self.world.options.app_secret, bytes)
    }
}

/// Posts a citizen's messages, one after the other.
async fn post_lane(world: Arc<World>, citizen: String, mut postings: mpsc::Receiver<Posting>) {
    while let Some(Posting { wamid, value, copies }) = postings.recv().await {
        world.book.tick(&citizen, &wamid, Ticks::Sent);
        for _ in 0..copies {
            world.webhook.post_until_taken(value.clone()).await;
        }
        world.book.tick(&citizen, &wamid, Ticks::Delivered);
    }
}
