//! A vendor who signs one release after the other, and an operator who decides about them by the admin API.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use mitra_core::clock::Clock;
use mitra_core::hex::hex;
use mitra_core::ids::DepartmentId;
use mitra_release::{Artifact, Description, FileName, KeyPair};
use mitra_server::clock::SystemClock;
use mitra_tests::kit;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How many operators there are, each with a token: one alone may not ask so often.
const OPERATORS: usize = 64;
/// What every release must answer before citizens meet it.
const SCENARIO: &str = "scenario It answers\ncitizen en\n> (open echo)\n< ...\n> 7\n< echo: 7\n";
/// The pause between two looks whether a release can be promoted: what is looked at is a page of 80 releases.
const STAGED_LOOK: Duration = Duration::from_millis(50);
/// The same whether a turn ran on one. What is measured is longer by as much.
const TURN_LOOK: Duration = Duration::from_millis(2);
/// How long a release may take until it can be promoted.
const PATIENCE: Duration = Duration::from_mins(1);

/// The host's configuration: a canary that hardly anybody meets, and that goes on by an operator's word alone.
pub(super) fn config(admin: SocketAddr) -> String {
    let token = |n| {
        let hash = hex(&Sha256::digest(token(n)));
        format!("[[admin.token]]\nname = 'operator {n}'\nrole = 'operator'\nsha256 = '{hash}'\n")
    };
    let tokens: String = (0..OPERATORS).map(token).collect::<Vec<_>>().concat();
    format!(
        "[releases.policy]\ncanary = [{{ percent = 0.01, seconds = 86400, turns = 1000000000 }}]\n\
         [releases.policy.tolerance]\nslower = 1000.0\nslow_ms = 60000\n\
         [admin]\nlisten = '{admin}'\n{tokens}"
    )
}

/// The token of the operator of this number.
fn token(n: usize) -> String {
    format!("operator {n} of this benchmark")
}

/// Who decides.
pub(super) struct Office {
    client: Client,
    url: String,
    pair: KeyPair,
    component: Vec<u8>,
    n_releases: u64,
    n_asked: AtomicUsize,
}

impl Office {
    /// With a key that the host trusts.
    pub(super) async fn open(admin: SocketAddr) -> anyhow::Result<Self> {
        let (client, url) = (Client::new(), format!("http://{admin}/v1"));
        let component = std::fs::read(kit::guest("echo"))?;
        let (pair, n_asked) = (KeyPair::generate(), AtomicUsize::new(0));
        let office = Self { client, url, pair, component, n_releases: 0, n_asked };
        let key = json!({
            "public": office.pair.public().to_pem(), "holder": "the vendor", "role": "publisher",
            "department": "echo", "reason": "a benchmark",
        });
        office.asks(Method::POST, "/keys", key).await?;
        Ok(office)
    }

    /// Stages the first release, which is live at once.
    pub(super) async fn stage_first(&mut self) -> anyhow::Result<()> {
        self.stage("live").await
    }

    /// Stages the next one, and waits until it can be promoted.
    pub(super) async fn stage_next(&mut self) -> anyhow::Result<()> {
        self.stage("canary").await
    }

    async fn stage(&mut self, until: &str) -> anyhow::Result<()> {
        self.n_releases += 1;
        let release = self.release()?;
        let url = format!("{}/departments/echo/releases?reason=next", self.url);
        answer(self.client.post(url).bearer_auth(self.token()).body(release)).await?;
        let began = Instant::now();
        loop {
            let newest = self.newest().await?;
            if newest["stage"] == until {
                return Ok(());
            }
            ensure!(newest["stage"] != "rejected" && began.elapsed() < PATIENCE, "{newest}");
            tokio::time::sleep(STAGED_LOOK).await;
        }
    }

    /// Promotes it. Gives after how long that is done, and after how long the first turn ran on it.
    pub(super) async fn promote(&self) -> anyhow::Result<(Duration, Duration)> {
        let before = turns(&self.newest().await?);
        let asked = Instant::now();
        self.acts("promote").await?;
        let promoted = asked.elapsed();
        loop {
            if turns(&self.newest().await?) > before {
                return Ok((promoted, asked.elapsed()));
            }
            tokio::time::sleep(TURN_LOOK).await;
            ensure!(asked.elapsed() < PATIENCE, "no turn runs on the release");
        }
    }

    /// Takes it back. Gives after how long that is done, and which release it was.
    pub(super) async fn roll_back(&self) -> anyhow::Result<(Duration, String)> {
        let asked = Instant::now();
        let done = self.acts("roll-back").await?;
        let release = done["release"].as_str().context("which release?")?;
        Ok((asked.elapsed(), release.to_owned()))
    }

    async fn newest(&self) -> anyhow::Result<Value> {
        let department = self.asks(Method::GET, "/departments/echo", Value::Null).await?;
        Ok(department["releases"][0].clone())
    }

    async fn acts(&self, act: &str) -> anyhow::Result<Value> {
        let path = format!("/departments/echo/{act}");
        self.asks(Method::POST, &path, json!({ "reason": "a benchmark" })).await
    }

    async fn asks(&self, method: Method, path: &str, body: Value) -> anyhow::Result<Value> {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let request = request.bearer_auth(self.token());
        answer(if body.is_null() { request } else { request.json(&body) }).await
    }

    /// The token of the operator whose turn it is to ask.
    fn token(&self) -> String {
        token(self.n_asked.fetch_add(1, Ordering::Relaxed) % OPERATORS)
    }

    fn release(&self) -> anyhow::Result<Vec<u8>> {
        let (now, n) = (SystemClock.now(), self.n_releases);
        let description = Description {
            department: DepartmentId::parse("echo")?,
            version: format!("1.{n}.0").parse().context("a version")?,
            contract: "mitra:department@1.0.0".to_owned(),
            created_at: now,
            expires_at: now.after(Duration::from_hours(24)),
        };
        let manifest = format!("id = 'echo'\nversion = '1.{n}.0'\n");
        let files = [
            (FileName::parse("component.wasm")?, self.component.clone()),
            (FileName::parse("department.toml")?, manifest.into_bytes()),
            (FileName::parse("scenarios/echo.txt")?, SCENARIO.into()),
        ];
        let mut artifact = Artifact::of(description, files.into())?;
        artifact.sign(&self.pair)?;
        let mut bytes = Vec::new();
        artifact.write(&mut bytes)?;
        Ok(bytes)
    }
}

fn turns(release: &Value) -> u64 {
    release["counts"]["turns"].as_u64().unwrap_or(0)
}

async fn answer(request: reqwest::RequestBuilder) -> anyhow::Result<Value> {
    let response = request.send().await?;
    let (status, body) = (response.status(), response.text().await?);
    ensure!(status.is_success(), "the host answered {status}: {body}");
    Ok(serde_json::from_str(&body)?)
}
