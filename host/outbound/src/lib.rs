//! Departments' requests to web services, over HTTP.
//!
//! In: a request that the sandbox checked against the department's grants. Out: the response, or why there is none.
//! Never: goes to an address that departments may not reach, whatever name led there; follows a redirect; uses a proxy;
//! keeps a cookie; runs on a thread that runs guests.

mod address;
mod client;
mod resolver;

pub use client::{OutboundClient, StartError};
