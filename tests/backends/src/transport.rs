//! A transport office's computer: what the department `transport` is rehearsed with.
//!
//! In: HTTP requests. Out: vehicles, licences and the places of licence tests, of which none is given twice.
//! Never: forgets that it did something for an idempotency key, short of [`KEYS_MAX`] newer ones.
//!
//! Everything happens under one lock, in the order in which requests came: so a place is free or not, and a request
//! with a key that is known gives what the first one gave.

mod keys;
mod office;
mod places;
mod records;
mod routes;
mod tax;

pub use keys::KEYS_MAX;
pub use office::Office;
pub use routes::router;
