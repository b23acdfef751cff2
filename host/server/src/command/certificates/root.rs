//! Root keys: made, and read.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use cap_std::fs::Dir;
use clap::Args;
use mitra_certificates::{KeyPair, save_key};
use mitra_core::language::Localized;
use mitra_verifier::{TrustKey, TrustKeys};

use crate::authorities::read_trust_keys;

/// Make a root key.
#[derive(Debug, Args)]
pub(super) struct NewRoot {
    /// The file of the key. It is yours alone; there must be none of this name.
    #[arg(long, default_value = "root.key")]
    out: PathBuf,
    /// The file of trust keys, for hosts and for whoever checks. A key is added to those that it has.
    #[arg(long, default_value = "trust-keys.json")]
    trust_keys: PathBuf,
    /// Whose key it is, in Telugu, as the page says it.
    #[arg(long, value_name = "TEXT")]
    name_te: String,
    /// The same in English.
    #[arg(long, value_name = "TEXT")]
    name_en: String,
    /// The same in Hindi.
    #[arg(long, value_name = "TEXT")]
    name_hi: String,
}

impl NewRoot {
    #[expect(clippy::print_stdout, reason = "what was made is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let name = Localized { te: self.name_te, en: self.name_en, hi: self.name_hi };
        let key = new_root(&self.out, &self.trust_keys, name)?;
        println!(
            "made the root key {} in `{}`: keep it off the hosts",
            key.id(),
            self.out.display()
        );
        println!(
            "its public half is in `{}`: give it to hosts and offices",
            self.trust_keys.display()
        );
        Ok(())
    }
}

/// Makes a root key, and adds its public half to the trust keys.
pub(crate) fn new_root(out: &Path, trust_keys: &Path, name: Localized) -> anyhow::Result<KeyPair> {
    let known =
        if trust_keys.exists() { read_trust_keys(trust_keys)? } else { TrustKeys::default() };
    let key = KeyPair::generate();
    let folder = out.parent().filter(|folder| *folder != Path::new(""));
    let folder =
        Dir::open_ambient_dir(folder.unwrap_or(Path::new(".")), cap_std::ambient_authority())
            .with_context(|| format!("cannot write `{}`", out.display()))?;
    let file = out.file_name().and_then(|name| name.to_str());
    save_key(&folder, file.with_context(|| format!("`{}` is no file", out.display()))?, &key)?;
    let own = TrustKey::new(&key.public(), name);
    let all: TrustKeys = known.all().iter().cloned().chain([own]).collect();
    std::fs::write(trust_keys, all.to_json())
        .with_context(|| format!("cannot write `{}`", trust_keys.display()))?;
    Ok(key)
}

/// The root key in this file, if its public half is among these.
pub(crate) fn read_root(path: &Path, roots: &TrustKeys) -> anyhow::Result<KeyPair> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the root key `{}`", path.display()))?;
    let key = KeyPair::from_pem(&text)
        .with_context(|| format!("`{}` is no private key on P-256 as PKCS#8", path.display()))?;
    let is_known = roots.all().iter().any(|root| root.id() == key.id());
    ensure!(is_known, "nobody would trust the list: the trust keys do not have {}", key.id());
    Ok(key)
}
