//! The real binary, as an operator runs it.

mod check;
mod dead;
mod grants;
mod kill;
mod log;
mod page;
mod serve;
