//! Staged releases on disk, by their digests.

use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use cap_std::fs::{Dir, OpenOptions};
use mitra_core::ids::ReleaseDigest;
use mitra_release::{Artifact, ArtifactError};

/// The ending of a file that is being written.
const DRAFT: &str = "draft";

/// A folder of releases. Only the host writes it, and it believes none of them: each is read as if it came from
/// outside.
#[derive(Debug)]
pub struct Shelf {
    folder: Dir,
}

/// Why a release cannot be taken from the shelf, or put there.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// The disk does not give or take it.
    #[error(
        "E0613: the release {digest} cannot be kept or read: the operator has to look at the disk of `releases.folder`"
    )]
    Disk {
        /// Which one.
        digest: ReleaseDigest,
        /// What the disk says.
        #[source]
        source: io::Error,
    },
    /// What is there is no release.
    #[error("E0613: the release {digest} is damaged on disk: it has to be staged again")]
    Damaged {
        /// Which one.
        digest: ReleaseDigest,
        /// What is wrong with it.
        #[source]
        source: ArtifactError,
    },
    /// What is there is another release.
    #[error(
        "E0613: the file of the release {digest} has the release {found}: it has to be staged again"
    )]
    Other {
        /// Which one was looked for.
        digest: ReleaseDigest,
        /// Which one is there.
        found: ReleaseDigest,
    },
}

impl Shelf {
    /// A shelf in this folder. What a host that was killed had half written is thrown away. Blocks.
    pub fn new(folder: Dir) -> Self {
        let shelf = Self { folder };
        if let Err(error) = shelf.throw_drafts_away() {
            tracing::warn!(%error, "what is half written cannot be thrown away");
        }
        shelf
    }

    fn throw_drafts_away(&self) -> io::Result<()> {
        for entry in self.folder.entries()? {
            let name = entry?.file_name();
            if Path::new(&name).extension().is_some_and(|ending| ending == DRAFT) {
                self.folder.remove_file(&name)?;
            }
        }
        Ok(())
    }

    /// Puts a release there, durably, under another name first: nobody finds half of one. Blocks.
    pub fn keep(&self, artifact: &Artifact) -> Result<(), ShelfError> {
        let digest = artifact.digest();
        let (name, draft) = (name(digest), format!("{digest}.{DRAFT}"));
        let written = self.write(artifact, &draft).and_then(|()| {
            self.folder.rename(&draft, &self.folder, &name)?;
            // The name, too, is to be there after a crash.
            self.folder.open(".")?.sync_all()
        });
        written.map_err(|source| {
            self.folder.remove_file(&draft).ok();
            ShelfError::Disk { digest: digest.clone(), source }
        })
    }

    fn write(&self, artifact: &Artifact, draft: &str) -> io::Result<()> {
        let mut options = OpenOptions::new();
        let file = self.folder.open_with(draft, options.write(true).create(true).truncate(true))?;
        let mut writer = BufWriter::new(&file);
        artifact.write(&mut writer).map_err(io::Error::other)?;
        writer.flush()?;
        drop(writer);
        file.sync_all()
    }

    /// The release of this digest. Blocks.
    pub fn take(&self, digest: &ReleaseDigest) -> Result<Artifact, ShelfError> {
        let file = self.folder.open(name(digest));
        let file = file.map_err(|source| ShelfError::Disk { digest: digest.clone(), source })?;
        let artifact = Artifact::read(BufReader::new(file));
        let artifact =
            artifact.map_err(|source| ShelfError::Damaged { digest: digest.clone(), source })?;
        if artifact.digest() == digest {
            return Ok(artifact);
        }
        let (digest, found) = (digest.clone(), artifact.digest().clone());
        Err(ShelfError::Other { digest, found })
    }

    /// Throws a release away, if it is there.
    pub fn discard(&self, digest: &ReleaseDigest) {
        if let Err(error) = self.folder.remove_file(name(digest))
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(release = digest.as_str(), %error, "a release cannot be thrown away");
        }
    }
}

fn name(digest: &ReleaseDigest) -> String {
    format!("{digest}.mitra")
}
