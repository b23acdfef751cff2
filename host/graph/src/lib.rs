//! The client of Meta's Graph API: one attempt for each call.
//!
//! In: rendered messages. Out: accepted, or why not.
//! Never: tries twice, follows redirects, or lets the token into an error or a log.

mod answer;
mod client;

pub use client::{GraphClient, GraphOptions, StartError};
