//! Meta, as bad as it may be: notifications late, repeated and out of order; sends refused, slow, unanswered; receipts
//! repeated, reordered, late or never sent.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use hmac::{Hmac, KeyInit, Mac};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::delivery::DeliveryReference;
use mitra_core::hex::hex;
use mitra_core::identity::Secret;
use mitra_core::ids::{MediaId, PhoneNumberId, Wamid};
use mitra_core::limits::{SEND_TIMEOUT, SERVICE_WINDOW};
use mitra_core::media::MediaContent;
use mitra_core::ports::{GraphApi, OutboundMessage, Remedy, SendAccepted, SendError};
use mitra_pipeline::Ingest;
use mitra_whatsapp::{AppSecrets, template_of};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::task::JoinSet;

use super::cards::Ordered;
use super::citizens::Written;
use super::clock::SimClock;
use super::faults::Faults;
use super::history;
use super::journal::Journal;
use super::templates::{PAUSED, SimTemplates, WANTS_NONE};
use super::till::SimTill;

/// The business number.
pub(super) const NUMBER: &str = "PNID_1";
/// By how much a message may be late for a citizen's window: its file was uploaded meanwhile.
const WINDOW_SLACK: Duration = Duration::from_mins(10);
const APP_SECRET: &str = "simulated-app-secret";
/// How long Meta waits before it sends a refused notification again, at most.
const REPEAT_PAUSE: Duration = Duration::from_mins(2);

/// One message that Meta took.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    pub(super) reference: DeliveryReference,
    pub(super) to: String,
    pub(super) body: String,
    pub(super) at: Timestamp,
    /// Whether the host was told.
    pub(super) answered: bool,
    /// When the first receipt about it was taken in by the host, if one was.
    pub(super) receipt_at: Option<Timestamp>,
    /// Whether it will not arrive, as a receipt says later.
    pub(super) fails: bool,
}

pub(super) struct SimMeta {
    pub(super) faults: Arc<Faults>,
    pub(super) clock: Arc<SimClock>,
    pub(super) till: Arc<SimTill>,
    pub(super) journal: Arc<Journal>,
    pub(super) templates: SimTemplates,
    /// All that citizens wrote.
    pub(super) written: Mutex<Vec<Written>>,
    /// When each last did.
    pub(super) wrote_at: Mutex<BTreeMap<String, Timestamp>>,
    /// The citizen who cannot have cards, if one of them is it, and the code by which theirs are refused.
    without_cards: (u64, i64),
    door: Mutex<Option<Ingest>>,
    taken: Mutex<Vec<Taken>>,
    /// Files by their ids; none once Meta has lost one.
    files: Mutex<Vec<Option<MediaContent>>>,
    posting: Mutex<JoinSet<()>>,
    secrets: AppSecrets,
    outage: Mutex<Option<Outage>>,
}

/// How Meta is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outage {
    /// No connection.
    Unreachable,
    /// No answer, and nothing taken.
    Silent,
    /// A server's error without Meta's word.
    ServerError,
    /// Meta's own "something went wrong".
    SomethingWrong,
}

impl Outage {
    /// Every way.
    pub const ALL: [Self; 4] =
        [Self::Unreachable, Self::Silent, Self::ServerError, Self::SomethingWrong];

    async fn answer(self) -> SendError {
        let detail = "the simulation says so".to_owned();
        let passing = |http_status, code, detail| {
            let remedy = Remedy::Retry { after: None };
            SendError::Answered { http_status, code, detail, remedy }
        };
        match self {
            Self::Unreachable => SendError::Unreachable { detail },
            Self::Silent => {
                tokio::time::sleep(SEND_TIMEOUT).await;
                SendError::Unanswered { waited: SEND_TIMEOUT, detail }
            }
            Self::ServerError => passing(500, 500, detail),
            Self::SomethingWrong => passing(400, 131_000, detail),
        }
    }
}

