//! The HTTP surfaces: the webhook for Meta, and the operations pages for the platform team.

mod error;
mod operations;
mod webhook;

pub use operations::{Operations, Readiness};
pub use webhook::{Webhook, WebhookOptions};
