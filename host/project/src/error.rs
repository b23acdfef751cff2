//! Why there is no project, or no component.

use std::io;
use std::path::{Path, PathBuf};

/// A program that is not there, and how to get it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("E0501: {what} is missing: {}", ways(*anywhere, debian))]
pub struct Missing {
    /// What is missing, in words.
    pub what: &'static str,
    /// The command that installs it on any system, if there is one.
    pub anywhere: Option<&'static str>,
    /// The Debian packages that have it, if there are some.
    pub debian: &'static [&'static str],
}

fn ways(anywhere: Option<&'static str>, debian: &[&'static str]) -> String {
    let debian = (!debian.is_empty())
        .then(|| format!("on Debian, `sudo apt-get install {}`", debian.join(" ")));
    let anywhere = anywhere.map(|command| format!("install it with `{command}`"));
    let ways: Vec<String> = anywhere.into_iter().chain(debian).collect();
    ways.join("; or ")
}

/// Why there is no component.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A program that builds it is not there.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// A program that builds it cannot be started.
    #[error("cannot start `{command}`")]
    Start {
        /// The command, as a person would type it.
        command: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The sources cannot be built.
    #[error("E0502: `{command}` failed{}", said(output))]
    Failed {
        /// The command, as a person would type it.
        command: String,
        /// What it said, if that was not shown already.
        output: String,
    },
    /// There is no module where one should be.
    #[error(
        "E0503: the build made no WebAssembly module: `Cargo.toml` needs `[lib]` with `crate-type = [\"cdylib\", \"rlib\"]`"
    )]
    NoModule,
    /// The contract cannot be made into a language's own words.
    #[error("the contract in `{}` cannot be read: {reason}", path.display())]
    Contract {
        /// Its folder.
        path: PathBuf,
        /// Why, in the words of the tool that reads it.
        reason: String,
    },
    /// The module makes no component.
    #[error("E0504: the module does not make a component: {reason}")]
    Component {
        /// Why, in the words of the tool that makes components.
        reason: String,
    },
    /// What is to take a department's data is no service desk.
    #[error("E0114: `{}` is no service desk: {reason}", path.display())]
    Desk {
        /// Where it was looked for.
        path: PathBuf,
        /// Why it is none.
        reason: String,
    },
    /// The data cannot be a department.
    #[error("E0115: {reason}")]
    Services {
        /// Everything that is wrong with it.
        reason: String,
    },
    /// The service desk takes data of another version.
    #[error(
        "E0116: the service desk `{}` takes data of version {found}, and this program writes version {own}: take the one that comes with this program",
        path.display()
    )]
    DeskVersion {
        /// Where it is.
        path: PathBuf,
        /// The version that it takes.
        found: String,
        /// The program's.
        own: u32,
    },
    /// A file cannot be read or written.
    #[error("cannot {verb} `{}`", path.display())]
    File {
        /// What was tried.
        verb: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

fn said(output: &str) -> String {
    if output.is_empty() { String::new() } else { format!(": {output}") }
}

/// Why there is no project.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The name cannot be a department's id.
    #[error(
        "E0505: `{name}` cannot be a department's id: it needs 1 to 40 lower-case letters, digits and hyphens, such as `water-supply`"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// New projects cannot be made in this language.
    #[error(
        "there is no template for {language}: write the folder yourself, and `mitra build` builds it"
    )]
    NoStarter {
        /// Its name.
        language: &'static str,
    },
    /// Something is there already.
    #[error(
        "E0506: `{}` is there already and not empty: choose another name, or another folder with `--dir`",
        path.display()
    )]
    Taken {
        /// Where.
        path: PathBuf,
    },
    /// The folder is no project.
    #[error(
        "E0507: `{}` is no department's project: it has no `department.toml`; `mitra new NAME` makes a project",
        path.display()
    )]
    NoManifest {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest names no department.
    #[error("`{}` has no usable `id`: {reason}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing tells which language the project is in.
    #[error(
        "E0508: `{}` is in no language that this program can build: there is none of {}",
        path.display(), markers.join(", ")
    )]
    NoLanguage {
        /// The folder.
        path: PathBuf,
        /// The files by which projects are known.
        markers: Vec<&'static str>,
    },
    /// The SDK in the project belongs to a newer program.
    #[error(
        "E0509: the SDK in this project is of mitra {found}, newer than this program ({own}): install mitra {found} or later"
    )]
    NewerSdk {
        /// The SDK's version.
        found: String,
        /// The program's.
        own: &'static str,
    },
    /// A file cannot be read or written.
    #[error("cannot {verb} `{}`", path.display())]
    File {
        /// What was tried.
        verb: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

impl ProjectError {
    pub(crate) fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { verb, path, source }
    }
}

impl BuildError {
    pub(crate) fn file(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { verb, path, source }
    }
}
