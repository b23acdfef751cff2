//! A department's project on a vendor's disk: made from nothing, built to a component.
//!
//! In: a name and a language, or a folder. Out: a folder that can be built and tested; a component's bytes.
//! Never: runs a component, knows the host, or installs anything: what is missing is named with the command that
//! installs it.
//!
//! Everything that a project needs is in the program: the SDK, the contract, the template. A language is a module with
//! a [`Toolkit`] and a row of [`Language`].

mod embedded;
mod error;
mod folder;
mod language;
mod new;
pub mod rust;
mod sdk;

pub use error::{BuildError, Missing, ProjectError};
pub use folder::{Built, Project};
pub use language::{Language, Toolkit};
pub use new::{NewProject, create};
pub use sdk::Refreshed;
