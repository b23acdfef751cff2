//! `mitra replay`: turns that a host wrote down, repeated by a component on this machine.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use mitra_capsule::{Capsule, RecordedSettings, Replayed, Replayer};
use mitra_core::limits::CAPSULE_BYTES_MAX;
use mitra_runtime::LoadedRelease;

use crate::capsules::Repeated;
use crate::vendor::{GuestLine, GuestLog, Stage, SubjectArgs};

/// Repeat turns that a host wrote down, and say what a department's component makes of them now.
///
/// The component gets what it got then, and the answers that the host gave then: records, payments, certificates, web
/// services, files, time and chance. Nothing is sent and nothing is stored.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// Capsules, as `mitra capsule get` wrote them; `-` for lines on the input.
    #[arg(required = true)]
    capsules: Vec<PathBuf>,
    /// The department's project, with the component that it builds.
    #[arg(long, value_name = "FOLDER", default_value = ".", conflicts_with = "component")]
    project: PathBuf,
    /// A component instead.
    #[arg(long, value_name = "FILE")]
    component: Option<PathBuf>,
    /// Its manifest, `department.toml`; the project's own for none.
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// One line of JSON for each capsule, with what the citizen wrote masked.
    #[arg(long)]
    json: bool,
    /// Stand back behind other programs: so a host tries a release.
    #[arg(long, hide = true)]
    behind: bool,
    /// The folder of the host's machine code: what it has compiled is not compiled again.
    #[arg(long, value_name = "FOLDER", hide = true, requires = "behind")]
    compiled: Option<PathBuf>,
}

/// One capsule, and where it is from.
struct Named {
    name: String,
    capsule: Capsule,
}

impl Replay {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        if self.behind {
            mitra_runtime::stand_behind();
            mitra_runtime::end_with_parent();
        }
        let capsules = read_all(&self.capsules)?;
        let first = capsules.first().context("there is no capsule on the input")?;
        let id = first.capsule.department.clone();
        let path = self.component.as_deref().unwrap_or(&self.project);
        let subject = SubjectArgs::known_as(path, self.manifest.as_deref(), &id).find()?;
        let (component, asked) = (subject.component()?, subject.settings().grants);
        let stage = match self.compiled {
            Some(compiled) => Stage::beside_host(compiled),
            None => Stage::of(&subject)?,
        };
        let log = GuestLog::start()?;
        let player = Replayer::new(stage.options()?).context("cannot start the sandbox")?;
        let runtime = super::runtime()?;
        let mut counts = BTreeMap::new();
        let mut loaded: Option<(RecordedSettings, LoadedRelease)> = None;
        for Named { name, capsule } in &capsules {
            // As a rule all turns were run with the same settings.
            let release = match &loaded {
                Some((settings, release)) if *settings == capsule.settings => release,
                _ => {
                    let settings = capsule.settings.with_asks(&asked)?;
                    let release = player.sandbox().load(&id, &component, settings)?;
                    &loaded.insert((capsule.settings.clone(), release)).1
                }
            };
            log.take();
            let replayed = runtime.block_on(player.replay(&id, &release.digest, capsule));
            let replayed = replayed.with_context(|| format!("cannot repeat `{name}`"))?;
            *counts.entry(replayed.is.name()).or_insert(0_usize) += 1;
            if self.json {
                tell_json(capsule, &replayed);
            } else {
                tell(name, capsule, &replayed, &log.take());
            }
        }
        if !self.json {
            tell_counts(capsules.len(), &counts);
        }
        let are_identical = counts.keys().all(|word| *word == "identical");
        Ok(if are_identical || self.behind { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// All capsules of these files, and of the input.
fn read_all(paths: &[PathBuf]) -> anyhow::Result<Vec<Named>> {
    let mut capsules = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            for line in std::io::stdin().lock().lines() {
                let line = line.context("cannot read the input")?;
                capsules.push(named(format!("line {}", capsules.len() + 1), &line)?);
            }
            continue;
        }
        let name = path.display().to_string();
        let size = std::fs::metadata(path).with_context(|| format!("cannot read `{name}`"))?.len();
        ensure!(
            size <= 2 * CAPSULE_BYTES_MAX as u64,
            "E0634: `{name}` is no capsule: it has {size} bytes"
        );
        let text = std::fs::read_to_string(path);
        let text = text.with_context(|| format!("cannot read `{name}`"))?;
        capsules.push(named(name, text.trim_end())?);
    }
    Ok(capsules)
}

fn named(name: String, text: &str) -> anyhow::Result<Named> {
    let capsule = Capsule::read(text).with_context(|| format!("cannot read `{name}`"))?;
    Ok(Named { name, capsule })
}

#[expect(clippy::print_stdout, reason = "what came of it is this command's output")]
fn tell(name: &str, capsule: &Capsule, replayed: &Replayed, log: &[GuestLine]) {
    let masked = if capsule.masked { ", masked" } else { "" };
    println!("{:9} {name}{masked}", replayed.is.name());
    if replayed.is_identical() {
        for line in capsule.did.lines() {
            println!("    {line}");
        }
    }
    for line in &replayed.differences {
        println!("    {line}");
    }
    for asked in &replayed.asked_anew {
        println!("    asks for {asked}, which the turn did not ask for then");
    }
    for line in log {
        println!("    log {line}");
    }
}

#[expect(clippy::print_stdout, reason = "what came of it is this command's output")]
fn tell_json(capsule: &Capsule, replayed: &Replayed) {
    let replayed = capsule.masked_in(replayed);
    let repeated = Repeated { capsule: capsule.id(), replayed };
    println!("{}", serde_json::to_string(&repeated).expect("it has no keys but text"));
}

#[expect(clippy::print_stdout, reason = "what came of it is this command's output")]
fn tell_counts(turns: usize, counts: &BTreeMap<&str, usize>) {
    let counts: Vec<_> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
    println!("{turns} repeated: {}", counts.join(", "));
}
