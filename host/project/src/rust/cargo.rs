//! Source -> core module -> component, by Cargo.

use std::fs;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use cargo_metadata::{Message, Metadata, MetadataCommand};
use wit_component::ComponentEncoder;

use super::{TARGET, Toolchain};
use crate::error::BuildError;

/// One build.
#[derive(Debug, Clone, Copy)]
pub struct CargoBuild<'a> {
    /// The folder of the package, or of its workspace.
    pub folder: &'a Path,
    /// The package, in a workspace of several.
    pub package: Option<&'a str>,
    /// Where Cargo keeps what it builds, if not where it would by itself.
    pub target: Option<&'a Path>,
    /// Whether the lock file must be there and stay as it is.
    pub locked: bool,
    /// What becomes of Cargo's words.
    pub words: Words,
}

/// What becomes of a tool's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Shown as they come: what takes long, and what is wrong.
    Shown,
    /// Kept for the error, if there is one.
    Kept,
}

/// Builds a component. Its bytes are checked to be one.
pub fn component(toolchain: &Toolchain, build: &CargoBuild<'_>) -> Result<Vec<u8>, BuildError> {
    let path = module(toolchain, build)?;
    let module = fs::read(&path).map_err(BuildError::file("read", &path))?;
    // The bindings left the world's description in the module.
    let mut encoder = ComponentEncoder::default();
    let encoder = encoder.validate(true).module(&module);
    let component = encoder.and_then(wit_component::ComponentEncoder::encode);
    component.map_err(|error| BuildError::Component { reason: format!("{error:#}") })
}

/// Builds the core module; gives where it is.
pub(crate) fn module(toolchain: &Toolchain, build: &CargoBuild<'_>) -> Result<PathBuf, BuildError> {
    let mut command = toolchain.build();
    command.current_dir(build.folder).arg("--message-format=json-render-diagnostics");
    if let Some(package) = build.package {
        command.args(["--package", package]);
    }
    if let Some(target) = build.target {
        command.arg("--target-dir").arg(target);
    }
    if build.locked {
        command.arg("--locked");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(match build.words {
        Words::Shown => Stdio::inherit(),
        Words::Kept => Stdio::piped(),
    });
    let shown = shown(&command);
    let start = |source| BuildError::Start { command: shown.clone(), source };
    let mut child = command.spawn().map_err(start)?;
    let (found, output) = listen(&mut child).map_err(start)?;
    let status = child.wait().map_err(start)?;
    if !status.success() {
        return Err(BuildError::Failed { command: shown, output: output.trim().to_owned() });
    }
    found.ok_or(BuildError::NoModule)
}

/// What Cargo knows of the package in this folder and of all that it depends on, for the target.
pub(crate) fn metadata(toolchain: &Toolchain, folder: &Path) -> Result<Metadata, BuildError> {
    let mut command = toolchain.cargo();
    command.current_dir(folder).args(["metadata", "--format-version", "1", "--locked"]);
    command.args(["--filter-platform", TARGET]);
    let shown = shown(&command);
    let output = command.output();
    let output = output.map_err(|source| BuildError::Start { command: shown.clone(), source })?;
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if !output.status.success() {
        return Err(BuildError::Failed { command: shown, output: words(&output.stderr) });
    }
    let metadata = MetadataCommand::parse(words(&output.stdout));
    metadata.map_err(|error| BuildError::Failed { command: shown, output: error.to_string() })
}

/// Reads what Cargo says until it ends: the last module that it made, and its words if they are kept.
fn listen(child: &mut Child) -> io::Result<(Option<PathBuf>, String)> {
    // Both pipes at once: a full one would stop Cargo.
    let words = child.stderr.take().map(|mut pipe| {
        thread::spawn(move || {
            let mut words = Vec::new();
            pipe.read_to_end(&mut words).map(|_| String::from_utf8_lossy(&words).into_owned())
        })
    });
    let mut found = None;
    if let Some(pipe) = child.stdout.take() {
        for message in Message::parse_stream(BufReader::new(pipe)) {
            if let Message::CompilerArtifact(artifact) = message?
                && artifact.target.is_cdylib()
            {
                let is_module =
                    |path: &&cargo_metadata::camino::Utf8PathBuf| path.extension() == Some("wasm");
                found = artifact
                    .filenames
                    .iter()
                    .find(is_module)
                    .map(|path| path.as_std_path().to_owned())
                    .or(found);
            }
        }
    }
    let words = words.map(|words| words.join().expect("reading does not panic")).transpose()?;
    Ok((found, words.unwrap_or_default()))
}

/// A command as a person would type it.
fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    let words = arguments.filter(|word| !word.starts_with("--message-format"));
    std::iter::once("cargo".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}
