//! A host as a child process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::{AppOptions, binary, config_text, free_address};

/// How long a start may take: it compiles components that are not cached.
const START: Duration = Duration::from_mins(10);
/// The pause between two looks at a process.
const LOOK: Duration = Duration::from_millis(20);

/// A command of the built binary `mitra`.
pub fn mitra() -> Command {
    let mut command = Command::new(binary());
    command.env("RUST_LIB_BACKTRACE", "0");
    command
}

/// A configuration file for a host, in a folder of its own.
pub struct Setup {
    /// The folder; it goes with the setup.
    pub folder: tempfile::TempDir,
    /// Where notifications will be taken.
    pub webhook: SocketAddr,
    operations: SocketAddr,
    config: PathBuf,
}

impl Setup {
    /// Writes the file.
    ///
    /// # Panics
    /// If it cannot.
    pub fn new(webhook: SocketAddr, graph_url: &str, options: &AppOptions) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let operations = free_address().expect("a port");
        let text = config_text(folder.path(), webhook, operations, graph_url, options);
        let config = folder.path().join("mitra.toml");
        std::fs::write(&config, text.expect("a configuration")).expect("a file");
        Self { folder, webhook, operations, config }
    }

    /// The configuration file.
    pub fn config(&self) -> &Path {
        &self.config
    }
}

/// A running host. Killed when dropped.
pub struct Mitra {
    child: Child,
    operations: SocketAddr,
}

impl Mitra {
    /// Starts `mitra serve` and waits until it is ready.
    ///
    /// # Panics
    /// If it is not ready in time.
    pub async fn start(setup: &Setup) -> Self {
        let mut serve = mitra();
        serve.arg("serve");
        Self::start_as(serve, setup).await
    }

    /// The same with another program that takes `--config`.
    ///
    /// # Panics
    /// If it is not ready in time.
    pub async fn start_as(mut program: Command, setup: &Setup) -> Self {
        program.arg("--config").arg(setup.config()).stderr(Stdio::null());
        let child = program.spawn().expect("it starts");
        let mut mitra = Self { child, operations: setup.operations };
        mitra.ready().await;
        mitra
    }

    async fn ready(&mut self) {
        let url = format!("http://{}/readyz", self.operations);
        let client = reqwest::Client::new();
        let ready = async {
            while !client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                let ended = self.child.try_wait().expect("it is our child");
                assert!(ended.is_none(), "the host ended: {ended:?}");
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(START, ready).await.expect("it is ready in time");
    }

    /// Memory that is resident now, in bytes.
    ///
    /// # Panics
    /// If the process has ended.
    pub fn resident_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it runs");
        let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = kib.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kib.expect("the kernel says so") * 1024
    }

    /// SIGKILL: no chance to finish anything.
    ///
    /// # Panics
    /// If the process has ended.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// SIGTERM: gives back the exit status.
    ///
    /// # Panics
    /// If the process has ended.
    pub async fn terminate(mut self) -> ExitStatus {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("it runs");
        loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status;
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl Drop for Mitra {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
