//! The simulator over real HTTP: a small host receives its notifications and calls its Graph API.

mod citizens;
mod faults;
mod feed;
mod handshake;
mod kit;
mod limits;
mod media;
mod notifications;
mod receipts;