impl SimMeta {
    pub(super) fn new(
        faults: Arc<Faults>,
        clock: Arc<SimClock>,
        till: Arc<SimTill>,
        journal: Arc<Journal>,
        templates: SimTemplates,
    ) -> Arc<Self> {
        let codes = [134_011, 131_005, 131_042, 131_009];
        let which = usize::try_from(faults.chance.below(4)).unwrap_or_default();
        let without_cards = (faults.chance.below(10), codes[which]);
        let secrets = AppSecrets::new(vec![Secret::new(APP_SECRET)]);
        Arc::new(Self {
            faults,
            clock,
            till,
            journal,
            templates,
            written: Mutex::default(),
            wrote_at: Mutex::default(),
            without_cards,
            door: Mutex::default(),
            taken: Mutex::default(),
            files: Mutex::default(),
            posting: Mutex::default(),
            secrets,
            outage: Mutex::default(),
        })
    }

    /// From now on Meta is away, or back.
    pub(super) fn set_outage(&self, outage: Option<Outage>) {
        *self.outage.lock().expect("no lock panics") = outage;
    }

    fn outage(&self) -> Option<Outage> {
        *self.outage.lock().expect("no lock panics")
    }

    /// Opens or closes the host's door.
    pub(super) fn set_door(&self, door: Option<Ingest>) {
        *self.door.lock().expect("no door panics") = door;
    }

    /// What Meta took, in order.
    pub(super) fn taken(&self) -> Vec<Taken> {
        self.taken.lock().expect("no list panics").clone()
    }

    /// Whether nothing is being posted.
    pub(super) fn is_idle(&self) -> bool {
        let mut posting = self.posting.lock().expect("no set panics");
        while posting.try_join_next().is_some() {}
        posting.is_empty()
    }

    /// Begins something that goes on beside the host, crash or not.
    pub(super) fn begin(&self, something: impl Future<Output = ()> + Send + 'static) {
        self.posting.lock().expect("no set panics").spawn(something);
    }

    /// Posts a change about messages until the host takes it, perhaps late, perhaps twice.
    pub(super) fn post(self: &Arc<Self>, value: &Value, about: Option<usize>) {
        let mut value = value.clone();
        value["messaging_product"] = "whatsapp".into();
        value["metadata"] =
            json!({ "display_phone_number": "15550100001", "phone_number_id": NUMBER });
        self.post_field("messages", &value, about);
    }

    /// Posts a change until the host takes it, perhaps late, perhaps twice.
    pub(super) fn post_field(self: &Arc<Self>, field: &str, value: &Value, about: Option<usize>) {
        let notification = json!({
            "object": "whatsapp_business_account",
            "entry": [{ "id": "WABA_1", "changes": [{ "field": field, "value": value }] }],
        });
        let bytes = notification.to_string().into_bytes();
        let copies = if self.faults.strikes(100) { 2 } else { 1 };
        for _ in 0..copies {
            let (meta, bytes) = (Arc::clone(self), bytes.clone());
            self.begin(async move { meta.deliver(bytes, about).await });
        }
    }

    /// Posts one notification until it is acknowledged.
    async fn deliver(&self, bytes: Vec<u8>, about: Option<usize>) {
        let late = if self.faults.strikes(100) { REPEAT_PAUSE } else { Duration::from_millis(200) };
        tokio::time::sleep(self.faults.chance.span(late)).await;
        let signature = sign(&bytes);
        let notification =
            mitra_whatsapp::verify(bytes.into(), &[signature.as_bytes()], &self.secrets)
                .expect("it is signed");
        loop {
            let door = self.door.lock().expect("no door panics").clone();
            if let Some(door) = door {
                let crash = self.faults.next_crash();
                let acknowledged = tokio::select! {
                    biased;
                    taken = door.run(&notification) => taken.is_ok(),
                    () = crash.happens() => false,
                };
                if acknowledged {
                    break;
                }
            }
            tokio::time::sleep(self.faults.chance.span(REPEAT_PAUSE)).await;
        }
        if let Some(about) = about {
            let mut taken = self.taken.lock().expect("no list panics");
            taken[about].receipt_at.get_or_insert(self.clock.now());
        }
    }

