//! Keys of authorities: made, followed by others, and shown.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use mitra_certificates::{Authorities, KeyPeriod, Rotation, add_key, rotate as follow};
use mitra_core::clock::Clock;
use mitra_verifier::shown::{day, last_day};

use super::list::Draft;
use crate::authorities;
use crate::clock::SystemClock;
use crate::config::{AuthorityConfig, Config};

#[expect(clippy::print_stdout, reason = "what was made is this command's output")]
pub(super) fn new_key(
    config: &Config,
    authority: &str,
    in_days: u64,
    days: u64,
) -> anyhow::Result<()> {
    let found = find(config, authority)?;
    let from = SystemClock.now().after(Duration::from_hours(24 * in_days));
    let period = KeyPeriod { from, until: from.after(Duration::from_hours(24 * days)) };
    let key = add_key_of(found, period)?;
    println!("made the key {key} of `{authority}` in `{}`", found.keys.display());
    println!("next: `mitra certificates trust-list`, and have the list signed");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what was made is this command's output")]
pub(super) fn rotate(
    config: &Config,
    authority: &str,
    in_days: u64,
    days: u64,
    draft: &Draft,
) -> anyhow::Result<()> {
    let found = find(config, authority)?;
    let folder = authorities::open_keys(found)?;
    let [lead, life] = [in_days, days].map(|days| Duration::from_hours(24 * days));
    let rotation = follow(&folder, SystemClock.now(), lead, life)
        .with_context(|| format!("no key of `{authority}` can follow another one"))?;
    let Rotation { new, period, old_until } = rotation;
    println!("made the key {} of `{authority}` in `{}`", new.id, found.keys.display());
    println!(
        "it signs from {} to {}; the one before signs until then",
        day(period.from),
        last_day(period.until)
    );
    if old_until < period.from {
        println!("nothing is signed from {} on until it begins", day(old_until));
    }
    draft.write(config)
}

#[expect(clippy::print_stdout, reason = "the keys are this command's output")]
pub(super) fn show(config: &Config) -> anyhow::Result<()> {
    let certificates = super::list::section(config)?;
    let roots = authorities::read_trust_keys(&certificates.trust_keys)?;
    let published = authorities::trust_list_signed_before(&certificates.trust_list, &roots)?;
    let loaded: Result<Vec<_>, _> = config.authorities.iter().map(authorities::load).collect();
    let all = Authorities::new(loaded?, published);
    for (authority, keys) in all.keys(SystemClock.now()) {
        println!("{authority}");
        for key in keys {
            let (id, state) = (key.id, key.state.to_string());
            println!("  {id}  {state:<13}  {} to {}", day(key.from), last_day(key.until));
        }
    }
    Ok(())
}

fn find<'a>(config: &'a Config, authority: &str) -> anyhow::Result<&'a AuthorityConfig> {
    let found = config.authorities.iter().find(|it| it.id.as_str() == authority);
    found.with_context(|| {
        format!("the configuration has no authority `{authority}`: add `[[authority]]` first")
    })
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
