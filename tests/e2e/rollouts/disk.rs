//! A disk without room.

use std::fs;

use mitra_tests::kit::ECHO_SCENARIO;
use reqwest::StatusCode;

use super::Town;

/// More than a file may have for a while: what a release that is too large for the disk has in it.
const LARGE_BYTES: usize = 20 * 1024 * 1024;
/// What a file may have: more than the database's, and more than a small release.
const ROOM_BYTES: u64 = 10 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_the_disk_has_no_room_for_is_not_staged_until_there_is() {
    let mut town = Town::begin("canary = []").await;
    let component = fs::read(mitra_tests::kit::guest("echo")).expect("it is built");
    let large = vec![7; LARGE_BYTES];
    let files = [
        ("component.wasm", component.as_slice()),
        ("department.toml", b"id = 'echo'"),
        ("scenarios/echo.txt", ECHO_SCENARIO.as_bytes()),
        ("scenarios/large.bin", &large),
    ];
    let release = town.office.release_with("1.1.0", "mitra:department@1.0.0", &files);
    let shelf = town.setup.folder().join("releases");
    let kept = || {
        let entries =
            fs::read_dir(&shelf).expect("the shelf").map(|entry| entry.expect("an entry"));
        entries.filter(|entry| entry.path().is_file()).count()
    };
    assert_eq!(kept(), 1, "what is live");

    town.host().process().limit_files(Some(ROOM_BYTES));
    let (status, words) = town.office.stages("vendor", release.clone()).await.expect_err("no room");
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{words}");
    assert!(
        words.starts_with("E0613: the release ") && words.contains("File too large"),
        "{words}"
    );
    assert_eq!(kept(), 1, "nothing is half kept");
    assert!(!town.office.releases().await.contains_key("1.1.0"));
    let audited = town.office.audited().await;
    assert!(!audited.contains(&"vendor release.staged".to_owned()), "{audited:?}");
    town.is_answered().await;

    town.host().process().limit_files(None);
    town.office.stages("vendor", release).await.expect("there is room");
    town.office.sees("1.1.0", "live").await;
    town.is_answered().await;
    town.ends().await;
}
