//! The binary `mitra` as a child process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use mitra_tests::kit::{self, AppOptions};

/// How long a start may take: it compiles components that are not cached.
const START: Duration = Duration::from_mins(1);

/// A running `mitra serve`. Killed when dropped.
pub(crate) struct Mitra {
    child: Child,
    operations: String,
}

/// A configuration file for it.
pub(crate) struct Setup {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) webhook: SocketAddr,
    config: PathBuf,
}

impl Setup {
    pub(crate) fn new(webhook: SocketAddr, graph_url: &str, options: &AppOptions) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let text = kit::config_text(folder.path(), webhook, graph_url, options);
        let config = folder.path().join("mitra.toml");
        std::fs::write(&config, text.expect("a configuration")).expect("a file");
        Self { folder, webhook, config }
    }

    pub(crate) fn config(&self) -> &Path {
        &self.config
    }

    fn operations(&self) -> String {
        let text = std::fs::read_to_string(&self.config).expect("a configuration");
        let config: toml::Table = text.parse().expect("TOML");
        config["operations"]["listen"].as_str().expect("an address").to_owned()
    }
}

/// A command of the built binary.
pub(crate) fn mitra() -> Command {
    let mut command = Command::new(kit::binary());
    command.env("RUST_LIB_BACKTRACE", "0");
    command
}

impl Mitra {
    pub(crate) async fn start(setup: &Setup) -> Self {
        let child = mitra()
            .args(["serve", "--config"])
            .arg(setup.config())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mitra = Self { child, operations: setup.operations() };
        mitra.ready().await;
        mitra
    }

    async fn ready(&self) {
        let url = format!("http://{}/readyz", self.operations);
        let client = reqwest::Client::new();
        let ready = async {
            loop {
                if let Ok(answer) = client.get(&url).send().await
                    && answer.status().is_success()
                {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(START, ready).await.expect("it is ready in time");
    }

    /// SIGKILL: no chance to finish anything.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// SIGTERM: gives back the exit status.
    pub(crate) async fn terminate(mut self) -> std::process::ExitStatus {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it runs");
        loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Mitra {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
