//! The statement: what a release is, file by file. Its bytes are what is signed, and their SHA-256 is the release's
//! identity.

use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use mitra_core::hex::hex;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::limits::COMPONENT_BYTES_MAX;
use semver::Version;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::file_name::FileName;
use crate::instant;

/// The largest statement, in bytes.
pub const STATEMENT_BYTES_MAX: usize = 256 * 1024;
/// The most files of a release.
pub const FILES_MAX: usize = 1_000;
/// All files of a release together, in bytes: the largest component, and as much again for what goes with it.
pub const RELEASE_BYTES_MAX: u64 = 2 * COMPONENT_BYTES_MAX as u64;
/// The version of this format.
const FORMAT: u32 = 1;

/// The component.
pub const COMPONENT: &str = "component.wasm";
/// The department's manifest.
pub const MANIFEST: &str = "department.toml";
/// The department's starting records.
pub const SEED: &str = "seed.json";
/// The list of the packages that the component is made of, where its project has a lock file.
pub const SBOM: &str = "sbom.cdx.json";
/// The folder of its scenarios.
pub const SCENARIOS: &str = "scenarios";

/// What a release is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    format: u32,
    /// Whose release it is.
    pub department: DepartmentId,
    /// How its vendor calls it. Two releases may have the same version; the digest tells them apart.
    pub version: Version,
    /// The contract that it is written for, such as `mitra:department@1.0.0`.
    pub contract: String,
    /// When it was made. A release that was made before the one that is live is not taken again.
    #[serde(with = "instant")]
    pub created_at: Timestamp,
    /// From when on it is not taken any more. What is live by then stays so.
    #[serde(with = "instant")]
    pub expires_at: Timestamp,
    /// Its files, in the order of their names.
    files: Vec<FileEntry>,
}

/// One file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its name.
    pub name: FileName,
    /// Its length, in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Why bytes are no statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// There are too many of them.
    #[error("the statement has more than {STATEMENT_BYTES_MAX} bytes")]
    TooLarge,
    /// They are no JSON of the kind.
    #[error("the statement cannot be read: {0}")]
    Malformed(String),
    /// It is of a later format.
    #[error("the statement has format {0}, and this program reads format {FORMAT}: update it")]
    Format(u32),
    /// It lists too many files.
    #[error("the release has {0} files, and may have {FILES_MAX}")]
    TooManyFiles(usize),
    /// Its files are too large.
    #[error("the release's files have {0} bytes together, and may have {RELEASE_BYTES_MAX}")]
    FilesTooLarge(u64),
    /// Its files are not in the order of their names, each once.
    #[error("the statement does not list its files in the order of their names, each once: `{0}`")]
    Order(FileName),
    /// It lacks a file that every release has.
    #[error("the release has no `{0}`")]
    Lacks(&'static str),
    /// It ends before it begins.
    #[error("the release expires before it is made")]
    Expiry,
}

/// What a statement says beside the files.
#[derive(Debug, Clone)]
pub struct Description {
    /// Whose release it is.
    pub department: DepartmentId,
    /// How its vendor calls it.
    pub version: Version,
    /// The contract that it is written for.
    pub contract: String,
    /// When it is made.
    pub created_at: Timestamp,
    /// From when on it is not taken any more.
    pub expires_at: Timestamp,
}

impl Statement {
    /// The statement of these files.
    pub fn of(
        description: Description,
        files: &BTreeMap<FileName, Vec<u8>>,
    ) -> Result<Self, StatementError> {
        let Description { department, version, contract, created_at, expires_at } = description;
        let files = files.iter().map(|(name, bytes)| FileEntry::of(name.clone(), bytes)).collect();
        let statement =
            Self { format: FORMAT, department, version, contract, created_at, expires_at, files };
        statement.checked()
    }

    /// Reads one.
    pub fn parse(bytes: &[u8]) -> Result<Self, StatementError> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        if bytes.len() > STATEMENT_BYTES_MAX {
            return Err(StatementError::TooLarge);
        }
        let malformed = |error: serde_json::Error| StatementError::Malformed(error.to_string());
        // A later format may have other fields: that it is later is what must be said.
        let Format { format } = serde_json::from_slice(bytes).map_err(malformed)?;
        if format != FORMAT {
            return Err(StatementError::Format(format));
        }
        serde_json::from_slice::<Self>(bytes).map_err(malformed)?.checked()
    }

    /// Its bytes, to be signed.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text can be written")
    }

    /// The identity of the release with a statement of these bytes.
    pub fn digest(bytes: &[u8]) -> ReleaseDigest {
        ReleaseDigest::new(sha256(bytes))
    }

    /// When it was made, as text.
    pub fn made(&self) -> String {
        instant::show_instant(self.created_at)
    }

    /// From when on it is not taken any more, as text.
    pub fn expires(&self) -> String {
        instant::show_instant(self.expires_at)
    }

    /// Its files, in the order of their names.
    pub fn files(&self) -> &[FileEntry] {
        &self.files
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&FileEntry> {
        self.files.iter().find(|file| file.name.as_str() == name)
    }

    fn checked(self) -> Result<Self, StatementError> {
        if self.files.len() > FILES_MAX {
            return Err(StatementError::TooManyFiles(self.files.len()));
        }
        let all = self.files.iter().fold(0_u64, |all, file| all.saturating_add(file.bytes));
        if all > RELEASE_BYTES_MAX {
            return Err(StatementError::FilesTooLarge(all));
        }
        if let Some(pair) = self.files.windows(2).find(|pair| pair[0].name >= pair[1].name) {
            return Err(StatementError::Order(pair[1].name.clone()));
        }
        if let Some(name) = [COMPONENT, MANIFEST].into_iter().find(|name| self.file(name).is_none())
        {
            return Err(StatementError::Lacks(name));
        }
        if self.expires_at <= self.created_at {
            return Err(StatementError::Expiry);
        }
        Ok(self)
    }
}

