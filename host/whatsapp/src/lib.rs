//! Meta's wire format: what comes in is verified and parsed, what goes out is checked and rendered.
//!
//! In: raw bytes and headers; replies of the domain. Out: leaves of the domain; JSON for the Graph API.
//! Never: does I/O, reads a clock, shortens what a citizen would read.
//!
//! The only way to a notification's content leads through its signature: [`verify`] alone makes a
//! [`VerifiedNotification`], and [`parse`] takes nothing else.

mod file;
mod graph_error;
mod handshake;
mod notification;
mod outbound;
mod render;
mod rules;
mod signature;
mod wire;

pub use graph_error::{GraphError, accepted_wamid, refuses_orders, uploaded_id};
pub use handshake::{HandshakeError, handshake};
pub use notification::{ParsedNotification, parse};
pub use outbound::{envelope, is_order, read_mark, with_file};
pub use render::{
    RenderError, Rendered, render, render_card, render_card_end, render_template, template_of,
};
pub use signature::{AppSecrets, SignatureError, VerifiedNotification, sign, verify};
