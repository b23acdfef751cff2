//! `mitra serve`: what an operator meets.

use std::net::TcpListener;
use std::process::Command;
use std::time::{Duration, Instant};

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, Mitra, Setup, mitra};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a test waits for something that should take seconds.
const PATIENCE: Duration = Duration::from_mins(1);
/// `operations.drain_seconds` of test setups.
const DRAIN: Duration = Duration::from_secs(10);

fn setup() -> Setup {
    let webhook = kit::free_address().expect("a port");
    Setup::new(webhook, "http://127.0.0.1:9", &AppOptions::default())
}

/// Runs `mitra serve` that must refuse to start, and gives back what it says.
fn refusal(setup: &Setup) -> String {
    refused(mitra().args(["serve", "--config"]).arg(setup.config()))
}

fn refused(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    assert!(!output.status.success(), "it must be refused");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_wrong_key_is_named() {
    let setup = setup();
    setup.edit("drain_seconds", "drain_secs");
    let said = refusal(&setup);
    assert!(said.contains("unknown field `drain_secs`"), "{said}");
}

#[test]
fn a_port_in_use_is_named() {
    let setup = setup();
    let _other = TcpListener::bind(setup.webhook).expect("the port is free");
    let said = refusal(&setup);
    let expected = format!("cannot listen on {} (`webhook.listen`)", setup.webhook);
    assert!(said.contains(&expected), "{said}");
    assert!(!setup.folder.path().join("mitra.db").exists(), "the database was opened before");
}

#[test]
fn a_missing_component_is_named() {
    let setup = setup();
    setup.edit("energy.wasm", "no-such.wasm");
    let said = refusal(&setup);
    assert!(said.contains("department `energy`: cannot read"), "{said}");
}

#[test]
fn what_is_no_component_is_said() {
    let setup = setup();
    let path = setup.folder.path().join("text.wasm");
    std::fs::write(&path, "not a component").expect("a file");
    setup.edit(kit::guest("energy").to_str().expect("UTF-8"), path.to_str().expect("UTF-8"));
    let said = refusal(&setup);
    assert!(said.contains("department `energy`: the component cannot be loaded"), "{said}");
}

#[tokio::test]
async fn two_hosts_do_not_share_a_database() {
    let setup = setup();
    let running = Mitra::start(&setup).await;
    for taken in [setup.webhook, setup.operations] {
        let free = kit::free_address().expect("a port");
        setup.edit(&taken.to_string(), &free.to_string());
    }
    let said = refusal(&setup);
    assert!(said.contains("cannot open the database"), "{said}");
    running.kill();
}

#[tokio::test]
async fn sigterm_drains_and_ends_well() {
    let setup = setup();
    let running = Mitra::start(&setup).await;
    assert!(running.terminate().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_starts_is_alive_and_says_what_is_missing() {
    let setup = setup();
    // Nothing is compiled yet, so the start takes a while.
    let cache = kit::compiled_folder().display().to_string();
    setup.edit(&cache, &setup.folder.path().join("compiled").display().to_string());
    let mut starting = Mitra::begin(&setup);
    let (status, parts) = shown(&setup, "starting").await;
    assert_eq!(status, 503, "{parts}");
    assert!(parts.contains("\"departments\":\"not loaded yet\""), "{parts}");
    let alive = reqwest::get(setup.operations_url("/healthz")).await.expect("an answer");
    assert!(alive.status().is_success());
    assert!(TcpStream::connect(setup.webhook).await.is_err(), "the webhook is closed");
    starting.ready().await;
    assert!(TcpStream::connect(setup.webhook).await.is_ok());
    starting.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_drains_says_so_and_finishes_what_it_began() {
    let setup = setup();
    let running = Mitra::start(&setup).await;
    let mut webhook = TcpStream::connect(setup.webhook).await.expect("it is open");
    let head = "POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{";
    webhook.write_all(head.as_bytes()).await.expect("it is open");
    admitted(&setup).await;
    let ending = tokio::spawn(running.terminate());
    let (status, parts) = shown(&setup, "stopping").await;
    assert_eq!(status, 503, "{parts}");
    let alive = reqwest::get(setup.operations_url("/healthz")).await.expect("an answer");
    assert!(alive.status().is_success());
    webhook.write_all(b"}").await.expect("it is open");
    let mut answer = String::new();
    webhook.read_to_string(&mut answer).await.expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(ending.await.expect("it ends").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_under_load_loses_and_doubles_nothing() {
    let (simulator, setup) = Setup::with_echo().await;
    let meta = simulator.handle();
    let citizens: Vec<String> = (0..4).map(|n| format!("1555013{n:04}")).collect();
    let mut running = Mitra::start(&setup).await;
    for citizen in &citizens {
        meta.add_citizen(Some(citizen), None, "Citizen");
        kit::enter_echo(&meta, citizen).await;
    }
    let mut written = Vec::new();
    for life in 0..3 {
        for n in 0..25 {
            let text = format!("message {life}-{n}");
            for citizen in &citizens {
                meta.citizen_sends(citizen, Inbound::text(&text));
            }
            written.push(text);
        }
        // In the middle of it: some of this life's are answered, the rest are on their way.
        let some = 25 * life + 3;
        let begun = move |chat: &[ChatEntry]| echoes(chat).len() >= some;
        meta.wait_for(&citizens[0], begun, PATIENCE).await.expect("the host works");
        let asked_at = Instant::now();
        assert!(running.terminate().await.success());
        assert!(asked_at.elapsed() < DRAIN, "{:?}", asked_at.elapsed());
        running = Mitra::start(&setup).await;
    }
    let n_written = written.len();
    for citizen in &citizens {
        let all = move |chat: &[ChatEntry]| echoes(chat).len() >= n_written;
        let chat = meta.wait_for(citizen, all, PATIENCE).await;
        let chat = chat.unwrap_or_else(|_| panic!("{:#?}", meta.transcript(citizen)));
        assert_eq!(echoes(&chat), written, "each is answered once, in order");
    }
    assert_eq!(meta.counters().duplicate_sends, 0, "no delivery reached Meta twice");
    assert!(running.terminate().await.success());
    simulator.stop().await;
}

/// What the echoing department said.
fn echoes(chat: &[ChatEntry]) -> Vec<String> {
    let ours = chat.iter().filter(|entry| !entry.from_citizen());
    let said = ours.filter_map(|entry| entry.body().strip_prefix("echo: "));
    said.filter(|said| said.starts_with("message")).map(str::to_owned).collect()
}

/// Status and content of `/readyz`, once it shows this stage of life.
async fn shown(setup: &Setup, lifecycle: &str) -> (u16, String) {
    let expected = format!("\"lifecycle\":\"{lifecycle}\"");
    until(async || {
        let answer = reqwest::get(setup.operations_url("/readyz")).await.ok()?;
        let (status, parts) = (answer.status().as_u16(), answer.text().await.ok()?);
        parts.contains(&expected).then_some((status, parts))
    })
    .await
}

/// Waits until a notification is being taken in.
async fn admitted(setup: &Setup) {
    until(async || {
        let answer = reqwest::get(setup.operations_url("/metrics")).await.ok()?;
        answer.text().await.ok()?.contains("mitra_webhook_admitted 1").then_some(())
    })
    .await;
}

async fn until<T>(look: impl AsyncFn() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(seen) = look().await {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.expect("it shows in time")
}

#[test]
fn the_printed_example_is_complete() {
    let output = mitra().args(["serve", "--print-example"]).output().expect("it runs");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mitra.toml");
    std::fs::write(&path, output.stdout).expect("a file");
    std::fs::create_dir(folder.path().join("departments")).expect("a folder");
    std::fs::write(folder.path().join("departments/energy.wasm"), "looked at later")
        .expect("a file");
    let seed = folder.path().join("departments/energy.seed.json");
    std::fs::write(&seed, "[]").expect("a file");
    let check = || {
        let mut check = mitra();
        check.args(["serve", "--check", "--config"]).arg(&path);
        check
    };
    let secrets = ["VERIFY_TOKEN", "APP_SECRET", "ACCESS_TOKEN", "PSEUDONYM_KEY"];
    let secrets = secrets.map(|name| (format!("MITRA_{name}"), "s".repeat(32)));
    let good = check().envs(secrets.clone()).output().expect("it runs");
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    // Its secrets are part of the check.
    let mut missing = check();
    let said = refused(missing.envs(secrets.clone()).env_remove("MITRA_ACCESS_TOKEN"));
    assert!(
        said.contains("`graph.access_token`") && said.contains("`MITRA_ACCESS_TOKEN`"),
        "{said}"
    );
    // So are the departments' files.
    std::fs::write(&seed, "{}").expect("a file");
    let said = refused(check().envs(secrets.clone()));
    assert!(said.contains("energy.seed.json` is not a list of records"), "{said}");
    std::fs::remove_file(&seed).expect("it is there");
    let said = refused(check().envs(secrets));
    assert!(said.contains("department `energy`: cannot read"), "{said}");
}

#[test]
fn a_missing_secret_is_told_before_anything_is_made() {
    let setup = setup();
    setup.edit("\"test-access-token\"", "{ env = \"MITRA_NO_SUCH\" }");
    let said = refusal(&setup);
    assert!(said.contains("the environment variable `MITRA_NO_SUCH` is not set"), "{said}");
    assert!(!setup.folder.path().join("mitra.db").exists(), "the database was opened before");
}
