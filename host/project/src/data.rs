//! Departments as data: `services.toml` put into the service desk (ADR 0043).

mod desk;
mod inject;

use std::fs;
use std::path::{Path, PathBuf};

use mitra_service_desk_model::packed::VERSION;
use mitra_service_desk_model::{Catalogue, parse};
use wit_component::ComponentEncoder;

pub use desk::desk;

use crate::error::{BuildError, Missing};
use crate::folder::MANIFEST;
use crate::sbom::{Packages, PackagesError};
use crate::sources::Sources;

/// The file by which a department as data is known.
pub(crate) const MARKER: &str = "services.toml";

/// The machine lacks nothing: there is nothing to compile.
pub(crate) fn missing() -> Option<Missing> {
    None
}

/// How data becomes a component.
pub(crate) fn recipe() -> String {
    format!("data version {VERSION}")
}

/// The desk with a department's data in it, as a component.
pub(crate) fn component(sources: &Sources) -> Result<Vec<u8>, BuildError> {
    let catalogue = catalogue(&sources.folder)?;
    let path = desk_of(&catalogue, &sources.folder);
    let desk = desk::read(&path)?;
    let unusable = |reason: String| BuildError::Desk { path: path.clone(), reason };
    let module = inject::inject(&desk, &catalogue.pack(), &path)?;
    let mut encoder = ComponentEncoder::default();
    let encoder = encoder.validate(true).module(&module);
    let component = encoder.and_then(ComponentEncoder::encode);
    component.map_err(|error| unusable(format!("{error:#}")))
}

/// What the component is made of: what its desk is made of.
pub(crate) fn packages(folder: &Path) -> Result<Option<Packages>, PackagesError> {
    let path = desk_of(&catalogue(folder)?, folder);
    let desk = desk::read(&path)?;
    Ok(desk::packages(&desk))
}

/// A manifest's text. Of a department as data it is `department.toml` with what `services.toml` says of its forms.
///
/// # Errors
/// If a file cannot be read, or the data cannot be a department.
pub fn manifest(path: &Path) -> Result<String, BuildError> {
    let text = fs::read_to_string(path).map_err(BuildError::file("read", path))?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.join(MARKER).is_file() {
        return Ok(text);
    }
    let forms = catalogue(folder)?.forms();
    Ok(format!("{text}\n# Why its forms ask what they ask, from `{MARKER}`.\n{forms}"))
}

fn catalogue(folder: &Path) -> Result<Catalogue, BuildError> {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(BuildError::file("read", &path))
    };
    parse(&read(MARKER)?, &read(MANIFEST)?)
        .map_err(|error| BuildError::Services { reason: error.to_string() })
}

/// Where the desk is: as the data says, or where this program is.
fn desk_of(catalogue: &Catalogue, folder: &Path) -> PathBuf {
    catalogue.desk.as_ref().map_or_else(desk::beside_program, |desk| folder.join(desk))
}

#[cfg(test)]
mod tests;
