//! `mitra keys`, `mitra sign`, `mitra inspect`: a vendor's release.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::first_hour::shell;

/// Runs commands that must go well; gives what they said.
pub(super) fn said(folder: &Path, commands: &str) -> String {
    let output = shell(folder, commands).output().expect("it runs");
    let all =
        [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    assert!(output.status.success(), "{commands}: {}", all.join("\n"));
    all[0].clone()
}

/// Runs commands that must fail; gives what they said.
pub(super) fn refused(folder: &Path, commands: &str) -> String {
    let output = shell(folder, commands).output().expect("it runs");
    assert!(!output.status.success(), "{commands}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(super) fn lines<'text>(text: &'text str, beginning: &str) -> Vec<&'text str> {
    text.lines().filter_map(|line| line.strip_prefix(beginning)).collect()
}

#[test]
fn a_project_becomes_a_release_that_says_what_it_is_and_who_signed_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    said(folder, "mitra new --lang c water && mitra keys new vendor && mitra keys new security");
    let mode = std::fs::metadata(folder.join("vendor.key")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "a key is its holder's alone");
    let key = said(folder, "mitra keys id vendor.pub");
    assert_eq!(said(folder, "mitra keys id vendor.key"), key);
    let signed = said(folder, "mitra sign water --key vendor.key");
    assert!(signed.contains(&format!("signed by {key}")), "{signed}");
    let release = "water/target/water-0.1.0.mitra";
    assert!(signed.contains(release), "{signed}");
    let inspect = format!("mitra inspect {release}");
    let shown = said(folder, &inspect);
    assert!(shown.contains("water 0.1.0, for mitra:department@1.0.0"), "{shown}");
    // C has no lock file.
    assert!(signed.contains("packages are not listed: the project has no lock file"), "{signed}");
    assert!(
        shown.contains("packages  not listed\n") && !shown.contains("sbom.cdx.json"),
        "{shown}"
    );
    for file in ["component.wasm", "department.toml", "seed.json", "scenarios/hours.txt"] {
        assert!(shown.contains(&format!(" {file}\n")), "{shown}");
    }
    // Somebody else's signature changes nothing but that it is there.
    said(folder, &format!("mitra sign {release} --key security.key"));
    let again = said(folder, &inspect);
    assert_eq!(lines(&again, "sha256"), lines(&shown, "sha256"));
    assert_eq!(lines(&again, "signed by ").len(), 2);
    let path = folder.join(release);
    let mut bytes = std::fs::read(&path).expect("a file");
    let component = bytes.windows(4).position(|bytes| bytes == b"\0asm").expect("it has one");
    bytes[component + 100] ^= 1;
    std::fs::write(&path, bytes).expect("a file");
    let changed = refused(folder, &inspect);
    assert!(
        changed.contains("`component.wasm` is not the file that the statement lists"),
        "{changed}"
    );
}

#[test]
fn a_release_lists_the_packages_that_the_lock_file_of_its_project_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    said(folder, "mitra new --lang rust water && mitra keys new vendor");
    let signed = said(folder, "mitra sign water --key vendor.key");
    let listed = lines(&signed, "packages listed: ")[0].to_owned();
    assert!(listed.parse::<usize>().is_ok_and(|n| n > 5), "{signed}");
    let shown = said(folder, "mitra inspect water/target/water-0.1.0.mitra");
    assert!(shown.contains(&format!("packages  {listed} (sbom.cdx.json)\n")), "{shown}");
    assert!(shown.contains(" sbom.cdx.json\n"), "{shown}");
    // Who wrote the release is nobody's business.
    let release = std::fs::read(folder.join("water/target/water-0.1.0.mitra")).expect("a file");
    let release = String::from_utf8_lossy(&release);
    assert!(release.contains("pkg:cargo/serde@") && release.contains("\"mitra-department\""));
    assert!(!release.contains(&folder.display().to_string()));
}

#[test]
fn what_cannot_be_signed_or_made_is_said_before_anything_is_built() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    said(folder, "mitra new --lang c water && mitra keys new vendor");
    let there = refused(folder, "mitra keys new vendor");
    assert!(there.contains("cannot write `vendor.key`"), "{there}");
    let public = refused(folder, "mitra sign water --key vendor.pub");
    assert!(public.contains("this is no private Ed25519 key"), "{public}");
    let manifest = folder.join("water/department.toml");
    let text = std::fs::read_to_string(&manifest).expect("a file");
    std::fs::write(&manifest, text.replace("version =", "# version =")).expect("a file");
    let unversioned = refused(folder, "mitra sign water --key vendor.key");
    assert!(unversioned.contains("has no `version`: add one"), "{unversioned}");
    assert!(!folder.join("water/target").exists(), "nothing was built");
    let none = refused(folder, "mitra inspect vendor.pub");
    assert!(none.contains("this is no release") || none.contains("cannot be read"), "{none}");
}
