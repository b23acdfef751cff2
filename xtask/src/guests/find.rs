//! Which guests there are: departments, test guests in Rust and other languages, test guests as text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use cargo_metadata::{Metadata, MetadataCommand, Package};
use mitra_project::Language;
use mitra_project::rust;

/// The package of the service desk, and the name of its module.
pub(super) const DESK: &str = "service-desk";

/// One component to build.
pub(super) struct Guest {
    /// The department's id, or the test guest's name. The component is `<id>.wasm`.
    pub(super) id: String,
    pub(super) source: Source,
}

impl Guest {
    /// Whether it is the service desk.
    pub(super) fn is_desk(&self) -> bool {
        matches!(self.source, Source::Desk { .. })
    }

    /// Whether it is made of the service desk.
    pub(super) fn is_data(&self) -> bool {
        matches!(self.source, Source::Other { language: Language::Data, .. })
    }
}

/// What a component is built from.
pub(super) enum Source {
    Rust {
        /// The folder of the guest's workspace.
        workspace: PathBuf,
        package: String,
        /// Its own folder, and those of the packages it is made with.
        folders: Vec<PathBuf>,
    },
    /// The service desk: a module that departments as data are made from.
    Desk {
        /// The folder of its workspace.
        workspace: PathBuf,
        /// Its own folder, and those of the packages it is made with.
        folders: Vec<PathBuf>,
    },
    /// Another language.
    Other { language: Language, folder: PathBuf },
    /// WebAssembly text: a component, or a core module for a test that wants no component.
    Text(PathBuf),
}

impl Source {
    /// Every file and folder that the component is made of.
    pub(super) fn inputs(&self, root: &Path) -> Vec<PathBuf> {
        match self {
            Self::Rust { workspace, folders, .. } | Self::Desk { workspace, folders } => {
                let shared = [workspace.join("Cargo.toml"), workspace.join("Cargo.lock")];
                shared.into_iter().chain([root.join("wit")]).chain(folders.clone()).collect()
            }
            Self::Other { folder, language } => {
                let sdk = sdk(root, *language);
                // A department as data is made of the desk, which is built before it.
                let desk = root.join(format!("target/guests/{DESK}.wasm"));
                let desk = (*language == Language::Data).then_some(desk);
                [contract(root), folder.clone()]
                    .into_iter()
                    .chain(sdk.is_dir().then_some(sdk))
                    .chain(desk)
                    .collect()
            }
            Self::Text(file) => vec![file.clone()],
        }
    }

    /// How the component is made of them.
    pub(super) fn recipe(&self) -> String {
        match self {
            Self::Rust { .. } | Self::Desk { .. } => rust::recipe(),
            Self::Other { language, .. } => (language.toolkit().recipe)(),
            Self::Text(_) => String::new(),
        }
    }
}

/// The folder of the contract's newest version.
pub(crate) fn contract(root: &Path) -> PathBuf {
    root.join("wit/1.0.0")
}

/// The folder of a language's SDK, if it has one.
pub(super) fn sdk(root: &Path, language: Language) -> PathBuf {
    root.join("plugins/sdk").join(language.toolkit().name)
}

/// All guests of the repository, by id.
pub(super) fn all(root: &Path) -> anyhow::Result<Vec<Guest>> {
    let plugins = root.join("plugins");
    let mut guests = rust(&plugins, |package| department_id(&folder(package)))?;
    guests.extend(desk(&plugins)?);
    guests.extend(others(&plugins, department_id)?);
    guests.extend(others(&plugins.join("catalogue"), department_id)?);
    let tests = root.join("tests/guests");
    guests
        .extend(rust(&tests, |package| Ok(is_module(package).then(|| package.name.to_string())))?);
    guests.extend(others(&tests, |folder| {
        Ok(folder.file_name().map(|name| name.to_string_lossy().into_owned()))
    })?);
    guests.extend(texts(&tests)?);
    guests.sort_by(|a, b| a.id.cmp(&b.id));
    for pair in guests.windows(2) {
        ensure!(pair[0].id != pair[1].id, "two guests are named `{}`", pair[0].id);
    }
    Ok(guests)
}

/// The service desk, if it is there.
fn desk(workspace: &Path) -> anyhow::Result<Option<Guest>> {
    let manifest = workspace.join("Cargo.toml");
    if !manifest.is_file() {
        return Ok(None);
    }
    let metadata = MetadataCommand::new().manifest_path(&manifest).no_deps().exec()?;
    let found = metadata.workspace_packages().into_iter().find(|package| package.name == DESK);
    Ok(found.map(|package| Guest {
        id: DESK.to_owned(),
        source: Source::Desk {
            workspace: workspace.to_owned(),
            folders: folders(&metadata, package),
        },
    }))
}

/// The guests of one Rust workspace: its packages with an id.
fn rust(
    workspace: &Path,
    id: impl Fn(&Package) -> anyhow::Result<Option<String>>,
) -> anyhow::Result<Vec<Guest>> {
    let manifest = workspace.join("Cargo.toml");
    if !manifest.is_file() {
        return Ok(Vec::new());
    }
    let metadata = MetadataCommand::new().manifest_path(&manifest).no_deps().exec()?;
    let mut guests = Vec::new();
    for package in metadata.workspace_packages() {
        if let Some(id) = id(package)? {
            check_id(&id).with_context(|| format!("package `{}`", package.name))?;
            ensure!(is_module(package), "package `{}` has no `cdylib` to build", package.name);
            guests.push(Guest { id, source: source(workspace, &metadata, package) });
        }
    }
    Ok(guests)
}

