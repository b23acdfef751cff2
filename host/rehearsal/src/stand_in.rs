//! Stand-ins: programs on this machine that answer in the place of web services, each started anew for each scenario.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::http::{HttpClient, HttpFailure, HttpReach, HttpRequest, HttpResponse};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// How long a stand-in may take until it listens.
const START_MAX: Duration = Duration::from_secs(10);
/// The pause between two looks at whether it does.
const LOOK: Duration = Duration::from_millis(5);
/// What tells a stand-in its port.
const PORT: &str = "PORT";
/// What tells a stand-in the scenario's instant.
const DATE: &str = "date";

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

/// A stand-in that answers. Dropped, it is killed.
#[derive(Debug)]
struct Standing {
    address: String,
    port: u16,
    /// Killed when dropped.
    _process: Child,
}

/// The stand-ins of the scenario that is being played, and how they are reached. Dropped, they end.
#[derive(Clone, Default)]
pub(crate) struct StandIns(Option<Arc<Answering>>);

struct Answering {
    standing: Vec<Standing>,
    client: Arc<dyn HttpClient>,
}

impl StandIns {
    /// Starts them, and waits until all listen.
    pub(crate) async fn start(
        stand_ins: &[StandIn],
        client: Option<&Arc<dyn HttpClient>>,
    ) -> Result<Self, StandInError> {
        let Some(client) = client.filter(|_| !stand_ins.is_empty()) else {
            return Ok(Self::default());
        };
        let mut standing = Vec::with_capacity(stand_ins.len());
        for stand_in in stand_ins {
            standing.push(stand_in.start().await?);
        }
        Ok(Self(Some(Arc::new(Answering { standing, client: client.clone() }))))
    }

    /// The answer of the stand-in for this request's address; none if there is no such stand-in.
    pub(crate) async fn answer(
        &self,
        mut request: HttpRequest,
        now: Timestamp,
    ) -> Option<Result<HttpResponse, HttpFailure>> {
        let answering = self.0.as_ref()?;
        let fits = |standing: &&Standing| request.url.starts_with(&standing.address);
        // The longest address is the one that is meant.
        let fitting = answering.standing.iter().filter(fits);
        let standing = fitting.max_by_key(|standing| standing.address.len())?;
        let (_, rest) = request.url.split_once("://")?;
        let path = rest.find('/').map_or("/", |at| &rest[at..]);
        request.url = format!("http://{}:{}{path}", Ipv4Addr::LOCALHOST, standing.port);
        request.reach = HttpReach::Private;
        request.headers.retain(|(name, _)| name != DATE);
        request.headers.push((DATE.to_owned(), httpdate::fmt_http_date(instant(now))));
        Some(answering.client.send(request).await)
    }
}

impl StandIn {
    async fn start(&self) -> Result<Standing, StandInError> {
        let port = free_port().map_err(StandInError::Port)?;
        let words = self.command.join(" ");
        let spawned = self.spawn(port);
        let mut process =
            spawned.map_err(|source| StandInError::Start { command: words.clone(), source })?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listening = async {
            loop {
                if TcpStream::connect(address).await.is_ok() {
                    return Ok(());
                }
                // A process that cannot be asked for is waited for, like one that starts.
                if let Ok(Some(status)) = process.try_wait() {
                    return Err(StandInError::Ended { command: words.clone(), port, status });
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        let listens = tokio::time::timeout(START_MAX, listening).await;
        listens.map_err(|_| StandInError::Deaf { command: words.clone(), port })??;
        Ok(Standing { address: self.address.clone(), port, _process: process })
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

fn instant(now: Timestamp) -> std::time::SystemTime {
    std::time::UNIX_EPOCH + Duration::from_millis(now.0.try_into().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;
    use mitra_core::http::HttpMethod;

    use super::*;

    /// Keeps what it is sent.
    #[derive(Default)]
    struct Kept(Mutex<Vec<HttpRequest>>);

    #[async_trait]
    impl HttpClient for Kept {
        async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
            self.0.lock().expect("nothing panics that holds it").push(request);
            Ok(HttpResponse { status: 204, headers: Vec::new(), body: Vec::new() })
        }
    }

    fn stand_in(script: &str) -> StandIn {
        let command = ["sh", "-c", script].map(str::to_owned).into();
        let address = "https://a.example/api/".to_owned();
        StandIn { address, command, folder: std::env::temp_dir() }
    }

    fn request(url: &str) -> HttpRequest {
        HttpRequest {
            method: HttpMethod::Get,
            url: url.to_owned(),
            headers: vec![(DATE.to_owned(), "the department's".to_owned())],
            secrets: Vec::new(),
            body: None,
            reach: HttpReach::Public,
        }
    }

    #[tokio::test]
    async fn what_ends_or_cannot_be_started_is_told() {
        let started = |script| async move { stand_in(script).start().await.expect_err("it fails") };
        let ended = started("exit 7").await.to_string();
        assert!(ended.contains("ended before it listened") && ended.contains('7'), "{ended}");
        let mut missing = stand_in("");
        missing.command = vec!["./nowhere".to_owned()];
        let missing = missing.start().await.expect_err("it is not there").to_string();
        assert!(missing.contains("`./nowhere` cannot be started"), "{missing}");
    }

    #[tokio::test]
    async fn a_request_goes_to_the_stand_in_of_its_address_with_the_scenarios_instant() {
        // The port is taken by this test: what is connected to listens, and the process need do nothing.
        let kept = Arc::new(Kept::default());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("it is bound").port();
        let process = Command::new("sleep").arg("60").kill_on_drop(true).spawn().expect("sleep");
        let address = "https://a.example/api/".to_owned();
        let standing = vec![Standing { address, port, _process: process }];
        let stand_ins = StandIns(Some(Arc::new(Answering { standing, client: kept.clone() })));
        let now = Timestamp(1_795_496_400_000);
        let url = "https://a.example/api/x?y=1";
        assert!(stand_ins.answer(request(url), now).await.expect("it answers").is_ok());
        assert!(stand_ins.answer(request("https://a.example/other"), now).await.is_none());
        assert!(stand_ins.answer(request("https://b.example/api/x"), now).await.is_none());
        let sent = kept.0.lock().expect("nothing panics that holds it");
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].url, format!("http://127.0.0.1:{port}/api/x?y=1"));
        assert_eq!(sent[0].reach, HttpReach::Private);
        let date = "Tue, 24 Nov 2026 05:00:00 GMT".to_owned();
        assert_eq!(sent[0].headers, [(DATE.to_owned(), date)]);
    }
}
