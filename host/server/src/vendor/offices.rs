//! Authorities on one machine: each that a department's grants name gets a key of its own, and a root key signs the
//! list of them, so that certificates can be looked at and checked. Nobody else knows these keys.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use mitra_certificates::trust_list::{next_number, sign};
use mitra_certificates::{KeyPeriod, load_keys};
use mitra_core::clock::Clock;
use mitra_core::language::Localized;
use mitra_runtime::grants::CertificatesRule;
use mitra_verifier::TRUST_LIST_LIFE;

use crate::authorities::{self, read_trust_keys, trust_list_signed_before};
use crate::clock::SystemClock;
use crate::command::certificates::keys::add_key_of;
use crate::command::certificates::list::{draft, labels, replace};
use crate::command::certificates::root::{new_root, read_root};
use crate::config::Config;

/// How long a key signs.
const KEY_LIFE: Duration = Duration::from_hours(365 * 24);
/// How long before its end another one is made.
const KEY_LEFT_MIN: Duration = Duration::from_hours(30 * 24);
/// The files beside the list: the root key and its public half.
const ROOT_KEY: &str = "root.key";
const TRUST_KEYS: &str = "trust-keys.json";

/// A grant as a configuration has it.
pub(super) fn grant(rule: &CertificatesRule) -> toml::Value {
    let kinds = rule.kinds.iter().map(|kind| kind.as_str().into()).collect();
    let mut grant = toml::Table::new();
    grant.insert("authority".to_owned(), rule.authority.as_str().into());
    grant.insert("kinds".to_owned(), toml::Value::Array(kinds));
    grant.into()
}

/// Adds every authority that these departments name to a configuration, with lists that are published at `public`, and
/// the page that checks if its files are in a folder.
pub(super) fn add(
    config: &mut toml::Table,
    departments: &[toml::Value],
    data: &Path,
    public: SocketAddr,
    verify_files: Option<&Path>,
) {
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
        let Localized { te, en, hi } = name();
        let name = [("te", te), ("en", en), ("hi", hi)];
        let name = name.map(|(key, name)| (key.to_owned(), name.into()));
        let mut authority = toml::Table::new();
        authority.insert("id".to_owned(), (*id).into());
        authority.insert("issuer".to_owned(), format!("http://{public}/certificates/{id}").into());
        authority.insert("name".to_owned(), toml::Table::from_iter(name).into());
        authority.insert("keys".to_owned(), path(data.join("keys").join(id)));
        toml::Value::Table(authority)
    };
    let authorities = ids.iter().map(authority).collect();
    config.insert("authority".to_owned(), toml::Value::Array(authorities));
    let mut certificates = toml::Table::new();
    certificates.insert("trust_list".to_owned(), path(data.join("trust-list")));
    certificates.insert("trust_keys".to_owned(), path(data.join(TRUST_KEYS)));
    if let Some(files) = verify_files {
        certificates.insert("verify_files".to_owned(), path(files.to_owned()));
        certificates.insert("verify_page".to_owned(), format!("http://{public}/verify/").into());
    }
    config.insert("certificates".to_owned(), certificates.into());
}

/// Makes the keys that are not there yet, and signs the trust list.
pub(super) fn open(config: &Config, data: &Path) -> anyhow::Result<()> {
    let Some(certificates) = &config.certificates else { return Ok(()) };
    let from = SystemClock.now();
    for authority in &config.authorities {
        let keys = if authority.keys.exists() {
            load_keys(&authorities::open_keys(authority)?)?
        } else {
            Vec::new()
        };
        let lasts = from.after(KEY_LEFT_MIN);
        if keys.iter().all(|key| key.period.until < lasts) {
            add_key_of(authority, KeyPeriod { from, until: from.after(KEY_LIFE) })?;
        }
    }
    let root = data.join(ROOT_KEY);
    if !root.exists() {
        new_root(&root, &certificates.trust_keys, name())?;
    }
    let roots = read_trust_keys(&certificates.trust_keys)?;
    let root = read_root(&root, &roots)?;
    let before = certificates.trust_list.exists();
    let before = before.then(|| trust_list_signed_before(&certificates.trust_list, &roots));
    let number = next_number(before.transpose()?.as_ref())?;
    let list = draft(config, &labels(config)?)?;
    replace(&certificates.trust_list, &sign(list, number, &root, from, TRUST_LIST_LIFE))
}

/// What stands for every office.
fn name() -> Localized {
    let [te, en, hi] = ["నమూనా కార్యాలయం", "Sample office", "नमूना कार्यालय"].map(str::to_owned);
    Localized { te, en, hi }
}
