//! Releases in processes of their own: what a vendor wrote shares no address space with citizens' turns.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::thread;

use mitra_release::Artifact;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// How much is kept of what a process says about why something cannot be done.
pub(super) const HEARD_CHARS_MAX: usize = 400;

/// What a process wrote about its errors, in one line.
pub(super) fn errors_of(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    errors.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a release is tried in a process of its own: the program `mitra`, over the release's files.
#[derive(Clone)]
pub(crate) struct Apart {
    program: PathBuf,
    /// Where the files of a release are for as long as it is tried.
    folder: PathBuf,
    /// Where the host keeps machine code: what it has compiled is not compiled again.
    compiled: PathBuf,
}

impl Apart {
    /// With this program, in this folder. What a host that was killed has left there is thrown away.
    pub(crate) fn new(program: PathBuf, folder: PathBuf, compiled: &Path) -> io::Result<Self> {
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        std::fs::create_dir_all(&folder)?;
        Ok(Self { program, folder, compiled: std::path::absolute(compiled)? })
    }

    /// The files of a release, in a folder that goes with its last use. Their names are relative paths without `..`.
    pub(crate) fn unpack(&self, release: &Artifact) -> io::Result<TempDir> {
        let folder = tempfile::tempdir_in(&self.folder)?;
        for (name, bytes) in release.files() {
            let path = folder.path().join(name.as_str());
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, bytes)?;
        }
        Ok(folder)
    }

    /// The program with these arguments: without an environment and without input, heard to its end, and ended with the
    /// host.
    pub(crate) fn command(&self, arguments: impl IntoIterator<Item = OsString>) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .arg("--compiled")
            .arg(&self.compiled)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Starts it, behind all that serves from its first instruction on: a process stands where the thread stands that
    /// starts it, and 7 of the 17 ms that a small release takes are over before `main`.
    pub(crate) async fn start(&self, mut command: Command) -> io::Result<Child> {
        let here = Handle::current();
        let (tell, told) = oneshot::channel();
        let start = move || {
            mitra_runtime::stand_behind();
            let _here = here.enter();
            tell.send(command.spawn()).ok();
        };
        thread::Builder::new().name("mitra-apart".to_owned()).spawn(start)?;
        told.await.map_err(io::Error::other)?
    }
}
