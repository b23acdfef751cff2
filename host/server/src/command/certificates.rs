//! `mitra certificates`: keys of authorities, and the trust list.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use mitra_certificates::{Authorities, KeyPeriod, add_key};
use mitra_core::clock::Clock;
use mitra_verifier::TrustList;

use crate::authorities;
use crate::clock::SystemClock;
use crate::config::{AuthorityConfig, CertificatesConfig, Config};

/// Make keys of authorities and the trust list.
#[derive(Debug, Args)]
pub(super) struct Certificates {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key for an authority. It signs once the trust list that has it is made anew, and the host started anew.
    NewKey {
        /// The host's configuration file.
        #[arg(long, default_value = "mitra.toml")]
        config: PathBuf,
        /// Which authority.
        authority: String,
        /// In how many days it begins to sign: time to publish the trust list.
        #[arg(long, default_value_t = 0)]
        in_days: u64,
        /// For how many days it signs. Its certificates can be checked after that as well.
        #[arg(long, default_value_t = 730, value_parser = clap::value_parser!(u64).range(1..=3_650))]
        days: u64,
    },
    /// Make the trust list of all authorities and their keys, where the configuration says. Publish it.
    TrustList {
        /// The host's configuration file.
        #[arg(long, default_value = "mitra.toml")]
        config: PathBuf,
    },
}

impl Certificates {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::NewKey { config, authority, in_days, days } => {
                new_key(&Config::load(&config)?, &authority, in_days, days)?;
            }
            Action::TrustList { config } => trust_list(&Config::load(&config)?)?,
        }
        Ok(())
    }
}

#[expect(clippy::print_stdout, reason = "what was made is this command's output")]
fn new_key(config: &Config, authority: &str, in_days: u64, days: u64) -> anyhow::Result<()> {
    let found = config.authorities.iter().find(|it| it.id.as_str() == authority);
    let Some(found) = found else {
        bail!("the configuration has no authority `{authority}`: add `[[authority]]` first");
    };
    let from = SystemClock.now().after(Duration::from_hours(24 * in_days));
    let period = KeyPeriod { from, until: from.after(Duration::from_hours(24 * days)) };
    let key = add_key_of(found, period)?;
    println!("made the key {key} of `{authority}` in `{}`", found.keys.display());
    println!("next: `mitra certificates trust-list`, publish the list, and start the host anew");
    Ok(())
}

/// Makes a key in the authority's folder, which is made as well if it is not there. Gives its id.
pub(crate) fn add_key_of(authority: &AuthorityConfig, period: KeyPeriod) -> anyhow::Result<String> {
    make_folder(&authority.keys)
        .with_context(|| format!("cannot make the folder `{}`", authority.keys.display()))?;
    Ok(add_key(&authorities::open_keys(authority)?, period)?.id.to_string())
}

/// A folder that nobody but its owner may enter.
fn make_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.recursive(true).create(path)
}

#[expect(clippy::print_stdout, reason = "what was made is this command's output")]
fn trust_list(config: &Config) -> anyhow::Result<()> {
    let Some(CertificatesConfig { trust_list: path, .. }) = &config.certificates else {
        bail!("the configuration does not say where the trust list is: add `[certificates]`");
    };
    let list = write_trust_list(&config.authorities, path)?;
    let n_keys: usize = list.authorities.iter().map(|authority| authority.keys.len()).sum();
    let n_authorities = list.authorities.len();
    println!("made `{}`: {n_authorities} authorities, {n_keys} keys", path.display());
    Ok(())
}

/// Makes the trust list of these authorities in this file.
pub(crate) fn write_trust_list(
    authorities: &[AuthorityConfig],
    path: &Path,
) -> anyhow::Result<TrustList> {
    let loaded: Result<Vec<_>, _> = authorities.iter().map(authorities::load).collect();
    let list = Authorities::new(loaded?, TrustList::default()).to_publish();
    std::fs::write(path, list.to_json())
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    Ok(list)
}
