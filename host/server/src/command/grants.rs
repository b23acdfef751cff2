//! `mitra grants`: what departments ask for.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use mitra_core::certificate::CertificateKind;
use mitra_runtime::grants::{FilesRule, HttpRule};

use crate::manifest::Manifest;

/// The exit status when the new manifest asks for more: neither that of an error nor that of a wrong command line.
const WIDER: u8 = 3;

/// Show what a department asks for.
#[derive(Debug, Args)]
pub(super) struct Grants {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Compare two manifests: `+` is asked for anew, `-` no longer. The exit status is 3 if the new one asks for more.
    Diff {
        /// The manifest of the release before.
        old: PathBuf,
        /// The manifest of the release to come.
        new: PathBuf,
    },
}

impl Grants {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let Action::Diff { old, new } = self.action;
        let (old, new) = (Manifest::read(&old)?, Manifest::read(&new)?);
        let (gone, wider) = (beyond(&old, &new), beyond(&new, &old));
        show('-', &gone);
        show('+', &wider);
        Ok(if wider.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(WIDER) })
    }
}

/// The rules of a manifest that allow something which no rule of the other does.
fn beyond(one: &Manifest, other: &Manifest) -> Vec<String> {
    let http = |rule: &&HttpRule| !rule.is_within(&other.http);
    let files = |rule: &&FilesRule| !rule.is_within(&other.files);
    let http = one.http.iter().filter(http).map(|rule| format!("http {rule}"));
    let files = one.files.iter().filter(files).map(|rule| format!("files {rule}"));
    let media = one.media.words().filter(|_| !one.media.is_within(other.media));
    let media = media.map(|words| format!("media {words}"));
    let notices = one.notices.words().filter(|_| !one.notices.is_within(other.notices));
    let notices = notices.map(|words| format!("notices {words}"));
    let payments = one.payments.filter(|rule| !rule.is_within(other.payments));
    let payments = payments.map(|rule| format!("payments {rule}"));
    let is_within =
        |kind: &&CertificateKind| !other.certificates.iter().any(|theirs| kind.is_within(theirs));
    let certificates = one.certificates.iter().filter(is_within);
    let certificates = certificates.map(|kind| format!("certificates {kind}"));
    http.chain(files).chain(media).chain(notices).chain(payments).chain(certificates).collect()
}

#[expect(clippy::print_stdout, reason = "the difference is this command's output")]
fn show(sign: char, rules: &[String]) {
    for rule in rules {
        println!("{sign} {rule}");
    }
}
