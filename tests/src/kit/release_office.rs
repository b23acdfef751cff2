//! Everybody who has to do with the releases of one department: its vendor, and those who decide about them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use mitra_core::clock::Clock;
use mitra_core::hex::hex;
use mitra_core::ids::DepartmentId;
use mitra_release::{Artifact, Description, Envelope, FileName, KeyPair, RELEASE_PAYLOAD_TYPE};
use mitra_server::clock::SystemClock;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::guest;

/// A scenario that the echoing component keeps.
pub const ECHO_SCENARIO: &str =
    "scenario It answers\ncitizen en\n> (open echo)\n< ...\n> salt\n< echo: salt\n";
/// How long a release may take for one step: a compiler that is not optimised has to run on a busy machine.
const PATIENCE: Duration = Duration::from_mins(3);
/// The pause between two looks: a token may be used 600 times within a minute.
const LOOK: Duration = Duration::from_millis(120);

/// The holders of tokens, with what each is for. Each token is its holder's name.
const HOLDERS: [(&str, &str); 5] = [
    ("viewer", "viewer"),
    ("operator", "operator"),
    ("approver", "approver"),
    ("vendor", "department:echo"),
    ("other vendor", "department:water"),
];

/// Why a request was not done.
pub type Refused = (StatusCode, String);

/// Everybody who has to do with the releases of the department `echo` of one host. All speak with it by the admin API.
#[derive(Debug)]
pub struct ReleaseOffice {
    client: Client,
    url: String,
    /// The key that the vendor signs with.
    pub pair: KeyPair,
}

impl ReleaseOffice {
    /// The lines of a configuration: the admin API, these of `[releases]`, and these of its policy.
    pub fn config(admin: SocketAddr, releases: &str, policy: &str) -> String {
        let tokens = HOLDERS.map(|(name, role)| Self::token(name, role)).concat();
        format!(
            "[releases]\n{releases}\n[releases.policy]\n{policy}\n[admin]\nlisten = '{admin}'\n{tokens}"
        )
    }

    /// The lines of one token, which is its holder's name.
    pub fn token(name: &str, role: &str) -> String {
        let hash = hex(&Sha256::digest(name));
        format!("[[admin.token]]\nname = '{name}'\nrole = '{role}'\nsha256 = '{hash}'\n")
    }

    /// With a vendor's key that the host trusts from now on.
    ///
    /// # Panics
    /// If the host does not take it.
    pub async fn open(url: String) -> Self {
        let office = Self { client: Client::new(), url, pair: KeyPair::generate() };
        let key = json!({
            "public": office.pair.public().to_pem(), "holder": "the vendor", "role": "publisher",
            "department": "echo", "reason": "our contract with them",
        });
        office.asks("operator", Method::POST, "/v1/keys", key).await.expect("it is registered");
        office
    }

    /// The address of the admin API.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the host answers to the holder of a token.
    ///
    /// # Errors
    /// Its words, if it refuses.
    ///
    /// # Panics
    /// If it does not answer.
    pub async fn asks(
        &self,
        who: &str,
        method: Method,
        path: &str,
        body: Value,
    ) -> Result<Value, Refused> {
        let request = self.client.request(method, format!("{}{path}", self.url)).bearer_auth(who);
        let request = if body.is_null() { request } else { request.json(&body) };
        answer(request).await
    }

    /// An operator decides something about the department.
    ///
    /// # Errors
    /// The host's words, if it refuses.
    pub async fn acts(&self, act: &str) -> Result<Value, Refused> {
        let path = format!("/v1/departments/echo/{act}");
        self.asks("operator", Method::POST, &path, json!({ "reason": "because" })).await
    }

    /// The holder of a token stages a release.
    ///
    /// # Errors
    /// The host's words, if it refuses.
    pub async fn stages(&self, who: &str, release: Vec<u8>) -> Result<Value, Refused> {
        let url = format!("{}/v1/departments/echo/releases?reason=ready", self.url);
        answer(self.client.post(url).bearer_auth(who).body(release)).await
    }

    /// The same without saying why.
    ///
    /// # Errors
    /// The host's words, if it refuses.
    pub async fn stages_without_reason(&self, who: &str) -> Result<Value, Refused> {
        let url = format!("{}/v1/departments/echo/releases", self.url);
        answer(self.client.post(url).bearer_auth(who).body("x")).await
    }

    /// The releases by their versions, with their stages, as a viewer sees them.
    ///
    /// # Panics
    /// If the host does not show them.
    pub async fn releases(&self) -> BTreeMap<String, Value> {
        let path = "/v1/departments/echo";
        let department = self.asks("viewer", Method::GET, path, Value::Null).await.expect("seen");
        let releases = department["releases"].as_array().expect("a list").clone();
        let version = |release: &Value| release["version"].as_str().expect("a text").to_owned();
        releases.into_iter().map(|release| (version(&release), release)).collect()
    }

