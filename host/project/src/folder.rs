//! A project's folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{BuildError, ProjectError};
use crate::language::Language;
use crate::sbom::{PackagesError, Sbom};
use crate::sdk::{self, Refreshed};
use crate::sources::Sources;

/// The file that makes a folder a department's project.
pub(crate) const MANIFEST: &str = "department.toml";

/// A department's project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its folder.
    pub folder: PathBuf,
    /// The department's id, as its manifest says.
    pub id: String,
    /// The language that it is written in.
    pub language: Language,
}

/// A component that was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// Where it is.
    pub component: PathBuf,
    /// How many bytes it has.
    pub bytes: usize,
}

impl Project {
    /// The project in this folder.
    pub fn open(folder: &Path) -> Result<Self, ProjectError> {
        let path = folder.join(MANIFEST);
        if !path.is_file() {
            return Err(ProjectError::NoManifest { path: folder.to_owned() });
        }
        let text = fs::read_to_string(&path).map_err(ProjectError::file("read", &path))?;
        let id = id(&text).map_err(|reason| ProjectError::Manifest { path, reason })?;
        let language = Language::of(folder).ok_or_else(|| {
            let markers = Language::ALL.map(|language| language.toolkit().marker).to_vec();
            ProjectError::NoLanguage { path: folder.to_owned(), markers }
        })?;
        Ok(Self { folder: folder.to_owned(), id, language })
    }

    /// Where its component is, once it is built.
    pub fn component(&self) -> PathBuf {
        self.folder.join("target").join(format!("{}.wasm", self.id))
    }

    /// Brings the SDK in the project up to this program's, if the project has one.
    pub fn refresh_sdk(&self) -> Result<Refreshed, ProjectError> {
        let toolkit = self.language.toolkit();
        match toolkit.starter {
            Some(starter) if (starter.uses_sdk)(&self.folder) => {
                sdk::refresh(&self.folder, toolkit.name, starter)
            }
            Some(_) | None => Ok(Refreshed::Own),
        }
    }

    /// Builds its component into `target`.
    pub fn build(&self) -> Result<Built, BuildError> {
        let toolkit = self.language.toolkit();
        if let Some(missing) = (toolkit.missing)() {
            return Err(missing.into());
        }
        let bytes = (toolkit.build)(&Sources::of_project(&self.folder, toolkit.name)?)?;
        let component = self.component();
        let target = component.parent().unwrap_or(&self.folder);
        fs::create_dir_all(target).map_err(BuildError::file("make the folder", target))?;
        // Under another name first: whoever watches the file never reads half of it.
        let draft = component.with_extension("wasm.draft");
        fs::write(&draft, &bytes).map_err(BuildError::file("write", &draft))?;
        fs::rename(&draft, &component).map_err(BuildError::file("write", &component))?;
        Ok(Built { component, bytes: bytes.len() })
    }

    /// What its component is made of, once it is built; none if there is no lock file that says it. The version is the
    /// one that the department's vendor gives to the component.
    pub fn sbom(&self, version: &str) -> Result<Option<Sbom>, PackagesError> {
        let Some(packages) = self.language.toolkit().packages else {
            return Ok(None);
        };
        let packages = packages(&self.folder)?;
        let sbom = packages.map(|packages| Sbom::of(&self.id, version, &packages));
        sbom.transpose().map_err(PackagesError::List)
    }
}

/// The id that a manifest names.
fn id(manifest: &str) -> Result<String, String> {
    let table: toml::Table = manifest.parse().map_err(|error| format!("it is no TOML: {error}"))?;
    let id = table.get("id").and_then(toml::Value::as_str);
    let id = id.ok_or("write `id = \"water-supply\"`")?;
    if !is_id(id) {
        return Err(format!(
            "`{id}` must be of lower-case letters, digits and hyphens, at most {ID_BYTES_MAX}"
        ));
    }
    Ok(id.to_owned())
}

/// The longest id, as in the contract.
const ID_BYTES_MAX: usize = 40;

/// Whether a text can be a department's id: it also becomes a file's name.
pub(crate) fn is_id(text: &str) -> bool {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=ID_BYTES_MAX).contains(&text.len()) && text.chars().all(is_fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_a_folder_with_a_manifest_in_a_known_language() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
        let told = || Project::open(folder).expect_err("no project").to_string();
        assert!(told().contains("`mitra new NAME` makes a project"));
        write(MANIFEST, "id = ");
        assert!(told().contains("it is no TOML"));
        write(MANIFEST, "world = 'x'");
        assert!(told().contains("write `id ="));
        write(MANIFEST, "id = '../water'");
        assert!(told().contains("lower-case letters"));
        write(MANIFEST, "id = 'water'\n[config]\noffice = '1'\n");
        assert!(told().contains("there is none of Cargo.toml"));
        write("Cargo.toml", "");
        let project = Project::open(folder).expect("a project");
        assert_eq!((project.id.as_str(), project.language), ("water", Language::Rust));
        assert!(project.component().ends_with("target/water.wasm"));
        assert_eq!(project.refresh_sdk().expect("nothing to do"), Refreshed::Own);
    }

    #[test]
    fn an_id_has_forty_bytes_at_most() {
        assert!(is_id(&"a".repeat(ID_BYTES_MAX)) && is_id("108-ambulance"));
        assert!(
            !is_id(&"a".repeat(ID_BYTES_MAX + 1)) && !is_id("") && !is_id("Water") && !is_id("a_b")
        );
    }
}
