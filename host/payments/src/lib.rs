//! Payment providers over HTTP. One is spoken: Razorpay's Payment Links.
//!
//! In: orders; the bytes of a callback. Out: pages where they are paid, and where they stand; the order that a callback
//! is about.
//! Never: takes a callback's word on money, tries twice, follows a redirect.

mod callback;
mod client;
mod link;

pub use callback::{CallbackError, CallbackSecrets, callback_order};
pub use client::{RazorpayClient, RazorpayOptions, StartError};
