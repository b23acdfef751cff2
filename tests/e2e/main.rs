//! The real binary, as an operator runs it.

mod kill;
mod process;
mod serve;
