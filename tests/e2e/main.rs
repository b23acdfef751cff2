//! The real binary, as an operator runs it.

mod dead;
mod kill;
mod log;
mod page;
mod serve;
