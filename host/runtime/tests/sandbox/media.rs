//! Files in turns: citizens' that are read, are no names, are denied; and a department's own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::event::{Media, MediaKind};
use mitra_core::ids::MediaId;
use mitra_core::limits::{
    FILES_PER_TURN_BYTES_MAX, MEDIA_READ_BYTES_MAX, MEDIA_READ_TIME_MAX, MEDIA_READS_PER_TURN_MAX,
};
use mitra_core::media::{MediaContent, MediaFailure, MediaFile, MediaKey, MediaReader};
use mitra_core::ports::TurnRunner;
use mitra_core::reply::Reply;
use mitra_core::turn::{TurnEvent, TurnFault, TurnReport};
use mitra_runtime::grants::{Grants, MediaGrants, MediaRule};
use mitra_runtime::{Ports, Sandbox, SandboxOptions, Settings};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, component, department, options, ports, turn};

/// Of `abc`, as notifications have it.
const SHA256: &str = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

/// Meta's store: every file is a number of bytes of 1, by its id, and some are trouble.
#[derive(Default)]
struct Store {
    asked: Mutex<Vec<MediaFile>>,
}

#[async_trait]
impl MediaReader for Store {
    async fn read(&self, file: &MediaFile) -> Result<MediaContent, MediaFailure> {
        self.asked.lock().expect("no test panics").push(file.clone());
        match file.id.as_str() {
            "gone" => Err(MediaFailure::Gone),
            "large" => Err(MediaFailure::TooLarge),
            "away" => Err(MediaFailure::Unavailable("as told".to_owned())),
            "slow" => {
                tokio::time::sleep(MEDIA_READ_TIME_MAX / 2).await;
                Ok(MediaContent { mime_type: "image/png".to_owned(), bytes: [7].as_slice().into() })
            }
            n_bytes => {
                let bytes = vec![1; n_bytes.parse().expect("a number of bytes")];
                Ok(MediaContent { mime_type: "image/jpeg".to_owned(), bytes: bytes.into() })
            }
        }
    }
}

fn kit_with(options: SandboxOptions, grants: MediaGrants) -> (Kit, Arc<Store>) {
    let store = Arc::new(Store::default());
    let ports = Ports { media: store.clone(), ..ports(Arc::new(MemoryStorage::default())) };
    let sandbox = Sandbox::new(options, ports).expect("a sandbox");
    let grants = Grants { media: grants, ..Grants::default() };
    let settings = Settings::new(BTreeMap::new(), grants);
    let department = department();
    let release = sandbox.load(&department, &component("echo"), settings).expect("it loads").digest;
    (Kit { sandbox, department, release }, store)
}

fn granted() -> MediaGrants {
    let rule = MediaRule { read: true };
    MediaGrants { asked: rule, granted: rule }
}

fn kit() -> (Kit, Arc<Store>) {
    kit_with(options(), granted())
}

/// The citizen sends this file with this text under it.
fn sends(id: &str, caption: &str) -> TurnEvent {
    TurnEvent::Media(Media {
        kind: MediaKind::Image,
        id: MediaId::new(id),
        mime_type: "image/jpeg".to_owned(),
        sha256: Some(SHA256.to_owned()),
        filename: None,
        caption: Some(caption.to_owned()),
    })
}

fn heard(report: TurnReport) -> String {
    let outcome = report.result.expect("an outcome");
    match outcome.replies.as_slice() {
        [Reply::Text { body }] => body.clone(),
        other => panic!("one text, not {other:?}"),
    }
}

/// The name by which the department knows a file.
async fn name(kit: &Kit, id: &str) -> String {
    heard(kit.run(sends(id, "!id")).await)
}

#[tokio::test]
async fn a_file_is_read_in_its_turn_and_in_later_ones_and_by_a_repeated_turn_again() {
    let (kit, store) = kit();
    for _ in 0..2 {
        assert_eq!(heard(kit.run(sends("3", "!read")).await), "image/jpeg: 3 bytes, sum 3");
    }
    let name = name(&kit, "3").await;
    assert_eq!(kit.hear(&format!("!file {name}")).await, "image/jpeg: 3 bytes, sum 3");
    let asked = store.asked.lock().expect("no test panics");
    assert_eq!(asked.len(), 3);
    let sha256 = mitra_core::media::parse_sha256(SHA256);
    assert!(asked.iter().all(|file| *file == MediaFile { id: MediaId::new("3"), sha256 }));
}

