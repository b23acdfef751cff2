//! `mitra sign`: a department's project -> a signed release; a release -> the same with more signatures.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use mitra_core::clock::Clock;
use mitra_project::Project;
use mitra_release::{
    Artifact, COMPONENT, Description, FileName, KeyPair, MANIFEST, SBOM, SCENARIOS, SEED, Statement,
};

use super::build::build;
use super::place::{self, CredentialArgs, Place};
use super::{check, keys};
use crate::clock::SystemClock;
use crate::vendor::{Subject, SubjectArgs, shown};

/// Make a signed release of a department's project, or add signatures to a release.
#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The project's folder, or a release: a file, or `oci://REGISTRY/REPOSITORY:TAG`.
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The file of a key to sign with, `NAME.key`; as often as there are keys.
    #[arg(long = "key", value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
    /// For how many days operators may take the release.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=730))]
    days: u16,
    /// Where the release is written; for none, `target/ID-VERSION.mitra` of the project, or the release itself.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    credentials: CredentialArgs,
}

impl Sign {
    pub(super) fn run(self) -> anyhow::Result<()> {
        // A key that cannot be used is told of before anything is built.
        let pairs: Vec<_> =
            self.keys.iter().map(|file| keys::read_private(file)).collect::<Result<_, _>>()?;
        let place = Place::of(&self.path)?;
        let is_remote = matches!(place, Place::Registry(_));
        if is_remote && self.output.is_none() {
            bail!(
                "say with `--output` where the signed release is written; `mitra publish` brings it back"
            );
        }
        let is_release = is_remote || self.path.is_file();
        let mut artifact = if is_release { place.read(&self.credentials)?.0 } else { self.make()? };
        for pair in &pairs {
            artifact.sign(pair).context("the release takes no more signatures")?;
        }
        let output = match self.output {
            Some(output) => output,
            None if is_release => self.path,
            None => output_of(&self.path, artifact.statement()),
        };
        place::write(&artifact, &output)?;
        say(&artifact, &pairs, &output);
        Ok(())
    }

    /// Builds the project, loads it as a host would, and packs it.
    fn make(&self) -> anyhow::Result<Artifact> {
        let subject = SubjectArgs::of(&self.path).find()?;
        let project = subject.project.as_ref().context("this folder is no project")?;
        let version = subject.version.clone().with_context(|| {
            let manifest = project.folder.join(MANIFEST);
            let manifest = shown(&manifest);
            format!("`{manifest}` has no `version`: add one, such as `version = \"1.0.0\"`")
        })?;
        build(project)?;
        if let Some(error) = crate::departments::check_files(&subject.config).into_iter().next() {
            return Err(error.into());
        }
        check::load(&subject)??;
        let sbom = list_packages(project, &version.to_string())?;
        let component = subject.component()?;
        let contract = mitra_runtime::contract(&component)?;
        let created_at = SystemClock.now();
        let expires_at = created_at.after(Duration::from_hours(24 * u64::from(self.days)));
        let department = subject.config.id.clone();
        let description = Description { department, version, contract, created_at, expires_at };
        let mut files = files(&subject, component)?;
        if let Some(sbom) = sbom {
            files.insert(FileName::parse(SBOM)?, sbom);
        }
        Ok(Artifact::of(description, files)?)
    }
}

/// What the component is made of, if it can be told; says whether it can.
#[expect(clippy::print_stdout, reason = "what is listed is this command's output")]
fn list_packages(project: &Project, version: &str) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(sbom) = project.sbom(version)? else {
        println!("packages are not listed: the project has no lock file");
        return Ok(None);
    };
    println!("packages listed: {}", sbom.n_packages());
    Ok(Some(sbom.into_bytes()))
}

/// All files of a release of this department, but the list of packages.
fn files(subject: &Subject, component: Vec<u8>) -> anyhow::Result<BTreeMap<FileName, Vec<u8>>> {
    let mut files = BTreeMap::from([(FileName::parse(COMPONENT)?, component)]);
    if let Some(path) = &subject.config.manifest {
        let manifest = mitra_project::data::manifest(path)?;
        files.insert(FileName::parse(MANIFEST)?, manifest.into_bytes());
    }
    if let Some(path) = &subject.config.seed {
        files.insert(FileName::parse(SEED)?, read_file(path)?);
    }
    let scenarios = subject.project.as_ref().map(|project| project.folder.join(SCENARIOS));
    if let Some(folder) = scenarios.filter(|folder| folder.is_dir()) {
        collect(&folder, SCENARIOS, &mut files)?;
    }
    Ok(files)
}

/// Everything below a folder, under this name, but what is hidden.
fn collect(
    folder: &Path,
    name: &str,
    files: &mut BTreeMap<FileName, Vec<u8>>,
) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder);
    let entries = entries.with_context(|| format!("cannot read `{}`", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let own = path.file_name().unwrap_or_default().to_string_lossy();
        if own.starts_with('.') {
            continue;
        }
        let name = format!("{name}/{own}");
        if path.is_dir() {
            collect(&path, &name, files)?;
        } else {
            files.insert(FileName::parse(&name)?, read_file(&path)?);
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))
}

fn output_of(project: &Path, statement: &Statement) -> PathBuf {
    let Statement { department, version, .. } = statement;
    project.join("target").join(format!("{department}-{version}.mitra"))
}

#[expect(clippy::print_stdout, reason = "what was made is this command's output")]
fn say(artifact: &Artifact, pairs: &[KeyPair], path: &Path) {
    let Statement { department, version, .. } = artifact.statement();
    println!("{department} {version}, sha256 {}", artifact.digest());
    for pair in pairs {
        println!("signed by {}", pair.public().id());
    }
    println!("{}", shown(path));
}
