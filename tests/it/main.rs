//! Whole hosts in one process.
