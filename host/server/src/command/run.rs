//! `mitra run`: one turn of a department, with all that it did and cost.

mod event;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use mitra_core::clock::Clock;
use mitra_core::ids::{CitizenId, Pseudonym, ServiceId, TurnId};
use mitra_core::language::Language;
use mitra_core::media::MediaKey;
use mitra_core::ports::TurnRunner;
use mitra_core::turn::{GuestState, Turn, TurnSeed};
use mitra_runtime::{LoadedRelease, NoHttp, NoMedia, Ports, Sandbox};
use mitra_storage::Records;
use mitra_storage::memory::MemoryStorage;

use crate::clock::SystemClock;
use crate::vendor::{GuestLog, Stage, Subject, SubjectArgs};
use event::EventArgs;

/// Run one turn of a department over its starting records, and say what it answered, left and cost.
#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    subject: SubjectArgs,
    /// The service that the citizen opened.
    #[arg(long)]
    service: String,
    /// The language to answer in: te, en or hi.
    #[arg(long, default_value = "en", value_parser = language)]
    lang: Language,
    #[command(flatten)]
    event: EventArgs,
    /// The state that the turn before left.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// One JSON object instead of lines.
    #[arg(long)]
    json: bool,
}

impl Run {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let subject = self.subject.find()?;
        let component = subject.component()?;
        let log = GuestLog::start()?;
        let stage = Stage::of(&subject)?;
        let storage = MemoryStorage::default();
        let (reads, http, media) = (Arc::new(storage.clone()), Arc::new(NoHttp), Arc::new(NoMedia));
        let ports = Ports { reads, http, media };
        let sandbox = Sandbox::new(stage.options()?, ports).context("cannot start the sandbox")?;
        let release = sandbox.load(&subject.config.id, &component, subject.settings())?;
        let turn = self.turn(&subject, &release)?;
        let report = super::runtime()?.block_on(async {
            storage.seed(&subject.config.id, "the department's", subject.seed()?).await?;
            anyhow::Ok(sandbox.run(&release.digest, turn).await)
        })?;
        // What `describe` logs is the same each time, and of no turn.
        let lines = log.take();
        if self.json {
            report::json(&report, &lines);
        } else {
            report::lines(&report, &lines);
        }
        Ok(if report.result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn turn(&self, subject: &Subject, release: &LoadedRelease) -> anyhow::Result<Turn> {
        let department = &release.department;
        let service = ServiceId::parse(&self.service).ok();
        let Some(service) = service.filter(|id| department.service(id).is_some()) else {
            let known: Vec<_> = department.services.iter().map(|known| known.id.as_str()).collect();
            bail!(
                "`{}` has no service `{}`: it has {}",
                department.id,
                self.service,
                known.join(", ")
            );
        };
        let state = |path: &PathBuf| {
            let bytes =
                std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
            anyhow::Ok(GuestState { schema: department.state_schema, bytes })
        };
        let now = SystemClock.now();
        Ok(Turn {
            id: TurnId::new("run"),
            citizen: CitizenId(1),
            department: subject.config.id.clone(),
            pseudonym: Pseudonym::new("0f".repeat(16)),
            language: self.lang,
            service,
            event: self.event.event(now)?,
            state: self.state.as_ref().map(state).transpose()?,
            now,
            // The same at every run.
            seed: TurnSeed::new([1; 32]),
            media_key: MediaKey::new([1; 32]),
        })
    }
}

fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| format!("`{code}` is no language: te, en or hi"))
}
