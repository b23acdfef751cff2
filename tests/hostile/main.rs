//! `cargo xtask hostile`: departments misbehave on a whole host, beside one whose citizens go on as ever.

#![expect(clippy::print_stdout, reason = "the table is this program's output")]

mod behaviour;
mod metrics;

use std::collections::{HashSet, VecDeque};
use std::fmt::Write as _;
use std::num::NonZero;
use std::process::{Child, Command, ExitCode};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use mitra_simulator::{Inbound, SimulatorHandle};
use mitra_tests::kit::{self, AppOptions};
use mitra_tests::load::{Kind, Load};
use tokio::net::TcpListener;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::behaviour::{BEHAVIOURS, Behaviour, WAITS};
use crate::metrics::Counted;

/// The department beside them.
const NEIGHBOUR: &str = "neighbour";
/// Its citizens, and how much they write.
const CITIZENS: usize = 100;
const MESSAGES_PER_SECOND: u32 = 400;
/// How long they do, with a hostile department and without one.
const MEASURED: Duration = Duration::from_secs(4);
/// Measurements of each, in turn: one stroke of the disk moves a p99.
const ROUNDS: usize = 5;
/// What all hostile citizens together write at the most, however many they are: what is measured is a department's
/// misbehaviour, and not that there are more messages.
const HOSTILE_MESSAGES_PER_SECOND_MAX: u32 = 100;
/// Before the first measurement.
const WARM_UP: Duration = Duration::from_secs(3);
/// How long an answer to a hostile citizen may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// What its citizens say to it. It misbehaves at anything.
const WORD: &str = "go";
/// Bytes of a mebibyte.
const MIB: f64 = 1024.0 * 1024.0;

/// Let departments misbehave beside one that does not.
#[derive(Parser)]
struct Cli {
    /// Only behaviours whose name has this in it.
    only: Option<String>,
}

fn main() -> anyhow::Result<ExitCode> {
    let only = Cli::parse().only.unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run(&only))
}

async fn run(only: &str) -> anyhow::Result<ExitCode> {
    let silent = Silent::open().await?;
    let options = options(&silent)?;
    let mut load = Load::start(Kind::Sandbox, &options, CITIZENS, &[NEIGHBOUR.to_owned()]).await?;
    load.steady(MESSAGES_PER_SECOND, WARM_UP).await?;
    println!(
        "{:28} | {:18} | {:6} | {:8} | {:30} | memory after (since its first round)",
        "a department", "its turns end", "turns", "CPU each", "neighbour's p99 (quiet, ratio)"
    );
    let memory_before = load.resident_bytes();
    let mut quiet = p99(&mut load).await?;
    let busy = rounds(&mut load, &mut quiet, |_| Busy::begin()).await?;
    println!(
        "{:28} | {:18} | {:6} | {:8} | {:5.1} ms ({:5.1} ms, {:5.2})     |",
        "(a busy machine)",
        "",
        "",
        "",
        busy.beside,
        busy.undisturbed,
        busy.ratio(),
    );
    let mut n_wrong = 0;
    let behaviours = BEHAVIOURS.iter().enumerate().filter(|(_, one)| one.name.contains(only));
    for (index, behaviour) in behaviours {
        let citizens = open(&load.meta(), behaviour, index).await?;
        let begin = |meta| Attack(tokio::spawn(attack(meta, citizens.clone())));
        let round = rounds(&mut load, &mut quiet, begin).await?;
        let counted = Counted::of(&load.metrics().await?, &department(index));
        let memory = (load.resident_bytes() as f64 - memory_before as f64) / MIB;
        println!(
            "{:28} | {:18} | {:6} | {:>5} ms | {:5.1} ms ({:5.1} ms, {:5.2})     | {memory:+.1} MiB ({:+.1} MiB)",
            behaviour.name,
            counted.results(),
            counted.turns(),
            counted.cpu_max() * 1_000.0,
            round.beside,
            round.undisturbed,
            round.ratio(),
            round.grown_bytes as f64 / MIB,
        );
        // Opening the service is the one turn that goes well.
        let opened = if behaviour.ends == "ok" { 0 } else { behaviour.at_once as u64 };
        n_wrong += usize::from(counted.ended_with(behaviour.ends) + opened != counted.turns());
    }
    load.stop().await?;
    if n_wrong > 0 {
        println!("{n_wrong} did not end as they must");
        return Ok(ExitCode::FAILURE);
    }
    println!("all ended as they must, and the host drained well");
    Ok(ExitCode::SUCCESS)
}

/// The neighbour's p99 with a hostile department and without one, in milliseconds, and what the host then held.
#[derive(Clone, Copy)]
struct Round {
    beside: f64,
    undisturbed: f64,
    /// Beyond what it held after the first round: what it needs once, all later ones have as well.
    grown_bytes: i64,
}

impl Round {
    fn ratio(self) -> f64 {
        self.beside / self.undisturbed
    }
}

/// The median of some rounds beside what `begin` begins, which ends when it is dropped.
async fn rounds<T>(
    load: &mut Load,
    quiet: &mut f64,
    begin: impl Fn(SimulatorHandle) -> T,
) -> anyhow::Result<Round> {
    let mut rounds = Vec::new();
    let mut after_first = None;
    for _ in 0..ROUNDS {
        let disturbing = begin(load.meta());
        let beside = p99(load).await?;
        drop(disturbing);
        let after = p99(load).await?;
        let held = i64::try_from(load.resident_bytes())?;
        let grown_bytes = held - *after_first.get_or_insert(held);
        rounds.push(Round { beside, undisturbed: quiet.midpoint(after), grown_bytes });
        *quiet = after;
    }
    let grown_bytes = rounds[ROUNDS - 1].grown_bytes;
    rounds.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
    Ok(Round { grown_bytes, ..rounds[ROUNDS / 2] })
}

