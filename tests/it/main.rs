//! Whole hosts in one process: real SQLite, real sandbox, real HTTP, a simulated WhatsApp.

mod addresses;
mod booking;
mod capsules;
mod certificates;
mod certificates_checked;
mod conversations;
mod forms;
mod front_desk;
mod languages;
mod media;
mod migration;
mod notices;
mod notifications;
mod operations;
mod orders;
mod payment_reports;
mod payments;
mod refunds;
mod replace;
mod rollouts;
mod sandbox;
mod sending;
mod templates;
mod timers;
mod web;
