//! Tests of the SQLite engine through its public interface, on real files.
#![expect(clippy::unwrap_used, reason = "a test may end at what it did not expect")]

mod conformance;
mod crash;
mod failures;
mod lifecycle;
mod support;
