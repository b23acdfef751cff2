//! The crate from outside: whole notifications in, leaves out; replies in, the Cloud API's JSON out.

mod batches;
mod fixtures;
mod notification;
mod payments;
mod properties;
mod vectors;
