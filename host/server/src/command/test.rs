//! `mitra test`: a department's scenarios, played through a whole host.

mod report;
mod scripts;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use mitra_outbound::OutboundClient;
use mitra_rehearsal::{Cast, Failure, FailureKind, Played, Props, Rehearsal};
use mitra_scenario::Scenario;

use super::build::build;
use crate::departments;
use crate::vendor::{GuestLog, Stage, Subject, SubjectArgs};
use report::Report;
use scripts::{ScriptFile, Scripts};

/// Build a department, and play its scenarios through a whole host with the limits of production.
#[derive(Debug, Args)]
pub(super) struct Test {
    #[command(flatten)]
    subject: SubjectArgs,
    /// The folder of scenarios; `scenarios` of the project for none.
    #[arg(long, value_name = "FOLDER")]
    scenarios: Option<PathBuf>,
    /// Only scenarios with this in their title or in their file's name.
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Write down what is heard now as what is expected. Comments and placeholders stay.
    #[arg(long)]
    update: bool,
    /// Start none of the programs that stand in for web services, leave out what needs one, and stand back behind
    /// other programs: so a host tries a release.
    #[arg(long, hide = true)]
    rehearse: bool,
    /// The folder of the host's machine code: what it has compiled is not compiled again.
    #[arg(long, value_name = "FOLDER", hide = true, requires = "rehearse")]
    compiled: Option<PathBuf>,
}

impl Test {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let mut subject = self.subject.find()?;
        let needs_stand_ins = self.rehearse && !subject.stand_ins.is_empty();
        if self.rehearse {
            mitra_runtime::stand_behind();
            mitra_runtime::end_with_parent();
            subject.stand_ins.clear();
        }
        let scripts = Scripts::read(&self.folder(&subject), self.filter.as_deref())?;
        if let (Some(project), true) = (&subject.project, subject.is_built_here()) {
            build(project)?;
        }
        let log = GuestLog::start()?;
        let stage = match self.compiled {
            Some(compiled) => Stage::beside_host(compiled),
            None => Stage::of(&subject)?,
        };
        let cast = Cast {
            department: subject.config.id.clone(),
            component: subject.component()?.into(),
            settings: subject.settings(),
            following: subject.applications.clone(),
        };
        let seed = subject.seed()?;
        let mut rehearsal = Rehearsal::new(stage.options()?, cast)?;
        let runtime = super::runtime()?;
        // A client reads every certificate that the machine trusts: that takes longer than a small scenario.
        if !subject.stand_ins.is_empty() {
            let client = Arc::new(OutboundClient::new(runtime.handle().clone())?);
            rehearsal = rehearsal.with_stand_ins(subject.stand_ins.clone(), client);
        }
        let report = Report::default();
        let mut playing = Playing { rehearsal, subject, seed, log, report, needs_stand_ins };
        runtime.block_on(async {
            for file in scripts.files {
                playing.file(file, self.filter.as_deref(), self.update).await?;
            }
            anyhow::Ok(())
        })?;
        Ok(playing.report.finish(scripts.mistakes))
    }

    fn folder(&self, subject: &Subject) -> PathBuf {
        let own = || match &subject.project {
            Some(project) => project.folder.join("scenarios"),
            None => PathBuf::from("scenarios"),
        };
        self.scenarios.clone().unwrap_or_else(own)
    }
}

/// What plays scenarios, and what came of those that were played.
struct Playing {
    rehearsal: Rehearsal,
    subject: Subject,
    seed: Vec<(String, Vec<u8>)>,
    log: GuestLog,
    report: Report,
    /// Whether the vendor's programs, which answer in the place of web services, are not there.
    needs_stand_ins: bool,
}

impl Playing {
    /// Plays the scenarios of one file; with `update`, writes the file anew.
    async fn file(
        &mut self,
        file: ScriptFile,
        filter: Option<&str>,
        update: bool,
    ) -> anyhow::Result<()> {
        report::file(&file.path);
        let mut revisions = Vec::new();
        for scenario in file.script.scenarios() {
            let title = file.title(&scenario);
            if !file.is_wanted(&scenario, filter) {
                continue;
            }
            let props =
                Props { seed: self.seed_of(&file, &scenario)?, files: file.files_of(&scenario)? };
            let played = if update {
                Box::pin(self.rehearsal.revise(&scenario, props)).await
            } else {
                Box::pin(self.rehearsal.play(&scenario, props)).await
            };
            let Played { result, n_turns, most } = played;
            let log = self.log.take();
            match result {
                Ok(new) => {
                    revisions.extend(new);
                    self.report.passed(&title, n_turns, most);
                }
                Err(Failure { kind: FailureKind::NoAnswer { .. }, .. }) if self.needs_stand_ins => {
                    self.report.left_out(&title);
                }
                Err(failure) => self.report.failed(&file.path, &title, &failure, &log),
            }
        }
        if update {
            let text = file.script.revised(&revisions).to_string();
            if text != file.text {
                std::fs::write(&file.path, text)
                    .with_context(|| format!("cannot write `{}`", file.path.display()))?;
                report::written(&file.path);
            }
        }
        Ok(())
    }

    /// The department's own starting records, or those that the scenario names.
    fn seed_of(
        &self,
        file: &ScriptFile,
        scenario: &Scenario<'_>,
    ) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let Some(name) = scenario.setup.seed else { return Ok(self.seed.clone()) };
        Ok(departments::read_seed(&self.subject.config.id, &file.beside(name))?)
    }
}
