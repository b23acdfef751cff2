//! Load: citizens of the simulated WhatsApp, in the middle of conversations with one host process.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use mitra_simulator::{Inbound, Simulator, SimulatorHandle, SimulatorOptions, Taken};
use tokio::sync::broadcast::Receiver;
use tokio::time::{interval, timeout};

use crate::kit::{self, AppOptions, Mitra, Process, Setup, mitra};

/// How long any one answer may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// What an echoed text begins with.
const ECHO: &str = "echo: ";

/// Which host.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `mitra serve`.
    Sandbox,
    /// The same with a native department.
    Native,
}

/// A host under load.
pub struct Load {
    simulator: Simulator,
    meta: SimulatorHandle,
    taken: Receiver<Taken>,
    host: Mitra,
    citizens: Vec<String>,
    n_sent: usize,
    setup: Setup,
}

impl Load {
    /// Starts a host with these departments and lets so many citizens open the echoing service of
    /// one of `open`, in turn.
    ///
    /// # Errors
    /// If the host or the simulator cannot be used, here and in all that follows.
    pub async fn start(
        kind: Kind,
        options: &AppOptions,
        n_citizens: usize,
        open: &[String],
    ) -> anyhow::Result<Self> {
        let mut load = Self::begin(kind, options, n_citizens).await?;
        load.open(open).await?;
        Ok(load)
    }

    /// The same, whose citizens have not written yet.
    pub async fn begin(
        kind: Kind,
        options: &AppOptions,
        n_citizens: usize,
    ) -> anyhow::Result<Self> {
        let webhook = kit::free_address()?;
        let simulator = Simulator::start(SimulatorOptions {
            keep_transcripts: false,
            ..kit::simulator_options(webhook)
        })
        .await?;
        let setup = Setup::new(webhook, &simulator.graph_url(), options);
        let host = Mitra::start_as(program(kind)?, &setup).await;
        let meta = simulator.handle();
        let taken = meta.taken();
        let citizens = (0..n_citizens).map(|n| format!("1555{n:07}")).collect();
        Ok(Self { simulator, meta, taken, host, citizens, n_sent: 0, setup })
    }

    /// Brings every citizen into a conversation with the echoing service of one of these departments, in turn.
    pub async fn open(&mut self, departments: &[String]) -> anyhow::Result<()> {
        let departments = departments.iter().cycle();
        for (citizen, department) in self.citizens.iter().zip(departments) {
            self.meta.add_citizen(Some(citizen), None, "Citizen");
            for text in ["Hi", "English", &format!("echo {department}")] {
                self.meta.citizen_sends(citizen, Inbound::text(text));
            }
        }
        let mut n_open = 0;
        while n_open < self.citizens.len() {
            let taken = next(&mut self.taken).await.context("a service was not opened")?;
            n_open += usize::from(text(&taken) == "I am listening");
        }
        Ok(())
    }

    /// Lets every citizen write again as soon as they are answered, and gives the answers a second
    /// after a while of warming up.
    pub async fn flood(&mut self, warm_up: Duration, measured: Duration) -> anyhow::Result<f64> {
        for citizen in 0..self.citizens.len() {
            self.send(citizen);
        }
        let places: HashMap<_, _> =
            self.citizens.iter().cloned().enumerate().map(|(n, citizen)| (citizen, n)).collect();
        let (began, mut n_answered) = (Instant::now(), 0_u32);
        while began.elapsed() < warm_up + measured {
            let taken = next(&mut self.taken).await?;
            if text(&taken).starts_with(ECHO) {
                n_answered += u32::from(began.elapsed() >= warm_up);
                self.send(places[&taken.citizen]);
            }
        }
        let rate = f64::from(n_answered) / measured.as_secs_f64();
        self.settle(self.citizens.len()).await?;
        Ok(rate)
    }

    /// Lets citizens write in turn at a steady rate, whatever the host does, and gives how long
    /// each waited from then until its answer was taken, shortest first.
    pub async fn steady(
        &mut self,
        per_second: u32,
        measured: Duration,
    ) -> anyhow::Result<Vec<Duration>> {
        let began = Instant::now();
        self.steady_while(per_second, || began.elapsed() < measured).await
    }

    /// The same for as long as told. An error if an answer is lost, comes twice, or before an earlier one of its
    /// citizen.
    pub async fn steady_while(
        &mut self,
        per_second: u32,
        goes_on: impl Fn() -> bool,
    ) -> anyhow::Result<Vec<Duration>> {
        let first = self.n_sent;
        let mut due: Vec<Instant> = Vec::new();
        let mut waits = Vec::new();
        let mut last_of_citizen = HashMap::new();
        let mut ticks = interval(Duration::from_secs(1) / per_second);
        while goes_on() || waits.len() < due.len() {
            tokio::select! {
                tick = ticks.tick(), if goes_on() => {
                    due.push(tick.into_std());
                    self.send(self.n_sent % self.citizens.len());
                }
                taken = next(&mut self.taken) => {
                    let taken = taken?;
                    if let Some(number) = text(&taken).strip_prefix(ECHO) {
                        let number: usize = number.parse().context("a number was sent")?;
                        waits.push(due[number - first].elapsed());
                        let last = last_of_citizen.insert(taken.citizen, number);
                        // Citizens write in turn: the one before is so many numbers lower.
                        let before = number.checked_sub(self.citizens.len());
                        let expected = before.filter(|before| *before >= first);
                        ensure!(last == expected, "{number} follows {last:?} and not {expected:?}");
                    }
                }
            }
        }
        waits.sort_unstable();
        Ok(waits)
    }

