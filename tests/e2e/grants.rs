//! `mitra grants` and the manifest: what a department asks for, as an operator reads it.

use std::path::{Path, PathBuf};

use mitra_tests::kit::{guest, mitra};

/// A manifest with these rules: an address and methods each.
fn manifest(folder: &tempfile::TempDir, name: &str, rules: &[(&str, &str)]) -> PathBuf {
    let rule =
        |(to, methods): &(&str, &str)| format!("[[http]]\nto = '{to}'\nmethods = {methods}\n");
    let text = format!("id = 'echo'\n{}", rules.iter().map(rule).collect::<String>());
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("it is written");
    path
}

/// Runs the command; gives its exit status and what it said.
fn said(words: &[&str]) -> (Option<i32>, String) {
    let output = mitra().args(words).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout) + &text(output.stderr))
}

fn diff(old: &Path, new: &Path) -> (Option<i32>, String) {
    said(&["grants", "diff", &old.display().to_string(), &new.display().to_string()])
}

#[test]
fn a_release_that_asks_for_more_is_told_from_one_that_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let narrow = manifest(&folder, "narrow", &[("https://a.example/api/cars", "['GET']")]);
    let wide = manifest(&folder, "wide", &[("https://a.example/api/", "['GET', 'POST']")]);
    let (code, words) = diff(&narrow, &wide);
    assert_eq!((code, words.as_str()), (Some(3), "+ http GET POST https://a.example/api/\n"));
    let (code, words) = diff(&wide, &narrow);
    assert_eq!((code, words.as_str()), (Some(0), "- http GET POST https://a.example/api/\n"));
    assert_eq!(diff(&wide, &wide), (Some(0), String::new()));
    let parts = [("https://a.example/api/", "['GET']"), ("https://a.example/api/", "['POST']")];
    let split = manifest(&folder, "split", &parts);
    assert_eq!(diff(&wide, &split), (Some(0), String::new()));
}

#[test]
fn a_release_that_asks_for_a_folder_or_to_change_one_asks_for_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let asks = |name: &str, files: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("id = 'echo'\n{files}")).expect("it is written");
        path
    };
    let none = asks("none", "");
    let read = asks("read", "[[files]]\npath = '/data'\n");
    let write = asks("write", "[[files]]\npath = '/data'\nmode = 'read-write'\n");
    assert_eq!(diff(&none, &read), (Some(3), "+ files read /data\n".to_owned()));
    assert_eq!(diff(&read, &write), (Some(3), "+ files read-write /data\n".to_owned()));
    assert_eq!(diff(&write, &read), (Some(0), "- files read-write /data\n".to_owned()));
    let (echo, write) = (guest("echo").display().to_string(), write.display().to_string());
    let (code, words) = said(&["check", &echo, "--manifest", &write]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("asks for files read-write /data"), "{words}");
}

#[test]
fn a_release_that_asks_for_citizens_files_asks_for_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let asks = |name: &str, media: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("id = 'echo'\n{media}")).expect("it is written");
        path
    };
    let (none, read) = (asks("none", ""), asks("read", "[media]\nread = true\n"));
    assert_eq!(diff(&none, &read), (Some(3), "+ media read\n".to_owned()));
    assert_eq!(diff(&read, &none), (Some(0), "- media read\n".to_owned()));
    let (echo, read) = (guest("echo").display().to_string(), read.display().to_string());
    let (code, words) = said(&["check", &echo, "--manifest", &read]);
    assert!(code == Some(0) && words.contains("asks for media read"), "{words}");
}

#[test]
fn a_release_that_asks_for_notices_asks_for_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let asks = |name: &str, notices: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("id = 'echo'\n{notices}")).expect("it is written");
        path
    };
    let (none, some) = (asks("none", ""), asks("some", "[notices]\nreceive = true\n"));
    assert_eq!(diff(&none, &some), (Some(3), "+ notices receive\n".to_owned()));
    assert_eq!(diff(&some, &none), (Some(0), "- notices receive\n".to_owned()));
    let (echo, some) = (guest("echo").display().to_string(), some.display().to_string());
    let (code, words) = said(&["check", &echo, "--manifest", &some]);
    assert!(code == Some(0) && words.contains("asks for notices receive"), "{words}");
}

#[test]
fn a_manifest_that_cannot_be_used_is_told_with_its_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = manifest(&folder, "good", &[]);
    let bad = manifest(&folder, "bad", &[("a.example", "['GET']")]);
    let (code, words) = diff(&good, &bad);
    assert_eq!(code, Some(1));
    assert!(words.contains("must be an address such as"), "{words}");
    let (code, words) = diff(&good, &folder.path().join("missing"));
    assert_eq!(code, Some(1));
    assert!(words.contains("cannot read the manifest"), "{words}");
}

#[test]
fn mitra_check_says_what_a_department_asks_for_and_whose_manifest_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = manifest(&folder, "department.toml", &[("https://a.example/api/", "['GET']")]);
    let (echo, path) = (guest("echo").display().to_string(), path.display().to_string());
    let (code, words) = said(&["check", &echo, "--manifest", &path]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("asks for http GET https://a.example/api/"), "{words}");
    let (code, words) =
        said(&["check", &echo, "--manifest", &path, "--id", "other", "--set", "id=other"]);
    assert_eq!(code, Some(1));
    assert!(words.contains("is for `echo`"), "{words}");
}
