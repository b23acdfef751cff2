//! Whether machine code on disk is what the compiler gave.

use std::io::{Read, Seek};

use cap_std::fs::{File, MetadataExt};
use mitra_core::hex::hex;
use sha2::{Digest, Sha256};

/// How long a file must have been as it is before its stamp says so: clocks of file systems are not finer than this.
const SETTLED_SECONDS: i64 = 2;
/// Bytes of a file that are read at once.
const PIECE_BYTES: usize = 256 * 1024;

/// What is known of one file of machine code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seal {
    /// The sha256 of the machine code, in hexadecimal digits.
    sha256: String,
    /// The file that was read and found to have it: as long as it is the same, reading all of it again would find
    /// nothing new, and take longer than all else.
    seen: Option<Stamp>,
}

/// By which a file is known again: every write changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    device: u64,
    inode: u64,
    bytes: u64,
    /// The last change of its content or of what the file system knows of it. Nobody can set it.
    changed: (i64, i64),
}

impl Seal {
    /// Of what the compiler wrote.
    pub(super) fn of(mut file: &File) -> std::io::Result<Self> {
        file.rewind()?;
        Ok(Self { sha256: sha256_of(file)?, seen: None })
    }

    /// As it was written; none if it is not whole.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (sha256, seen) = text.strip_suffix('\n')?.split_once(' ')?;
        let seen = if seen == "-" { None } else { Some(Stamp::parse(seen)?) };
        Some(Self { sha256: sha256.to_owned(), seen })
    }

    /// As it is written.
    pub(super) fn text(&self) -> String {
        let seen = self.seen.map_or_else(|| "-".to_owned(), Stamp::text);
        format!("{} {seen}\n", self.sha256)
    }

    /// Whether the file holds what was sealed. The seal to keep from now on is another one if all of it had to be read.
    pub(super) fn holds(&self, file: &File, now_seconds: i64) -> std::io::Result<Option<Self>> {
        let stamp = Stamp::of(file)?;
        if self.seen == Some(stamp) {
            return Ok(Some(self.clone()));
        }
        if sha256_of(file)? != self.sha256 {
            return Ok(None);
        }
        let is_settled = now_seconds - stamp.changed.0 > SETTLED_SECONDS;
        Ok(Some(Self { sha256: self.sha256.clone(), seen: is_settled.then_some(stamp) }))
    }
}

impl Stamp {
    fn of(file: &File) -> std::io::Result<Self> {
        let is = file.metadata()?;
        let changed = (is.ctime(), is.ctime_nsec());
        Ok(Self { device: is.dev(), inode: is.ino(), bytes: is.size(), changed })
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut part = || parts.next();
        let stamp = Self {
            device: part()?.parse().ok()?,
            inode: part()?.parse().ok()?,
            bytes: part()?.parse().ok()?,
            changed: (part()?.parse().ok()?, part()?.parse().ok()?),
        };
        part().is_none().then_some(stamp)
    }

    fn text(self) -> String {
        let Self { device, inode, bytes, changed: (seconds, nanoseconds) } = self;
        format!("{device} {inode} {bytes} {seconds} {nanoseconds}")
    }
}

fn sha256_of(mut file: &File) -> std::io::Result<String> {
    let (mut sha256, mut piece) = (Sha256::new(), vec![0; PIECE_BYTES]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hex(&sha256.finalize())),
            n => sha256.update(&piece[..n]),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use cap_std::fs::Dir;

    use super::*;

    const LONG_AFTER: i64 = i64::MAX;

    fn folder() -> (tempfile::TempDir, Dir) {
        let folder = tempfile::tempdir().unwrap();
        let opened = Dir::open_ambient_dir(&folder, cap_std::ambient_authority()).unwrap();
        (folder, opened)
    }

    fn file(folder: &Dir, bytes: &[u8]) -> File {
        folder.write("code", bytes).unwrap();
        folder.open("code").unwrap()
    }

    fn sealed(bytes: &[u8]) -> Seal {
        Seal { sha256: hex(&Sha256::digest(bytes)), seen: None }
    }

    #[test]
    fn what_was_written_is_sealed_from_its_beginning() {
        let (_folder, folder) = folder();
        let mut options = cap_std::fs::OpenOptions::new();
        let options = options.read(true).write(true).create(true);
        let mut written = folder.open_with("code", options).unwrap();
        written.write_all(b"code").unwrap();
        assert_eq!(Seal::of(&written).unwrap(), sealed(b"code"));
    }

    #[test]
    fn a_file_is_read_once_and_known_again() {
        let (_folder, folder) = folder();
        let code = file(&folder, b"code");
        let new = sealed(b"code");
        let seen = new.holds(&code, LONG_AFTER).unwrap().expect("it is what was sealed");
        assert!(seen.seen.is_some(), "it was read");
        // Nothing is left to read in this handle: what still holds was not read.
        assert_eq!(seen.holds(&code, LONG_AFTER).unwrap(), Some(seen.clone()));
        assert_eq!(new.holds(&code, LONG_AFTER).unwrap(), None, "nothing is read");
        assert_eq!(Seal::parse(&seen.text()), Some(seen));
        assert_eq!(Seal::parse(&new.text()), Some(new));
    }

    #[test]
    fn what_was_changed_since_does_not_hold() {
        let (_folder, folder) = folder();
        let seen = sealed(b"code").holds(&file(&folder, b"code"), LONG_AFTER).unwrap().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        let mut written =
            folder.open_with("code", cap_std::fs::OpenOptions::new().write(true)).unwrap();
        written.write_all(b"c0de").unwrap();
        assert_eq!(seen.holds(&folder.open("code").unwrap(), LONG_AFTER).unwrap(), None);
        folder.remove_file("code").unwrap();
        let again = file(&folder, b"code");
        let again = seen.holds(&again, LONG_AFTER).unwrap().expect("the same, in another file");
        assert_ne!(again.seen, seen.seen);
    }

    /// A write within the same tick of the file system's clock would leave the stamp as it was.
    #[test]
    fn a_file_that_has_just_changed_is_read_again_the_next_time() {
        let (_folder, folder) = folder();
        let code = file(&folder, b"code");
        let changed = code.metadata().unwrap().ctime();
        let held = sealed(b"code").holds(&code, changed + SETTLED_SECONDS).unwrap();
        assert_eq!(held, Some(sealed(b"code")));
        let code = folder.open("code").unwrap();
        let held = sealed(b"code").holds(&code, changed + SETTLED_SECONDS + 1).unwrap();
        assert!(held.unwrap().seen.is_some());
    }

    #[test]
    fn half_a_seal_is_none() {
        let whole = Seal {
            seen: Some(Stamp { device: 1, inode: 2, bytes: 3, changed: (4, 5) }),
            ..sealed(b"")
        };
        let text = whole.text();
        for end in 0..text.len() {
            assert_eq!(Seal::parse(&text[..end]), None, "{}", &text[..end]);
        }
        assert_eq!(Seal::parse(&format!("{} 6\n", text.trim_end())), None);
    }
}
