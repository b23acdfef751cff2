//! When the provider is asked where a payment stands.

use super::{Payment, PaymentStage};
use crate::clock::Timestamp;
use crate::limits::{
    PAYMENT_CHECK_FIRST, PAYMENT_CHECK_MAX, PAYMENT_LATE_CHECK_MAX, PAYMENT_LATE_MAX,
};

impl Payment {
    /// When to look at it next, if nobody says so before; none if there is nothing more to find out.
    ///
    /// Pauses grow with the time since: a citizen who pays at once hears of it at once, also without a callback. The
    /// instant at which the time to pay is over is never slept through.
    pub fn next_check(&self, now: Timestamp) -> Option<Timestamp> {
        let (began, ends) = (self.asked_at, self.expires_at());
        match self.stage {
            PaymentStage::Asked => Some(now.after(PAYMENT_CHECK_FIRST)),
            PaymentStage::Offered { .. } | PaymentStage::OfferedAsCard => {
                let pause = (now.since(began) / 4).clamp(PAYMENT_CHECK_FIRST, PAYMENT_CHECK_MAX);
                let next = now.after(pause);
                Some(if now < ends { next.min(ends) } else { next })
            }
            PaymentStage::Expired | PaymentStage::Failed { was_offered: true } => {
                let ends = ends.max(now);
                let late = now.since(self.expires_at());
                let pause = (late / 4).clamp(PAYMENT_CHECK_MAX, PAYMENT_LATE_CHECK_MAX);
                let next = ends.after(pause);
                (next < self.expires_at().after(PAYMENT_LATE_MAX)).then_some(next)
            }
            PaymentStage::Paid(_) | PaymentStage::Failed { was_offered: false } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::PaymentReceipt;
    use super::super::step::tests::payment;
    use super::*;

    fn checks(stage: PaymentStage, from: Timestamp) -> Vec<Timestamp> {
        let payment = payment(stage);
        std::iter::successors(payment.next_check(from), |at| payment.next_check(*at))
            .take_while(|at| *at < Timestamp(30 * 86_400_000))
            .take(1_000)
            .collect()
    }

    #[test]
    fn pauses_grow_and_meet_the_end_of_the_time_to_pay() {
        let link = "https://pay.example/1".to_owned();
        let offered = payment(PaymentStage::Offered { link });
        let at = |secs: u64| Timestamp(0).after(Duration::from_secs(secs));
        assert_eq!(offered.next_check(at(0)), Some(at(10)));
        assert_eq!(offered.next_check(at(400)), Some(at(500)));
        assert_eq!(offered.next_check(at(1_700)), Some(at(1_800)), "its 30 minutes are over then");
        assert_eq!(offered.next_check(at(1_800)), Some(at(2_250)));
    }

    #[test]
    fn money_that_comes_late_is_looked_for_through_a_week() {
        let ends = payment(PaymentStage::Expired).expires_at();
        let checks = checks(PaymentStage::Expired, ends);
        let last = checks.last().expect("some");
        assert!(*last < ends.after(PAYMENT_LATE_MAX), "{last}");
        assert!(*last > ends.after(PAYMENT_LATE_MAX).before(PAYMENT_LATE_CHECK_MAX), "{last}");
        assert!(checks.len() < 100, "{} questions", checks.len());
    }

    #[test]
    fn what_is_final_is_not_looked_at_again() {
        let receipt = PaymentReceipt { id: "r".to_owned(), at: Timestamp(0) };
        for stage in [PaymentStage::Paid(receipt), PaymentStage::Failed { was_offered: false }] {
            assert_eq!(payment(stage).next_check(Timestamp(5)), None);
        }
    }
}
