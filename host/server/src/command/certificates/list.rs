//! The trust list: made where the keys are, and signed where the root key is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use mitra_certificates::trust_list::{changes, next_number, sign};
use mitra_core::clock::Clock;
use mitra_verifier::shown::last_day;
use mitra_verifier::{SignedTrustList, TrustList};

use super::root::read_root;
use super::{list_days, list_days_default};
use crate::authorities::{
    self, Labels, read_trust_keys, read_unsigned_trust_list, trust_list_signed_before,
};
use crate::clock::SystemClock;
use crate::config::{CertificatesConfig, Config};
use crate::manifest::Manifest;

/// Where the list that is to be signed is written, and what it takes labels from.
#[derive(Debug, Args)]
pub(super) struct Draft {
    /// The file of the list that is to be signed.
    #[arg(long, default_value = "trust-list.json")]
    out: PathBuf,
    /// The manifest of a department that is served by releases: what its kinds are called. Several may be named.
    #[arg(long, value_name = "FILE")]
    manifest: Vec<PathBuf>,
}

/// Sign a trust list.
#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The list that is to be signed, as `mitra certificates trust-list` makes it.
    #[arg(default_value = "trust-list.json")]
    list: PathBuf,
    /// The root key.
    #[arg(long, default_value = "root.key")]
    key: PathBuf,
    /// The trust keys: hosts and offices have them.
    #[arg(long, default_value = "trust-keys.json")]
    trust_keys: PathBuf,
    /// The signed list that it follows: its number is the next one.
    #[arg(long, value_name = "FILE", required_unless_present = "first")]
    after: Option<PathBuf>,
    /// It is the first of all. Where there was one before, nobody takes it.
    #[arg(long, conflicts_with = "after")]
    first: bool,
    /// For how many days it is good.
    #[arg(long, default_value_t = list_days_default(), value_parser = list_days())]
    days: u64,
    /// Let a new key begin before everybody can have it: the one before was stolen.
    #[arg(long)]
    at_once: bool,
    /// The file of the signed list.
    #[arg(long, default_value = "trust-list")]
    out: PathBuf,
    /// Say what it changes, and sign nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Draft {
    /// Makes the list of the configured authorities.
    #[expect(clippy::print_stdout, reason = "what was made is this command's output")]
    pub(super) fn write(&self, config: &Config) -> anyhow::Result<()> {
        let mut labels = labels(config)?;
        for path in &self.manifest {
            let manifest = Manifest::read(path)?;
            let department = config.departments.iter().find(|it| it.id == manifest.id);
            let department = department.with_context(|| {
                format!("the configuration has no department `{}`", manifest.id)
            })?;
            labels.add(department, &manifest);
        }
        let list = draft(config, &labels)?;
        std::fs::write(&self.out, list.to_json())
            .with_context(|| format!("cannot write `{}`", self.out.display()))?;
        let n_keys: usize = list.authorities.iter().map(|authority| authority.keys.len()).sum();
        let n_authorities = list.authorities.len();
        println!("made `{}`: {n_authorities} authorities, {n_keys} keys", self.out.display());
        for (authority, kind) in labels.unclear() {
            println!(
                "departments differ in what `{kind}` of `{authority}` is called: it has no label"
            );
        }
        for department in &config.departments {
            for rule in &department.certificates {
                let unknown = rule.kinds.iter().filter(|kind| !labels.has(&rule.authority, kind));
                for kind in unknown {
                    println!(
                        "no manifest says what `{kind}` of `{}` is called: name it with `--manifest`",
                        department.id
                    );
                }
            }
        }
        println!("next: `mitra certificates sign`, where the root key is");
        Ok(())
    }
}

impl Sign {
    #[expect(clippy::print_stdout, reason = "what is signed is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let roots = read_trust_keys(&self.trust_keys)?;
        let root = read_root(&self.key, &roots)?;
        let before = self.after.as_deref();
        let before = before.map(|path| trust_list_signed_before(path, &roots)).transpose()?;
        let (list, now) = (read_unsigned_trust_list(&self.list)?, SystemClock.now());
        let changes = changes(before.as_ref(), &list, now, self.at_once)
            .map_err(|why| anyhow::anyhow!("E0663: the trust list is not signed: {why}"))?;
        for change in &changes {
            println!("{change}");
        }
        let number = next_number(before.as_ref())?;
        let life = Duration::from_hours(24 * self.days);
        let bytes = sign(list, number, &root, now, life);
        SignedTrustList::read(&bytes, &roots, now, None).context("nobody could use this list")?;
        if self.dry_run {
            println!("nothing is signed: it would be number {number}");
            return Ok(());
        }
        replace(&self.out, &bytes)?;
        println!(
            "signed `{}`: number {number}, good until {}",
            self.out.display(),
            last_day(now.after(life))
        );
        println!("next: put it where the configuration says; the host publishes it by itself");
        Ok(())
    }
}

/// Where certificates are looked up, by the configuration.
pub(super) fn section(config: &Config) -> anyhow::Result<&CertificatesConfig> {
    config
        .certificates
        .as_ref()
        .context("the configuration does not say where the trust list is: add `[certificates]`")
}

/// What the kinds of departments with a manifest are called.
pub(crate) fn labels(config: &Config) -> anyhow::Result<Labels> {
    let mut labels = Labels::default();
    for department in config.departments.iter().filter(|it| !it.certificates.is_empty()) {
        if let Some(path) = &department.manifest {
            labels.add(department, &Manifest::read(path)?);
        }
    }
    Ok(labels)
}

/// The list of the configured authorities, with all their keys.
pub(crate) fn draft(config: &Config, labels: &Labels) -> anyhow::Result<TrustList> {
    let mut list = TrustList::default();
    for configured in &config.authorities {
        let mut authority = authorities::load(configured)?;
        authority.kinds = labels.of(&authority.id);
        list.authorities.push(authority.to_publish());
    }
    Ok(list)
}

/// Writes a file in the place of another one at once: a host that runs reads it, too.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let cannot = || format!("cannot write `{}`", path.display());
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut file =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).with_context(cannot)?;
    std::io::Write::write_all(&mut file, bytes).with_context(cannot)?;
    let file = file.persist(path).with_context(cannot)?;
    // Everybody may read it.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(0o644)).with_context(cannot)?;
    }
    file.sync_all().with_context(cannot)
}
