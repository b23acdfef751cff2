//! `mitra demo`: what somebody meets who looks at it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use mitra_tests::kit::{self, backend, guests_folder};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::ChildStdout;

/// How long a test waits for something that should take seconds.
const PATIENCE: Duration = Duration::from_mins(1);
/// The pause between two looks.
const LOOK: Duration = Duration::from_millis(20);
/// One of the chat page's citizens.
const LAKSHMI: &str = "15550100101";

/// A demonstration that runs, and what its chat page is told.
struct Demo {
    child: tokio::process::Child,
    /// Kept, for it says more when it stops.
    _says: Lines<BufReader<ChildStdout>>,
    page: String,
    feed: reqwest::Response,
}

impl Demo {
    /// Starts one with the echoing department as this manifest has it, and waits until it serves.
    async fn start(folder: &Path, manifest: &str) -> Self {
        let departments = folder.join("departments");
        std::fs::create_dir_all(departments.join("echo")).expect("a folder");
        std::fs::write(departments.join("echo/department.toml"), manifest).expect("a file");
        let port = kit::free_address().expect("a port").port();
        let mut command = tokio::process::Command::from(kit::mitra());
        command.arg("demo").arg("--data").arg(folder.join("data"));
        command.arg("--departments").arg(departments).arg("--components").arg(guests_folder());
        command.args(["--port", &port.to_string()]).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let serves = async {
            while let Some(line) = lines.next_line().await.expect("text") {
                if line.contains("Open the chat page") {
                    return true;
                }
            }
            false
        };
        let serves = tokio::time::timeout(PATIENCE, serves).await.expect("it starts in time");
        assert!(serves, "it ended before it served");
        let page = format!("http://127.0.0.1:{port}");
        let feed = reqwest::get(format!("{page}/sim/events")).await.expect("the page's feed");
        Self { child, _says: lines, page, feed }
    }

    /// The citizen writes this, and somewhere from here on is told what has these words in it.
    async fn say(&mut self, text: &str, words: &str) {
        let url = format!("{}/sim/citizens/{LAKSHMI}/messages", self.page);
        let body = json!({"type": "text", "body": text}).to_string();
        let post = reqwest::Client::new().post(url).header("content-type", "application/json");
        post.body(body).send().await.expect("it is sent").error_for_status().expect("it is taken");
        let mut told = String::new();
        let waiting = async {
            while !told.contains(words) {
                let chunk = self.feed.chunk().await.expect("the feed goes on").expect("it is open");
                told.push_str(&String::from_utf8_lossy(&chunk));
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(in_time.is_ok(), "`{words}` is not heard after `{text}`: {told}");
    }

    /// SIGTERM, to its end.
    async fn stop(mut self) {
        let id = self.child.id().expect("it runs").cast_signed();
        kill_process(Pid::from_raw(id).expect("an id"), Signal::TERM).expect("it runs");
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("it ends");
        assert!(ended.expect("it is our child").success());
    }
}

#[tokio::test]
async fn a_departments_stand_in_answers_and_no_other_service_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let port = folder.path().join("port");
    let script = format!(
        "echo $PORT > {}; exec {} transport --clock requests",
        port.display(),
        backend().display()
    );
    let manifest = format!(
        "id = 'echo'\n\
         [[http]]\nto = 'https://a.example/api/'\nmethods = ['GET']\n\
         [[http]]\nto = 'https://b.example/'\nmethods = ['GET']\n\
         [[stand_in]]\nto = 'https://a.example/api/'\ncommand = ['sh', '-c', '{script}']\n\
         [[stand_in]]\nto = 'https://a.example/api/away/'\ncommand = ['./nowhere']\n"
    );
    let mut demo = Demo::start(folder.path(), &manifest).await;
    for (text, words) in [
        ("Hi", "Namaste"),
        ("English", "Which department"),
        ("1", "which service"),
        ("1", "listening"),
    ] {
        demo.say(text, words).await;
    }
    demo.say("!get https://a.example/api/offices", "200 [").await;
    demo.say("!get https://a.example/api/away/", "Failure::Unreachable").await;
    demo.say("!get https://b.example/", "Failure::Denied").await;
    let port = std::fs::read_to_string(port).expect("the stand-in was started");
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.trim().parse().expect("a port")));
    assert!(TcpStream::connect(address).await.is_ok(), "it answers while the host runs");
    demo.stop().await;
    let ended = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::time::timeout(PATIENCE, ended).await.expect("it ends with the host");
}
