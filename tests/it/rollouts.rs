//! Signed releases through a whole host: staged by the admin API, tried in the real sandbox and by their own scenarios,
//! met by citizens, taken back.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use mitra_core::clock::Clock;
use mitra_core::hex::hex;
use mitra_core::ids::DepartmentId;
use mitra_release::{Artifact, Description, FileName, KeyPair};
use mitra_server::clock::SystemClock;
use mitra_simulator::Inbound;
use mitra_tests::kit::{self, AppOptions, TestApp};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A scenario that every release of the echoing department keeps.
const SCENARIO: &str =
    "scenario It answers\ncitizen en\n> (open echo)\n< ...\n> salt\n< echo: salt\n";

/// A host whose one department is served by releases, and whoever decides about them.
pub(crate) struct Office {
    pub(crate) app: TestApp,
    client: Client,
    pair: KeyPair,
}

pub(crate) fn token(name: &str, role: &str) -> String {
    let hash = hex(&Sha256::digest(name));
    format!("[[admin.token]]\nname = '{name}'\nrole = '{role}'\nsha256 = '{hash}'\n")
}

impl Office {
    /// Each token is its holder's name.
    pub(crate) async fn open(policy: &str) -> Self {
        Self::open_with("", policy).await
    }

    async fn open_with(releases: &str, policy: &str) -> Self {
        let tokens = [
            token("viewer", "viewer"),
            token("operator", "operator"),
            token("approver", "approver"),
            token("vendor", "department:echo"),
            token("other vendor", "department:water"),
        ];
        let address = kit::free_address().expect("a port");
        let config = format!(
            "[releases]\n{releases}\n[releases.policy]\n{policy}\n[admin]\nlisten = '{address}'\n{}",
            tokens.concat()
        );
        let departments = vec![("echo".to_owned(), String::new())];
        let options = AppOptions { departments, config, ..AppOptions::default() };
        let app = TestApp::start_with(options).await.expect("it starts");
        let office = Self { app, client: Client::new(), pair: KeyPair::generate() };
        let key = json!({
            "public": office.pair.public().to_pem(), "holder": "the vendor", "role": "publisher",
            "department": "echo", "reason": "our contract with them",
        });
        office.asks("operator", Method::POST, "/v1/keys", key).await.expect("it is registered");
        office
    }

    /// What the host answers to the holder of a token; its words, if it refuses.
    pub(crate) async fn asks(
        &self,
        who: &str,
        method: Method,
        path: &str,
        body: Value,
    ) -> Result<Value, (StatusCode, String)> {
        let request = self.client.request(method, format!("{}{path}", self.app.admin_url()));
        let request = request.bearer_auth(who);
        let request = if body.is_null() { request } else { request.json(&body) };
        answer(request).await
    }

    pub(crate) async fn acts(&self, act: &str) -> Result<Value, (StatusCode, String)> {
        let path = format!("/v1/departments/echo/{act}");
        self.asks("operator", Method::POST, &path, json!({ "reason": "because" })).await
    }

    pub(crate) async fn stages(
        &self,
        who: &str,
        release: Vec<u8>,
    ) -> Result<Value, (StatusCode, String)> {
        let url = format!("{}/v1/departments/echo/releases?reason=ready", self.app.admin_url());
        answer(self.client.post(url).bearer_auth(who).body(release)).await
    }

    /// The releases by their versions, with their stages, as a viewer sees them.
    async fn releases(&self) -> BTreeMap<String, Value> {
        let path = "/v1/departments/echo";
        let department = self.asks("viewer", Method::GET, path, Value::Null).await.expect("seen");
        let releases = department["releases"].as_array().expect("a list").clone();
        let version = |release: &Value| release["version"].as_str().expect("a text").to_owned();
        releases.into_iter().map(|release| (version(&release), release)).collect()
    }

