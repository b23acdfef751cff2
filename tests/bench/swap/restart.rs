//! The other host under the same load: a component takes another's place by a restart.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use mitra_tests::kit;
use tokio::time::interval;

use super::STEADY;

/// How often it is restarted.
const RESTARTS: usize = 20;
/// How long it serves between two restarts.
const SERVES: Duration = Duration::from_secs(1);
/// By when it must listen.
const START: Duration = Duration::from_secs(20);
/// A guest for that host, which answers at once.
const GUEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/silent.wat");

/// Restarts it under the load, and gives how many requests got no answer at all, for each restart.
pub(super) async fn unanswered(program: &Path) -> anyhow::Result<f64> {
    let address = kit::free_address()?.to_string();
    let url = format!("http://{address}/");
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build()?;
    let mut serving = Serving::start(program, &address)?;
    listens(&client, &url).await?;
    let (going, lost) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let loading = tokio::spawn(load(client.clone(), url.clone(), going.clone(), lost.clone()));
    for _ in 0..RESTARTS {
        tokio::time::sleep(SERVES).await;
        drop(serving);
        serving = Serving::start(program, &address)?;
        listens(&client, &url).await?;
    }
    going.store(false, Ordering::Relaxed);
    loading.await?;
    drop(serving);
    Ok(lost.load(Ordering::Relaxed) as f64 / RESTARTS as f64)
}

/// Sends as many requests a second as citizens send messages to ours.
async fn load(
    client: reqwest::Client,
    url: String,
    going: Arc<AtomicBool>,
    lost: Arc<AtomicUsize>,
) {
    let mut ticks = interval(Duration::from_secs(1) / STEADY);
    let mut requests = tokio::task::JoinSet::new();
    while going.load(Ordering::Relaxed) {
        ticks.tick().await;
        let (request, lost) = (client.get(&url), Arc::clone(&lost));
        requests.spawn(async move {
            lost.fetch_add(usize::from(request.send().await.is_err()), Ordering::Relaxed);
        });
        while requests.try_join_next().is_some() {}
    }
    requests.join_all().await;
}

async fn listens(client: &reqwest::Client, url: &str) -> anyhow::Result<()> {
    let began = Instant::now();
    while client.get(url).send().await.is_err() {
        ensure!(began.elapsed() < START, "`wasmtime serve` does not listen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

/// A process of ours, ended with us.
struct Serving(Child);

impl Serving {
    fn start(program: &Path, address: &str) -> anyhow::Result<Self> {
        let mut serve = Command::new(program);
        serve.args(["serve", "--addr", address, GUEST]);
        let serve = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        serve.map(Self).with_context(|| format!("`{}` cannot be started", program.display()))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait()).ok();
    }
}
