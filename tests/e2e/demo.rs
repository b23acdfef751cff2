//! `mitra demo`: what somebody meets who looks at it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use cap_std::fs::Dir;
use mitra_certificates::{Authorities, Authority, load_keys};
use mitra_core::certificate::{Certificate, ListPlace};
use mitra_tests::kit::{self, backend, certificate, guests_folder, now, verify_page_folder};
use mitra_verifier::{SignedTrustList, TrustKeys, who_signed};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::ChildStdout;

use crate::page::Browser;

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
    port: u16,
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
        command.arg("--verify-page").arg(verify_page_folder());
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
        Self { child, _says: lines, page, feed, port }
    }

    /// What anybody can get at a path of the webhook's address.
    async fn gets(&self, path: &str) -> Vec<u8> {
        let answer = reqwest::get(self.public() + path).await.expect("it answers");
        let answer = answer.error_for_status().expect("it is there");
        answer.bytes().await.expect("a body").to_vec()
    }

    /// The webhook's address.
    fn public(&self) -> String {
        format!("http://127.0.0.1:{}", self.port + 1)
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

/// What a department that certifies has in the demonstration.
const CERTIFIES: &str = "id = 'echo'\n[[certificates]]\nkind = 'income'\nvalid_days = 365\n\
    title = { te = 'ఆదాయ పత్రం', en = 'Income certificate', hi = 'आय पत्र' }\n\
    [[certificates.fields]]\nid = 'income'\ntype = 'money'\n\
    label = { te = 'ఆదాయం', en = 'Yearly income', hi = 'आय' }\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_the_demonstration_is_checked_on_its_page_and_by_its_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = Demo::start(folder.path(), CERTIFIES).await;
    for (text, words) in [
        ("Hi", "Namaste"),
        ("English", "Which department"),
        ("1", "which service"),
        ("1", "listening"),
        ("!certify issue income AP-1", "AP-1 Valid"),
    ] {
        demo.say(text, words).await;
    }
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    };
    let list = demo.gets("/certificates/trust-list").await;
    let keys = demo.gets("/verify/trust-keys.json").await;
    let roots = TrustKeys::parse(std::str::from_utf8(&keys).expect("text")).expect("keys");
    let published = SignedTrustList::read(&list, &roots, now(), None).expect("it is signed");
    let listed = published.list().authorities[0].clone();
    assert_eq!(listed.issuer, format!("{}/certificates/sample-office", demo.public()));
    assert_eq!(published.claims().number, 1);

    // As the demonstration signs one, with a key of its own.
    let own = folder.path().join("data/keys/sample-office");
    let own = Dir::open_ambient_dir(own, cap_std::ambient_authority()).expect("it has keys");
    let keys_of = || load_keys(&own).expect("keys");
    let (id, issuer, name) = (listed.id.clone(), listed.issuer, listed.name);
    let office = Authority { id: id.clone(), issuer, name, keys: keys_of(), kinds: Vec::new() };
    let page = format!("{}/verify/", demo.public());
    let office = Authorities::new([office], published.clone()).leading_to(Some(page));
    let paper = Certificate { authority: id, ..certificate() };
    let code = office.code(&paper, ListPlace { list: 0, index: 7 }, now()).expect("it is signed");
    let uri = who_signed(&code, published.list()).expect("it is signed").claims.status.uri;
    let status = demo.gets(uri.strip_prefix(&demo.public()).expect("it is at its address")).await;
    let mut verify = kit::mitra();
    verify.arg("verify").arg("--trust-keys").arg(file("trust-keys.json", &keys));
    verify.arg("--trust-list").arg(file("trust-list", &list));
    let verify = verify.arg("--status-list").arg(file("status", &status)).arg(&code);
    let said = verify.output().expect("it runs");
    assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stderr));

    let browser = Browser::start().await;
    browser.client.goto(&code).await.expect("it opens");
    browser.css("#result[data-result='valid']").await;
    let said = browser.css("#said").await.text().await.expect("a text");
    assert!(said.contains("Income certificate") && said.contains("Yearly income"), "{said}");
    browser.close().await;
    demo.stop().await;

    // The next start has the same key, and a list that follows the first one.
    let demo = Demo::start(folder.path(), CERTIFIES).await;
    let list = demo.gets("/certificates/trust-list").await;
    let published = SignedTrustList::read(&list, &roots, now(), Some(2)).expect("it follows");
    assert_eq!(published.claims().number, 2);
    assert_eq!(keys_of().len(), 1);
    demo.stop().await;
}