    /// Refuses a message that names a file which is not there, and looks whether the file is the one that is meant.
    fn look_at_file(&self, outbound: &OutboundMessage) -> Result<(), SendError> {
        let body: Value = serde_json::from_str(&outbound.body).expect("it is JSON");
        if body["type"] != "document" {
            return Ok(());
        }
        let document = &body["document"];
        let id = document["id"].as_str().and_then(|id| id.parse::<usize>().ok());
        let mut files = self.files.lock().expect("no list panics");
        let file = id.and_then(|id| files.get_mut(id));
        let is_lost = self.faults.strikes(50);
        let Some(file) = file.filter(|file| file.is_some() && !is_lost) else {
            if let Some(file) = id.and_then(|id| files.get_mut(id)) {
                *file = None;
            }
            let (code, detail) = (100, "no such object".to_owned());
            return Err(SendError::Answered {
                http_status: 400,
                code,
                detail,
                remedy: Remedy::GiveUp,
            });
        };
        let said = document["caption"].as_str().unwrap_or_default();
        if file.as_ref().is_some_and(|file| *file.bytes != *said.as_bytes()) {
            self.faults.breaks("I8", format!("`{said}` came with another file"));
        }
        Ok(())
    }

    /// Why Meta does not take a message, whatever the weather: the code, and what to do.
    fn objection(&self, outbound: &OutboundMessage, phone: &str) -> Option<(i64, Remedy)> {
        if let Some(template) = template_of(&outbound.body) {
            let code = self.template_refused(&template, phone)?;
            return Some((code, Remedy::GiveUp));
        }
        let wrote_at = self.wrote_at.lock().expect("no map panics").get(phone).copied();
        let silent = wrote_at.map_or(Duration::MAX, |at| self.clock.now().since(at));
        if silent > SERVICE_WINDOW {
            if silent > SERVICE_WINDOW + WINDOW_SLACK {
                let detail = format!("{} comes {silent:?} after {phone} wrote", outbound.reference);
                self.faults.breaks("window", detail);
            }
            return Some((131_047, Remedy::GiveUp));
        }
        let code = self.order_refused(&Ordered::of(&outbound.body)?, phone)?;
        // Meta's account is at fault, and a person must act: it may be about this one alone.
        let halts = matches!(code, 134_011 | 131_005 | 131_042);
        Some((code, if halts { Remedy::Halt } else { Remedy::GiveUp }))
    }

    /// The code by which a citizen's card is refused, if they cannot have any.
    pub(super) fn without_cards(&self, phone: &str) -> Option<i64> {
        let (citizen, code) = self.without_cards;
        (phone == history::phone(citizen)).then_some(code)
    }

    /// Why a message that is taken will not arrive, if it is a card or a template: the code of its receipt.
    fn failure(&self, outbound: &OutboundMessage, phone: &str) -> Option<i64> {
        let is_template = template_of(&outbound.body).is_some();
        if is_template && self.templates.unwanted().contains(phone) {
            return Some(WANTS_NONE);
        }
        let may_fail = is_template || mitra_whatsapp::is_order(&outbound.body);
        (may_fail && self.faults.strikes(80)).then_some(131_026)
    }

    /// Takes a message and plans its receipts. Gives its place in the list and its id.
    fn take(self: &Arc<Self>, outbound: &OutboundMessage, phone: &str) -> (usize, Wamid) {
        let failure = self.failure(outbound, phone);
        let (index, wamid) = {
            let mut taken = self.taken.lock().expect("no list panics");
            taken.push(Taken {
                reference: outbound.reference,
                to: phone.to_owned(),
                body: outbound.body.clone(),
                at: self.clock.now(),
                answered: false,
                receipt_at: None,
                fails: failure.is_some(),
            });
            (taken.len() - 1, Wamid::new(format!("wamid.OUT{}", taken.len())))
        };
        // Of some that did not arrive Meta has the order all the same.
        if let Some(ordered) = Ordered::of(&outbound.body)
            && (failure.is_none() || self.faults.strikes(500))
        {
            self.take_order(&ordered, outbound.reference, phone, failure.is_none());
        }
        let statuses: &[_] = match failure {
            None => &["sent", "delivered", "read"],
            Some(_) => &["failed"],
        };
        for status in statuses {
            if self.faults.strikes(250) {
                continue;
            }
            let mut leaf = json!({
                "id": wamid, "status": status, "recipient_id": phone,
                "timestamp": (self.clock.now().0 / 1_000).to_string(),
                "biz_opaque_callback_data": outbound.reference.to_string(),
            });
            if let Some(code) = failure {
                leaf["errors"] = json!([{ "code": code, "title": "simulated" }]);
            }
            self.post(&json!({ "statuses": [leaf] }), Some(index));
        }
        if failure.is_none() {
            self.sees(phone, &outbound.body);
        }
        (index, wamid)
    }
}

