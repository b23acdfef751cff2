//! A department's project on a vendor's disk: made from nothing, built to a component.
//!
//! In: a name and a language, or a folder. Out: a folder that can be built and tested; a component's bytes, and the
//! list of the packages that it is made of.
//! Never: runs a component, knows the host, or installs anything beside a project's own tools: what a machine lacks is
//! named with the command that installs it.
//!
//! Everything that a project needs is in the program: the SDK, the contract, the template; tools of other languages by
//! their versions and hashes. A language is a module with a [`Toolkit`] and a row of [`Language`].

mod c;
pub mod data;
mod embedded;
mod error;
mod explain;
mod folder;
mod javascript;
mod language;
mod new;
mod python;
pub mod rust;
pub mod sbom;
mod sdk;
mod sources;
mod starter;
mod tool;
mod typescript;

pub use error::{BuildError, Missing, ProjectError};
pub use explain::{codes, explain};
pub use folder::{Built, Project};
pub use language::{Language, Toolkit};
pub use new::{NewProject, create};
pub use sdk::Refreshed;
pub use sources::Sources;
pub use starter::Starter;
