//! Meta's orders, which payment cards are for: look-ups fail, answers are lost, reports come late, twice or never; some
//! citizens cannot have cards, and some try in vain before they pay.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::delivery::DeliveryReference;
use mitra_core::ids::{OrderReference, PhoneNumberId};
use mitra_core::payment::{
    CardAccount, CardGateway, CardOrigin, CardPayments, CardRefund, CardSeller, OrderStatus,
    PaymentConfiguration, PaymentReceipt, ProviderError, RefundStatus,
};
use serde_json::{Value, json};

use super::bank::BANK_WITHIN;
use super::meta::{NUMBER, SimMeta};
use super::refunds;
use super::till::{PAY_WITHIN, REFUNDED, call_begins, call_ends};

const CONFIGURATION: &str = "pg-sim";
/// How late a report may be: it is about what is long over.
const VERY_LATE: Duration = Duration::from_hours(3);

/// All orders. They survive crashes of the host.
#[derive(Default)]
pub(super) struct SimOrders {
    /// Whether the operator has an account for cards now.
    has_account: AtomicBool,
    orders: Mutex<BTreeMap<OrderReference, CardOrder>>,
}

/// One order.
#[derive(Debug, Clone)]
pub(super) struct CardOrder {
    /// What its department calls it.
    pub(super) bill: String,
    phone: String,
    paise: u64,
    expires_at: Timestamp,
    pub(super) paid_at: Option<Timestamp>,
    n_tries: usize,
    /// The messages that told of its end, and whether they said that it is paid.
    pub(super) ends: Vec<(DeliveryReference, bool)>,
    refunds: Vec<CardReturn>,
}

/// Something that is paid back, or not.
#[derive(Debug, Clone)]
struct CardReturn {
    number: String,
    paise: u64,
    /// When the bank has decided.
    ends_at: Timestamp,
    /// What it decides.
    is_done: bool,
}

impl SimOrders {
    /// The account for cards, as the operator's configuration has it now.
    pub(super) fn account(&self) -> Option<CardAccount> {
        let lines = ["Telangana", "1 Road", "Hyderabad"].map(str::to_owned);
        self.has_account.load(Ordering::Relaxed).then(|| CardAccount {
            configuration: PaymentConfiguration::parse(CONFIGURATION).expect("a name"),
            gateway: CardGateway::default(),
            seller: CardSeller::new(lines, "TS".into(), "500022".into()).expect("a seller"),
        })
    }

    /// From the next start of the host on there is an account, or none any more.
    pub(super) fn set_account(&self, has_account: bool) {
        self.has_account.store(has_account, Ordering::Relaxed);
    }

    /// All orders that Meta ever had.
    pub(super) fn all(&self) -> BTreeMap<OrderReference, CardOrder> {
        self.lock().clone()
    }

    /// Whether what a department calls so is paid by a card.
    pub(super) fn is_paid(&self, bill: &str) -> bool {
        self.lock().values().any(|order| order.bill == bill && order.paid_at.is_some())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<OrderReference, CardOrder>> {
        self.orders.lock().expect("no orders panic")
    }

    fn status_of(&self, reference: &OrderReference, now: Timestamp) -> Option<OrderStatus> {
        let orders = self.lock();
        let order = orders.get(reference)?;
        Some(match order.paid_at {
            Some(at) => {
                let receipt = PaymentReceipt { id: format!("pay-card-{}", order.bill), at };
                OrderStatus::Paid { paise: order.paise, receipt }
            }
            None if now >= order.expires_at => OrderStatus::Expired,
            None => OrderStatus::Open,
        })
    }

    fn refunds_of(&self, reference: &OrderReference, now: Timestamp) -> Vec<CardRefund> {
        let orders = self.lock();
        let Some(order) = orders.get(reference) else { return Vec::new() };
        order.refunds.iter().map(|it| it.seen(now)).collect()
    }

    /// A citizen's money comes, or not. Gives the order, if it could be tried.
    fn attempt(
        &self,
        reference: &OrderReference,
        is_paid: bool,
        now: Timestamp,
    ) -> Option<CardOrder> {
        let mut orders = self.lock();
        let order = orders.get_mut(reference)?;
        // Money that was on its way when the time was over still arrives.
        let is_over = now >= order.expires_at || !order.ends.is_empty();
        if order.paid_at.is_some() || (is_over && !is_paid) {
            return None;
        }
        order.n_tries += 1;
        order.paid_at = is_paid.then_some(now);
        Some(order.clone())
    }
}

impl CardOrder {
    /// The numbers of what was paid back.
    pub(super) fn paid_back(&self) -> Vec<&str> {
        self.refunds.iter().filter(|it| it.is_done).map(|it| it.number.as_str()).collect()
    }

