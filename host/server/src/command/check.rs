//! `mitra check`: a department as a host takes it, without a host.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use mitra_core::department::{Department, DescriptionError};
use mitra_core::ids::ReleaseDigest;
use mitra_core::language::{Language, Localized};
use mitra_core::topic::Topics;
use mitra_runtime::{
    DescriptionRefused, LoadError, LoadedRelease, NoHttp, NoMedia, Ports, Sandbox,
};
use mitra_storage::memory::MemoryStorage;

use crate::vendor::{Stage, Subject, SubjectArgs, shown};

/// Load a department as a host would, with a host's limits, and say what it offers, or everything that is wrong.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    subject: SubjectArgs,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let subject = self.subject.find()?;
        let mut findings = Findings::default();
        findings.keep(crate::departments::check_files(&subject.config));
        match load(&subject) {
            Err(error) => findings.errors.push(format!("{error:#}")),
            Ok(Err(error)) => findings.refused(error),
            Ok(Ok(Loaded { department, digest, bytes, seconds })) => {
                say(&subject, &department, &digest, bytes, seconds);
                findings.weigh(&department, &subject.topics);
                findings.keep(subject.following(&department).err().into_iter().collect());
            }
        }
        for rule in &subject.asked {
            say_ask(&format!("http {rule}"));
        }
        for rule in &subject.asked_files {
            say_ask(&format!("files {rule}"));
        }
        if let Some(words) = subject.asked_media.words() {
            say_ask(&format!("media {words}"));
        }
        if let Some(words) = subject.asked_notices.words() {
            say_ask(&format!("notices {words}"));
        }
        if let Some(rule) = &subject.asked_payments {
            say_ask(&format!("payments {rule}"));
        }
        for kind in &subject.asked_certificates {
            say_ask(&format!("certificates {kind}"));
        }
        Ok(findings.tell())
    }
}

/// What a host would serve.
pub(super) struct Loaded {
    department: Department,
    digest: ReleaseDigest,
    bytes: usize,
    seconds: f64,
}

/// Loads a component as a host would.
pub(super) fn load(subject: &Subject) -> anyhow::Result<Result<Loaded, LoadError>> {
    let component = subject.component()?;
    let stage = Stage::of(subject)?;
    let (reads, http, media) =
        (Arc::new(MemoryStorage::default()), Arc::new(NoHttp), Arc::new(NoMedia));
    let ports = Ports { reads, http, media };
    let sandbox = Sandbox::new(stage.options()?, ports).context("cannot start the sandbox")?;
    let began = Instant::now();
    let loaded = sandbox.load(&subject.config.id, &component, subject.settings());
    let (bytes, seconds) = (component.len(), began.elapsed().as_secs_f64());
    Ok(loaded.map(|LoadedRelease { digest, department }| Loaded {
        department,
        digest,
        bytes,
        seconds,
    }))
}

/// Everything that is wrong, and everything that could be better.
#[derive(Debug, Default)]
struct Findings {
    errors: Vec<String>,
    warnings: Vec<String>,
}

impl Findings {
    fn keep<E: Into<anyhow::Error>>(&mut self, errors: Vec<E>) {
        self.errors.extend(errors.into_iter().map(|error| format!("{:#}", error.into())));
    }

    fn refused(&mut self, error: LoadError) {
        if let LoadError::Description(DescriptionRefused::Limits(problems)) = &error {
            self.errors.extend(problems.iter().map(DescriptionError::to_string));
        } else {
            self.keep(vec![error]);
        }
    }

    /// What a host would serve, and citizens would stumble over.
    fn weigh(&mut self, department: &Department, topics: &Topics) {
        if let Some(service) = topics.unknown_service(|id| department.service(id).is_some()) {
            self.errors.push(format!(
                "E0650: a topic names the service `{service}`, which the department does not have"
            ));
        }
        for shared in department.shared_words() {
            let [one, other] = shared.services;
            self.warnings.push(format!(
                "`{}` stands for `{one}` and for `{other}`: the front desk asks which one is meant",
                shared.word
            ));
        }
        for service in &department.services {
            for alias in service.aliases.iter().filter(|alias| mitra_desk::is_reserved(alias)) {
                self.warnings.push(format!(
                    "the alias `{alias}` of `{}` is a word of the front desk: it never leads there",
                    service.id
                ));
            }
        }
    }

    /// Says all of it; gives what the command ends with.
    #[expect(clippy::print_stderr, reason = "what is wrong is this command's output")]
    fn tell(self) -> ExitCode {
        for warning in &self.warnings {
            eprintln!("warning: {warning}");
        }
        for error in &self.errors {
            eprintln!("error: {error}");
        }
        if self.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

#[expect(clippy::print_stdout, reason = "what is found is this command's output")]
fn say(
    subject: &Subject,
    department: &Department,
    digest: &ReleaseDigest,
    bytes: usize,
    seconds: f64,
) {
    let Department { id, name, services, state_schema } = department;
    let (component, kib) = (shown(&subject.file), bytes.div_ceil(1024));
    println!("{component}: {kib} KiB, sha256 {}", digest.as_str());
    println!("compiled and described twice in {seconds:.1} s");
    println!("department {}: {} (state schema {state_schema})", id.as_str(), names(name));
    for service in services {
        let n_aliases = service.aliases.len();
        println!("  {}: {} ({n_aliases} aliases)", service.id.as_str(), names(&service.name));
    }
}

#[expect(clippy::print_stdout, reason = "what is found is this command's output")]
fn say_ask(rule: &str) {
    println!("asks for {rule}");
}

fn names(name: &Localized) -> String {
    Language::ALL.map(|language| name.get(language)).join(" · ")
}
