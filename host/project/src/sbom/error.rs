//! Why it cannot be said what a component is made of.

use std::path::PathBuf;

use cyclonedx_bom::validation::{ValidationErrorsKind, ValidationResult};

use super::document::{PACKAGES_MAX, SBOM_BYTES_MAX};
use crate::error::BuildError;

/// Why a project's packages cannot be listed.
#[derive(Debug, thiserror::Error)]
pub enum PackagesError {
    /// A file cannot be read, or Cargo does not answer.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The lock file is none.
    #[error("E0510: `{}` cannot be used: {reason}; {advice}", path.display())]
    LockFile {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
        /// What its vendor does about it.
        advice: &'static str,
    },
    /// The list cannot be written.
    #[error("the packages that the component is made of cannot be listed")]
    List(#[source] SbomError),
}

/// Why there is no list of packages, or bytes are none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SbomError {
    /// It is too large.
    #[error("it has more than {SBOM_BYTES_MAX} bytes: depend on fewer packages")]
    TooLarge,
    /// It lists too many packages.
    #[error("it has {0} packages, and may have {PACKAGES_MAX}: depend on fewer")]
    TooManyPackages(usize),
    /// It is not of the format.
    #[error("it is no CycloneDX document of version 1.3 to 1.5: {0}")]
    Malformed(String),
}

/// How much is shown of what is wrong with bytes from anywhere.
const REASON_CHARACTERS_MAX: usize = 200;

impl SbomError {
    /// Of bytes from anywhere: what is said of them may quote them, and a terminal obeys some characters.
    pub(super) fn malformed(reason: &str) -> Self {
        let shown = reason.chars().take(REASON_CHARACTERS_MAX);
        Self::Malformed(shown.map(|c| if c.is_control() { ' ' } else { c }).collect())
    }

    /// Of a document with these flaws, of which the first is shown.
    pub(super) fn flawed(flaws: ValidationResult) -> Self {
        Self::malformed(&first(flaws))
    }
}

/// The first flaw, with the way to it, such as `components: 2: hashes: 0: alg: Unknown HashAlgorithm`.
fn first(flaws: ValidationResult) -> String {
    let Some((field, kind)) = flaws.errors().next() else {
        return String::new();
    };
    let said = match kind {
        ValidationErrorsKind::Struct(flaws) => first(flaws),
        ValidationErrorsKind::List(elements) => {
            let element = elements.into_iter().next();
            element.map(|(index, flaws)| format!("{index}: {}", first(flaws))).unwrap_or_default()
        }
        ValidationErrorsKind::Enum(flaw) => flaw.message,
        ValidationErrorsKind::Field(flaws) | ValidationErrorsKind::Custom(flaws) => {
            flaws.into_iter().next().map(|flaw| flaw.message).unwrap_or_default()
        }
    };
    // What has one field without a name calls it so.
    if field == "inner" { said } else { format!("{field}: {said}") }
}