    /// Waits until the release of this version is at this stage.
    pub(crate) async fn sees(&self, version: &str, stage: &str) -> Value {
        for _ in 0..600 {
            let release = self.releases().await.remove(version).unwrap_or_default();
            if release["stage"] == stage {
                return release;
            }
            assert!(release["stage"] != "rejected", "{release}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{version} does not become {stage}: {:?}", self.releases().await.remove(version));
    }

    /// A signed release of the echoing component, as one file.
    pub(crate) fn release(&self, version: &str) -> Vec<u8> {
        self.release_of(version, &kit::guest("echo"), SCENARIO)
    }

    fn release_of(&self, version: &str, component: &Path, scenario: &str) -> Vec<u8> {
        let now = SystemClock.now();
        let description = Description {
            department: DepartmentId::parse("echo").expect("a slug"),
            version: version.parse().expect("a version"),
            contract: "mitra:department@1.0.0".to_owned(),
            created_at: now,
            expires_at: now.after(Duration::from_hours(24)),
        };
        let manifest = format!("id = 'echo'\nversion = '{version}'\n");
        let component = std::fs::read(component).expect("it is built");
        let files = [
            ("component.wasm", component),
            ("department.toml", manifest.into_bytes()),
            ("scenarios/echo.txt", scenario.into()),
        ];
        let file = |(name, bytes)| (FileName::parse(name).expect("a name"), bytes);
        let mut artifact = Artifact::of(description, files.map(file).into()).expect("a release");
        artifact.sign(&self.pair).expect("there is room");
        let mut bytes = Vec::new();
        artifact.write(&mut bytes).expect("it is written");
        bytes
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Value, (StatusCode, String)> {
    let response = request.send().await.expect("it answers");
    let status = response.status();
    let body: Value = response.json().await.expect("it is JSON");
    if status.is_success() {
        return Ok(body);
    }
    Err((status, body["error"].as_str().expect("it says why").to_owned()))
}

pub(crate) const NO_CANARY: &str = "canary = []";

#[tokio::test(flavor = "multi_thread")]
async fn a_release_goes_from_its_vendor_to_citizens_and_is_there_after_a_restart() {
    let mut office = Office::open(NO_CANARY).await;
    let staged = office.stages("vendor", office.release("1.0.0")).await.expect("it is staged");
    let live = office.sees("1.0.0", "live").await;
    assert_eq!(live["digest"], staged["release"]);
    assert_eq!(live["signers"], json!([office.pair.public().id().to_string()]));
    let citizen = office.app.meta().add_citizen(Some("15550100831"), None, "Asha");
    kit::enter_echo(&office.app.meta(), &citizen).await;
    office.app.hears(&citizen, "salt", "echo: salt").await;
    office.app.stop_host().await.expect("it stops");
    office.app.start_host().await.expect("it starts");
    office.app.hears(&citizen, "still there?", "echo: still there?").await;
    assert_eq!(office.sees("1.0.0", "live").await["conversations"], 1);
    office.app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_is_put_into_the_incoming_folder_is_staged_and_what_is_none_is_put_aside() {
    let office = Office::open_with("incoming = 'incoming'", NO_CANARY).await;
    let folder = office.app.folder().join("incoming");
    std::fs::write(folder.join("echo-1.0.0.mitra"), office.release("1.0.0")).expect("written");
    std::fs::write(folder.join("holiday.mitra"), b"a photo").expect("written");
    let live = office.sees("1.0.0", "live").await;
    assert_eq!(live["staged_by"], "the incoming folder");
    let told = folder.join("refused/holiday.mitra.txt");
    while !told.exists() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(folder.join("taken/echo-1.0.0.mitra").exists());
    let told = std::fs::read_to_string(told).expect("it is there");
    assert!(told.starts_with("the release cannot be read"), "{told}");
    office.app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canary_that_traps_is_taken_back_by_itself_and_its_citizens_go_on() {
    let policy = "canary = [{ percent = 100, seconds = 600, turns = 1000 }]";
    let office = Office::open(policy).await;
    office.stages("operator", office.release("1.0.0")).await.expect("it is staged");
    office.sees("1.0.0", "live").await;
    let citizen = office.app.meta().add_citizen(Some("15550100832"), None, "Asha");
    kit::enter_echo(&office.app.meta(), &citizen).await;
    for n in 0..40 {
        office.app.hears(&citizen, &format!("turn {n}"), "echo: turn").await;
    }
    office.stages("vendor", office.release("1.1.0")).await.expect("it is staged");
    office.sees("1.1.0", "canary").await;
    office.app.hears(&citizen, "on the old one", "echo: on the old one").await;
    let other = office.app.meta().add_citizen(Some("15550100833"), None, "Ravi");
    kit::enter_echo(&office.app.meta(), &other).await;
    let counts = office.sees("1.1.0", "canary").await["counts"].clone();
    assert_eq!((counts["citizens"].clone(), counts["begun"].clone()), (json!(1), json!(1)));
    for _ in 0..3 {
        office.app.hears(&other, "!trap", "").await;
    }
    let taken_back = office.sees("1.1.0", "rolled-back").await;
    let why = taken_back["why"].as_str().expect("it says why");
    assert!(why.contains("turns failed, with 1 citizen;"), "{why}");
    office.app.hears(&other, "salt again", "echo: salt again").await;
    assert_eq!(office.sees("1.0.0", "live").await["conversations"], 2);
    office.app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_release_is_refused_for_is_said_and_nobody_meets_it() {
    let office = Office::open(NO_CANARY).await;
    let why = async |release: Vec<u8>, version: &str| {
        office.stages("vendor", release).await.expect("it is staged");
        for _ in 0..600 {
            let release = office.releases().await.remove(version).expect("it is there");
            if release["stage"] == "rejected" {
                return release["why"].as_str().expect("it says why").to_owned();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it is not rejected");
    };
    let echo = kit::guest("echo");
    let wrong = SCENARIO.replace("echo: salt", "something else");
    let told = why(office.release_of("0.1.0", &echo, &wrong), "0.1.0").await;
    assert!(told.starts_with("E0606: the release's own scenarios do not go"), "{told}");
    let told = why(office.release_of("0.2.0", &kit::guest("core-module"), SCENARIO), "0.2.0").await;
    assert!(told.contains("E0103"), "{told}");
    let mut office_of_a_stranger = office.release("0.3.0");
    let key = office.pair.public().id().to_string();
    let revoke = format!("/v1/keys/{key}/revoke");
    office
        .asks("operator", Method::POST, &revoke, json!({ "reason": "stolen" }))
        .await
        .expect("done");
    let told = why(office_of_a_stranger.clone(), "0.3.0").await;
    assert!(told.starts_with("E0601") && told.contains("is revoked"), "{told}");
    let last = office_of_a_stranger.len() - 2_000;
    office_of_a_stranger[last] ^= 1;
    let (status, told) = office.stages("vendor", office_of_a_stranger).await.expect_err("refused");
    assert_eq!(status, StatusCode::BAD_REQUEST, "{told}");
    office.app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_token_does_what_it_is_for_and_every_change_stands_in_the_audit_log() {
    let office = Office::open(NO_CANARY).await;
    let release = office.release("1.0.0");
    let refused = async |who: &str| {
        // Nothing of a body is read of whom it is not taken.
        let (status, words) = office.stages(who, b"x".to_vec()).await.expect_err("refused");
        (status.as_u16(), words)
    };
    assert_eq!(refused("viewer").await.0, 403);
    assert_eq!(refused("approver").await.0, 403);
    let (status, words) = refused("other vendor").await;
    assert_eq!(status, 403);
    assert!(words.contains("`other vendor`") || words.contains("other vendor"), "{words}");
    assert_eq!(refused("nobody").await.0, 401);
    let unexplained = office.app.admin_url() + "/v1/departments/echo/releases";
    let unexplained = office.client.post(unexplained).bearer_auth("vendor").body("x");
    assert_eq!(answer(unexplained).await.expect_err("refused").0, StatusCode::BAD_REQUEST);
    let look = office.asks("vendor", Method::GET, "/v1/audit", Value::Null).await;
    assert_eq!(look.expect_err("refused").0, StatusCode::FORBIDDEN);
    office.stages("vendor", release.clone()).await.expect("it is theirs");
    office.sees("1.0.0", "live").await;
    let (status, words) = office.acts("promote").await.expect_err("nothing is on its way");
    assert_eq!((status.as_u16(), words.as_str()), (409, "E0612: no release is on its way"));
    assert_eq!(office.acts("remove").await.expect("it is removed")["release"], Value::Null);
    let citizen = office.app.meta().add_citizen(Some("15550100834"), None, "Asha");
    office.app.meta().citizen_sends(&citizen, Inbound::text("Hi"));
    office.app.hears(&citizen, "English", "No service is available").await;
    office.acts("bring-back").await.expect("it is there again");
    office.app.hears(&citizen, "Hi", "Namaste").await;

    let audit = office.asks("viewer", Method::GET, "/v1/audit", Value::Null).await.expect("seen");
    let entries = audit.as_array().expect("a list");
    let said: Vec<_> = entries
        .iter()
        .map(|entry| {
            let body: Value =
                serde_json::from_str(entry["body"].as_str().expect("a text")).unwrap();
            format!("{} {}", body["actor"].as_str().unwrap(), body["action"].as_str().unwrap())
        })
        .collect();
    let expected = [
        "operator key.registered",
        "vendor release.staged",
        "host release.verified",
        "host release.compiled",
        "host release.smoked",
        "host release.live",
        "operator department.removed",
        "operator department.brought-back",
    ];
    assert_eq!(said, expected);
    let head =
        office.asks("viewer", Method::GET, "/v1/audit/head", Value::Null).await.expect("seen");
    assert_eq!((&head["number"], &head["hash"]), (&json!(8), &entries[7]["hash"]));
    office.app.stop().await.expect("it stops");
}