    /// Every citizen says "Hi" and chooses a language.
    pub async fn greet(&mut self) -> anyhow::Result<()> {
        for citizen in &self.citizens {
            self.meta.add_citizen(Some(citizen), None, "Citizen");
            for text in ["Hi", "English"] {
                self.meta.citizen_sends(citizen, Inbound::text(text));
            }
        }
        let mut n_greeted = 0;
        while n_greeted < self.citizens.len() {
            let taken = next(&mut self.taken).await.context("a citizen was not greeted")?;
            n_greeted += usize::from(is_menu(&taken));
        }
        Ok(())
    }

    /// Lets citizens who were greeted say "Hi" in turn at a steady rate, whatever the host does, and gives how long
    /// each waited for the menu, shortest first.
    pub async fn hi(
        &mut self,
        per_second: u32,
        measured: Duration,
    ) -> anyhow::Result<Vec<Duration>> {
        let (began, mut waits, mut n_sent) = (Instant::now(), Vec::new(), 0);
        let mut waiting: HashMap<String, VecDeque<Instant>> = HashMap::new();
        let mut ticks = interval(Duration::from_secs(1) / per_second);
        while began.elapsed() < measured || waits.len() < n_sent {
            tokio::select! {
                tick = ticks.tick(), if began.elapsed() < measured => {
                    let citizen = &self.citizens[n_sent % self.citizens.len()];
                    waiting.entry(citizen.clone()).or_default().push_back(tick.into_std());
                    self.meta.citizen_sends(citizen, Inbound::text("Hi"));
                    n_sent += 1;
                }
                taken = next(&mut self.taken) => {
                    let taken = taken?;
                    if is_menu(&taken) {
                        let due = waiting.get_mut(&taken.citizen).and_then(VecDeque::pop_front);
                        waits.push(due.context("a menu that nobody asked for")?.elapsed());
                    }
                }
            }
        }
        waits.sort_unstable();
        Ok(waits)
    }

    /// Waits for answers that are under way.
    async fn settle(&mut self, n_waiting: usize) -> anyhow::Result<()> {
        let mut n_answered = 0;
        while n_answered < n_waiting {
            n_answered += usize::from(text(&next(&mut self.taken).await?).starts_with(ECHO));
        }
        Ok(())
    }

    fn send(&mut self, citizen: usize) {
        let body = self.n_sent.to_string();
        self.meta.citizen_sends(&self.citizens[citizen], Inbound::text(&body));
        self.n_sent += 1;
    }

    /// The simulated WhatsApp.
    pub fn meta(&self) -> SimulatorHandle {
        self.meta.clone()
    }

    /// What the host says of itself, as its page of metrics has it.
    pub async fn metrics(&self) -> anyhow::Result<String> {
        let page = reqwest::get(self.setup.operations_url("/metrics")).await?;
        Ok(page.error_for_status()?.text().await?)
    }

    /// Memory of the host that is resident now, in bytes.
    pub fn resident_bytes(&self) -> u64 {
        self.host.resident_bytes()
    }

    /// The host's process, to be looked at beside the load.
    pub fn process(&self) -> Process {
        self.host.process()
    }

    /// The folder of the host's configuration.
    pub fn folder(&self) -> &Path {
        self.setup.folder()
    }

    /// Stops everything. The host must drain well, and must have sent nothing twice.
    pub async fn stop(self) -> anyhow::Result<()> {
        let status = self.host.terminate().await;
        ensure!(status.success(), "the host ended with {status}");
        self.simulator.stop().await;
        Ok(())
    }
}

fn program(kind: Kind) -> anyhow::Result<Command> {
    Ok(match kind {
        Kind::Sandbox => {
            let mut serve = mitra();
            serve.arg("serve");
            serve
        }
        Kind::Native => {
            let mut host = Command::new(std::env::current_exe()?);
            host.arg("native-host");
            host
        }
    })
}

async fn next(taken: &mut Receiver<Taken>) -> anyhow::Result<Taken> {
    let next = timeout(PATIENCE, taken.recv()).await;
    next.with_context(|| format!("no answer within {PATIENCE:?}"))?.context("answers came too fast")
}

/// Whether it is the list of departments.
fn is_menu(taken: &Taken) -> bool {
    taken.message.pointer("/interactive/type").is_some_and(|of| of == "list")
}

fn text(taken: &Taken) -> &str {
    taken.message.pointer("/text/body").and_then(|body| body.as_str()).unwrap_or_default()
}
