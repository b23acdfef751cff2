//! An authority's keys: a folder that only the host reads.
//!
//! ```text
//! keys.toml          which keys, and when each signs
//! 0123456789abcdef.pem   a key on P-256, PKCS#8, named by its id
//! ```

use std::io::Write;
use std::time::Duration;

use cap_std::fs::{Dir, OpenOptions};
use mitra_core::clock::Timestamp;
use mitra_verifier::KeyId;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::key::KeyPair;

/// Which keys there are.
const INDEX: &str = "keys.toml";
/// The index that is being written.
const NEW_INDEX: &str = "keys.toml.new";

/// When a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPeriod {
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// A key of an authority.
#[derive(Debug, Clone)]
pub struct AuthorityKey {
    /// The key.
    pub pair: KeyPair,
    /// When it signs.
    pub period: KeyPeriod,
}

/// A key that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Its id.
    pub id: KeyId,
    /// Its file in the folder.
    pub file: String,
}

/// A key that will follow another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The new key.
    pub new: NewKey,
    /// When it signs. Those before it sign no more from its beginning on.
    pub period: KeyPeriod,
    /// Until when the authority can sign without it; earlier than its beginning if there is a gap.
    pub old_until: Timestamp,
}

/// Why keys cannot be had. The words are for the operator.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// A file cannot be read.
    #[error("cannot read `{file}`")]
    Read {
        /// Which one.
        file: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{file}`")]
    Write {
        /// Which one.
        file: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The index is not what it should be.
    #[error("`keys.toml` has a mistake")]
    Index(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A key's time is over before it begins.
    #[error("the key `{0}` of `keys.toml` ends before it begins")]
    Period(KeyId),
    /// A file is no key that signs certificates.
    #[error("`{file}` is no private key on P-256 as PKCS#8")]
    NoKey {
        /// Which one.
        file: String,
    },
    /// A file has another key than its name says.
    #[error("`{file}` is the key `{found}`, not the one that its name says")]
    OtherKey {
        /// Which file.
        file: String,
        /// Which key it is.
        found: KeyId,
    },
    /// There is no key that another one could follow.
    #[error("no key of it signs now: make one with `mitra certificates new-key`")]
    NoneSigns,
    /// Another key is about to follow already.
    #[error("the key `{0}` is about to follow already: it has not begun")]
    UnderWay(KeyId),
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    #[serde(default)]
    key: Vec<IndexedKey>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexedKey {
    kid: KeyId,
    not_before: toml::value::Datetime,
    not_after: toml::value::Datetime,
}

/// Reads every key of a folder. One file that is wrong is an error: nobody would notice a key that is missing.
pub fn load_keys(folder: &Dir) -> Result<Vec<AuthorityKey>, KeyringError> {
    index(folder)?.key.into_iter().map(|indexed| load_key(folder, &indexed)).collect()
}

fn load_key(folder: &Dir, indexed: &IndexedKey) -> Result<AuthorityKey, KeyringError> {
    let file = file_of(indexed.kid);
    let text = folder
        .read_to_string(&file)
        .map_err(|source| KeyringError::Read { file: file.clone(), source })?;
    let Some(pair) = KeyPair::from_pem(&text) else { return Err(KeyringError::NoKey { file }) };
    let found = pair.id();
    if found != indexed.kid {
        return Err(KeyringError::OtherKey { file, found });
    }
    let period =
        KeyPeriod { from: instant(indexed.not_before)?, until: instant(indexed.not_after)? };
    if period.until <= period.from {
        return Err(KeyringError::Period(found));
    }
    Ok(AuthorityKey { pair, period })
}

/// Makes a key in this folder. It signs once the trust list that has it is published.
pub fn add_key(folder: &Dir, period: KeyPeriod) -> Result<NewKey, KeyringError> {
    add_to(folder, index(folder)?, period)
}

/// Makes the key that follows those that sign now: it begins after `lead`, and they end then. What they signed is
/// checked as before.
pub fn rotate(
    folder: &Dir,
    now: Timestamp,
    lead: Duration,
    life: Duration,
) -> Result<Rotation, KeyringError> {
    let mut index = index(folder)?;
    let mut old_until = None;
    let from = whole_seconds(now.after(lead));
    for key in &mut index.key {
        let (begins, ends) = (instant(key.not_before)?, instant(key.not_after)?);
        if begins > now {
            return Err(KeyringError::UnderWay(key.kid));
        }
        if ends > now {
            old_until = old_until.max(Some(ends.min(from)));
        }
        if ends > from {
            key.not_after = datetime(from)?;
        }
    }
    let old_until = old_until.ok_or(KeyringError::NoneSigns)?;
    let period = KeyPeriod { from, until: from.after(life) };
    Ok(Rotation { new: add_to(folder, index, period)?, period, old_until })
}

fn add_to(folder: &Dir, mut index: Index, period: KeyPeriod) -> Result<NewKey, KeyringError> {
    let pair = KeyPair::generate();
    let id = pair.id();
    let file = file_of(id);
    save_key(folder, &file, &pair)?;
    let (not_before, not_after) = (datetime(period.from)?, datetime(period.until)?);
    index.key.push(IndexedKey { kid: id, not_before, not_after });
    let text = toml::to_string(&index).map_err(|error| KeyringError::Index(Box::new(error)))?;
    let written = folder.write(NEW_INDEX, text);
    // At once: a host that runs reads it, too.
    let written = written.and_then(|()| folder.rename(NEW_INDEX, folder, INDEX));
    written.map_err(|source| KeyringError::Write { file: INDEX.to_owned(), source })?;
    Ok(NewKey { id, file })
}

/// Writes a key as a new file that nobody but its owner may read.
///
/// # Errors
/// It cannot be written, or there is a file of this name: no key is ever overwritten.
pub fn save_key(folder: &Dir, file: &str, key: &KeyPair) -> Result<(), KeyringError> {
    let written = write_secret(folder, file, &key.to_pem());
    written.map_err(|source| KeyringError::Write { file: file.to_owned(), source })
}

fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp(at.0.div_euclid(1_000) * 1_000)
}

/// Writes a new file that nobody but its owner may read.
fn write_secret(folder: &Dir, file: &str, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use cap_std::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = folder.open_with(file, &options)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn file_of(id: KeyId) -> String {
    format!("{id}.pem")
}

/// The index; an empty one for a folder that has none.
fn index(folder: &Dir) -> Result<Index, KeyringError> {
    let text = match folder.read_to_string(INDEX) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Index::default()),
        Err(source) => return Err(KeyringError::Read { file: INDEX.to_owned(), source }),
    };
    toml::from_str(&text).map_err(|error| KeyringError::Index(Box::new(error)))
}

fn instant(datetime: toml::value::Datetime) -> Result<Timestamp, KeyringError> {
    let instant = OffsetDateTime::parse(&datetime.to_string(), &Rfc3339)
        .map_err(|error| KeyringError::Index(Box::new(error)))?;
    Ok(Timestamp(instant.unix_timestamp() * 1_000))
}

fn datetime(at: Timestamp) -> Result<toml::value::Datetime, KeyringError> {
    let at = OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1_000))
        .map_err(|error| KeyringError::Index(Box::new(error)))?;
    let text = at.format(&Rfc3339).map_err(|error| KeyringError::Index(Box::new(error)))?;
    text.parse::<toml::value::Datetime>().map_err(|error| KeyringError::Index(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Dir) {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open_ambient_dir(folder.path(), cap_std::ambient_authority()).unwrap();
        (folder, dir)
    }

    const PERIOD: KeyPeriod =
        KeyPeriod { from: Timestamp(1_763_000_000_000), until: Timestamp(1_794_536_000_000) };

    #[test]
    fn a_key_that_was_made_is_loaded_with_its_time() {
        let (_folder, dir) = folder();
        assert!(load_keys(&dir).unwrap().is_empty());
        let [one, two] = [(); 2].map(|()| add_key(&dir, PERIOD).unwrap());
        let keys = load_keys(&dir).unwrap();
        let ids: Vec<KeyId> = keys.iter().map(|key| key.pair.id()).collect();
        assert_eq!(ids, [one.id, two.id]);
        assert!(keys.iter().all(|key| key.period == PERIOD));
    }

    #[test]
    #[cfg(unix)]
    fn nobody_but_its_owner_may_read_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, dir) = folder();
        let key = add_key(&dir, PERIOD).unwrap();
        let mode = std::fs::metadata(folder.path().join(key.file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_key_that_follows_begins_when_the_others_end() {
        let (_folder, dir) = folder();
        let day = Duration::from_hours(24);
        let now = PERIOD.from.after(day);
        let refused = rotate(&dir, now, 7 * day, 30 * day).unwrap_err();
        assert!(matches!(refused, KeyringError::NoneSigns), "{refused}");
        let old = add_key(&dir, PERIOD).unwrap();
        let made = rotate(&dir, now, 7 * day, 30 * day).unwrap();
        let begins = now.after(7 * day);
        assert_eq!(made.period, KeyPeriod { from: begins, until: begins.after(30 * day) });
        assert_eq!(made.old_until, begins);
        let keys = load_keys(&dir).unwrap();
        let ids: Vec<KeyId> = keys.iter().map(|key| key.pair.id()).collect();
        assert_eq!(ids, [old.id, made.new.id]);
        assert_eq!(keys[0].period, KeyPeriod { until: begins, ..PERIOD });
        assert_eq!(keys[1].period, made.period);
        // One at a time.
        let refused = rotate(&dir, Timestamp(begins.0 - 1), 7 * day, 30 * day).unwrap_err();
        assert!(matches!(refused, KeyringError::UnderWay(kid) if kid == made.new.id), "{refused}");
        let next = rotate(&dir, begins, 7 * day, 30 * day).unwrap();
        assert_eq!(load_keys(&dir).unwrap()[1].period.until, next.period.from);
        // A key that ends before the next one begins leaves a gap, and is not made longer.
        let late = Timestamp(next.period.until.0 - 1_000);
        let gap = rotate(&dir, late, 7 * day, 30 * day).unwrap();
        assert_eq!(gap.old_until, next.period.until);
        let over = gap.period.until;
        assert!(matches!(rotate(&dir, over, day, day), Err(KeyringError::NoneSigns)));
    }

    #[test]
    fn no_key_is_overwritten() {
        let (_folder, dir) = folder();
        let key = KeyPair::generate();
        save_key(&dir, "root.key", &key).unwrap();
        let refused = save_key(&dir, "root.key", &KeyPair::generate()).unwrap_err();
        assert_eq!(refused.to_string(), "cannot write `root.key`");
        let kept = KeyPair::from_pem(&dir.read_to_string("root.key").unwrap()).unwrap();
        assert_eq!(kept.id(), key.id());
    }

    #[test]
    fn a_key_under_another_ones_name_is_refused() {
        let (_folder, dir) = folder();
        let [one, two] = [(); 2].map(|()| add_key(&dir, PERIOD).unwrap());
        dir.copy(&two.file, &dir, &one.file).unwrap();
        let refused = load_keys(&dir).unwrap_err().to_string();
        assert_eq!(
            refused,
            format!("`{}` is the key `{}`, not the one that its name says", one.file, two.id)
        );
        dir.write(&one.file, "no key").unwrap();
        let refused = load_keys(&dir).unwrap_err().to_string();
        assert_eq!(refused, format!("`{}` is no private key on P-256 as PKCS#8", one.file));
        dir.remove_file(&one.file).unwrap();
        let refused = load_keys(&dir).unwrap_err().to_string();
        assert_eq!(refused, format!("cannot read `{}`", one.file));
    }

    #[test]
    fn a_mistake_in_the_index_is_refused() {
        let (_folder, dir) = folder();
        let key = add_key(&dir, PERIOD).unwrap();
        for (not_before, not_after, words) in [
            ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "ends before it begins"),
            ("2026-01-01", "2027-01-01T00:00:00Z", "`keys.toml` has a mistake"),
        ] {
            let text = format!(
                "[[key]]\nkid = '{}'\nnot_before = {not_before}\nnot_after = {not_after}\n",
                key.id
            );
            dir.write(INDEX, text).unwrap();
            let refused = load_keys(&dir).unwrap_err().to_string();
            assert!(refused.contains(words), "{refused}");
        }
        dir.write(INDEX, "[[key]]\nkid = 'short'\n").unwrap();
        assert!(load_keys(&dir).is_err());
    }
}
