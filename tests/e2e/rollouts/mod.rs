//! Rollouts on the real `mitra serve`: killed in the middle of them, without room on its disk, beside registries that
//! lie.

mod disk;
mod kill;
mod registry;

use std::process::Command;

use mitra_simulator::{ChatEntry, Inbound, Simulator};
use mitra_tests::kit::{self, ByHand, Mitra, Process, ReleaseOffice, Setup};

/// What every release of the department that is written by hand keeps.
const BY_HAND_SCENARIO: &str = "scenario It answers\ncitizen en\n> (open echo)\n< ...\n";
const CITIZEN: &str = "15550100851";

/// A host with a release of the echoing department that is live, a citizen in the middle of it, and those who decide.
struct Town {
    simulator: Simulator,
    setup: Setup,
    office: ReleaseOffice,
    /// None only while it is started again.
    host: Option<Mitra>,
    /// What it heard so far.
    n_said: usize,
}

impl Town {
    async fn begin(policy: &str) -> Self {
        let (simulator, setup, admin) = Setup::with_releases(policy).await;
        let host = Mitra::start_as(serve(), &setup).await;
        let office = ReleaseOffice::open(format!("http://{admin}")).await;
        let mut town = Self { simulator, setup, office, host: Some(host), n_said: 0 };
        town.office.stages("operator", town.office.release("1.0.0")).await.expect("it is staged");
        town.office.sees("1.0.0", "live").await;
        let meta = town.simulator.handle();
        meta.add_citizen(Some(CITIZEN), None, "Asha");
        kit::enter_echo(&meta, CITIZEN).await;
        town.is_answered().await;
        town
    }

    fn host(&self) -> &Mitra {
        self.host.as_ref().expect("it runs")
    }

    /// The citizen says something, and the department answers.
    async fn is_answered(&mut self) {
        self.n_said += 1;
        let said = format!("word {}", self.n_said);
        let meta = self.simulator.handle();
        meta.citizen_sends(CITIZEN, Inbound::text(&said));
        let answer = format!("echo: {said}");
        let is_there = move |chat: &[ChatEntry]| chat.iter().any(|entry| entry.body() == answer);
        meta.wait_for(CITIZEN, is_there, kit::ANSWER).await.expect("it answers");
    }

    /// SIGKILL, and a new start over what is left. Citizens are served at once.
    async fn is_killed(&mut self) {
        self.host.take().expect("it runs").kill();
        self.host = Some(Mitra::start_as(serve(), &self.setup).await);
        self.is_answered().await;
    }

    /// The compiler or the rehearsal that works for the host, once it does.
    async fn workers(&self) -> Vec<Process> {
        loop {
            let workers = self.host().process().children();
            if !workers.is_empty() {
                return workers;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Where the release is, at this instant.
    async fn stage_of(&self, version: &str) -> String {
        let releases = self.office.releases().await;
        releases[version]["stage"].as_str().expect("a text").to_owned()
    }

    async fn ends(mut self) {
        let host = self.host.take().expect("it runs");
        assert!(host.terminate().await.success());
    }
}

/// `mitra serve` that is told by the file system that it has no room, and not by a signal.
fn serve() -> Command {
    let mut serve = Command::new("sh");
    serve.args(["-c", "trap '' XFSZ; exec \"$0\" serve \"$@\""]).arg(kit::binary());
    serve
}

/// The component that is written by hand, which takes a compiler some seconds.
fn slow_to_compile() -> Vec<u8> {
    ByHand::echo().with_huge_function(300, 6_000).build()
}
