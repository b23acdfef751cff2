//! Money: what a citizen is asked to pay, and what became of it.
//!
//! A department asks with [`ask_payment`](crate::outcome::ask_payment), and hears of the end by
//! [`Event::Payment`](crate::Event::Payment). It never says itself that something is paid.

use crate::Localized;
pub use crate::bindings::mitra::department::payments::{
    PaymentRequest, PaymentStatus, PaymentUpdate, Receipt,
};

/// Something to pay: 1 to 35 letters, digits, `_`, `-` and `.` that name it; the amount in paise, at least 100; what
/// for, in one line of at most 120 characters; and how long it may be paid, 1,200 to 604,800 seconds.
pub fn request(
    reference: impl Into<String>,
    paise: u64,
    purpose: impl Into<Localized>,
    valid_for_secs: u32,
) -> PaymentRequest {
    PaymentRequest {
        reference: reference.into(),
        amount: paise,
        purpose: purpose.into(),
        valid_for: valid_for_secs,
    }
}
