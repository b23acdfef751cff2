//! `mitra certificates`: root keys, the signed trust list, and keys that follow each other, as operators' page says.

use std::path::Path;

use mitra_tests::kit::{AuthorityFolder, Setup, free_address, mitra};

/// A host's configuration with the authority of this folder.
fn office(folder: &AuthorityFolder) -> Setup {
    Setup::new(free_address().expect("a port"), "http://127.0.0.1:9", &folder.options(""))
}

/// Runs `mitra certificates` in a folder; gives whether it went well and what was said.
fn certificates(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = mitra();
    command.current_dir(folder).arg("certificates").args(arguments);
    let output = command.output().expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("text"))
}

/// The same, which goes well.
fn does(folder: &Path, arguments: &[&str]) -> String {
    let (is_done, said) = certificates(folder, arguments);
    assert!(is_done, "{arguments:?}: {said}");
    said
}

/// The same, which is refused.
fn is_refused(folder: &Path, arguments: &[&str]) -> String {
    let (is_done, said) = certificates(folder, arguments);
    assert!(!is_done, "{arguments:?}: {said}");
    said
}

const NAMES: [&str; 6] = ["--name-te", "నమోదు అధికారి", "--name-en", "Registrar", "--name-hi", "पंजीयक"];

#[test]
fn a_list_is_signed_and_a_key_follows_another_one_as_the_page_says() {
    let files = AuthorityFolder::new(30);
    let (setup, folder) = (office(&files), files.path().to_owned());
    let config = setup.config().to_str().expect("a plain path");
    for old in ["keys.toml", "trust-list", "trust-keys.json"] {
        std::fs::remove_file(folder.join(old)).expect("removed");
    }
    let new_root = [&["new-root"][..], &NAMES].concat();
    let said = does(&folder, &new_root);
    assert!(said.contains("made the root key"), "{said}");
    is_owners_alone(&folder.join("root.key"));
    let key = std::fs::read(folder.join("root.key")).expect("a key");
    let said = is_refused(&folder, &new_root);
    assert!(said.contains("cannot write `root.key`"), "{said}");
    assert_eq!(std::fs::read(folder.join("root.key")).expect("a key"), key, "it is the same");

    // Nothing can follow what is not there.
    let said = is_refused(&folder, &["rotate", "--config", config, "tahsildar"]);
    assert!(said.contains("no key of it signs now"), "{said}");
    does(&folder, &["new-key", "--config", config, "tahsildar"]);
    let said = does(&folder, &["trust-list", "--config", config]);
    assert!(said.contains("made `trust-list.json`: 1 authorities, 1 keys"), "{said}");
    let said = is_refused(&folder, &["sign", "trust-list.json"]);
    assert!(said.contains("--after <FILE>"), "{said}");
    let said = does(&folder, &["sign", "trust-list.json", "--first"]);
    assert!(said.contains("tahsildar: a new authority"), "{said}");
    assert!(said.contains("signed `trust-list`: number 1, good until"), "{said}");
    let said = does(&folder, &["show", "trust-list"]);
    for words in ["number 1", "signed by Registrar", "certifies income: Income certificate"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = does(&folder, &["keys", "--config", config]);
    assert!(said.contains("signs now"), "{said}");

    let said = is_refused(&folder, &["rotate", "--config", config, "--in-days", "4", "tahsildar"]);
    assert!(said.contains("5..=365"), "{said}");
    let said = does(&folder, &["rotate", "--config", config, "tahsildar"]);
    assert!(said.contains("the one before signs until then"), "{said}");
    assert!(said.contains("made `trust-list.json`: 1 authorities, 2 keys"), "{said}");
    let said = is_refused(&folder, &["rotate", "--config", config, "tahsildar"]);
    assert!(said.contains("is about to follow already"), "{said}");
    let said = does(&folder, &["keys", "--config", config]);
    assert!(said.contains("signs now") && said.contains("not published"), "{said}");
    let sign = ["sign", "trust-list.json", "--after", "trust-list"];
    let said = does(&folder, &[&sign[..], &["--dry-run"]].concat());
    assert!(said.contains("tahsildar: a new key") && said.contains("nothing is signed"), "{said}");
    assert!(does(&folder, &["show", "trust-list"]).starts_with("number 1\n"), "it was not signed");
    let said = does(&folder, &sign);
    assert!(said.contains("tahsildar: a new key") && said.contains("number 2"), "{said}");
    let said = does(&folder, &["keys", "--config", config]);
    assert!(said.contains("signs now") && said.contains("  published  "), "{said}");

    // A key that begins at once is for one that was stolen.
    does(&folder, &["new-key", "--config", config, "tahsildar"]);
    does(&folder, &["trust-list", "--config", config]);
    let said = is_refused(&folder, &sign);
    assert!(said.contains("E0663: the trust list is not signed"), "{said}");
    assert!(said.contains("it may begin 5 days after this list is signed"), "{said}");
    let said = does(&folder, &[&sign[..], &["--at-once"]].concat());
    assert!(said.contains("number 3"), "{said}");
    let said = does(&folder, &["keys", "--config", config]);
    assert!(said.contains("signs now") && said.contains("only checks"), "{said}");
}

#[test]
fn a_list_is_signed_by_a_key_that_somebody_trusts() {
    let files = AuthorityFolder::new(30);
    let folder = files.path();
    std::fs::write(folder.join("draft.json"), files.draft().to_json()).expect("written");
    does(
        folder,
        &[&["new-root", "--out", "other.key", "--trust-keys", "other.json"][..], &NAMES].concat(),
    );
    let sign = ["sign", "draft.json", "--first", "--key", "other.key", "--out", "signed"];
    let said = is_refused(folder, &sign);
    assert!(said.contains("nobody would trust the list"), "{said}");
    // The next root key is added to those that there are.
    does(folder, &[&["new-root", "--out", "next.key"][..], &NAMES].concat());
    let sign = ["sign", "draft.json", "--after", "trust-list", "--key", "next.key"];
    let said = does(folder, &[&sign[..], &["--out", "signed", "--days", "30"]].concat());
    assert!(said.contains("number 2"), "{said}");
    let said = is_refused(folder, &["show", "signed", "--trust-keys", "other.json"]);
    assert!(said.contains("E0660: the trust list"), "{said}");
    does(folder, &["show", "signed"]);
    let days = ["sign", "draft.json", "--first", "--key", "next.key", "--days"];
    let said = is_refused(folder, &[&days[..], &["366"]].concat());
    assert!(said.contains("1..=365"), "{said}");
    does(folder, &[&days[..], &["365", "--out", "long"]].concat());
}

fn is_owners_alone(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "{}", path.display());
}