/// An attack under way.
struct Attack(JoinHandle<()>);

impl Drop for Attack {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What no host can do anything about: other processes that spin on every processor, and stand back as far as they
/// can.
struct Busy(Vec<Child>);

impl Busy {
    fn begin() -> Self {
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let spin = || {
            let mut nice = Command::new("nice");
            nice.args(["-n", "19", "sh", "-c", "while :; do :; done"]).spawn()
        };
        Self((0..processors).filter_map(|_| spin().ok()).collect())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            child.kill().and_then(|()| child.wait()).ok();
        }
    }
}

/// The id of a behaviour's departments, before their number.
fn department(index: usize) -> String {
    format!("hostile{index:02}")
}

/// A back end that takes connections and never answers.
struct Silent {
    url: String,
    manifests: tempfile::TempDir,
}

impl Silent {
    async fn open() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        tokio::spawn(async move {
            let mut connections = Vec::new();
            while let Ok((connection, _)) = listener.accept().await {
                connections.push(connection);
            }
        });
        Ok(Self { url, manifests: tempfile::tempdir()? })
    }

    /// What lets a department ask it: the manifest, and the grant.
    fn granted_to(&self, id: &str) -> anyhow::Result<String> {
        let url = &self.url;
        let manifest = self.manifests.path().join(id).with_extension("toml");
        let rule = format!("to = '{url}'\nmethods = ['GET']");
        std::fs::write(&manifest, format!("id = '{id}'\n[[http]]\n{rule}\n"))?;
        let manifest = manifest.display();
        Ok(format!("manifest = '{manifest}'\n[[department.http]]\n{rule}\nprivate = true\n"))
    }
}

/// The neighbour, which is the echoing component, and all hostile departments.
fn options(silent: &Silent) -> anyhow::Result<AppOptions> {
    let mut departments = vec![(NEIGHBOUR.to_owned(), "echo")];
    for (index, behaviour) in BEHAVIOURS.iter().enumerate() {
        let of_one = (0..behaviour.at_once).map(|n| format!("{}{n}", department(index)));
        departments.extend(of_one.map(|id| (id, behaviour.guest)));
    }
    let mut config = String::new();
    for (id, guest) in departments {
        let component = kit::guest(guest);
        let (component, back_end) = (component.display(), &silent.url);
        writeln!(config, "[[department]]\nid = '{id}'\ncomponent = '{component}'")?;
        writeln!(config, "config = {{ id = '{id}', back-end = '{back_end}' }}")?;
        if guest == WAITS {
            config.push_str(&silent.granted_to(&id)?);
        }
    }
    Ok(AppOptions { departments: Vec::new(), config, ..AppOptions::default() })
}

/// The slowest of a hundred of the neighbour's answers, in milliseconds.
async fn p99(load: &mut Load) -> anyhow::Result<f64> {
    let waits = load.steady(MESSAGES_PER_SECOND, MEASURED).await?;
    let slowest = waits.get(waits.len() * 99 / 100).context("the neighbour was not answered")?;
    Ok(slowest.as_secs_f64() * 1_000.0)
}

/// One citizen for each of a behaviour's departments, in its service.
async fn open(
    meta: &SimulatorHandle,
    behaviour: &Behaviour,
    index: usize,
) -> anyhow::Result<Vec<String>> {
    let mut citizens = Vec::new();
    for n in 0..behaviour.at_once {
        let phone = format!("1666{index:03}{n:04}");
        let citizen = meta.add_citizen(Some(&phone), None, "Citizen");
        let mut taken = meta.taken();
        for text in ["Hi", "English", &format!("{}{n}", department(index))] {
            meta.citizen_sends(&citizen, Inbound::text(text));
        }
        let listening = async {
            loop {
                let taken = taken.recv().await?;
                let body = taken.message.pointer("/text/body").and_then(|body| body.as_str());
                if taken.citizen == citizen && body == Some("Ready.") {
                    return anyhow::Ok(());
                }
            }
        };
        tokio::time::timeout(PATIENCE, listening).await.context("a service was not opened")??;
        citizens.push(citizen);
    }
    Ok(citizens)
}

/// Lets every citizen say it again a breath after they are answered, until dropped.
async fn attack(meta: SimulatorHandle, citizens: Vec<String>) {
    let mut taken = meta.taken();
    let n_citizens = u32::try_from(citizens.len()).unwrap_or(u32::MAX);
    let breath = Duration::from_secs(1) * n_citizens / HOSTILE_MESSAGES_PER_SECOND_MAX;
    let mut waiting = HashSet::new();
    // A breath is the same for all, so they come in the order of their instants.
    let mut breathing: VecDeque<_> =
        citizens.into_iter().map(|citizen| (Instant::now(), citizen)).collect();
    loop {
        let due = breathing.front().map(|(due, _)| *due);
        tokio::select! {
            taken = taken.recv() => match taken {
                Ok(taken) if waiting.remove(&taken.citizen) => {
                    breathing.push_back((Instant::now() + breath, taken.citizen));
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            },
            () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                if let Some((_, citizen)) = breathing.pop_front() {
                    meta.citizen_sends(&citizen, Inbound::text(WORD));
                    waiting.insert(citizen);
                }
            }
        }
    }
}
