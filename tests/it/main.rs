//! Whole hosts in one process: real SQLite, real sandbox, real HTTP, a simulated WhatsApp.

mod addresses;
mod booking;
mod capsules;
mod certificates;
mod certificates_checked;
mod conversations;
mod forms;
mod languages;
mod media;
mod migration;
mod notices;
mod notifications;
mod operations;
mod orders;
mod payments;
mod refunds;
mod replace;
mod rollouts;
mod sandbox;
mod sending;
mod timers;
mod web;
