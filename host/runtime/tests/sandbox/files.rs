//! Granted folders: what can be done in them, and that nothing leads out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::Dir;
use mitra_core::limits::GUEST_HANDLES_MAX;
use mitra_core::turn::TurnFault;
use mitra_runtime::grants::{FilesGrant, FilesGrants, FilesMode, FilesRule, Grants};
use mitra_runtime::{Sandbox, Settings};
use mitra_storage::memory::MemoryStorage;
use tempfile::TempDir;

use crate::kit::{Kit, component, options, ports};
use mitra_core::ids::DepartmentId;

/// Three folders of the host: one to read, one to change, and one that nobody granted, with a secret.
struct Folders {
    root: TempDir,
    kit: Kit,
}

impl Folders {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["read/below", "write", "secret"] {
            fs::create_dir_all(root.path().join(folder)).expect("a folder");
        }
        fs::write(root.path().join("read/a.txt"), "wards").expect("a file");
        fs::write(root.path().join("read/below/b.txt"), "below").expect("a file");
        fs::write(root.path().join("write/old.txt"), "old").expect("a file");
        fs::write(root.path().join("secret/key"), "secret").expect("a file");
        let rule = |path: &str, mode| FilesRule::new(path, mode).expect(path);
        let folder = |name: &str| {
            let path = root.path().join(name);
            Dir::open_ambient_dir(path, cap_std::ambient_authority()).expect(name)
        };
        let (read, write) = (FilesMode::Read, FilesMode::ReadWrite);
        let files = FilesGrants {
            asked: vec![rule("/data", read), rule("/out", write), rule("/asked", read)],
            granted: vec![
                FilesGrant::new(rule("/data", write), folder("read")),
                FilesGrant::new(rule("/out", write), folder("write")),
                FilesGrant::new(rule("/granted", read), folder("secret")),
            ],
        };
        let settings = Settings::new(BTreeMap::new(), Grants { files, ..Grants::default() });
        let sandbox = Sandbox::new(options(), ports(Arc::new(MemoryStorage::default())));
        let sandbox = sandbox.expect("a sandbox");
        let department = DepartmentId::parse("echo-python").expect("an id");
        let loaded = sandbox.load(&department, &component("echo-python"), settings);
        let release = loaded.expect("it loads").digest;
        Self { kit: Kit { sandbox, department, release }, root }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join(name)
    }

    async fn is_refused(&self, what: &str) {
        let said = self.kit.hear(what).await;
        assert!(said.starts_with("refused"), "{what}: {said}");
    }
}

#[tokio::test]
async fn a_folder_to_read_is_read_and_not_changed() {
    let folders = Folders::new();
    let kit = &folders.kit;
    assert_eq!(kit.hear("!list /data").await, "a.txt below");
    assert_eq!(kit.hear("!read /data/a.txt").await, "wards");
    assert_eq!(kit.hear("!read /data/below/b.txt").await, "below");
    for what in [
        "!write /data/a.txt",
        "!write /data/new.txt",
        "!remove /data/a.txt",
        "!rename /data/a.txt /data/c.txt",
        "!rename /data/a.txt /out/a.txt",
        "!rename /out/old.txt /data/old.txt",
        "!link /data/a.txt /data/c.txt",
        "!symlink a.txt /data/c.txt",
    ] {
        folders.is_refused(what).await;
    }
    assert_eq!(fs::read_dir(folders.path("read")).expect("a folder").count(), 2);
    assert_eq!(fs::read(folders.path("read/a.txt")).expect("a file"), b"wards");
}

#[tokio::test]
async fn a_folder_to_change_is_changed() {
    let folders = Folders::new();
    let kit = &folders.kit;
    assert_eq!(kit.hear("!write /out/new.txt").await, "written");
    assert_eq!(fs::read(folders.path("write/new.txt")).expect("a file"), b"changed");
    assert_eq!(kit.hear("!rename /out/new.txt /out/newer.txt").await, "renamed");
    assert_eq!(kit.hear("!remove /out/old.txt").await, "removed");
    assert_eq!(kit.hear("!list /out").await, "newer.txt");
}

#[tokio::test]
async fn nothing_leads_out_of_a_folder() {
    let folders = Folders::new();
    let secret = folders.path("secret/key");
    let secret = secret.to_str().expect("text");
    // The operator's own links, which a department may find.
    std::os::unix::fs::symlink(secret, folders.path("read/absolute")).expect("a link");
    std::os::unix::fs::symlink("../secret/key", folders.path("read/relative")).expect("a link");
    std::os::unix::fs::symlink("..", folders.path("write/up")).expect("a link");
    for what in [
        "!read /data/../secret/key",
        "!read /data/below/../../secret/key",
        "!read /data/absolute",
        "!read /data/relative",
        "!list /out/up",
        "!read /out/up/secret/key",
        "!write /out/up/secret/key",
        "!write /out/../secret/new",
        "!read /granted/key",
        "!read /asked/key",
        &format!("!read {secret}"),
        "!list /",
        "!rename /out/old.txt /out/../secret/old.txt",
        "!rename /out/old.txt /out/up/secret/old.txt",
        "!rename /out/up/secret/key /out/key",
        "!link /out/up/secret/key /out/key",
        "!link /out/../secret/key /out/key",
        "!link /data/relative /out/key",
        &format!("!symlink {secret} /out/key"),
        "!remove /out/up/secret/key",
    ] {
        folders.is_refused(what).await;
    }
    // A link that a department makes leads no further than one that it finds.
    folders.kit.hear("!symlink ../secret/key /out/made").await;
    folders.is_refused("!read /out/made").await;
    assert!(Path::new(secret).exists());
    assert_eq!(fs::read(secret).expect("a file"), b"secret");
    assert_eq!(fs::read_dir(folders.path("secret")).expect("a folder").count(), 1);
    assert!(!folders.path("write/key").exists());
}

#[tokio::test]
async fn a_folder_stays_the_one_that_was_granted() {
    let folders = Folders::new();
    fs::rename(folders.path("read"), folders.path("moved")).expect("it moves");
    std::os::unix::fs::symlink(folders.path("secret"), folders.path("read")).expect("a link");
    assert_eq!(folders.kit.hear("!list /data").await, "a.txt below");
}

#[tokio::test]
async fn a_turn_holds_so_many_files_open_and_no_more() {
    let folders = Folders::new();
    // The runtime itself holds some: its output, the folders.
    let own = 16;
    let fits = GUEST_HANDLES_MAX - own;
    let held = folders.kit.hear(&format!("!handles {fits} /data/a.txt")).await;
    assert_eq!(held, format!("{fits} open"));
    let beyond = folders.kit.say("!handles 100000 /data/a.txt").await.result;
    let Err(TurnFault::LimitExceeded { limit }) = beyond else { panic!("{beyond:?}") };
    assert_eq!(limit, format!("handles at once: {GUEST_HANDLES_MAX}"));
}
