//! Where a release is: in a file, or in a registry.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use mitra_core::identity::Secret;
use mitra_registry::{Credentials, Reference, RegistryClient, ResolvedReference};
use mitra_release::Artifact;

/// How an address in a registry begins.
const REGISTRY: &str = "oci://";

/// Where a release is, or is to be.
#[derive(Debug)]
pub(super) enum Place {
    /// A file of this machine.
    File(PathBuf),
    /// A registry.
    Registry(Reference),
}

/// Who asks a registry. The password is in a file: arguments are seen by everybody on a machine.
#[derive(Debug, Args)]
pub(super) struct CredentialArgs {
    /// The user of the registry.
    #[arg(long, value_name = "NAME", requires = "password_file")]
    user: Option<String>,
    /// The file with the user's password, or with a token that the registry takes in its place.
    #[arg(long, value_name = "FILE", requires = "user")]
    password_file: Option<PathBuf>,
}

impl CredentialArgs {
    pub(super) fn read(&self) -> anyhow::Result<Credentials> {
        let Self { user: Some(user), password_file: Some(file) } = self else {
            return Ok(Credentials::ANONYMOUS);
        };
        let text = fs::read_to_string(file);
        let text = text.with_context(|| format!("cannot read `{}`", file.display()))?;
        // Editors end a file with a line's end, and passwords have none.
        let password = Secret::new(text.trim_end_matches(['\r', '\n']));
        let credentials = Credentials::password(user, password);
        credentials.with_context(|| format!("cannot use `{}` for `{user}`", file.display()))
    }
}

impl Place {
    /// The place that an argument means.
    pub(super) fn of(argument: &Path) -> anyhow::Result<Self> {
        match argument.to_str().and_then(|text| text.strip_prefix(REGISTRY)) {
            Some(address) => {
                let reference = address.parse();
                let cannot = || format!("`{}` cannot be used", argument.display());
                Ok(Self::Registry(reference.with_context(cannot)?))
            }
            None => Ok(Self::File(argument.to_owned())),
        }
    }

    /// The release that is there; for one in a registry, also where it will always be.
    pub(super) fn read(
        &self,
        credentials: &CredentialArgs,
    ) -> anyhow::Result<(Artifact, Option<ResolvedReference>)> {
        match self {
            Self::File(path) => Ok((read(path)?, None)),
            Self::Registry(reference) => {
                let (client, credentials) = (RegistryClient::default(), credentials.read()?);
                super::runtime()?.block_on(async {
                    let resolved = client.resolve(reference, &credentials).await?;
                    let artifact = client.fetch(&resolved, &credentials).await?;
                    Ok((artifact, Some(resolved)))
                })
            }
        }
    }
}

/// An address in a registry as commands take it.
pub(super) fn shown(resolved: &ResolvedReference) -> String {
    format!("{REGISTRY}{resolved}")
}

/// The release in this file.
pub(super) fn read(path: &Path) -> anyhow::Result<Artifact> {
    let file = File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Artifact::read(file).with_context(|| format!("`{}` cannot be used", path.display()))
}

/// Under another name first, and safe on the disk before it has its own: whoever watches the file never reads half of
/// it, also not after the machine went down.
pub(super) fn write(artifact: &Artifact, path: &Path) -> anyhow::Result<()> {
    let cannot = || format!("cannot write `{}`", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new();
    // What others may do with it, the process's own mask says.
    draft.prefix(".").suffix(".draft").permissions(fs::Permissions::from_mode(0o666));
    let draft = draft.tempfile_in(folder).with_context(cannot)?;
    let mut to = BufWriter::new(draft.as_file());
    artifact.write(&mut to)?;
    to.flush().and_then(|()| to.get_ref().sync_all()).with_context(cannot)?;
    drop(to);
    draft.persist(path).with_context(cannot)?;
    // That the file has this name is on the disk with its folder.
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(cannot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_unless_it_says_that_it_is_in_a_registry() {
        let registry = Place::of(Path::new("oci://registry.example/water:1.4.0")).expect("a place");
        assert!(matches!(registry, Place::Registry(_)), "{registry:?}");
        for file in ["water.mitra", "registry.example/water:1.4.0", "./oci:/x"] {
            let place = Place::of(Path::new(file)).expect("a place");
            assert!(matches!(place, Place::File(_)), "{place:?}");
        }
        let error = Place::of(Path::new("oci://registry.example/water")).expect_err("no tag");
        assert!(format!("{error:#}").contains("does not say which release"), "{error:#}");
    }

    #[test]
    fn a_password_is_a_files_text_without_the_end_of_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("password");
        let read = |text: &str| {
            fs::write(&file, text).expect("a file");
            let arguments = CredentialArgs {
                user: Some("vendor".to_owned()),
                password_file: Some(file.clone()),
            };
            arguments.read().map_err(|error| format!("{error:#}"))
        };
        let shown = format!("{:?}", read(" open sesame\r\n").expect("they are good"));
        assert!(!shown.contains("sesame"), "{shown}");
        let said = read("\n").expect_err("it is empty");
        assert!(said.contains("the password is empty"), "{said}");
    }
}
