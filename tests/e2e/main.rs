//! The real binary, as an operator runs it.

mod admin;
mod certificates;
mod check;
mod dead;
mod demo;
mod first_hour;
mod first_release;
mod grants;
mod kill;
mod log;
mod page;
mod publish;
mod releases;
mod rollouts;
mod scenarios;
mod serve;
mod verify;
mod verify_page;
