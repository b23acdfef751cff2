//! Files of citizens and hosts.

mod limits;
mod store;

pub(crate) use limits::{FILE_BYTES_MAX, objection};
pub(crate) use store::MediaStore;