/// The graph port of one start of the host.
pub(super) struct SimGraph(pub(super) Arc<SimMeta>);

#[async_trait]
impl GraphApi for SimGraph {
    async fn send(&self, outbound: OutboundMessage) -> Result<SendAccepted, SendError> {
        let Self(meta) = self;
        meta.faults.instant().await;
        tokio::time::sleep(meta.faults.chance.span(Duration::from_millis(150))).await;
        if let Some(outage) = meta.outage() {
            return Err(outage.answer().await);
        }
        if meta.faults.strikes(20) {
            return Err(SendError::Unreachable { detail: "simulated".to_owned() });
        }
        if meta.faults.strikes(60) {
            return Err(refusal(meta.faults.chance.below(5)));
        }
        let phone = outbound.to.phone().expect("simulated citizens have phones");
        let phone = phone.reveal().to_owned();
        if let Some((code, remedy)) = meta.objection(&outbound, &phone) {
            if let Some(template) = template_of(&outbound.body).filter(|_| code == PAUSED) {
                meta.journal.refused(&template);
            }
            let detail = "simulated".to_owned();
            return Err(SendError::Answered { http_status: 400, code, detail, remedy });
        }
        meta.look_at_file(&outbound)?;
        let unanswered = meta.faults.strikes(40);
        if unanswered && meta.faults.strikes(500) {
            tokio::time::sleep(SEND_TIMEOUT).await;
            return Err(SendError::Unanswered { waited: SEND_TIMEOUT, detail: "lost".to_owned() });
        }
        let (index, wamid) = meta.take(&outbound, &phone);
        // If the host crashes here, it is never told.
        meta.faults.instant().await;
        if unanswered {
            tokio::time::sleep(SEND_TIMEOUT).await;
            return Err(SendError::Unanswered { waited: SEND_TIMEOUT, detail: "slow".to_owned() });
        }
        meta.taken.lock().expect("no list panics")[index].answered = true;
        Ok(SendAccepted { wamid })
    }

    async fn upload(
        &self,
        _number: &PhoneNumberId,
        file: &MediaContent,
    ) -> Result<MediaId, SendError> {
        let Self(meta) = self;
        meta.faults.instant().await;
        tokio::time::sleep(meta.faults.chance.span(Duration::from_millis(150))).await;
        if let Some(outage) = meta.outage() {
            return Err(outage.answer().await);
        }
        if meta.faults.strikes(40) {
            return Err(SendError::Unanswered { waited: SEND_TIMEOUT, detail: "lost".to_owned() });
        }
        let id = {
            let mut files = meta.files.lock().expect("no list panics");
            files.push(Some(file.clone()));
            MediaId::new((files.len() - 1).to_string())
        };
        // If the host crashes here, it uploads the file again.
        meta.faults.instant().await;
        Ok(id)
    }

    async fn mark_read(
        &self,
        _number: &PhoneNumberId,
        _wamid: &Wamid,
        _typing: bool,
    ) -> Result<(), SendError> {
        self.0.faults.instant().await;
        Ok(())
    }
}

fn refusal(which: u64) -> SendError {
    let (code, remedy) = match which {
        0 => (131_000, Remedy::Retry { after: None }),
        1 => (131_016, Remedy::Retry { after: Some(Duration::from_secs(3)) }),
        2 => (130_429, Remedy::SlowNumber { after: None }),
        3 => (131_056, Remedy::SlowCitizen),
        _ => (131_026, Remedy::GiveUp),
    };
    SendError::Answered { http_status: 400, code, detail: "simulated".to_owned(), remedy }
}

fn sign(bytes: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(APP_SECRET.as_bytes()).expect("any length");
    mac.update(bytes);
    format!("sha256={}", hex(&mac.finalize().into_bytes()))
}

/// Copies of each delivery that Meta took, in order.
pub(super) fn copies(taken: &[Taken]) -> HashMap<DeliveryReference, Vec<&Taken>> {
    let mut copies: HashMap<_, Vec<&Taken>> = HashMap::new();
    for message in taken {
        copies.entry(message.reference).or_default().push(message);
    }
    copies
}
