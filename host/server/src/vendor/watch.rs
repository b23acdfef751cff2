//! Tells when a project's files change.

use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

/// What is written by a build, by `mitra` itself, or changes nothing of the department.
const IGNORED: [&str; 4] = ["target", "node_modules", "Cargo.lock", "scenarios"];
/// What Python writes beside the files that it runs, in every folder.
const COMPILED: &str = "__pycache__";
/// How long nothing must change before a change counts as done: editors write several files at once.
const CALM: Duration = Duration::from_millis(200);
/// How long changes may go on before they are acted on all the same.
const CALM_MAX: Duration = Duration::from_secs(5);

/// The changes of a project's files.
pub(crate) struct Changes {
    folder: PathBuf,
    watcher: RecommendedWatcher,
    signals: mpsc::Receiver<()>,
}

impl Changes {
    /// From now on.
    pub(crate) fn watch(folder: &Path) -> anyhow::Result<Self> {
        let folder = folder.canonicalize()?;
        // One place: a change that waits stands for all that come after it.
        let (sender, signals) = mpsc::channel(1);
        let root = folder.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| matters(&root, &event)) {
                sender.try_send(()).ok();
            }
        });
        let watcher = watcher.context("cannot watch files")?;
        let mut changes = Self { folder, watcher, signals };
        changes.watch_folders()?;
        Ok(changes)
    }

    /// Waits until something changes, and then until nothing does for a moment.
    pub(crate) async fn next(&mut self) -> anyhow::Result<()> {
        self.signals.recv().await.context("nothing watches the files any more")?;
        let calm = async {
            while let Ok(Some(())) = tokio::time::timeout(CALM, self.signals.recv()).await {}
        };
        tokio::time::timeout(CALM_MAX, calm).await.ok();
        // A folder may be new.
        self.watch_folders()
    }

    /// The project's own folder, and all below those of its folders that matter: not the thousands of a build.
    fn watch_folders(&mut self) -> anyhow::Result<()> {
        let watched = |folder: &Path| format!("cannot watch `{}`", folder.display());
        let root = self.folder.clone();
        self.watcher.watch(&root, RecursiveMode::NonRecursive).with_context(|| watched(&root))?;
        for entry in std::fs::read_dir(&root).with_context(|| watched(&root))? {
            let path = entry?.path();
            if path.is_dir() && is_source(&root, &path) {
                self.watcher
                    .watch(&path, RecursiveMode::Recursive)
                    .with_context(|| watched(&path))?;
            }
        }
        Ok(())
    }
}

fn matters(root: &Path, event: &Event) -> bool {
    let is_change = match event.kind {
        EventKind::Access(_) => false,
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => true,
    };
    is_change && event.paths.iter().any(|path| is_source(root, path))
}

/// Whether a path is of the department itself. Hidden files are editors' and `mitra`'s own.
fn is_source(root: &Path, path: &Path) -> bool {
    let below = path.strip_prefix(root).unwrap_or(path);
    if below.components().any(|part| part.as_os_str() == COMPILED) {
        return false;
    }
    match below.components().next() {
        Some(Component::Normal(first)) => {
            let first = first.to_string_lossy();
            !first.starts_with('.') && !IGNORED.contains(&first.as_ref())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_departments_own_files_matter() {
        let root = Path::new("/p");
        for path in ["/p/src/lib.rs", "/p/seed.json", "/p/department.toml", "/p/app.py"] {
            assert!(is_source(root, Path::new(path)), "{path}");
        }
        for path in [
            "/p",
            "/p/target/x.wasm",
            "/p/.mitra/version",
            "/p/Cargo.lock",
            "/p/.git/index",
            "/p/tests/__pycache__/a.pyc",
        ] {
            assert!(!is_source(root, Path::new(path)), "{path}");
        }
    }

    #[tokio::test]
    async fn a_change_is_told_once_and_a_new_folder_is_watched() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut changes = Changes::watch(folder.path()).expect("it is watched");
        let soon = Duration::from_secs(20);
        std::fs::create_dir(folder.path().join("src")).expect("a folder");
        std::fs::write(folder.path().join("seed.json"), "[]").expect("a file");
        tokio::time::timeout(soon, changes.next()).await.expect("in time").expect("a change");
        std::fs::write(folder.path().join("src/lib.rs"), "").expect("a file");
        tokio::time::timeout(soon, changes.next()).await.expect("in time").expect("a change");
        assert!(changes.signals.try_recv().is_err(), "nothing else has changed");
    }
}
