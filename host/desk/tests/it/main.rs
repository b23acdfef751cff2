//! Scripted conversations with the desk, and arbitrary ones.

mod applications;
mod arbitrary;
mod citizen;
mod consent;
mod conversations;
mod erase;
mod faults;
mod forms;
mod language;
mod menus;
mod popular;
mod receipts;
mod rollouts;
mod timers;
mod topics;
mod unmet;
