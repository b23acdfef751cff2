//! Many core modules of a component -> one.
//!
//! A language whose runtime is made of shared libraries, as Python's is, becomes a component of a dozen core modules
//! that import each other's functions, one memory and one table. An engine must then bring them together anew in each
//! instance: look up thousands of imports, and fill the table entry by entry. In one module the same calls are
//! direct, and the table's contents are known when the component is compiled.
//!
//! What is fused is what no core function of the component model stands between: modules that are instantiated one
//! after the other, before anything needs a memory of theirs. The others, and everything of the component model,
//! stay as they are.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of all that the format has, a few things matter here"
)]

mod assemble;
mod member;
mod merge;
mod places;
mod plan;
mod sections;
mod survey;

use wasmparser::{BinaryReaderError, Validator, WasmFeatures};

/// Why a component stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum FuseError {
    /// Fewer than two of its core modules can become one.
    #[error("there is nothing to fuse")]
    Nothing,
    /// It has something that the tools we know do not make.
    #[error("it has {0}")]
    Unusual(&'static str),
    /// It cannot be read.
    #[error("it cannot be read")]
    Read(#[from] BinaryReaderError),
    /// What came of it is not a component: a fault of ours.
    #[error("what it was made into is not a component")]
    Invalid(#[source] BinaryReaderError),
}

/// Gives the same component with as few core modules as may be.
///
/// # Errors
/// Where nothing can be fused, or what is there is not understood. The component as it was is as good then, and slower.
pub fn fuse(component: &[u8]) -> Result<Vec<u8>, FuseError> {
    let survey = survey::Survey::of(component)?;
    let plan = plan::Plan::of(&survey)?;
    let merged = merge::merge(&survey, &plan)?;
    let fused = assemble::assemble(component, &survey, &plan, &merged)?;
    validate(&fused).map_err(FuseError::Invalid)?;
    Ok(fused)
}

fn validate(component: &[u8]) -> Result<(), BinaryReaderError> {
    Validator::new_with_features(WasmFeatures::all()).validate_all(component).map(drop)
}

/// What went wrong with encoding something anew.
fn unencodable<E: Into<FuseError>>(error: wasm_encoder::reencode::Error<E>) -> FuseError {
    match error {
        wasm_encoder::reencode::Error::ParseError(error) => FuseError::Read(error),
        wasm_encoder::reencode::Error::UserError(error) => error.into(),
        _ => FuseError::Unusual("an instruction or type that cannot be encoded anew"),
    }
}

impl From<std::convert::Infallible> for FuseError {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

#[cfg(test)]
mod tests;
