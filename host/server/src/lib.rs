//! The host as one process: configuration, HTTP, telemetry, wiring and life cycle.
//!
//! In: a configuration. Out: a running [`host::Host`], and the commands of the binary `mitra`.
//! Never: holds rules of the conversation, of Meta's wire format or of the sandbox; each has a crate of its own.

mod authorities;
mod capsules;
pub mod clock;
pub mod command;
pub mod config;
mod dead_letters;
pub mod departments;
pub mod host;
pub mod http;
pub mod manifest;
mod releases;
pub mod telemetry;
mod vendor;
