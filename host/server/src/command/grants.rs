//! `mitra grants`: what departments ask for.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

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
        let (gone, wider) = (old.beyond(&new), new.beyond(&old));
        show('-', &gone);
        show('+', &wider);
        Ok(if wider.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(WIDER) })
    }
}

#[expect(clippy::print_stdout, reason = "the difference is this command's output")]
fn show(sign: char, rules: &[String]) {
    for rule in rules {
        println!("{sign} {rule}");
    }
}