    /// A report on it, as Meta's webhook has them.
    fn report(&self, reference: &OrderReference, now: Timestamp) -> Value {
        let seconds = now.0 / 1_000;
        let amount = |paise: u64| json!({ "value": paise, "offset": 100 });
        let status = if self.paid_at.is_some() { "captured" } else { "pending" };
        let refund = |it: &CardReturn| {
            let is_over = now >= it.ends_at;
            let status = match (is_over, it.is_done) {
                (false, _) => "pending",
                (true, true) => "success",
                (true, false) => "failed",
            };
            json!({ "id": it.number, "status": status, "amount": amount(it.paise) })
        };
        json!({
            "id": format!("gBGG{reference}"), "type": "payment", "status": status,
            "timestamp": seconds.to_string(), "recipient_id": self.phone,
            "payment": {
                "reference_id": reference.as_str(), "amount": amount(self.paise), "currency": "INR",
                "transaction": {
                    "id": format!("order_{}", self.n_tries), "type": "razorpay",
                    "status": if self.paid_at.is_some() { "success" } else { "failed" },
                    "created_timestamp": seconds, "updated_timestamp": seconds,
                },
                "refunds": self.refunds.iter().map(refund).collect::<Vec<_>>(),
            },
        })
    }
}

impl CardReturn {
    fn seen(&self, now: Timestamp) -> CardRefund {
        let number = self.number.clone();
        let status = match (now >= self.ends_at, self.is_done) {
            (false, _) => RefundStatus::Pending { number },
            (true, true) => RefundStatus::Refunded { number },
            (true, false) => RefundStatus::Failed { why: "no such account".to_owned() },
        };
        CardRefund { number: self.number.clone(), paise: self.paise, status }
    }
}

/// An order as a message has it.
pub(super) struct Ordered {
    pub(super) reference: OrderReference,
    /// Whether it was paid, if the message tells of its end.
    pub(super) end: Option<bool>,
    parameters: Value,
}

impl Ordered {
    /// What the message makes, or tells the end of; none if it is no such one.
    pub(super) fn of(body: &str) -> Option<Self> {
        if !mitra_whatsapp::is_order(body) {
            return None;
        }
        let body: Value = serde_json::from_str(body).expect("it is JSON");
        let parameters = body["interactive"]["action"]["parameters"].clone();
        let reference = parameters["reference_id"].as_str().expect("it has one");
        let reference = OrderReference::new(reference);
        let is_end = body["interactive"]["type"] == "order_status";
        let end = is_end.then(|| parameters["order"]["status"] == "completed");
        Some(Self { reference, end, parameters })
    }

    fn expires_at(&self) -> Timestamp {
        let text = self.parameters["order"]["expiration"]["timestamp"].as_str();
        Timestamp(text.and_then(|text| text.parse::<i64>().ok()).expect("seconds") * 1_000)
    }
}

impl SimMeta {
    /// Why Meta does not take a card, or a word on one, whatever the weather: the code.
    pub(super) fn order_refused(&self, ordered: &Ordered, phone: &str) -> Option<i64> {
        let orders = self.till.cards.lock();
        let known = orders.get(&ordered.reference);
        match ordered.end {
            Some(_) => known.is_none().then_some(131_009),
            None if known.is_some() || ordered.expires_at() <= self.clock.now() => Some(131_009),
            None => self.without_cards(phone),
        }
    }

    /// Takes what a message says of an order, and has its citizen do something about it, if they see it.
    pub(super) fn take_order(
        self: &Arc<Self>,
        ordered: &Ordered,
        by: DeliveryReference,
        phone: &str,
        is_seen: bool,
    ) {
        let mut orders = self.till.cards.lock();
        if let Some(is_paid) = ordered.end {
            let order = orders.get_mut(&ordered.reference).expect("it was looked for");
            let is_told = order.ends.iter().any(|(other, _)| *other != by);
            if is_told || (is_paid && order.paid_at.is_none()) {
                let detail = format!("{by} says that paid is {is_paid} of {order:?}");
                self.faults.breaks("cards", detail);
            }
            order.ends.push((by, is_paid));
            return;
        }
        let parameters = &ordered.parameters;
        let order = CardOrder {
            bill: parameters["order"]["items"][0]["name"].as_str().expect("it has one").to_owned(),
            phone: phone.to_owned(),
            paise: parameters["total_amount"]["value"].as_u64().expect("whole paise"),
            expires_at: ordered.expires_at(),
            paid_at: None,
            n_tries: 0,
            ends: Vec::new(),
            refunds: Vec::new(),
        };
        orders.insert(ordered.reference.clone(), order);
        drop(orders);
        if is_seen {
            let (meta, reference) = (Arc::clone(self), ordered.reference.clone());
            self.begin(async move { meta.citizen_pays(&reference).await });
        }
    }

