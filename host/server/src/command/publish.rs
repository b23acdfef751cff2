//! `mitra publish`: a release -> where operators take it from.

use std::path::PathBuf;

use clap::Args;
use mitra_registry::RegistryClient;
use mitra_release::{Artifact, Statement};

use super::place::{self, CredentialArgs, Place};
use crate::vendor::shown;

/// How many digits of a release's digest its file's name has: two releases may have the same version.
const DIGITS: usize = 12;

/// Publish a release: to a file, into a folder, or to a registry.
#[derive(Debug, Args)]
pub(super) struct Publish {
    /// The release.
    release: PathBuf,
    /// A file, a folder, where it is named `ID-VERSION-DIGEST.mitra`, or `oci://REGISTRY/REPOSITORY:TAG`.
    destination: PathBuf,
    #[command(flatten)]
    credentials: CredentialArgs,
}

impl Publish {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let destination = Place::of(&self.destination)?;
        let artifact = place::read(&self.release)?;
        let published = match destination {
            Place::File(path) => {
                let path = if path.is_dir() { path.join(file_name(&artifact)) } else { path };
                place::write(&artifact, &path)?;
                shown(&path).to_string()
            }
            Place::Registry(reference) => {
                let (client, credentials) = (RegistryClient::default(), self.credentials.read()?);
                let push = client.push(&artifact, &reference, &credentials);
                place::shown(&super::runtime()?.block_on(push)?)
            }
        };
        say(&artifact, &published);
        Ok(())
    }
}

/// How a release is called in a folder of many.
fn file_name(artifact: &Artifact) -> String {
    let Statement { department, version, .. } = artifact.statement();
    let digest = artifact.digest().as_str();
    format!("{department}-{version}-{}.mitra", &digest[..DIGITS])
}

#[expect(clippy::print_stdout, reason = "what was published is this command's output")]
fn say(artifact: &Artifact, place: &str) {
    let Statement { department, version, .. } = artifact.statement();
    println!("{department} {version}, sha256 {}", artifact.digest());
    println!("{place}");
}
