//! `mitra inspect`: what is in a release, without trusting it.

use std::path::PathBuf;

use clap::Args;
use mitra_release::{FileEntry, Statement};

use super::place::{self, CredentialArgs, Place};

/// Show what is in a release: what it says of itself, whose signatures it has, its files. Whether it is trusted, an
/// operator's keys say.
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The release: a file, or `oci://REGISTRY/REPOSITORY:TAG`, or `...@sha256:DIGEST`.
    release: PathBuf,
    #[command(flatten)]
    credentials: CredentialArgs,
}

impl Inspect {
    #[expect(clippy::print_stdout, reason = "what is found is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (artifact, resolved) = Place::of(&self.release)?.read(&self.credentials)?;
        let statement = artifact.statement();
        let Statement { department, version, contract, .. } = statement;
        println!("{department} {version}, for {contract}");
        println!("sha256    {}", artifact.digest());
        if let Some(resolved) = &resolved {
            println!("found at  {}", place::shown(resolved));
        }
        println!("made      {}", statement.made());
        println!("expires   {}", statement.expires());
        for key in artifact.envelope().signers() {
            println!("signed by {key}");
        }
        if artifact.envelope().signers().next().is_none() {
            println!("signed by nobody");
        }
        for FileEntry { name, bytes, .. } in statement.files() {
            println!("{bytes:>10} {name}");
        }
        Ok(())
    }
}