    /// A citizen tries in vain, pays, or does nothing.
    async fn citizen_pays(self: Arc<Self>, reference: &OrderReference) {
        let chance = &self.faults.chance;
        let tries: &[bool] = match chance.below(10) {
            0..5 => &[true],
            5..7 => &[false, true],
            7 => &[false, false],
            _ => &[],
        };
        for is_paid in tries {
            tokio::time::sleep(chance.span(PAY_WITHIN)).await;
            let Some(order) = self.till.cards.attempt(reference, *is_paid, self.clock.now()) else {
                return;
            };
            self.report(reference);
            if *is_paid && chance.happens(REFUNDED) {
                refunds::ask(&self.till, &self.faults, &order.bill).await;
            }
        }
    }

    /// Reports where an order stands: never, once or twice; now and then very late.
    fn report(self: &Arc<Self>, reference: &OrderReference) {
        let chance = &self.faults.chance;
        let times = [0, 1, 1, 2][usize::try_from(chance.below(4)).unwrap_or_default()];
        let order = self.till.cards.lock()[reference].clone();
        let report = order.report(reference, self.clock.now());
        for _ in 0..times {
            let late = if chance.happens(50) { VERY_LATE } else { Duration::from_secs(3) };
            let (meta, report, late) = (Arc::clone(self), report.clone(), chance.span(late));
            self.begin(async move {
                tokio::time::sleep(late).await;
                meta.post(&json!({ "statuses": [report] }), None);
            });
        }
    }

    /// Begins to pay something back. Meta does what it is told, and twice what it is told twice.
    fn pay_back(self: &Arc<Self>, reference: &OrderReference, paise: u64) -> RefundStatus {
        let (now, chance) = (self.clock.now(), &self.faults.chance);
        let mut orders = self.till.cards.lock();
        let order = orders.get_mut(reference).expect("it is paid");
        let gone = order.refunds.iter().filter(|it| it.is_done).map(|it| it.paise).sum::<u64>();
        if order.paid_at.is_none() || gone + paise > order.paise {
            self.faults.breaks("refunds", format!("{paise} after {gone} paise of {order:?}"));
        }
        let after = chance.span(BANK_WITHIN);
        let number = format!("rfnd-{}-{reference}", order.refunds.len());
        let (ends_at, is_done) = (now.after(after), !chance.happens(200));
        let given = CardReturn { number, paise, ends_at, is_done };
        order.refunds.push(given.clone());
        drop(orders);
        let (meta, reference) = (Arc::clone(self), reference.clone());
        self.begin(async move {
            tokio::time::sleep(after).await;
            meta.report(&reference);
        });
        given.seen(now).status
    }
}

/// Meta's word on orders, for one start of the host.
pub(super) struct SimCards(pub(super) Arc<SimMeta>);

impl SimCards {
    /// Refuses to answer whoever does not ask by what Meta knows the order by.
    fn look_at(&self, origin: &CardOrigin) {
        let is_it = origin.number == PhoneNumberId::new(NUMBER)
            && origin.configuration.as_str() == CONFIGURATION;
        if !is_it {
            self.0.faults.breaks("cards", format!("Meta is asked by {origin:?}"));
        }
    }
}

fn refused() -> ProviderError {
    ProviderError::Refused { status: 400, detail: "the simulation says so".to_owned() }
}

#[async_trait]
impl CardPayments for SimCards {
    async fn status(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
    ) -> Result<Option<OrderStatus>, ProviderError> {
        let Self(meta) = self;
        self.look_at(origin);
        let is_lost = call_begins(&meta.faults).await?;
        let status = meta.till.cards.status_of(order, meta.clock.now());
        // Meta has two ways to say that it has no such order.
        if status.is_none() && meta.faults.strikes(300) {
            return Err(refused());
        }
        call_ends(&meta.faults, status, is_lost).await
    }

    async fn refund(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
        paise: u64,
    ) -> Result<RefundStatus, ProviderError> {
        let Self(meta) = self;
        self.look_at(origin);
        // What is told twice is done twice: this answer is lost now and then also when nothing else fails.
        let is_lost = call_begins(&meta.faults).await? || meta.faults.chance.happens(250);
        if meta.faults.strikes(20) {
            return Err(refused());
        }
        call_ends(&meta.faults, meta.pay_back(order, paise), is_lost).await
    }

    async fn refunds(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
    ) -> Result<Vec<CardRefund>, ProviderError> {
        let Self(meta) = self;
        self.look_at(origin);
        let is_lost = call_begins(&meta.faults).await?;
        call_ends(&meta.faults, meta.till.cards.refunds_of(order, meta.clock.now()), is_lost).await
    }
}
