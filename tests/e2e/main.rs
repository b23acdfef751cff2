//! The real binary, as an operator runs it.

mod kill;
mod page;
mod serve;
