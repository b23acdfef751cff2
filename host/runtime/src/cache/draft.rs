//! A file that is not there yet: a crash leaves no half of it.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use cap_std::fs::{Dir, File, OpenOptions};
use rustix::fs::{MemfdFlags, memfd_create};

/// How drafts are named in the end.
const SUFFIX: &str = ".draft";
/// After so long nobody writes a draft any more: its host was killed.
const ABANDONED_AFTER: Duration = Duration::from_hours(1);

/// A file under a name that nobody looks for. Gone when it is dropped, unless it is kept.
#[derive(Debug)]
pub(super) struct Draft<'folder> {
    folder: &'folder Dir,
    /// None where the folder takes no files: then it is in memory.
    name: Option<String>,
    file: File,
}

impl<'folder> Draft<'folder> {
    /// For what is to have this name.
    pub(super) fn new(folder: &'folder Dir, name: &str) -> io::Result<Self> {
        static DRAFTS: AtomicU64 = AtomicU64::new(0);
        let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let name = format!("{name}.{}-{number}{SUFFIX}", std::process::id());
        let mut options = OpenOptions::new();
        match folder.open_with(&name, options.read(true).write(true).create_new(true)) {
            Ok(file) => Ok(Self { folder, name: Some(name), file }),
            Err(error) => {
                tracing::warn!(name, %error, "cannot write to the folder of machine code");
                let memory = memfd_create(&name, MemfdFlags::CLOEXEC)?;
                Ok(Self { folder, name: None, file: File::from_std(memory.into()) })
            }
        }
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// The same file for another process to write.
    pub(super) fn handle(&self) -> io::Result<std::fs::File> {
        self.file.as_fd().try_clone_to_owned().map(|fd: OwnedFd| fd.into())
    }

    /// Gives it its name, in place of what has it. Who mapped that has it as it was.
    pub(super) fn keep(mut self, name: &str) -> io::Result<()> {
        self.file.sync_all()?;
        let Some(draft) = self.name.take() else {
            return Err(io::Error::other("it is in memory alone"));
        };
        self.folder.rename(&draft, self.folder, name).inspect_err(|_| self.name = Some(draft))
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        self.name.take().and_then(|name| self.folder.remove_file(name).ok());
    }
}

/// Removes what hosts left that were killed.
pub(super) fn remove_abandoned(folder: &Dir) {
    let Ok(entries) = folder.entries() else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_draft = name.to_str().is_some_and(|name| name.ends_with(SUFFIX));
        if is_draft && age(&entry).is_some_and(|age| age >= ABANDONED_AFTER) {
            folder.remove_file(&name).ok();
        }
    }
}

/// By the machine's own clock: files have their times from no other.
#[expect(clippy::disallowed_methods, reason = "a file's times are the machine's own")]
fn age(entry: &cap_std::fs::DirEntry) -> Option<Duration> {
    let changed = entry.metadata().ok()?.modified().ok()?.into_std();
    SystemTime::now().duration_since(changed).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn folder() -> (tempfile::TempDir, Dir) {
        let folder = tempfile::tempdir().unwrap();
        let opened = Dir::open_ambient_dir(&folder, cap_std::ambient_authority()).unwrap();
        (folder, opened)
    }

    fn names(folder: &Dir) -> Vec<String> {
        let entries = folder.entries().unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_draft_has_its_name_once_it_is_kept_and_leaves_nothing_otherwise() {
        let (_temporary, folder) = folder();
        let draft = Draft::new(&folder, "code").unwrap();
        draft.file().write_all(b"half").unwrap();
        drop(draft);
        assert_eq!(names(&folder), [""; 0]);
        let draft = Draft::new(&folder, "code").unwrap();
        draft.file().write_all(b"whole").unwrap();
        draft.keep("code").unwrap();
        assert_eq!(names(&folder), ["code"]);
        assert_eq!(folder.read("code").unwrap(), b"whole");
    }

    #[test]
    fn drafts_of_killed_hosts_are_removed_and_those_of_living_ones_are_not() {
        let (temporary, folder) = folder();
        let aged = [("old.draft", ABANDONED_AFTER), ("new.draft", ABANDONED_AFTER / 2)];
        for (name, age) in aged.into_iter().chain([("old.cwasm", ABANDONED_AFTER * 2)]) {
            let file = std::fs::File::create(temporary.path().join(name)).unwrap();
            let made = file.metadata().and_then(|is| is.modified()).unwrap();
            file.set_modified(made - age).unwrap();
        }
        remove_abandoned(&folder);
        let mut left = names(&folder);
        left.sort();
        assert_eq!(left, ["new.draft", "old.cwasm"]);
    }
}
