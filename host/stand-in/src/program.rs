//! How a stand-in is started, and when it counts as started.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// How long a stand-in may take until it listens.
pub const START_MAX: Duration = Duration::from_secs(10);
/// The pause between two looks at whether it does.
const LOOK: Duration = Duration::from_millis(5);
/// What tells a stand-in its port.
const PORT: &str = "PORT";

/// A program that answers in the place of a web service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// The service's address: requests to what begins with it go to the stand-in, paths as they are.
    pub address: String,
    /// The program with its arguments. It listens on the port of this machine that the variable `PORT` names.
    pub command: Vec<String>,
    /// Where it runs.
    pub folder: PathBuf,
}

/// Why a stand-in does not answer.
#[derive(Debug, thiserror::Error)]
pub enum StandInError {
    /// There is no free port.
    #[error("there is no free port on this machine for a stand-in")]
    Port(#[source] std::io::Error),
    /// It cannot be started.
    #[error("the stand-in `{command}` cannot be started: {source}")]
    Start {
        /// The command.
        command: String,
        /// Why.
        source: std::io::Error,
    },
    /// It ended before it listened.
    #[error("the stand-in `{command}` ended before it listened on port {port}: {status}")]
    Ended {
        /// The command.
        command: String,
        /// The port that it was given.
        port: u16,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// It does not listen.
    #[error(
        "the stand-in `{command}` does not listen on port {port}, which the variable {PORT} names"
    )]
    Deaf {
        /// The command.
        command: String,
        /// The port that it was given.
        port: u16,
    },
}

impl StandIn {
    /// Starts it, and waits until it listens. Gives its port, and its process, which is killed when dropped.
    pub(crate) async fn start(&self) -> Result<(u16, Child), StandInError> {
        let port = free_port().map_err(StandInError::Port)?;
        let command = self.words();
        let spawned = self.spawn(port);
        let mut process =
            spawned.map_err(|source| StandInError::Start { command: command.clone(), source })?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listening = async {
            loop {
                if TcpStream::connect(address).await.is_ok() {
                    return Ok(());
                }
                // A process that cannot be asked for is waited for, like one that starts.
                if let Ok(Some(status)) = process.try_wait() {
                    return Err(StandInError::Ended { command: command.clone(), port, status });
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        let listens = tokio::time::timeout(START_MAX, listening).await;
        listens.map_err(|_| StandInError::Deaf { command: command.clone(), port })??;
        Ok((port, process))
    }

    /// Its command as a person would type it.
    pub(crate) fn words(&self) -> String {
        self.command.join(" ")
    }

    fn spawn(&self, port: u16) -> std::io::Result<Child> {
        let folder = std::path::absolute(&self.folder)?;
        let program = self.command.first().map_or("", String::as_str);
        // A path counts from the project's folder, whatever the system would make of it.
        let program = if program.contains('/') { folder.join(program) } else { program.into() };
        let mut command = Command::new(program);
        command.args(self.command.iter().skip(1)).current_dir(folder).env(PORT, port.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn()
    }
}

/// A port that is free now. Nobody else takes it within the moment until the stand-in does, as a rule.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_ends_or_cannot_be_started_is_told() {
        let started = |command: Vec<&'static str>| async move {
            let command = command.into_iter().map(str::to_owned).collect();
            let address = "https://a.example/api/".to_owned();
            let stand_in = StandIn { address, command, folder: std::env::temp_dir() };
            stand_in.start().await.expect_err("it fails").to_string()
        };
        let ended = started(vec!["sh", "-c", "exit 7"]).await;
        assert!(ended.contains("ended before it listened") && ended.contains('7'), "{ended}");
        let missing = started(vec!["./nowhere"]).await;
        assert!(missing.contains("`./nowhere` cannot be started"), "{missing}");
    }
}
