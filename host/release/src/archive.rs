//! A release as one file: an uncompressed archive of the envelope and, in the order of its statement, the files.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use mitra_core::ids::ReleaseDigest;

use crate::envelope::{ENVELOPE_BYTES_MAX, Envelope, EnvelopeError, RELEASE_PAYLOAD_TYPE};
use crate::file_name::FileName;
use crate::key::KeyPair;
use crate::statement::{Description, FileEntry, Statement, StatementError};

/// The name of the envelope, beside the files.
pub const ENVELOPE: &str = "release.dsse.json";

/// A release whose files are exactly those of its statement. Nobody has vouched for it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    envelope: Envelope,
    digest: ReleaseDigest,
    statement: Statement,
    files: BTreeMap<FileName, Vec<u8>>,
}

/// Why bytes are no release.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// They cannot be read.
    #[error("the release cannot be read")]
    Read(#[source] io::Error),
    /// They cannot be written.
    #[error("the release cannot be written")]
    Write(#[source] io::Error),
    /// The first file is not the envelope.
    #[error("this is no release: it does not begin with `{ENVELOPE}`")]
    NoEnvelope,
    /// The envelope is none.
    #[error("the release's envelope cannot be used: {0}")]
    Envelope(#[from] EnvelopeError),
    /// The statement is none.
    #[error("the release's statement cannot be used: {0}")]
    Statement(#[from] StatementError),
    /// A file is not the one that the statement lists next.
    #[error("the statement lists `{wanted}` next, and `{found}` follows")]
    Unexpected {
        /// What is listed.
        wanted: FileName,
        /// What is there.
        found: String,
    },
    /// A file is missing.
    #[error("the statement lists `{0}`, which is not there")]
    Missing(FileName),
    /// A file is not what the statement says.
    #[error("`{0}` is not the file that the statement lists: its length or its SHA-256 is another")]
    Changed(FileName),
    /// There is more than the statement lists.
    #[error("there is `{0}`, which the statement does not list")]
    Surplus(String),
}

impl Artifact {
    /// A release of these files, which nobody has signed yet.
    pub fn of(
        description: Description,
        files: BTreeMap<FileName, Vec<u8>>,
    ) -> Result<Self, ArtifactError> {
        let statement = Statement::of(description, &files)?;
        let payload = statement.to_bytes();
        let digest = Statement::digest(&payload);
        let envelope = Envelope::unsigned(RELEASE_PAYLOAD_TYPE, payload);
        Ok(Self { envelope, digest, statement, files })
    }

    /// Puts a release together from its envelope and what gives each file's bytes, of which it takes no more than the
    /// statement says.
    pub fn assemble(
        envelope: &[u8],
        mut read: impl FnMut(&FileEntry) -> Result<Vec<u8>, ArtifactError>,
    ) -> Result<Self, ArtifactError> {
        let envelope = Envelope::parse(envelope, RELEASE_PAYLOAD_TYPE)?;
        let statement = Statement::parse(envelope.payload())?;
        let digest = Statement::digest(envelope.payload());
        let mut files = BTreeMap::new();
        for entry in statement.files() {
            let bytes = read(entry)?;
            if !entry.is_of(&bytes) {
                return Err(ArtifactError::Changed(entry.name.clone()));
            }
            files.insert(entry.name.clone(), bytes);
        }
        Ok(Self { envelope, digest, statement, files })
    }

    /// Reads a release from one file. What it holds in memory is bounded by the statement, which is bounded itself.
    pub fn read(from: impl Read) -> Result<Self, ArtifactError> {
        let mut archive = tar::Archive::new(from);
        // As they stand there: what would be names of any length for the next entry are entries like others.
        let mut entries = archive.entries().map_err(ArtifactError::Read)?.raw(true);
        let mut next = || entries.next().transpose().map_err(ArtifactError::Read);
        let first = next()?.filter(|entry| is_file(entry, ENVELOPE));
        let envelope = take(first.ok_or(ArtifactError::NoEnvelope)?, ENVELOPE_BYTES_MAX as u64)?;
        let artifact = Self::assemble(&envelope, |listed| {
            let entry = next()?.ok_or_else(|| ArtifactError::Missing(listed.name.clone()))?;
            if !is_file(&entry, listed.name.as_str()) {
                let (wanted, found) = (listed.name.clone(), shown(&entry));
                return Err(ArtifactError::Unexpected { wanted, found });
            }
            take(entry, listed.bytes)
        })?;
        match next()? {
            Some(entry) => Err(ArtifactError::Surplus(shown(&entry))),
            None => Ok(artifact),
        }
    }

    /// Writes it as one file: the same bytes for the same release and signatures, whoever writes it and when.
    pub fn write(&self, to: impl Write) -> Result<(), ArtifactError> {
        let mut archive = tar::Builder::new(to);
        let envelope = self.envelope.to_bytes();
        let files = self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        for (name, bytes) in std::iter::once((ENVELOPE, envelope.as_slice())).chain(files) {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            archive.append_data(&mut header, name, bytes).map_err(ArtifactError::Write)?;
        }
        archive.into_inner().and_then(|mut to| to.flush()).map_err(ArtifactError::Write)
    }

    /// Adds a signature, in the place of an earlier one of the same key.
    pub fn sign(&mut self, pair: &KeyPair) -> Result<(), EnvelopeError> {
        self.envelope.sign(pair)
    }

    /// Its identity.
    pub fn digest(&self) -> &ReleaseDigest {
        &self.digest
    }

    /// What it says of itself.
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Its statement's bytes and the signatures under them.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The bytes of one of its files.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        let name = FileName::parse(name).ok()?;
        self.files.get(&name).map(Vec::as_slice)
    }

    /// All its files, by their names.
    pub fn files(&self) -> &BTreeMap<FileName, Vec<u8>> {
        &self.files
    }
}

/// Whether an entry is a plain file of this name.
fn is_file<R: Read>(entry: &tar::Entry<'_, R>, name: &str) -> bool {
    entry.header().entry_type().is_file() && *entry.path_bytes() == *name.as_bytes()
}

/// Its bytes, and one more than the most that are wanted, so that too many are seen.
fn take<R: Read>(entry: tar::Entry<'_, R>, bytes_max: u64) -> Result<Vec<u8>, ArtifactError> {
    let mut bytes = Vec::new();
    entry.take(bytes_max + 1).read_to_end(&mut bytes).map_err(ArtifactError::Read)?;
    Ok(bytes)
}

/// An entry's name, as far as it can be shown.
fn shown<R: Read>(entry: &tar::Entry<'_, R>) -> String {
    String::from_utf8_lossy(&entry.path_bytes()).chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{artifact, description, files, pair};

    fn packed(artifact: &Artifact) -> Vec<u8> {
        let mut bytes = Vec::new();
        artifact.write(&mut bytes).expect("memory takes it");
        bytes
    }

    fn said(bytes: &[u8]) -> String {
        Artifact::read(bytes).expect_err("it is refused").to_string()
    }

    /// The same archive, made of these entries.
    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = tar::Builder::new(Vec::new());
        for (name, bytes) in entries {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            archive.append_data(&mut header, name, *bytes).expect("memory takes it");
        }
        archive.into_inner().expect("memory takes it")
    }

    #[test]
    fn a_release_is_one_file_and_comes_back() {
        let mut release = artifact();
        let digest = release.digest().clone();
        release.sign(&pair(1)).expect("there is room");
        let bytes = packed(&release);
        let read = Artifact::read(bytes.as_slice()).expect("a release");
        assert_eq!(read, release);
        assert_eq!(*read.digest(), digest, "a signature does not change what is signed");
        assert_eq!(packed(&read), bytes);
        assert_eq!(read.file("scenarios/bill.txt"), Some(&b"> Hi"[..]));
        assert_eq!(read.file("../bill.txt"), None);
    }

    #[test]
    fn a_changed_byte_anywhere_is_seen() {
        let mut release = artifact();
        release.sign(&pair(1)).expect("there is room");
        let bytes = packed(&release);
        let (mut n_refused, mut n_unsigned, mut n_same) = (0, 0, 0);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x01;
            match Artifact::read(changed.as_slice()) {
                Err(_) => n_refused += 1,
                Ok(read) if !read.envelope().is_signed_by(&pair(1).public()) => n_unsigned += 1,
                // An archive has bytes that say nothing: owners, times and what fills up its blocks.
                Ok(read) => {
                    assert_eq!(read, release, "the byte at {at}");
                    n_same += 1;
                }
            }
        }
        assert!(n_refused > 1_000 && n_unsigned > 100, "{n_refused}, {n_unsigned}, {n_same}");
    }

    #[test]
    fn what_the_statement_does_not_list_is_refused() {
        let release = artifact();
        let envelope = release.envelope().to_bytes();
        let own: Vec<(&str, &[u8])> =
            release.files().iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let with = |entries: &[(&str, &[u8])]| {
            archive(&[&[(ENVELOPE, envelope.as_slice())], entries].concat())
        };
        assert!(Artifact::read(with(&own).as_slice()).is_ok());
        assert!(said(&archive(&own)).contains("does not begin with"));
        assert!(said(b"").contains("does not begin with"));
        assert!(said(&with(&own[..2])).contains("lists `scenarios/bill.txt`, which is not there"));
        assert!(said(&with(&[&own[..], &[("more", b"")]].concat())).contains("there is `more`"));
        assert!(said(&with(&[own[1], own[0], own[2]])).contains("`department.toml` follows"));
        let changed = [own[0], (own[1].0, b"id = 'roads'"), own[2]];
        assert!(said(&with(&changed)).contains("`department.toml` is not the file"));
        let longer = [own[0], (own[1].0, b"id = 'water' "), own[2]];
        assert!(said(&with(&longer)).contains("`department.toml` is not the file"));
    }

    #[test]
    fn a_link_is_no_file() {
        let release = artifact();
        let mut begun = archive(&[(ENVELOPE, &release.envelope().to_bytes())]);
        // Without the two empty blocks at its end.
        begun.truncate(begun.len() - 1_024);
        let mut archive = tar::Builder::new(begun);
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        archive.append_link(&mut header, "component.wasm", "/etc/passwd").expect("memory takes it");
        let bytes = archive.into_inner().expect("memory takes it");
        assert!(said(&bytes).contains("`component.wasm` follows"), "{}", said(&bytes));
    }

    /// Reads these bytes, and after them an entry of this kind and name that says that it is a terabyte long; gives why
    /// it is refused, and how many bytes of that entry were read.
    fn read_bomb(before: &[u8], kind: tar::EntryType, name: &str) -> (String, u64) {
        struct Endless(std::rc::Rc<std::cell::Cell<u64>>);
        impl Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                buffer.fill(b'x');
                self.0.set(self.0.get() + buffer.len() as u64);
                Ok(buffer.len())
            }
        }
        let mut header = tar::Header::new_ustar();
        header.set_path(name).expect("a name");
        header.set_entry_type(kind);
        header.set_size(1 << 40);
        header.set_cksum();
        let n_read = std::rc::Rc::default();
        // Far more than may be read, and no more than a test may hold.
        let endless = Endless(std::rc::Rc::clone(&n_read)).take(64 * 1024 * 1024);
        let read = Artifact::read(before.chain(&header.as_bytes()[..]).chain(endless));
        (read.expect_err("it is refused").to_string(), n_read.get())
    }

    #[test]
    fn what_says_that_it_is_endless_is_not_read_on() {
        use tar::EntryType;
        let release = artifact();
        let mut begun = archive(&[(ENVELOPE, &release.envelope().to_bytes())]);
        // Without the two empty blocks at its end.
        begun.truncate(begun.len() - 1_024);
        let kinds = [
            EntryType::Regular,
            EntryType::GNULongName,
            EntryType::GNULongLink,
            EntryType::GNUSparse,
            EntryType::XHeader,
            EntryType::XGlobalHeader,
        ];
        for kind in kinds {
            let (said, n_read) = read_bomb(b"", kind, ENVELOPE);
            assert!(n_read <= ENVELOPE_BYTES_MAX as u64 + 64 * 1024, "{kind:?}: {n_read} bytes");
            let is_named = said.contains("does not begin with") || said.contains("envelope");
            assert!(is_named, "{kind:?}: {said}");
            let (said, n_read) = read_bomb(&begun, kind, "component.wasm");
            assert!(n_read <= 64 * 1024, "{kind:?}: {n_read} bytes");
            assert!(said.contains("`component.wasm`"), "{kind:?}: {said}");
        }
    }

    #[test]
    fn a_release_without_its_component_or_with_too_much_is_none() {
        let mut without = files();
        without.retain(|name, _| name.as_str() != "component.wasm");
        let error = Artifact::of(description(), without).expect_err("it lacks one").to_string();
        assert!(error.contains("no `component.wasm`"), "{error}");
        let mut many = files();
        let name = |n: usize| FileName::parse(&format!("scenarios/{n}.txt")).expect("a name");
        many.extend((0..997).map(|n| (name(n), Vec::new())));
        assert!(Artifact::of(description(), many.clone()).is_ok(), "{} files", many.len());
        many.insert(name(997), Vec::new());
        let error = Artifact::of(description(), many).expect_err("too many").to_string();
        assert!(error.contains("1001 files"), "{error}");
    }
}
