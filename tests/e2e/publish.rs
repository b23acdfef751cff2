//! `mitra publish`: into files and folders, and into a registry that others wrote.

use std::fs::{self, File};
use std::path::Path;

use mitra_core::clock::Timestamp;
use mitra_core::identity::Secret;
use mitra_core::ids::DepartmentId;
use mitra_registry::{Credentials, Reference, RegistryClient, RegistryError};
use mitra_release::{Artifact, Description, FileName, KeyPair};
use mitra_tests::kit::{REGISTRY_PASSWORD, REGISTRY_USER, Registry};

use super::releases::{lines, refused, said};

/// A signed release of this version, with a component that is no program but as large as one.
fn artifact(version: u64) -> Artifact {
    let made = Timestamp(1_795_773_600_000);
    let description = Description {
        department: DepartmentId::parse("water").expect("an id"),
        version: semver::Version::new(version, 0, 0),
        contract: "mitra:department@1.0.0".to_owned(),
        created_at: made,
        expires_at: Timestamp(made.0 + 1),
    };
    let component: Vec<u8> = (0_u32..1_000_000).flat_map(u32::to_le_bytes).collect();
    let file = |name: &str, bytes: &[u8]| (FileName::parse(name).expect("a name"), bytes.to_vec());
    let files = [
        file("component.wasm", &component),
        file("department.toml", b"id = 'water'"),
        file("scenarios/bill.txt", b"> Hi"),
        file("scenarios/empty.txt", b""),
        file("scenarios/same.txt", b"> Hi"),
    ];
    let mut artifact = Artifact::of(description, files.into()).expect("a release");
    artifact.sign(&KeyPair::generate()).expect("there is room");
    artifact
}

fn written(artifact: &Artifact, path: &Path) {
    artifact.write(File::create(path).expect("a file")).expect("it is written");
}

/// Where the command says that the release is published.
fn pinned(said: &str) -> &str {
    lines(said, "oci://").first().expect("it is said")
}

#[test]
fn a_release_is_published_into_a_file_or_into_a_folder_under_its_digest() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let artifact = artifact(1);
    written(&artifact, &folder.join("water.mitra"));
    fs::create_dir(folder.join("shelf")).expect("a folder");
    let digest = artifact.digest().as_str();
    let name = format!("shelf/water-1.0.0-{}.mitra", &digest[..12]);
    for _ in 0..2 {
        let said = said(folder, "mitra publish water.mitra shelf");
        assert_eq!(said, format!("water 1.0.0, sha256 {digest}\n{name}\n"));
    }
    said(folder, "umask 022; mitra publish water.mitra other.mitra");
    let wanted = fs::read(folder.join("water.mitra")).expect("a file");
    for published in [&name, "other.mitra"] {
        assert_eq!(fs::read(folder.join(published)).expect("a file"), wanted, "{published}");
    }
    let mode = said(folder, "stat -c %a other.mitra");
    assert_eq!(mode.trim(), "644", "others may read it");
    let n_files = |folder: &Path| fs::read_dir(folder).expect("a folder").count();
    assert_eq!((n_files(folder), n_files(&folder.join("shelf"))), (3, 1), "no draft is left");
    let error = refused(folder, "mitra publish water.mitra nowhere/water.mitra");
    assert!(error.contains("cannot write `nowhere/water.mitra`"), "{error}");
    let error = refused(folder, "mitra publish shelf other.mitra");
    assert!(error.contains("`shelf` cannot be used"), "{error}");
    let error = refused(folder, "mitra publish water.mitra oci://registry.example/water");
    assert!(error.contains("does not say which release"), "{error}");
}

#[tokio::test]
async fn a_release_comes_back_from_a_registry_as_it_was_published() {
    let registry = Registry::open_to_all();
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let artifact = artifact(1);
    written(&artifact, &folder.join("water.mitra"));
    let tag = format!("oci://{}/org/water:1.0.0", registry.address);
    let publish = format!("mitra publish water.mitra {tag}");
    let first = said(folder, &publish);
    assert!(first.contains(&format!("sha256 {}\n", artifact.digest())), "{first}");
    assert_eq!(said(folder, &publish), first, "the same release has the same digest");
    let pinned_text = pinned(&first).to_owned();
    let reference: Reference = pinned_text.parse().expect("an address");
    let client = RegistryClient::default();
    let resolved = client.resolve(&reference, &Credentials::ANONYMOUS).await.expect("resolved");
    let fetched = client.fetch(&resolved, &Credentials::ANONYMOUS).await.expect("fetched");
    assert_eq!(fetched, artifact);
    written(&fetched, &folder.join("fetched.mitra"));
    said(folder, "cmp water.mitra fetched.mitra");
    let shown = said(folder, "mitra inspect water.mitra");
    for place in [tag.clone(), format!("oci://{pinned_text}")] {
        let inspected = said(folder, &format!("mitra inspect {place}"));
        assert_eq!(lines(&inspected, "found at  oci://"), [pinned_text.as_str()]);
        let own: Vec<&str> = inspected.lines().filter(|it| !it.starts_with("found at")).collect();
        assert_eq!(own.join("\n"), shown.trim_end());
    }
    // Somebody else signs what is there: the same release, in another manifest.
    said(folder, "mitra keys new security");
    let error = refused(folder, &format!("mitra sign {tag} --key security.key"));
    assert!(error.contains("say with `--output`"), "{error}");
    said(folder, &format!("mitra sign {tag} --key security.key --output signed.mitra"));
    let signed = said(folder, &format!("mitra publish signed.mitra {tag}"));
    assert_eq!(lines(&signed, "water"), lines(&first, "water"));
    assert_ne!(pinned(&signed), pinned_text);
    let inspected = said(folder, &format!("mitra inspect {tag}"));
    assert_eq!(lines(&inspected, "signed by ").len(), 2);
}

