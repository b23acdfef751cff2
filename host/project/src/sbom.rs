//! What a component is made of: the packages that the lock file of its project names, as a document that others can
//! read (ADR 0037).

pub(crate) mod cargo;
mod document;
mod error;
mod lock_file;
pub(crate) mod npm;
mod package;

pub use document::{PACKAGES_MAX, SBOM_BYTES_MAX, Sbom};
pub use error::{PackagesError, SbomError};
pub use lock_file::LOCK_FILE_BYTES_MAX;
#[cfg(test)]
pub(crate) use package::Origin;
pub(crate) use package::{Package, Packages};