#[tokio::test]
async fn the_largest_file_is_read() {
    // Unoptimized, the engine copies byte by byte into the guest; optimized, all at once.
    let mut options = options();
    options.turn_cpu_max = Duration::from_secs(1);
    let (kit, _) = kit_with(options, granted());
    let most = MEDIA_READ_BYTES_MAX;
    let expected = format!("image/jpeg: {most} bytes, sum {most}");
    assert_eq!(heard(kit.run(sends(&most.to_string(), "!read")).await), expected);
}

#[tokio::test]
async fn a_name_that_leaked_reads_nothing_for_another_citizen_or_department() {
    let (kit, store) = kit();
    let name = name(&kit, "3").await;
    let mut others = turn(&kit.department, TurnEvent::Text(format!("!file {name}")));
    // What `pipeline` gives to another citizen's turn, or to another department's.
    others.media_key = MediaKey::new([8; 32]);
    assert_eq!(heard(kit.sandbox.run(&kit.release, others).await), "unknown");
    for forged in ["3", "", &name[1..], &format!("{name}0")] {
        assert_eq!(kit.hear(&format!("!file {forged}")).await, "unknown", "{forged}");
    }
    assert!(store.asked.lock().expect("no test panics").is_empty(), "Meta is not asked");
}

#[tokio::test]
async fn what_only_one_side_wants_is_denied_by_name() {
    let (yes, no) = (MediaRule { read: true }, MediaRule { read: false });
    for (asked, granted, words) in [
        (no, yes, "E0301: `department.toml` does not ask for citizens' files"),
        (yes, no, "E0302: the operator has not granted citizens' files"),
    ] {
        let (kit, store) = kit_with(options(), MediaGrants { asked, granted });
        let denied = heard(kit.run(sends("3", "!read")).await);
        assert!(denied.starts_with(&format!("denied: {words}")), "{denied}");
        assert!(store.asked.lock().expect("no test panics").is_empty());
    }
}

#[tokio::test]
async fn a_turn_may_read_four_files() {
    let (kit, store) = kit();
    let (name, most) = (name(&kit, "3").await, MEDIA_READS_PER_TURN_MAX);
    let read = kit.hear(&format!("!files {most} {name}")).await;
    assert_eq!(read, "image/jpeg: 3 bytes, sum 3");
    let beyond = kit.say(&format!("!files {} {name}", most + 1)).await.result;
    let Err(TurnFault::LimitExceeded { limit }) = beyond else { panic!("{beyond:?}") };
    assert_eq!(limit, format!("files of citizens: {most} in a turn"));
    assert_eq!(store.asked.lock().expect("no test panics").len(), 2 * most as usize);
}

#[tokio::test]
async fn why_there_are_no_bytes_is_told() {
    let (kit, _) = kit();
    for (id, expected) in
        [("gone", "gone"), ("large", "too large"), ("away", "unavailable: as told")]
    {
        assert_eq!(heard(kit.run(sends(id, "!read")).await), expected);
    }
}

#[tokio::test]
async fn all_reads_of_a_turn_together_have_four_seconds() {
    let (kit, _) = kit();
    let name = name(&kit, "slow").await;
    assert_eq!(kit.hear(&format!("!files 1 {name}")).await, "image/png: 1 bytes, sum 7");
    let began = std::time::Instant::now();
    // The second of them ends a moment too late.
    let late = kit.hear(&format!("!files 3 {name}")).await;
    assert_eq!(late, "unavailable: all files of a turn took more than 4s");
    let took = began.elapsed();
    assert!(took < MEDIA_READ_TIME_MAX + Duration::from_millis(500), "{took:?}");
}

#[tokio::test]
async fn files_of_a_turn_have_one_mib_together() {
    let (kit, _) = kit();
    let half = FILES_PER_TURN_BYTES_MAX / 2;
    let outcome = kit.say(&format!("!make text/plain {half} 2")).await.result.expect("an outcome");
    let n_bytes = |reply: &Reply| {
        if let Reply::File { file, .. } = reply { Some(file.bytes.len()) } else { None }
    };
    assert_eq!(outcome.replies.iter().map(n_bytes).collect::<Vec<_>>(), [Some(half), Some(half)]);
    let beyond = kit.say(&format!("!make text/plain {} 2", half + 1)).await.result;
    let Err(TurnFault::OutcomeInvalid { detail }) = beyond else { panic!("{beyond:?}") };
    let n_bytes = FILES_PER_TURN_BYTES_MAX + 2;
    let expected =
        format!("the files of `outcome.replies` have {n_bytes} bytes, at most 1048576 are allowed");
    assert_eq!(detail, expected);
}
