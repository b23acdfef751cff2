//! How late guests that spin are ended when they are as many as there are cores, beside `wasmtime serve`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use mitra_core::ids::DepartmentId;
use mitra_core::limits::TURN_CPU_MAX;
use mitra_core::ports::TurnRunner;
use mitra_core::turn::{Turn, TurnFault};
use mitra_tests::kit;
use tokio::task::JoinHandle;

use crate::table::{Must, Row, median};
use crate::turn::{sandbox, turn};

/// How often all of them spin at once.
const ROUNDS: usize = 40;
/// How late they may be.
const LATE_MAX: Duration = Duration::from_millis(20);
/// By when the other host must listen.
const START: Duration = Duration::from_secs(20);
/// A guest that spins, for that host.
const GUEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/spin.wat");

/// Beside the other host's program, if it is there.
pub(crate) async fn measure(wasmtime: Option<&Path>) -> anyhow::Result<Vec<Row>> {
    let cores = std::thread::available_parallelism()?.get();
    let Ours { first, again, cpu_max } = ours(cores).await?;
    let theirs = match wasmtime {
        Some(program) => Some(theirs(program, cores).await?),
        None => None,
    };
    let most = (TURN_CPU_MAX + LATE_MAX).as_secs_f64() * 1_000.0;
    let row = |what: &str, ours: f64, theirs: Option<f64>| {
        let row = Row::new(format!("{cores} guests spin at once, {what}"), ours, "ms");
        let row = match theirs {
            Some(theirs) => row.beside("wasmtime serve -W timeout=50ms", theirs),
            None => row,
        };
        row.must(Must::AtMost(most))
    };
    let at = |waits: &[f64], part: usize| waits[(waits.len() - 1) * part / 100];
    let beside = |part| theirs.as_deref().map(|theirs| at(theirs, part));
    Ok(vec![
        row("half are ended after", median(first.clone()), beside(50)),
        row("nine in ten are ended after", at(&first, 90), beside(90)),
        row("all are ended after", at(&first, 100), beside(100)),
        Row::new(
            "the same within a minute, at a fifth of half of the cores, half are ended after",
            median(again),
            "ms",
        ),
        row("the most CPU time of any", cpu_max, None),
    ])
}

/// How long each spun, in milliseconds, shortest first.
struct Ours {
    /// By the clock, when its department had done nothing wrong.
    first: Vec<f64>,
    /// By the clock, when its department had spun before.
    again: Vec<f64>,
    /// The most CPU time of any.
    cpu_max: f64,
}

async fn ours(cores: usize) -> anyhow::Result<Ours> {
    let component = std::fs::read(kit::guest("hostile-spin"))?;
    let (sandbox, release) = sandbox(&component)?;
    let (mut number, cpu_micros_max) = (0, Arc::new(AtomicU64::new(0)));
    let mut spin = |is_first: bool| {
        let mut turn = Turn { state: None, ..turn() };
        if is_first {
            number += 1;
            turn.department = DepartmentId::parse(&format!("echo{number}"))?;
            let config = BTreeMap::from([("id".to_owned(), turn.department.to_string())]);
            sandbox.load(&turn.department, &component, config)?;
        }
        let (sandbox, release) = (sandbox.clone(), release.clone());
        let cpu_micros_max = Arc::clone(&cpu_micros_max);
        anyhow::Ok(tokio::spawn(async move {
            let began = Instant::now();
            let report = sandbox.run(&release, turn).await;
            let cpu_micros = u64::try_from(report.usage.cpu.as_micros())?;
            cpu_micros_max.fetch_max(cpu_micros, Ordering::Relaxed);
            match report.result {
                Err(TurnFault::CpuExceeded { .. }) => Ok(began.elapsed()),
                other => bail!("a guest that spins ended with {other:?}"),
            }
        }))
    };
    let first = rounds(cores, || spin(true)).await?;
    // The first ones put their department where the others of it are.
    let again = rounds(cores, || spin(false)).await?;
    let cpu_max = cpu_micros_max.load(Ordering::Relaxed) as f64 / 1_000.0;
    Ok(Ours { first, again, cpu_max })
}

async fn theirs(program: &Path, cores: usize) -> anyhow::Result<Vec<f64>> {
    let address = kit::free_address()?;
    let mut serve = Command::new(program);
    serve.args(["serve", "-W", "timeout=50ms", "--addr", &address.to_string(), GUEST]);
    let serve = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let _serving =
        Serving(serve.with_context(|| format!("`{}` cannot be started", program.display()))?);
    let (client, url) = (reqwest::Client::new(), format!("http://{address}/"));
    let began = Instant::now();
    while client.get(&url).send().await.is_err() {
        anyhow::ensure!(began.elapsed() < START, "`wasmtime serve` does not listen");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let spin = || {
        let request = client.get(&url);
        Ok(tokio::spawn(async move {
            let began = Instant::now();
            let status = request.send().await?.status();
            anyhow::ensure!(status.is_server_error(), "a guest that spins answered {status}");
            Ok(began.elapsed())
        }))
    };
    rounds(cores, spin).await
}

async fn rounds(
    cores: usize,
    mut spin: impl FnMut() -> anyhow::Result<JoinHandle<anyhow::Result<Duration>>>,
) -> anyhow::Result<Vec<f64>> {
    let mut waits = Vec::new();
    for _ in 0..ROUNDS {
        let spinning = (0..cores).map(|_| spin()).collect::<Result<Vec<_>, _>>()?;
        for ended in spinning {
            waits.push(ended.await??.as_secs_f64() * 1_000.0);
        }
    }
    waits.sort_by(f64::total_cmp);
    Ok(waits)
}

/// A process of ours, ended with us.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait()).ok();
    }
}
