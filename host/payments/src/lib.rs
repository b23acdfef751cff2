//! Payment providers over HTTP. One is spoken: Razorpay's Payment Links, Payments and Refunds.
//!
//! In: orders; the bytes of a callback. Out: pages where they are paid, where they stand, and what was paid back; what
//! was taken and paid back of a time; the order or refund that a callback is about.
//! Never: takes a callback's word on money, tries twice, follows a redirect.

mod books;
mod callback;
mod client;
mod link;
mod refund;

pub use callback::{CallbackError, CallbackNews, CallbackSecrets, callback_news};
pub use client::{RazorpayClient, RazorpayOptions, StartError};
