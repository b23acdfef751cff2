//! The versions of the contract, one adapter each, mapped onto the host's own types.

pub(crate) mod v1_0_0;