    /// Waits until the release of this version is at this stage.
    ///
    /// # Panics
    /// If it is not in time, or is rejected.
    pub async fn sees(&self, version: &str, stage: &str) -> Value {
        let mut seen = Value::Null;
        for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
            seen = self.releases().await.remove(version).unwrap_or_default();
            if seen["stage"] == stage {
                return seen;
            }
            assert!(seen["stage"] != "rejected", "{seen}");
            tokio::time::sleep(LOOK).await;
        }
        panic!("{version} does not become {stage}: {seen}");
    }

    /// Stages a release that must be refused on its way, and gives the reason.
    ///
    /// # Panics
    /// If it is not.
    pub async fn sees_refused(&self, version: &str, release: Vec<u8>) -> String {
        self.stages("vendor", release).await.expect("it is staged");
        let seen = self.sees_over(version).await;
        assert_eq!(seen["stage"], "rejected", "{seen}");
        seen["why"].as_str().expect("it says why").to_owned()
    }

    /// Waits until the release of this version is refused, or citizens meet it.
    ///
    /// # Panics
    /// If neither comes in time.
    pub async fn sees_over(&self, version: &str) -> Value {
        for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
            let seen = self.releases().await.remove(version).expect("it is there");
            if ["rejected", "canary", "live"].iter().any(|stage| seen["stage"] == *stage) {
                return seen;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("{version} goes nowhere: {:?}", self.releases().await.remove(version));
    }

    /// An approver agrees, with a key that is registered for it, to what this release asks for.
    ///
    /// # Panics
    /// If the host does not take it.
    pub async fn agrees(&self, version: &str) {
        let approver = KeyPair::generate();
        let key = json!({
            "public": approver.public().to_pem(), "holder": "the security office", "role": "approver",
            "department": "echo", "reason": "an order",
        });
        self.asks("operator", Method::POST, "/v1/keys", key).await.expect("it is registered");
        let release = self.releases().await.remove(version).expect("it is there");
        let digest = release["digest"].as_str().expect("a text");
        let release = format!("/v1/departments/echo/releases/{digest}");
        let path = format!("{release}/envelope");
        let envelope = self.asks("viewer", Method::GET, &path, Value::Null).await;
        let envelope = envelope.expect("it is given").to_string();
        let mut envelope =
            Envelope::parse(envelope.as_bytes(), RELEASE_PAYLOAD_TYPE).expect("an envelope");
        envelope.sign(&approver).expect("there is room");
        let signed = serde_json::from_slice(&envelope.to_bytes()).expect("it is JSON");
        let path = format!("{release}/approval?reason=reviewed");
        self.asks("approver", Method::POST, &path, signed).await.expect("it is taken");
    }

    /// What was decided so far, by whom.
    ///
    /// # Panics
    /// If the host does not show its audit log.
    pub async fn audited(&self) -> Vec<String> {
        let audit = self.asks("viewer", Method::GET, "/v1/audit", Value::Null).await.expect("seen");
        let said = |entry: &Value| {
            let body: Value =
                serde_json::from_str(entry["body"].as_str().expect("a text")).expect("it is JSON");
            let word = |key: &str| body[key].as_str().expect("a text").to_owned();
            format!("{} {}", word("actor"), word("action"))
        };
        audit.as_array().expect("a list").iter().map(said).collect()
    }

    /// A signed release of the echoing component, as one file.
    pub fn release(&self, version: &str) -> Vec<u8> {
        self.release_of(version, &echo(), ECHO_SCENARIO)
    }

    /// The same of another component, with other scenarios.
    pub fn release_of(&self, version: &str, component: &[u8], scenarios: &str) -> Vec<u8> {
        let manifest = format!("id = 'echo'\nversion = '{version}'\n");
        let files = [
            ("component.wasm", component),
            ("department.toml", manifest.as_bytes()),
            ("scenarios/echo.txt", scenarios.as_bytes()),
        ];
        self.release_with(version, "mitra:department@1.0.0", &files)
    }

    /// The same of these files, said to be written for this contract.
    pub fn release_with(&self, version: &str, contract: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
        let contract = contract.to_owned();
        let description = Description { contract, ..Self::description(version) };
        Self::release_as(description, files, &[&self.pair])
    }

    /// What the statement of a release of this version says that is made now.
    ///
    /// # Panics
    /// If it is no version.
    pub fn description(version: &str) -> Description {
        let now = SystemClock.now();
        Description {
            department: DepartmentId::parse("echo").expect("a slug"),
            version: version.parse().expect("a version"),
            contract: "mitra:department@1.0.0".to_owned(),
            created_at: now,
            expires_at: now.after(Duration::from_hours(24)),
        }
    }

    /// A release that is described so, of these files, with the signatures of these keys.
    ///
    /// # Panics
    /// If they make no release.
    pub fn release_as(
        description: Description,
        files: &[(&str, &[u8])],
        signers: &[&KeyPair],
    ) -> Vec<u8> {
        let file = |(name, bytes): &(&str, &[u8])| {
            (FileName::parse(name).expect("a name"), bytes.to_vec())
        };
        let files = files.iter().map(file).collect();
        let mut artifact = Artifact::of(description, files).expect("a release");
        for pair in signers {
            artifact.sign(pair).expect("there is room");
        }
        let mut bytes = Vec::new();
        artifact.write(&mut bytes).expect("it is written");
        bytes
    }
}

/// The echoing component.
fn echo() -> Vec<u8> {
    std::fs::read(guest("echo")).expect("it is built")
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Value, Refused> {
    let response = request.send().await.expect("it answers");
    let status = response.status();
    let body: Value = response.json().await.expect("it is JSON");
    if status.is_success() {
        return Ok(body);
    }
    Err((status, body["error"].as_str().expect("it says why").to_owned()))
}
