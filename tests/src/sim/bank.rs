//! What the payment provider pays back, as slow as banks are: some of it fails, and its callbacks come twice or never.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mitra_core::clock::{Clock, Timestamp};
use mitra_core::payment::{PaidBack, RefundId, RefundOrder, RefundStatus};

use super::till::{CALL_PAUSE, End, SimTill, number};

/// How long a bank takes to pay something back, at most.
pub(super) const BANK_WITHIN: Duration = Duration::from_mins(20);

/// Something that is paid back, or not.
#[derive(Debug, Clone)]
pub(super) struct Returned {
    pub(super) order: RefundOrder,
    /// When it was taken.
    given_at: Timestamp,
    /// When the bank has decided.
    ends_at: Timestamp,
    /// What it decides.
    pub(super) is_done: bool,
}

impl SimTill {
    /// All that was ever given to be paid back.
    pub(super) fn refunds(&self) -> BTreeMap<RefundId, Returned> {
        self.refunds.lock().expect("no books panic").clone()
    }

    /// Takes a refund once, of what is paid, and says what the bank will do about it.
    pub(super) fn give_back(self: &Arc<Self>, order: &RefundOrder) -> RefundStatus {
        let mut refunds = self.refunds.lock().expect("no books panic");
        if !refunds.contains_key(&order.id) {
            let of_it = refunds.values().filter(|it| it.order.payment == order.payment);
            let gone = of_it.filter(|it| it.is_done).map(|it| it.order.paise).sum::<u64>();
            let orders = self.lock();
            let paid = orders.values().find(|booked| number(&booked.order) == order.payment);
            let paid = paid.filter(|booked| matches!(booked.end, Some(End::Paid(_))));
            let most = paid.map_or(0, |booked| booked.order.paise);
            if gone + order.paise > most {
                let detail = format!("{order:?} after {gone} of {most} were paid back");
                self.faults.breaks("refunds", detail);
            }
            let chance = &self.faults.chance;
            let (is_done, after) = (!chance.happens(200), chance.span(BANK_WITHIN));
            let given_at = self.clock.now();
            let ends_at = given_at.after(after);
            let returned = Returned { order: order.clone(), given_at, ends_at, is_done };
            refunds.insert(order.id.clone(), returned);
            let (till, id) = (Arc::clone(self), order.id.clone());
            let told = async move { till.tell_refund(&id, after).await };
            self.citizens.lock().expect("no set panics").spawn(told);
        }
        drop(refunds);
        self.refund_of(&order.id).expect("it was just taken")
    }

    /// Calls the host when the bank has decided: never, once or twice.
    async fn tell_refund(self: Arc<Self>, id: &RefundId, after: Duration) {
        tokio::time::sleep(after).await;
        for _ in 0..self.faults.chance.below(3) {
            loop {
                let crash = self.faults.next_crash();
                if let Some(door) = self.refund_door() {
                    tokio::select! {
                        biased;
                        taken = door.news_of(id) => if taken.is_ok() { break },
                        () = crash.happens() => {}
                    }
                }
                tokio::time::sleep(self.faults.chance.span(CALL_PAUSE)).await;
            }
        }
    }

    /// What was taken to be paid back between two instants, and has not failed.
    pub(super) fn returned(&self, from: Timestamp, to: Timestamp) -> Vec<PaidBack> {
        let is_in = |it: &&Returned| (from..to).contains(&it.given_at);
        let has_failed = |it: &Returned| !it.is_done && self.clock.now() >= it.ends_at;
        let paid_back = |it: &Returned| {
            let RefundOrder { id, payment, paise } = it.order.clone();
            let (number, id, at) = (number_of(&id), Some(id), it.given_at);
            PaidBack { number, payment, id, paise, at, order: None }
        };
        let refunds = self.refunds();
        let lives = refunds.values().filter(is_in).filter(|it| !has_failed(it));
        lives.map(paid_back).collect()
    }

    /// Where a refund stands.
    pub(super) fn refund_of(&self, id: &RefundId) -> Option<RefundStatus> {
        let refunds = self.refunds();
        let Returned { ends_at, is_done, .. } = refunds.get(id)?;
        let number = number_of(id);
        Some(match (self.clock.now() >= *ends_at, is_done) {
            (false, _) => RefundStatus::Pending { number },
            (true, true) => RefundStatus::Refunded { number },
            (true, false) => RefundStatus::Failed { why: "no such account".to_owned() },
        })
    }
}

/// The provider's number of a refund.
pub(super) fn number_of(id: &RefundId) -> String {
    format!("rfnd-{id}")
}
