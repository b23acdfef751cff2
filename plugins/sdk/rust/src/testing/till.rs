//! Payments without a provider: asked for, and ended as a test says.

use super::check::line;
use crate::payments::{PaymentRequest, PaymentStatus};

/// A payment that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryPayment {
    /// As it was asked for first.
    pub request: PaymentRequest,
    /// Where it stands.
    pub status: PaymentStatus,
}

/// Holds a request against the contract's limits.
///
/// # Panics
/// If the host would refuse it, with the reason.
pub(super) fn check_request(request: &PaymentRequest) {
    let reference = &request.reference;
    let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_reference = (1..=35).contains(&reference.len()) && reference.chars().all(is_fit);
    assert!(is_reference, "`{reference}` is not 1 to 35 letters, digits, `_`, `-` and `.`");
    let amount = request.amount;
    assert!((100..=1_000_000_000).contains(&amount), "an amount of {amount} paise");
    for purpose in [&request.purpose.te, &request.purpose.en, &request.purpose.hi] {
        line("payment-request.purpose", purpose, 120);
    }
    let valid_for = request.valid_for;
    assert!((1_200..=604_800).contains(&valid_for), "a payment is open for {valid_for} s");
}

/// Whether a turn may ask for this where that was asked for before.
pub(super) fn may_ask_again(before: &MemoryPayment, request: &PaymentRequest) -> bool {
    let is_same =
        before.request.amount == request.amount && before.request.purpose == request.purpose;
    is_same && matches!(before.status, PaymentStatus::Open | PaymentStatus::Paid(_))
}

#[cfg(test)]
mod tests {
    use std::panic;

    use super::*;
    use crate::payments;
    use crate::text::text;

    #[test]
    fn a_request_is_held_against_its_limits() {
        let good = || payments::request("a", 100, text("క", "a", "क"), 1_200);
        let passes = |edit: fn(&mut PaymentRequest)| {
            let mut request = good();
            edit(&mut request);
            panic::catch_unwind(|| check_request(&request)).is_ok()
        };
        assert!(passes(|_| {}));
        assert!(passes(|it| it.amount = 1_000_000_000) && passes(|it| it.valid_for = 604_800));
        assert!(!passes(|it| it.amount = 99) && !passes(|it| it.amount = 1_000_000_001));
        assert!(!passes(|it| it.valid_for = 1_199) && !passes(|it| it.valid_for = 604_801));
        assert!(!passes(|it| it.reference = "a b".to_owned()));
        assert!(!passes(|it| it.reference = "a".repeat(36)));
        assert!(!passes(|it| it.purpose.hi = String::new()));
    }

    #[test]
    fn what_is_open_or_paid_may_be_asked_for_again() {
        let request = payments::request("a", 100, text("క", "a", "क"), 1_200);
        let before = |status| MemoryPayment { request: request.clone(), status };
        assert!(may_ask_again(&before(PaymentStatus::Open), &request));
        assert!(!may_ask_again(&before(PaymentStatus::Expired), &request));
        let dearer = PaymentRequest { amount: 101, ..request.clone() };
        assert!(!may_ask_again(&before(PaymentStatus::Open), &dearer));
    }
}
