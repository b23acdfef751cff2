//! A new project: a department that works, to be changed into another.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::ProjectError;
use crate::folder::{Project, is_id};
use crate::language::Language;
use crate::sdk;

/// What stands for the department's id in a template.
const ID: &str = "{{id}}";
/// Files that cannot stand in a template under their own names, for our own repository would obey them.
const RENAMED: [(&str, &str); 1] = [("gitignore", ".gitignore")];

/// A project that is to be.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// The department's id.
    pub name: String,
    /// The language to write it in.
    pub language: Language,
    /// Where to put it; a folder of its name for none.
    pub folder: Option<PathBuf>,
}

/// Makes the project. Nothing is written over: the folder must not be there, or be empty.
pub fn create(new: NewProject) -> Result<Project, ProjectError> {
    let NewProject { name, language, folder } = new;
    if !is_id(&name) {
        return Err(ProjectError::Name { name });
    }
    let folder = folder.unwrap_or_else(|| PathBuf::from(&name));
    if !is_free(&folder)? {
        return Err(ProjectError::Taken { path: folder });
    }
    let toolkit = language.toolkit();
    let starter = toolkit.starter.ok_or(ProjectError::NoStarter { language: toolkit.name })?;
    for (file, text) in starter.template {
        let own = RENAMED.iter().find(|(written, _)| written == file).map(|(_, own)| *own);
        sdk::write(&folder.join(own.unwrap_or(file)), &text.replace(ID, &name))?;
    }
    for (file, text) in (starter.made)() {
        sdk::write(&folder.join(file), &text)?;
    }
    if (starter.uses_sdk)(&folder) {
        sdk::refresh(&folder, toolkit.name, starter)?;
    }
    Project::open(&folder)
}

fn is_free(folder: &Path) -> Result<bool, ProjectError> {
    if !folder.exists() {
        return Ok(true);
    }
    if !folder.is_dir() {
        return Ok(false);
    }
    let mut entries = fs::read_dir(folder).map_err(ProjectError::file("read", folder))?;
    Ok(entries.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(name: &str, folder: &Path) -> Result<Project, ProjectError> {
        let (name, folder) = (name.to_owned(), Some(folder.to_owned()));
        create(NewProject { name, language: Language::Rust, folder })
    }

    #[test]
    fn a_new_project_is_a_project_with_nothing_left_to_fill_in() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("water");
        let project = new("water-supply", &folder).expect("it is made");
        assert_eq!((project.id.as_str(), project.language), ("water-supply", Language::Rust));
        for file in [
            ".gitignore",
            "README.md",
            "seed.json",
            "src/lib.rs",
            "Cargo.lock",
            ".mitra/sdk/rust/Cargo.toml",
        ] {
            let text = fs::read_to_string(folder.join(file)).expect(file);
            assert!(!text.contains("{{"), "{file}");
        }
        let lock = fs::read_to_string(folder.join("Cargo.lock")).expect("a lock file");
        assert!(lock.contains("name = \"serde\"") && !lock.contains("name = \"energy\""), "{lock}");
    }

    #[test]
    fn a_name_and_a_folder_are_looked_at_before_anything_is_written() {
        let parent = tempfile::tempdir().expect("a folder");
        let told = |name: &str, folder: &str| {
            new(name, &parent.path().join(folder)).expect_err(name).to_string()
        };
        for name in ["Water", "water supply", "", "../water", "water_supply"] {
            assert!(told(name, "x").contains("cannot be a department's id"), "{name}");
        }
        assert!(!parent.path().join("x").exists());
        fs::create_dir(parent.path().join("full")).expect("a folder");
        fs::write(parent.path().join("full/a"), "").expect("a file");
        assert!(told("water", "full").contains("there already and not empty"));
        fs::write(parent.path().join("file"), "").expect("a file");
        assert!(told("water", "file").contains("there already"));
        fs::create_dir(parent.path().join("empty")).expect("a folder");
        assert!(new("water", &parent.path().join("empty")).is_ok());
    }
}