#[tokio::test]
async fn a_tag_of_a_registry_that_moves_changes_nothing_that_was_resolved() {
    let registry = Registry::open_to_all();
    let tag = format!("{}/water:stable", registry.address).parse().expect("an address");
    let (client, anonymous) = (RegistryClient::default(), Credentials::ANONYMOUS);
    let (old, new) = (artifact(1), artifact(2));
    client.push(&old, &tag, &anonymous).await.expect("pushed");
    let resolved = client.resolve(&tag, &anonymous).await.expect("resolved");
    client.push(&new, &tag, &anonymous).await.expect("pushed");
    assert_eq!(client.fetch(&resolved, &anonymous).await.expect("fetched"), old);
    let again = client.resolve(&tag, &anonymous).await.expect("resolved");
    assert_eq!(client.fetch(&again, &anonymous).await.expect("fetched"), new);
}

#[test]
fn what_is_not_in_a_registry_and_a_registry_that_is_down_are_told() {
    let registry = Registry::open_to_all();
    let address = registry.address;
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    written(&artifact(1), &folder.join("water.mitra"));
    said(folder, &format!("mitra publish water.mitra oci://{address}/water:1.0.0"));
    for unknown in ["water:9.9.9", "roads:1.0.0"] {
        let error = refused(folder, &format!("mitra inspect oci://{address}/{unknown}"));
        assert!(error.contains(&format!("there is no `{address}/{unknown}`")), "{error}");
    }
    drop(registry);
    for command in ["publish water.mitra", "inspect"] {
        let error = refused(folder, &format!("mitra {command} oci://{address}/water:1.0.0"));
        assert!(error.contains(&format!("the registry `{address}` cannot be reached")), "{error}");
    }
}

#[tokio::test]
async fn a_registry_of_one_user_is_written_to_and_read_by_that_user_alone() {
    let registry = Registry::of_one_user();
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let artifact = artifact(1);
    written(&artifact, &folder.join("water.mitra"));
    fs::write(folder.join("right"), format!("{REGISTRY_PASSWORD}\n")).expect("a file");
    fs::write(folder.join("wrong"), "open barley").expect("a file");
    let tag = format!("oci://{}/water:1.0.0", registry.address);
    let publish = format!("mitra publish water.mitra {tag}");
    let with = |file: &str| format!("--user {REGISTRY_USER} --password-file {file}");
    let error = refused(folder, &publish);
    assert!(error.contains("wants to know who asks for `water`"), "{error}");
    let error = refused(folder, &format!("{publish} {}", with("wrong")));
    assert!(error.contains("does not take this user and password for `water`"), "{error}");
    assert!(!error.contains("barley"), "{error}");
    let error = refused(folder, &format!("{publish} --user {REGISTRY_USER}"));
    assert!(error.contains("--password-file <FILE>"), "{error}");
    let published = said(folder, &format!("{publish} {}", with("right")));
    let error = refused(folder, &format!("mitra inspect {tag}"));
    assert!(error.contains("wants to know who asks"), "{error}");
    said(folder, &format!("mitra inspect {tag} {}", with("right")));
    let reference: Reference = pinned(&published).parse().expect("an address");
    let client = RegistryClient::default();
    let credentials = |password: &str| {
        Credentials::password(REGISTRY_USER, Secret::new(password)).expect("they are good")
    };
    let right = credentials(REGISTRY_PASSWORD);
    let resolved = client.resolve(&reference, &right).await.expect("resolved");
    assert_eq!(client.fetch(&resolved, &right).await.expect("fetched"), artifact);
    let error = client.fetch(&resolved, &credentials("open barley")).await.expect_err("wrong");
    assert!(matches!(error, RegistryError::Unauthorised { .. }), "{error:?}");
    assert!(!format!("{error:?}").contains("barley"), "{error:?}");
}
