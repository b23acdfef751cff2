//! A lock file, read no further than it may be long.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::error::PackagesError;
use crate::error::BuildError;

/// The largest lock file, in bytes: 1.5 KiB for each of the most packages, where npm writes 0.5 KiB.
pub const LOCK_FILE_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// The text of the lock file at this place.
pub(super) fn read(path: &Path, advice: &'static str) -> Result<String, PackagesError> {
    let file = File::open(path).map_err(BuildError::file("read", path))?;
    let mut bytes = Vec::new();
    let read = file.take(LOCK_FILE_BYTES_MAX + 1).read_to_end(&mut bytes);
    read.map_err(BuildError::file("read", path))?;
    let refused = |reason: String| refused(path, reason, advice);
    if bytes.len() as u64 > LOCK_FILE_BYTES_MAX {
        return Err(refused(format!("it has more than {LOCK_FILE_BYTES_MAX} bytes")));
    }
    String::from_utf8(bytes).map_err(|error| refused(error.to_string()))
}

/// The lock file at this place cannot be used.
pub(super) fn refused(path: &Path, reason: String, advice: &'static str) -> PackagesError {
    PackagesError::LockFile { path: path.to_owned(), reason, advice }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_is_as_long_as_it_may_be_and_no_longer() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("Cargo.lock");
        let sized = |bytes: u64| {
            let file = File::create(&path).expect("a file");
            file.set_len(bytes).expect("there is room");
            read(&path, "`cargo generate-lockfile` makes another")
        };
        let text = sized(LOCK_FILE_BYTES_MAX).expect("it is as long as it may be");
        assert_eq!(text.len() as u64, LOCK_FILE_BYTES_MAX);
        let said = sized(LOCK_FILE_BYTES_MAX + 1).expect_err("it is too long").to_string();
        assert!(
            said.starts_with("E0510: `") && said.contains("Cargo.lock` cannot be used"),
            "{said}"
        );
        assert!(said.contains("more than 8388608 bytes; `cargo generate-lockfile`"), "{said}");
    }
}
