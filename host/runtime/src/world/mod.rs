//! The versions of the contract, one adapter each, mapped onto the host's own types.

pub(crate) mod v0_1_0;
