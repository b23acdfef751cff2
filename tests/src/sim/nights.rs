//! Days that pass: the windows of citizens close, news comes meanwhile, and the host is away for hours.

use std::sync::Arc;
use std::time::Duration;

use mitra_core::ids::OrderReference;
use mitra_core::payment::PaymentStage;

use super::chance::Chance;
use super::history::{World, phone};
use super::meta::Outage;
use super::refunds;

/// The longest pause between two pieces of news.
const NEWS_WITHIN: Duration = Duration::from_hours(2);
/// The longest pause between two of those that come together.
const BURST: Duration = Duration::from_mins(10);
/// How long nobody writes, at least, and how much longer at most: most windows close.
const NIGHT: Duration = Duration::from_hours(12);
const NIGHT_IS_LONGER: Duration = Duration::from_hours(24);
/// The topics that citizens change their minds about.
const TOPICS: [&str; 2] = ["counting", "counting:counts"];

/// Of a thousand topics: so many are wanted from the beginning, whether or not the desk has asked.
const WANTED: u64 = 700;
/// Of a thousand citizens: so many want none at all from the beginning.
const QUIET: u64 = 150;

/// Lets some days pass. No more than what ended is kept for.
pub(super) async fn pass(world: &World, chance: &Chance, n_citizens: u64) {
    world.set_night(true);
    let phones: Vec<_> = (0..n_citizens).map(phone).collect();
    for phone in &phones {
        for topic in TOPICS.into_iter().filter(|_| chance.happens(WANTED)) {
            world.meta.answers(phone, topic, true);
        }
        if chance.happens(QUIET) {
            world.meta.writes(phone, "stop messages");
        }
    }
    for _ in 0..2 + chance.below(2) {
        let away = Outage::ALL.into_iter().find(|_| chance.happens(50));
        world.meta.set_outage(away);
        tokio::time::sleep(NIGHT + chance.span(NIGHT_IS_LONGER)).await;
        world.meta.set_outage(None);
        world.meta.changes_its_mind(&phones);
        if chance.happens(400) {
            refund_something(world, chance);
        }
        for _ in 0..=chance.below(5) {
            world.office.sends_one();
            let within = if chance.happens(500) { NEWS_WITHIN } else { BURST };
            tokio::time::sleep(chance.span(within)).await;
        }
        for phone in &phones {
            does_something(world, chance, phone);
        }
    }
    world.set_night(false);
}

fn does_something(world: &World, chance: &Chance, phone: &str) {
    let topic = TOPICS[usize::from(chance.happens(500))];
    match chance.below(24) {
        0..3 => world.meta.writes(phone, "turnstile"),
        3 => world.meta.writes(phone, "push"),
        4 => world.meta.writes(phone, "stop messages"),
        5 | 6 => world.meta.writes(phone, "start messages"),
        7 => world.meta.answers(phone, topic, false),
        8 => world.meta.answers(phone, topic, true),
        9 => world.meta.taps_news(phone),
        _ => {}
    }
}

/// An operator has something paid back of which nothing was, long after it was paid.
fn refund_something(world: &World, chance: &Chance) {
    let dump = world.storage.dump();
    let is_untouched =
        |order: &OrderReference| !dump.refunds.iter().any(|refund| refund.order == *order);
    let paid = dump.payments.iter().map(|row| &row.payment).filter(|payment| {
        matches!(payment.stage, PaymentStage::Paid(_)) && is_untouched(&payment.order)
    });
    let bills: Vec<_> = paid.map(|payment| payment.request.reference.to_string()).collect();
    let place = usize::try_from(chance.below(bills.len() as u64)).unwrap_or_default();
    let Some(bill) = bills.get(place).cloned() else { return };
    let (till, faults) = (Arc::clone(&world.till), Arc::clone(&world.faults));
    world.meta.begin(async move { refunds::ask(&till, &faults, &bill).await });
}
