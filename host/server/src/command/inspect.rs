//! `mitra inspect`: what is in a release, without trusting it.

use std::path::PathBuf;

use clap::Args;
use mitra_project::sbom::Sbom;
use mitra_release::{Artifact, FileEntry, SBOM, Statement};

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
        println!("packages  {}", packages(&artifact));
        for FileEntry { name, bytes, .. } in statement.files() {
            println!("{bytes:>10} {name}");
        }
        Ok(())
    }
}

/// How many packages the component is made of, as the release says. Its list is believed no more than the rest.
fn packages(artifact: &Artifact) -> String {
    match artifact.file(SBOM).map(Sbom::parse) {
        Some(Ok(sbom)) => format!("{} ({SBOM})", sbom.n_packages()),
        Some(Err(error)) => format!("not known: `{SBOM}` cannot be used: {error}"),
        None => "not listed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use mitra_core::clock::Timestamp;
    use mitra_core::ids::DepartmentId;
    use mitra_release::{COMPONENT, Description, FileName, MANIFEST};
    use semver::Version;

    use super::*;

    /// A release with this list.
    fn release(sbom: Option<&str>) -> Artifact {
        let created_at = Timestamp(1_795_773_600_000);
        let description = Description {
            department: DepartmentId::parse("water").expect("an id"),
            version: Version::new(1, 4, 0),
            contract: "mitra:department@1.0.0".to_owned(),
            created_at,
            expires_at: created_at.after(Duration::from_hours(24)),
        };
        let files = [(COMPONENT, Some("")), (MANIFEST, Some("")), (SBOM, sbom)];
        let file = |(name, text): (&str, Option<&str>)| {
            Some((FileName::parse(name).expect("a name"), text?.as_bytes().to_vec()))
        };
        let files: BTreeMap<_, _> = files.into_iter().filter_map(file).collect();
        Artifact::of(description, files).expect("a release")
    }

    #[test]
    fn a_list_of_packages_is_counted_if_it_can_be_read() {
        assert_eq!(packages(&release(None)), "not listed");
        let list = r#"{ "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components":
            [{ "type": "library", "name": "serde", "version": "1.0.0" }] }"#;
        assert_eq!(packages(&release(Some(list))), "1 (sbom.cdx.json)");
        let said = packages(&release(Some(&list.replace("library", "\\u001b[2J"))));
        assert!(said.starts_with("not known: `sbom.cdx.json` cannot be used: it is no"), "{said}");
        assert!(!said.contains('\u{1b}'), "{said}");
    }
}
