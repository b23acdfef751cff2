//! A department asks for a form.

mod answers;
mod faults;
pub(crate) mod kit;
mod ways;
