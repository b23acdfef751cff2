//! A department asks for a form.

mod answers;
mod faults;
mod kit;
mod ways;
