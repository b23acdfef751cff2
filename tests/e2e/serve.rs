//! `mitra serve`: what an operator meets.

use std::net::TcpListener;

use mitra_tests::kit::{self, AppOptions, Mitra, Setup, mitra};

fn setup() -> Setup {
    let webhook = kit::free_address().expect("a port");
    Setup::new(webhook, "http://127.0.0.1:9", &AppOptions::default())
}

/// Runs `mitra serve` that must refuse to start, and gives back what it says.
fn refusal(setup: &Setup) -> String {
    let output = mitra().args(["serve", "--config"]).arg(setup.config()).output().expect("it runs");
    assert!(!output.status.success(), "it must not start");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn edit(setup: &Setup, from: &str, to: &str) {
    let text = std::fs::read_to_string(setup.config()).expect("a configuration");
    assert!(text.contains(from), "{text}");
    std::fs::write(setup.config(), text.replace(from, to)).expect("a file");
}

#[test]
fn a_wrong_key_is_named() {
    let setup = setup();
    edit(&setup, "drain_seconds", "drain_secs");
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
}

#[test]
fn a_missing_component_is_named() {
    let setup = setup();
    edit(&setup, "energy.wasm", "no-such.wasm");
    let said = refusal(&setup);
    assert!(said.contains("department `energy`: cannot read"), "{said}");
}

#[test]
fn what_is_no_component_is_said() {
    let setup = setup();
    let path = setup.folder.path().join("text.wasm");
    std::fs::write(&path, "not a component").expect("a file");
    edit(&setup, kit::guest("energy").to_str().expect("UTF-8"), path.to_str().expect("UTF-8"));
    let said = refusal(&setup);
    assert!(said.contains("department `energy`: the component cannot be loaded"), "{said}");
}

#[tokio::test]
async fn two_hosts_do_not_share_a_database() {
    let setup = setup();
    let running = Mitra::start(&setup).await;
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

#[test]
fn the_printed_example_is_complete() {
    let output = mitra().args(["serve", "--print-example"]).output().expect("it runs");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mitra.toml");
    std::fs::write(&path, output.stdout).expect("a file");
    let check = mitra().args(["serve", "--check", "--config"]).arg(&path).output();
    let check = check.expect("it runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}
