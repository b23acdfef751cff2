//! A department as data: what `services.toml` says, whether it can be used, and how it is packed for the service desk.
//!
//! In: the text of `services.toml` and of `department.toml`. Out: what the desk is given, or everything that
//! is wrong, each with its place and with what to do. Never: reads a file, or knows the desk.
//!
//! The desk reads what was packed: [`packed::Packed`] parses the head and the one service that a turn needs.

mod ask;
mod certificate;
mod department;
mod form;
pub mod packed;
mod patterns;
mod service;
pub mod template;
mod text;

#[cfg(feature = "parse")]
mod check;
#[cfg(feature = "parse")]
mod complete;
#[cfg(feature = "parse")]
mod manifest;
#[cfg(feature = "parse")]
mod parse;
#[cfg(feature = "parse")]
mod purposes;

pub use ask::{Ask, AskKind, Choosable};
pub use certificate::{CertificateField, CertificateKind, Certified, Fact, FactKind};
pub use department::Department;
pub use form::{Alternative, Field, Form, Kind, Purpose, Require};
pub use patterns::{
    Booking, By, Cancellation, Gift, Grievance, GrievanceCategory, Lookup, Nearest, Payment,
    Refund, Status,
};
pub use service::{About, Pattern, Service};
pub use text::Text;

#[cfg(feature = "parse")]
pub use check::Problem;
#[cfg(feature = "parse")]
pub use manifest::Manifest;
#[cfg(feature = "parse")]
pub use parse::{Catalogue, CatalogueError, parse};
