//! The HTTP surfaces: the webhook for Meta, what anybody needs who checks certificates, notices for departments' back
//! ends, and the operations pages for the platform team.

mod admin;
mod admission;
mod bearer;
mod body;
mod certificates;
mod connections;
mod error;
#[cfg(test)]
mod nobody;
mod notices;
pub(crate) mod operations;
mod payments;
mod readiness;
mod verify_page;
mod webhook;

pub(crate) use admin::{AdminAccess, AdminDoor, AdminParts, description};
pub(crate) use admission::{LARGE_BODIES_BYTES_MAX, NOTIFICATIONS_ADMITTED_MAX};
pub(crate) use certificates::CertificatesDoor;
pub(crate) use connections::{
    ADMIN_CONNECTIONS_MAX, NOTICES_CONNECTIONS_MAX, OPERATIONS_CONNECTIONS_MAX,
    WEBHOOK_CONNECTIONS_MAX, serve,
};
pub use notices::NoticeDoor;
pub use payments::{PaymentDoor, PaymentDoorOptions};
pub(crate) use readiness::Readiness;
pub(crate) use verify_page::VerifyPage;
pub use webhook::{Webhook, WebhookOptions};
