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
    let missing = check().envs(secrets).env_remove("MITRA_ACCESS_TOKEN").output().expect("it runs");
    assert!(!missing.status.success());
    let said = String::from_utf8_lossy(&missing.stderr);
    assert!(
        said.contains("`graph.access_token`") && said.contains("`MITRA_ACCESS_TOKEN`"),
        "{said}"
    );
}

#[test]
fn a_missing_secret_is_told_before_anything_is_made() {
    let setup = setup();
    edit(&setup, "\"test-access-token\"", "{ env = \"MITRA_NO_SUCH\" }");
    let said = refusal(&setup);
    assert!(said.contains("the environment variable `MITRA_NO_SUCH` is not set"), "{said}");
    assert!(!setup.folder.path().join("mitra.db").exists(), "the database was opened before");
}
