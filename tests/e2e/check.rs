//! `mitra check`: what a vendor hears before an operator does.

use mitra_tests::kit::{guest, mitra, plugins_folder};

/// Runs `mitra check` on a component; gives whether it succeeded, and what it said.
fn check(component: &str, words: &[&str]) -> (bool, String) {
    let output = mitra().arg("check").arg(guest(component)).args(words).output();
    let output = output.expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.success(), text(output.stdout) + &text(output.stderr))
}

#[test]
fn a_department_is_loaded_and_says_what_it_offers() {
    let seed = plugins_folder().join("energy/seed.json").display().to_string();
    let (is_good, said) = check("energy", &["--seed", &seed]);
    assert!(is_good, "{said}");
    let name = "department energy: విద్యుత్ శాఖ · Energy (DISCOMs) · ";
    for part in ["sha256 ", name, "Pay electricity bill"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (is_good, said) = check("echo", &["--id", "other", "--set", "id=other"]);
    assert!(is_good && said.contains("department other: other"), "{said}");
}

#[test]
fn what_a_host_would_not_serve_is_refused_with_what_to_do() {
    let cases: [(&str, &[&str], &str); 6] = [
        ("core-module", &[], "the vendor must wrap it"),
        ("wrong-world", &[], "does not export `mitra:department/handler@1.0.0`"),
        ("energy", &["--id", "water"], "configured as `water`"),
        ("energy", &["--id", "No id"], "name one with `--id`"),
        ("echo", &["--set", "describe=trap"], "`describe` went wrong"),
        ("echo", &["--set", "id"], "`id` is not KEY=VALUE"),
    ];
    for (component, words, expected) in cases {
        let (is_good, said) = check(component, words);
        assert!(!is_good && said.contains(expected), "{component} {words:?}: {said}");
    }
}

#[test]
fn applications_are_followed_in_a_service_that_the_department_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = folder.path().join("department.toml");
    let named = |service: &str| {
        let text = format!("id = 'grievance'\n[applications]\nservice = '{service}'\n");
        std::fs::write(&manifest, text).expect("written");
        check("grievance", &["--manifest", manifest.to_str().expect("a path")])
    };
    let (is_good, said) = named("status");
    assert!(is_good, "{said}");
    let (is_good, said) = named("tracking");
    assert!(
        !is_good && said.contains("error: E0665: `[applications]` names the service `tracking`"),
        "{said}"
    );
}
