//! What became durable of messages and templates, in order; and whether templates went to those alone who want them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::{CitizenId, DeliveryId, EventSeq, OrderReference, TimerId};
use mitra_core::limits::TEMPLATE_PAUSE;
use mitra_core::payment::{PaymentStage, PaymentStep};
use mitra_core::template::TemplateId;
use mitra_core::timer::FiredTimer;
use mitra_core::topic::Wish;
use mitra_storage::memory::{Dump, DumpedDelivery, DumpedKey};
use mitra_whatsapp::template_of;

use super::citizens::{Said, Written};
use super::clock::SimClock;
use super::department;

/// How long after it was decided something may still be stored, at most: storage may be away meanwhile.
const UNDER_WAY: Duration = Duration::from_mins(1);

/// What became durable, in order.
pub(super) struct Journal {
    clock: Arc<SimClock>,
    entries: Mutex<Vec<(Timestamp, Entry)>>,
    /// The payments that ended while they were offered by a card.
    card_ends: Mutex<BTreeMap<OrderReference, CardEnded>>,
}

/// How a payment ended that was offered by a card.
#[derive(Debug, Clone, Copy)]
pub(super) struct CardEnded {
    pub(super) is_paid: bool,
    /// Whether its citizen could be written to then.
    pub(super) could_be_told: bool,
}

#[derive(Debug)]
enum Entry {
    /// An event was settled.
    Settled(EventSeq),
    /// A timer was put off, and a template announces it.
    Queued(Box<Queued>),
    /// A timer was put off to a later instant, for its turn failed or its citizen is in another service: by then the
    /// window may have closed.
    Retried(TimerId),
    /// A delivery was given up.
    Died(DeliveryId),
    /// Meta's word that the citizen of this template wanted none then.
    OptedOut(DeliveryId, Timestamp),
    /// The host was told that a template is paused.
    Refused(TemplateId),
    /// Meta approved it again.
    Approved(TemplateId),
    /// The host started, and knows nothing of templates.
    Started,
}

#[derive(Debug)]
struct Queued {
    delivery: DeliveryId,
    citizen: CitizenId,
    timer: TimerId,
    topic: String,
    is_about_money: bool,
    template: TemplateId,
}

impl Journal {
    pub(super) fn new(clock: Arc<SimClock>) -> Arc<Self> {
        Arc::new(Self { clock, entries: Mutex::default(), card_ends: Mutex::default() })
    }

    pub(super) fn settled(&self, event: EventSeq) {
        self.push(Entry::Settled(event));
    }

    pub(super) fn queued(
        &self,
        delivery: DeliveryId,
        citizen: CitizenId,
        fired: &FiredTimer,
        body: &str,
    ) {
        let queued = Queued {
            delivery,
            citizen,
            timer: fired.id,
            topic: department::topic_of(&fired.key.service),
            is_about_money: fired.is_about_money(),
            template: template_of(body).expect("nothing else announces"),
        };
        self.push(Entry::Queued(Box::new(queued)));
    }

    pub(super) fn retried(&self, timer: TimerId) {
        self.push(Entry::Retried(timer));
    }

    pub(super) fn died(&self, delivery: DeliveryId) {
        self.push(Entry::Died(delivery));
    }

    pub(super) fn opted_out(&self, delivery: DeliveryId, at: Timestamp) {
        self.push(Entry::OptedOut(delivery, at));
    }

    pub(super) fn refused(&self, template: &TemplateId) {
        self.push(Entry::Refused(template.clone()));
    }

    pub(super) fn approved(&self, template: &TemplateId) {
        self.push(Entry::Approved(template.clone()));
    }

    pub(super) fn started(&self) {
        self.push(Entry::Started);
    }

    pub(super) fn moved(&self, step: &PaymentStep) {
        let is_paid = match (step.from(), step.to()) {
            (PaymentStage::OfferedAsCard, PaymentStage::Paid(_)) => true,
            (
                PaymentStage::OfferedAsCard,
                PaymentStage::Expired | PaymentStage::Failed { was_offered: true },
            ) => false,
            _ => return,
        };
        let closes_at = step.payment().contact.window_closes_at;
        let could_be_told = self.clock.now().after(UNDER_WAY) < closes_at;
        let end = CardEnded { is_paid, could_be_told };
        self.card_ends.lock().expect("no map panics").insert(step.order().clone(), end);
    }

    /// How a payment ended while it was offered by a card, if it did.
    pub(super) fn card_end(&self, order: &OrderReference) -> Option<CardEnded> {
        self.card_ends.lock().expect("no map panics").get(order).copied()
    }

    fn push(&self, entry: Entry) {
        let now = self.clock.now();
        self.entries.lock().expect("no list panics").push((now, entry));
    }
}

/// What a citizen said so far, and was sent.
#[derive(Debug, Default)]
struct Known {
    /// Whether they want messages about each, and since when at the latest.
    topics: BTreeMap<String, (bool, Timestamp)>,
    is_quiet: bool,
    /// When Meta last said that they want none.
    refused_at: Option<Timestamp>,
    queued_at: Option<Timestamp>,
    /// What templates announced since they last wrote.
    announced: Vec<TimerId>,
}

