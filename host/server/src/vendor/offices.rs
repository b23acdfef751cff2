//! Authorities on one machine: each that a department's grants name gets a key of its own, so that certificates can be
//! looked at. Nobody else knows these keys.

use std::path::Path;
use std::time::Duration;

use mitra_certificates::KeyPeriod;
use mitra_core::clock::Clock;
use mitra_runtime::grants::CertificatesRule;

use crate::clock::SystemClock;
use crate::command::certificates::{add_key_of, write_trust_list};
use crate::config::Config;

/// How long a key signs.
const KEY_LIFE: Duration = Duration::from_hours(365 * 24);

/// A grant as a configuration has it.
pub(super) fn grant(rule: &CertificatesRule) -> toml::Value {
    let kinds = rule.kinds.iter().map(|kind| kind.as_str().into()).collect();
    let mut grant = toml::Table::new();
    grant.insert("authority".to_owned(), rule.authority.as_str().into());
    grant.insert("kinds".to_owned(), toml::Value::Array(kinds));
    grant.into()
}

/// Adds every authority that these departments name to a configuration.
pub(super) fn add(config: &mut toml::Table, departments: &[toml::Value], data: &Path) {
    let granted = departments.iter().filter_map(|it| it.get("certificates")?.as_array());
    let named = granted.flatten().filter_map(|rule| rule.get("authority")?.as_str());
    let mut ids: Vec<&str> = named.collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return;
    }
    let path = |path: std::path::PathBuf| toml::Value::String(path.display().to_string());
    let authority = |id: &&str| {
        let (te, en, hi) = ("నమూనా కార్యాలయం", "Sample office", "नमूना कार्यालय");
        let name = [("te", te), ("en", en), ("hi", hi)];
        let name = name.map(|(key, name)| (key.to_owned(), name.into()));
        let mut authority = toml::Table::new();
        authority.insert("id".to_owned(), (*id).into());
        authority.insert("issuer".to_owned(), format!("https://localhost/{id}").into());
        authority.insert("name".to_owned(), toml::Table::from_iter(name).into());
        authority.insert("keys".to_owned(), path(data.join("keys").join(id)));
        toml::Value::Table(authority)
    };
    let authorities = ids.iter().map(authority).collect();
    config.insert("authority".to_owned(), toml::Value::Array(authorities));
    let list = [("trust_list".to_owned(), path(data.join("trust-list.json")))];
    config.insert("certificates".to_owned(), toml::Table::from_iter(list).into());
}

/// Makes the keys that are not there yet, and the trust list.
pub(super) fn open(config: &Config) -> anyhow::Result<()> {
    let Some(certificates) = &config.certificates else { return Ok(()) };
    let from = SystemClock.now();
    for authority in &config.authorities {
        // A new one at every start: an old one may be over.
        add_key_of(authority, KeyPeriod { from, until: from.after(KEY_LIFE) })?;
    }
    write_trust_list(&config.authorities, &certificates.trust_list)?;
    Ok(())
}