impl FileEntry {
    /// The entry of a file with these bytes.
    fn of(name: FileName, bytes: &[u8]) -> Self {
        Self { name, bytes: bytes.len() as u64, sha256: sha256(bytes) }
    }

    /// Whether these are its bytes.
    pub(crate) fn is_of(&self, bytes: &[u8]) -> bool {
        self.bytes == bytes.len() as u64 && self.sha256 == sha256(bytes)
    }
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::artifact;

    fn written() -> serde_json::Value {
        serde_json::from_slice(&artifact().statement().to_bytes()).expect("it is JSON")
    }

    fn said(change: impl FnOnce(&mut serde_json::Value)) -> String {
        let mut statement = written();
        change(&mut statement);
        let bytes = statement.to_string();
        Statement::parse(bytes.as_bytes()).expect_err("it is refused").to_string()
    }

    #[test]
    fn a_statement_says_what_a_release_is() {
        let statement = artifact().statement().clone();
        let read = Statement::parse(&statement.to_bytes()).expect("a statement");
        assert_eq!(read, statement);
        assert_eq!(read.made(), "2026-11-27T09:00:00Z");
        assert_eq!(read.expires(), "2027-02-25T10:00:00Z");
        let names: Vec<_> = read.files().iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["component.wasm", "department.toml", "scenarios/bill.txt"]);
        let component = read.file(COMPONENT).expect("it has one");
        assert_eq!(component.bytes, 4);
        // sha256 of the four bytes with which WebAssembly begins, by `sha256sum`.
        let digest = "cd5d4935a48c0672cb06407bb443bc0087aff947c6b864bac886982c73b3027f";
        assert_eq!(component.sha256, digest);
    }

    #[test]
    fn what_no_release_has_is_said() {
        for (change, words) in [
            (json("format", 2.into()), "format 2, and this program reads format 1"),
            (json("more", 1.into()), "unknown field `more`"),
            (json("department", "Water".into()), "lower-case letters"),
            (json("version", "1.4".into()), "unexpected end of input"),
            (json("created_at", "yesterday".into()), "`yesterday` is no instant of RFC 3339"),
            (json("expires_at", "2026-11-27T09:00:00Z".into()), "expires before it is made"),
        ] {
            let said = said(change);
            assert!(said.contains(words), "{said}");
        }
        let order = said(|statement| {
            statement["files"].as_array_mut().expect("files").swap(0, 1);
        });
        assert!(
            order.contains("in the order of their names, each once: `component.wasm`"),
            "{order}"
        );
        let out = said(|statement| statement["files"][0]["name"] = "../component.wasm".into());
        assert!(out.contains("is no name of a file in a release"), "{out}");
        let large = vec![b' '; STATEMENT_BYTES_MAX + 1];
        assert_eq!(Statement::parse(&large), Err(StatementError::TooLarge));
    }

    /// Sets one field.
    fn json(field: &'static str, value: serde_json::Value) -> impl FnOnce(&mut serde_json::Value) {
        move |statement| statement[field] = value
    }

    #[test]
    fn files_are_as_large_as_a_release_may_be_and_no_larger() {
        let sized = |bytes: u64| {
            let mut statement = written();
            statement["files"][0]["bytes"] = bytes.into();
            Statement::parse(statement.to_string().as_bytes()).map(|_| ())
        };
        let others: u64 = artifact().statement().files()[1..].iter().map(|file| file.bytes).sum();
        assert_eq!(sized(RELEASE_BYTES_MAX - others), Ok(()));
        let over = StatementError::FilesTooLarge(RELEASE_BYTES_MAX + 1);
        assert_eq!(sized(RELEASE_BYTES_MAX - others + 1), Err(over));
        assert_eq!(sized(u64::MAX), Err(StatementError::FilesTooLarge(u64::MAX)));
    }
}
