//! Stand-ins: programs on this machine that answer in the place of web services, for scenarios and for a host on its
//! vendor's own machine.
//!
//! In: which addresses they answer for, and how they are started. Out: their answers to departments' requests.
//! Never: answers for an address that it does not stand for; sends anything on when a stand-in is away; outlives who
//! started it, short of a kill.

mod program;

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use mitra_core::clock::Timestamp;
use mitra_core::http::{HttpClient, HttpFailure, HttpReach, HttpRequest, HttpResponse};
use tokio::process::Child;

pub use program::{START_MAX, StandIn, StandInError};

/// What tells a stand-in the instant at which the department asks.
const DATE: &str = "date";

/// Programs that answer in the place of web services. They end when the last clone goes.
#[derive(Clone, Default)]
pub struct StandIns(Arc<Vec<Standing>>);

/// One of them, started or not.
pub struct Standing {
    stand_in: StandIn,
    /// None for one that could not be started: what is for it goes nowhere.
    listening: Option<Listening>,
}

struct Listening {
    port: u16,
    client: Arc<dyn HttpClient>,
    /// Killed when dropped.
    process: Mutex<Child>,
}

impl StandIns {
    /// Starts them one after the other, each within [`START_MAX`], to be reached by this client. Gives why those that
    /// do not listen do not: what is for them is unreachable.
    pub async fn start(
        stand_ins: Vec<StandIn>,
        client: &Arc<dyn HttpClient>,
    ) -> (Self, Vec<StandInError>) {
        let (mut all, mut errors) = (Vec::with_capacity(stand_ins.len()), Vec::new());
        for stand_in in stand_ins {
            let listening = match stand_in.start().await {
                Ok((port, process)) => {
                    let (client, process) = (client.clone(), Mutex::new(process));
                    Some(Listening { port, client, process })
                }
                Err(error) => {
                    errors.push(error);
                    None
                }
            };
            all.push(Standing { stand_in, listening });
        }
        (Self(Arc::new(all)), errors)
    }

    /// The one that stands for this address: of several, the one whose own address is the longest.
    pub fn find(&self, url: &str) -> Option<&Standing> {
        let fits = |standing: &&Standing| url.starts_with(&standing.stand_in.address);
        self.0.iter().filter(fits).max_by_key(|standing| standing.stand_in.address.len())
    }

    /// Whether they are exactly these, and all of them run.
    pub fn are(&self, wanted: &[StandIn]) -> bool {
        self.0.iter().map(|standing| &standing.stand_in).eq(wanted)
            && self.0.iter().all(Standing::runs)
    }
}

impl Standing {
    /// Sends it a request that was made at this instant. Paths are as they are.
    pub async fn answer(
        &self,
        mut request: HttpRequest,
        now: Timestamp,
    ) -> Result<HttpResponse, HttpFailure> {
        let Some(Listening { port, client, .. }) = &self.listening else {
            let words = format!("the stand-in `{}` was not started", self.stand_in.words());
            return Err(HttpFailure::Unreachable(words));
        };
        let (_, rest) = request.url.split_once("://").unwrap_or_default();
        let path = rest.find('/').map_or("/", |at| &rest[at..]);
        request.url = format!("http://{}:{port}{path}", Ipv4Addr::LOCALHOST);
        request.reach = HttpReach::Private;
        request.headers.retain(|(name, _)| name != DATE);
        let instant = UNIX_EPOCH + Duration::from_millis(now.0.try_into().unwrap_or(0));
        request.headers.push((DATE.to_owned(), httpdate::fmt_http_date(instant)));
        client.send(request).await
    }

    fn runs(&self) -> bool {
        let Some(listening) = &self.listening else { return false };
        let mut process = listening.process.lock().expect("nothing panics that holds it");
        // One that cannot be asked for is taken for one that runs.
        !matches!(process.try_wait(), Ok(Some(_)))
    }
}

#[cfg(test)]
mod tests {
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

    fn stand_in(address: &str) -> StandIn {
        let command = ["sleep", "60"].map(str::to_owned).into();
        StandIn { address: address.to_owned(), command, folder: std::env::temp_dir() }
    }

    fn standing(address: &str, port: u16, client: Arc<dyn HttpClient>) -> Standing {
        let process = tokio::process::Command::new("sleep").arg("60").kill_on_drop(true).spawn();
        let process = Mutex::new(process.expect("sleep"));
        Standing {
            stand_in: stand_in(address),
            listening: Some(Listening { port, client, process }),
        }
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
    async fn a_request_goes_to_the_stand_in_of_its_address_with_its_instant() {
        let kept = Arc::new(Kept::default());
        let broad = standing("https://a.example/", 4_001, kept.clone());
        let narrow = standing("https://a.example/api/", 4_002, kept.clone());
        let stand_ins = StandIns(Arc::new(vec![broad, narrow]));
        assert!(stand_ins.find("https://b.example/api/x").is_none());
        for url in ["https://a.example/api/x?y=1", "https://a.example/other"] {
            let standing = stand_ins.find(url).expect("it has one");
            let now = Timestamp(1_795_496_400_000);
            standing.answer(request(url), now).await.expect("it answers");
        }
        let sent = kept.0.lock().expect("nothing panics that holds it");
        let urls: Vec<_> = sent.iter().map(|request| request.url.as_str()).collect();
        assert_eq!(urls, ["http://127.0.0.1:4002/api/x?y=1", "http://127.0.0.1:4001/other"]);
        assert_eq!(sent[0].reach, HttpReach::Private);
        let date = "Tue, 24 Nov 2026 05:00:00 GMT".to_owned();
        assert_eq!(sent[0].headers, [(DATE.to_owned(), date)]);
    }

    #[tokio::test]
    async fn what_is_for_one_that_was_not_started_goes_nowhere() {
        let mut missing = stand_in("https://a.example/");
        missing.command = vec!["./nowhere".to_owned()];
        let kept = Arc::new(Kept::default());
        let client: Arc<dyn HttpClient> = kept.clone();
        let (stand_ins, errors) = StandIns::start(vec![missing.clone()], &client).await;
        assert!(errors[0].to_string().contains("`./nowhere` cannot be started"), "{errors:?}");
        let url = "https://a.example/x";
        let standing = stand_ins.find(url).expect("it has one");
        let answered = standing.answer(request(url), Timestamp::default()).await;
        let words = "the stand-in `./nowhere` was not started".to_owned();
        assert_eq!(answered, Err(HttpFailure::Unreachable(words)));
        assert!(kept.0.lock().expect("nothing panics that holds it").is_empty());
        assert!(!stand_ins.are(&[missing]), "it does not run");
    }

    #[tokio::test]
    async fn they_are_others_when_one_is_changed_or_has_ended() {
        let standing = standing("https://a.example/", 4_001, Arc::new(Kept::default()));
        let stand_ins = StandIns(Arc::new(vec![standing]));
        assert!(stand_ins.are(&[stand_in("https://a.example/")]));
        assert!(!stand_ins.are(&[stand_in("https://b.example/")]));
        assert!(!stand_ins.are(&[]) && StandIns::default().are(&[]));
        let process = &stand_ins.0[0].listening.as_ref().expect("it was started").process;
        process.lock().expect("nothing panics that holds it").start_kill().expect("it runs");
        while stand_ins.are(&[stand_in("https://a.example/")]) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}