impl Known {
    fn hears(&mut self, said: &Said, now: Timestamp) {
        match said {
            Said::Nothing => {}
            Said::Quiet(is_quiet) => self.is_quiet = *is_quiet,
            Said::Topic { topic, is_on } => {
                self.topics.insert(topic.clone(), (*is_on, now));
            }
        }
    }

    /// What speaks against this template, if something does.
    fn objection(&self, queued: &Queued, now: Timestamp) -> Option<String> {
        let said = self.topics.get(&queued.topic);
        let yes_at = said.filter(|(is_on, _)| *is_on).map(|(_, at)| *at);
        let since = self.queued_at.map(|at| now.since(at));
        let why = if self.is_quiet {
            "said stop"
        } else if self.refused_at.is_some_and(|at| yes_at.is_none_or(|yes_at| yes_at <= at)) {
            "wants none by Meta's word"
        } else if yes_at.is_none() && !queued.is_about_money {
            "did not say yes"
        } else if since.is_some_and(|since| since + UNDER_WAY < TEMPLATE_PAUSE) {
            "was sent one within a day"
        } else {
            return None;
        };
        Some(format!("the citizen {why} before {now}: {queued:?}, {self:?}"))
    }
}

/// I10: no template goes to who does not want it, nor two within a day, nor one that Meta refused; every one has a
/// timer that was put off; and what it announced is told after the citizen's next message. Gives how many were queued
/// and how many topics citizens want, or what is wrong.
pub(super) fn kept(
    dump: &Dump,
    written: &[Written],
    journal: &Journal,
) -> Result<(usize, usize), String> {
    let said: HashMap<_, _> = written.iter().map(|it| (it.wamid.as_str(), &it.said)).collect();
    let messages: HashMap<_, _> = dump
        .events
        .iter()
        .filter_map(|event| match &event.of {
            DumpedKey::Message(_, wamid) => {
                Some((event.seq, (event.citizen, *said.get(wamid.as_str())?)))
            }
            DumpedKey::Timer(_) => None,
        })
        .collect();
    let mut templates = Templates::default();
    let mut to_be_told = HashMap::new();
    let mut citizens: BTreeMap<CitizenId, Known> = BTreeMap::new();
    let mut stopped: BTreeMap<&TemplateId, Timestamp> = BTreeMap::new();
    for (now, entry) in &*journal.entries.lock().expect("no list panics") {
        match entry {
            Entry::Settled(event) => {
                let Some((citizen, said)) = messages.get(event) else { continue };
                let known = citizens.entry(*citizen).or_default();
                known.hears(said, *now);
                to_be_told.extend(known.announced.drain(..).map(|timer| (timer, *now)));
            }
            Entry::Retried(timer) => {
                to_be_told.remove(timer);
            }
            Entry::Queued(queued) => {
                let known = citizens.entry(queued.citizen).or_default();
                if let Some(objection) = known.objection(queued, *now) {
                    return Err(objection);
                }
                let since = stopped.get(&queued.template).map(|at| now.since(*at));
                if since.is_some_and(|since| since > UNDER_WAY) {
                    return Err(format!("{} was refused {since:?} ago", queued.template));
                }
                known.queued_at = Some(*now);
                known.announced.push(queued.timer);
                templates.queued.insert(queued.delivery, queued.citizen);
            }
            Entry::Died(delivery) => {
                templates.died.insert(*delivery);
            }
            Entry::OptedOut(delivery, at) => {
                let Some(citizen) = templates.queued.get(delivery) else { continue };
                let known = citizens.entry(*citizen).or_default();
                known.refused_at = known.refused_at.max(Some(*at));
            }
            Entry::Refused(template) => {
                stopped.entry(template).or_insert(*now);
            }
            Entry::Approved(template) => {
                stopped.remove(template);
            }
            Entry::Started => stopped.clear(),
        }
    }
    if let Some(left) = dump.timers.iter().find(|timer| to_be_told.contains_key(&timer.id)) {
        let wrote_at = to_be_told[&left.id];
        return Err(format!("its citizen wrote at {wrote_at}, after a template: {left:?}"));
    }
    templates.are_stored(dump)?;
    let wishes = dump.sessions.values().flat_map(|session| session.topics.iter());
    Ok((templates.queued.len(), wishes.filter(|wish| wish.wish == Wish::On).count()))
}

/// The templates that were put into the outbox, and the deliveries that were given up.
#[derive(Debug, Default)]
struct Templates {
    queued: BTreeMap<DeliveryId, CitizenId>,
    died: BTreeSet<DeliveryId>,
}

impl Templates {
    /// Every one in the outbox was queued with a timer, and one that is not there any more was given up.
    fn are_stored(&self, dump: &Dump) -> Result<(), String> {
        let is_template = |row: &&DumpedDelivery| row.body.starts_with(r#"{"type":"template""#);
        let stored: BTreeMap<_, _> =
            dump.deliveries.iter().filter(is_template).map(|row| (row.id, row)).collect();
        if let Some(strange) = stored.values().find(|row| !self.queued.contains_key(&row.id)) {
            return Err(format!("no timer was put off with {strange:?}"));
        }
        for delivery in self.queued.keys() {
            let row = stored.get(delivery);
            if row.is_none() && !self.died.contains(delivery) {
                return Err(format!("{delivery:?} is gone, and was not given up"));
            }
        }
        Ok(())
    }
}
