//! Scripted conversations with the desk, and arbitrary ones.

mod arbitrary;
mod citizen;
mod consent;
mod conversations;
mod erase;
mod faults;
mod forms;
mod language;
mod menus;
mod rollouts;
mod timers;
mod topics;
