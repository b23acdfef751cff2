//! The client of Meta's Graph API: one attempt for each call.
//!
//! In: rendered messages, ids of citizens' files, orders that payment cards are for. Out: accepted, bytes, what was
//! paid, or why not.
//! Never: tries twice, follows redirects, or lets the token into an error or a log.

mod answer;
mod client;
mod media;
mod orders;

pub use client::{GraphClient, GraphOptions, StartError};
pub use media::GraphMedia;
