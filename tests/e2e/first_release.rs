//! An operator's first release, word for word as its page says, on ports that nobody else has.

use mitra_tests::kit::free_address;

use super::first_hour::{follow_in, shell};

/// The page.
const PAGE: &str = include_str!("../../docs/operators/first-release.md");
/// The addresses that it names.
const ADDRESSES: [&str; 4] =
    ["127.0.0.1:8080", "127.0.0.1:7070", "127.0.0.1:9090", "127.0.0.1:8082"];

#[test]
fn first_release_from_keys_to_the_audit_log() {
    let mut page = PAGE.to_owned();
    for address in ADDRESSES {
        assert!(page.contains(address), "{address}");
        page = page.replace(address, &free_address().expect("a port").to_string());
    }
    let folder = tempfile::tempdir().expect("a folder");
    let followed = std::panic::catch_unwind(|| follow_in(folder.path(), &page));
    // Whatever went wrong, nothing is left running.
    let end = "kill $(cat serve.pid) $(cat simulate.pid) 2>/dev/null || true; cat serve.log";
    let log = shell(folder.path(), end).output().expect("it runs");
    assert!(followed.is_ok(), "the host says: {}", String::from_utf8_lossy(&log.stdout));
}