/// A department has a `department.toml` with its id; other folders are made for departments.
fn department_id(folder: &Path) -> anyhow::Result<Option<String>> {
    let file = folder.join("department.toml");
    if !file.is_file() {
        return Ok(None);
    }
    let text = fs::read_to_string(&file)?;
    let table: toml::Table =
        text.parse().with_context(|| format!("`{}` is no TOML", file.display()))?;
    let id = table.get("id").and_then(toml::Value::as_str);
    let id = id.with_context(|| format!("`{}` has no `id`", file.display()))?;
    Ok(Some(id.to_owned()))
}

/// The id becomes a file's name.
fn check_id(id: &str) -> anyhow::Result<()> {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(
        !id.is_empty() && id.chars().all(is_fit),
        "the id `{id}` is not of lower-case letters, digits and hyphens"
    );
    Ok(())
}

fn is_module(package: &Package) -> bool {
    package.targets.iter().any(cargo_metadata::Target::is_cdylib)
}

fn folder(package: &Package) -> PathBuf {
    package.manifest_path.parent().map(|path| path.as_std_path().to_owned()).unwrap_or_default()
}

fn source(workspace: &Path, metadata: &Metadata, package: &Package) -> Source {
    Source::Rust {
        workspace: workspace.to_owned(),
        package: package.name.to_string(),
        folders: folders(metadata, package),
    }
}

/// The folders of a package and of everything it depends on by path.
fn folders(metadata: &Metadata, package: &Package) -> Vec<PathBuf> {
    let mut folders = BTreeSet::new();
    let mut next = vec![folder(package)];
    while let Some(path) = next.pop() {
        if folders.insert(path.clone())
            && let Some(package) = metadata.packages.iter().find(|other| folder(other) == path)
        {
            let paths =
                package.dependencies.iter().filter_map(|dependency| dependency.path.as_ref());
            next.extend(paths.map(|path| path.as_std_path().to_owned()));
        }
    }
    folders.into_iter().collect()
}

/// Folders with source in other languages and an id.
fn others(
    folder: &Path,
    id: impl Fn(&Path) -> anyhow::Result<Option<String>>,
) -> anyhow::Result<Vec<Guest>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut guests = Vec::new();
    for entry in fs::read_dir(folder)? {
        let folder = entry?.path();
        if let Some(language) = Language::of(&folder).filter(|language| *language != Language::Rust)
            && let Some(id) = id(&folder)?
        {
            check_id(&id).with_context(|| format!("`{}`", folder.display()))?;
            guests.push(Guest { id, source: Source::Other { language, folder } });
        }
    }
    Ok(guests)
}

fn texts(folder: &Path) -> anyhow::Result<Vec<Guest>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut guests = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "wat") {
            let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            check_id(&id).with_context(|| format!("`{}`", file.display()))?;
            guests.push(Guest { id, source: Source::Text(file) });
        }
    }
    Ok(guests)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
    }

    fn package(name: &str, more: &str) -> String {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             [lib]\ncrate-type = [\"cdylib\"]\n{more}"
        )
    }

    fn repository(departments: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        let workspace =
            "[workspace]\nresolver = \"3\"\nmembers = [\"water\", \"roads\", \"sdk\"]\n";
        write(
            root.path(),
            &[
                ("plugins/Cargo.toml", workspace),
                (
                    "plugins/water/Cargo.toml",
                    &package("dept-water", "[dependencies]\nsdk = { path = \"../sdk\" }\n"),
                ),
                ("plugins/water/src/lib.rs", ""),
                ("plugins/roads/Cargo.toml", &package("roads", "")),
                ("plugins/roads/department.toml", "id = \"r-and-b\"\n"),
                ("plugins/roads/src/lib.rs", ""),
                ("plugins/sdk/Cargo.toml", &package("sdk", "")),
                ("plugins/sdk/src/lib.rs", ""),
                ("plugins/temples/department.toml", "id = \"endowments\"\n"),
                ("plugins/temples/app.py", ""),
                ("plugins/drafts/app.py", ""),
                ("tests/guests/trap.wat", "(component)"),
                ("tests/guests/echo-python/app.py", ""),
                ("tests/guests/echo-python/target/app.c", ""),
            ],
        );
        write(root.path(), departments);
        root
    }

    fn ids(root: &Path) -> anyhow::Result<Vec<String>> {
        Ok(all(root)?.into_iter().map(|guest| guest.id).collect())
    }

    #[test]
    fn departments_are_found_by_their_manifest_and_other_guests_by_their_files() {
        let root = repository(&[("plugins/water/department.toml", "id = \"water\"\n")]);
        assert_eq!(
            ids(root.path()).expect("guests"),
            ["echo-python", "endowments", "r-and-b", "trap", "water"]
        );
        let guests = all(root.path()).expect("guests");
        let Source::Other { language: Language::Python, .. } = guests[0].source else {
            panic!("it is in Python");
        };
        let Source::Rust { package, folders, .. } = &guests[4].source else {
            panic!("water is in Rust");
        };
        assert_eq!(package, "dept-water");
        let names = folders.iter().map(|path| path.file_name().expect("a name"));
        assert_eq!(names.collect::<Vec<_>>(), ["sdk", "water"]);
    }

    #[test]
    fn ids_are_unique_and_fit_for_a_file() {
        let manifest = |id: &str| repository(&[("plugins/water/department.toml", id)]);
        assert!(ids(manifest("id = \"r-and-b\"\n").path()).is_err());
        assert!(ids(manifest("id = \"../water\"\n").path()).is_err());
        assert!(ids(manifest("name = \"water\"\n").path()).is_err());
        assert!(ids(manifest("id = \n").path()).is_err());
    }

    #[test]
    fn a_repository_without_guests_has_none() {
        let root = tempfile::tempdir().expect("a folder");
        assert!(all(root.path()).expect("none").is_empty());
    }
}
