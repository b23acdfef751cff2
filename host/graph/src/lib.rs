//! The client of Meta's Graph API: one attempt for each call.
//!
//! In: rendered messages, ids of citizens' files. Out: accepted, bytes, or why not.
//! Never: tries twice, follows redirects, or lets the token into an error or a log.

mod answer;
mod client;
mod media;

pub use client::{GraphClient, GraphOptions, StartError};
pub use media::GraphMedia;
