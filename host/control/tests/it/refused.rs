//! Releases that no citizen meets.

use std::sync::atomic::Ordering;
use std::time::Duration;

use mitra_control::{ControlError, RELEASES_KEPT_MAX, RosterError, Stage};
use mitra_core::audit::REASON_CHARS_MAX;
use mitra_release::{KeyPair, Role};

use crate::kit::{ASHA, Kit, pass, water};

/// The reason for which a release was rejected.
async fn rejected(kit: &Kit, version: &str) -> String {
    kit.settles().await;
    assert_eq!(kit.stage_of(version), "rejected");
    assert_eq!(kit.audited().await.last().expect("as the test has it"), "host release.rejected");
    kit.last_reason().await
}

#[tokio::test(start_paused = true)]
async fn nobody_vouches_for_it() {
    let kit = Kit::start().await;
    kit.controller.stage(&water(), kit.unsigned("1.0.0"), ASHA).await.expect("it is done");
    let why = rejected(&kit, "1.0.0").await;
    assert!(why.starts_with("E0601: nobody has signed the release"), "{why}");
    let mut by_a_stranger = kit.unsigned("1.0.1");
    by_a_stranger.sign(&KeyPair::generate()).expect("as the test has it");
    kit.controller.stage(&water(), by_a_stranger, ASHA).await.expect("it is done");
    let why = rejected(&kit, "1.0.1").await;
    assert!(why.contains("is not registered"), "{why}");
    assert!(kit.answers.done.lock().expect("nobody panicked").is_empty(), "nothing was compiled");
}

#[tokio::test(start_paused = true)]
async fn its_key_was_revoked() {
    let kit = Kit::start().await;
    kit.controller.revoke_key(kit.pair.public().id(), ASHA).await.expect("it is done");
    kit.stage("1.0.0").await;
    let why = rejected(&kit, "1.0.0").await;
    assert!(why.contains("is revoked"), "{why}");
}

#[tokio::test(start_paused = true)]
async fn it_expired_or_is_older_than_what_is_live() {
    let kit = Kit::start().await;
    let old = kit.signed("0.9.0");
    kit.stage("1.0.0").await;
    kit.controller.stage(&water(), old, ASHA).await.expect("it is done");
    let why = rejected(&kit, "0.9.0").await;
    assert!(why.starts_with("E0604: the release was made at"), "{why}");
    let ages = kit.signed("1.1.0");
    pass(Duration::from_hours(24 * 31)).await;
    kit.controller.stage(&water(), ages, ASHA).await.expect("it is done");
    let why = rejected(&kit, "1.1.0").await;
    assert!(why.starts_with("E0603: the release expired"), "{why}");
}

#[tokio::test(start_paused = true)]
async fn its_component_is_for_another_contract_than_it_says() {
    let kit = Kit::start().await;
    *kit.answers.contract.lock().expect("nobody panicked") =
        Some("mitra:department@1.1.0".to_owned());
    kit.stage("1.0.0").await;
    let why = rejected(&kit, "1.0.0").await;
    assert!(why.starts_with("E0625: the release says that it is written for"), "{why}");
    assert!(why.contains("its component is for `mitra:department@1.1.0`"), "{why}");
    assert!(kit.answers.done.lock().expect("nobody panicked").is_empty(), "nothing was compiled");
}

#[tokio::test(start_paused = true)]
async fn its_component_cannot_be_used_or_its_scenarios_fail() {
    let kit = Kit::start().await;
    *kit.answers.load.lock().expect("nobody panicked") =
        Some("E0112: `describe` gave another answer".to_owned());
    kit.stage("1.0.0").await;
    assert!(rejected(&kit, "1.0.0").await.starts_with("E0112"));
    *kit.answers.load.lock().expect("nobody panicked") = None;
    *kit.answers.smoke.lock().expect("nobody panicked") =
        Some("E0606: 1 of 3 scenarios fails".to_owned());
    kit.stage("1.0.1").await;
    assert!(rejected(&kit, "1.0.1").await.starts_with("E0606"));
    assert!(kit.shown.versions().is_empty());
}

#[tokio::test(start_paused = true)]
async fn it_fails_turns_that_the_live_release_took_well() {
    let kit = Kit::start().await;
    *kit.answers.shadow.lock().expect("nobody panicked") =
        Some("fault trapped: `unreachable`".to_owned());
    kit.stage("1.0.0").await;
    assert_eq!(kit.stage_of("1.0.0"), "live", "the first one has none to be held against");
    kit.stage("1.1.0").await;
    let why = rejected(&kit, "1.1.0").await;
    assert!(why.starts_with("E0633: it fails 1 of 11 turns"), "{why}");
    assert_eq!(kit.shown.versions(), ["1.0.0"]);
    *kit.answers.shadow.lock().expect("nobody panicked") = None;
    kit.stage("1.2.0").await;
    assert_eq!(kit.stage_of("1.2.0"), "canary");
    let audited = kit.audited().await;
    assert_eq!(
        audited[audited.len() - 2..].join(", "),
        "host release.shadowed, host release.canary"
    );
}

#[tokio::test(start_paused = true)]
async fn its_own_words_are_kept_in_part_and_do_nothing_to_a_terminal() {
    let kit = Kit::start().await;
    let words = format!("E0111: it is `\u{1b}[2J\n{}`", "x".repeat(1_000_000));
    *kit.answers.load.lock().expect("nobody panicked") = Some(words);
    kit.stage("1.0.0").await;
    let why = rejected(&kit, "1.0.0").await;
    assert!(why.starts_with(r"E0111: it is `\u{1b}[2J\nxxx"), "{why}");
    assert_eq!(why.chars().count(), REASON_CHARS_MAX);
    let roster = kit.roster();
    let Stage::Rejected { why: kept, .. } = &roster.releases()[0].stage else { panic!("refused") };
    assert_eq!(*kept, why);
}

#[tokio::test(start_paused = true)]
async fn what_it_asks_for_beyond_the_one_before_needs_somebody_who_agrees() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    let wider = vec!["http POST https://pay.example/".to_owned()];
    kit.answers.wider.lock().expect("nobody panicked").insert("1.1.0".to_owned(), wider);
    let digest = kit.stage("1.1.0").await;
    assert_eq!(kit.stage_of("1.1.0"), "staged");
    let why = kit.last_reason().await;
    assert_eq!(why, "it asks for more than before: http POST https://pay.example/");
    let wanting = kit.audited().await.len();
    pass(Duration::from_mins(10)).await;
    assert_eq!(kit.audited().await.len(), wanting, "that is said once");

    let approver = KeyPair::generate();
    let release = kit.controller.envelope(&digest).await.expect("it is done");
    let agreed = |pair: &KeyPair| {
        let mut envelope = release.clone();
        envelope.sign(pair).expect("as the test has it");
        envelope
    };
    let by_nobody = kit.controller.approve(&water(), &digest, &agreed(&approver), ASHA).await;
    let why = by_nobody.expect_err("the key is not registered").to_string();
    assert!(why.starts_with("E0605"), "{why}");
    let by_publisher = kit.controller.approve(&water(), &digest, &agreed(&kit.pair), ASHA).await;
    by_publisher.expect_err("a publisher does not agree to its own release");
    kit.register(&approver, Role::Approver).await;
    kit.controller.approve(&water(), &digest, &agreed(&approver), ASHA).await.expect("agreed");
    kit.settles().await;
    assert_eq!(kit.stage_of("1.1.0"), "canary");
}

#[tokio::test(start_paused = true)]
async fn another_is_on_its_way_or_it_was_staged_before() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    pass(Duration::from_secs(1)).await;
    let second = kit.signed("1.1.0");
    kit.controller.stage(&water(), second.clone(), ASHA).await.expect("it is done");
    kit.settles().await;
    let other = kit.controller.stage(&water(), kit.signed("1.2.0"), ASHA).await;
    let Err(ControlError::Roster(RosterError::Busy { stage: "canary", .. })) = other else {
        panic!("it waits for the other, not {other:?}");
    };
    kit.controller.roll_back(&water(), ASHA).await.expect("it is done");
    let again = kit.controller.stage(&water(), second, ASHA).await;
    let Err(ControlError::Roster(RosterError::Known { stage: "rolled-back", .. })) = again else {
        panic!("it was taken back, not {again:?}");
    };
}

#[tokio::test(start_paused = true)]
async fn its_file_was_altered_on_the_disk_after_it_was_staged() {
    let kit = Kit::start().await;
    let (wanting, approver) = (vec!["files /data".to_owned()], KeyPair::generate());
    kit.answers.wider.lock().expect("nobody panicked").insert("1.0.0".to_owned(), wanting);
    kit.register(&approver, Role::Approver).await;
    let digest = kit.stage("1.0.0").await;
    let mut envelope = kit.controller.envelope(&digest).await.expect("it is done");
    envelope.sign(&approver).expect("as the test has it");
    kit.controller.approve(&water(), &digest, &envelope, ASHA).await.expect("agreed");
    let file = kit.folder.path().join(format!("{digest}.mitra"));
    let mut bytes = std::fs::read(&file).expect("as the test has it");
    let last = bytes.iter().rposition(|byte| *byte != 0).expect("as the test has it");
    bytes[last] ^= 1;
    std::fs::write(&file, bytes).expect("as the test has it");
    let why = rejected(&kit, "1.0.0").await;
    assert!(why.starts_with(&format!("E0613: the release {digest} is damaged on disk")), "{why}");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_its_own_doing_is_tried_again_until_it_works() {
    let kit = Kit::start().await;
    kit.answers.is_busy.store(true, Ordering::Relaxed);
    kit.stage("1.0.0").await;
    pass(Duration::from_secs(10)).await;
    assert_eq!(kit.stage_of("1.0.0"), "compiled", "it waits");
    kit.answers.is_busy.store(false, Ordering::Relaxed);
    pass(Duration::from_secs(10)).await;
    assert_eq!(kit.stage_of("1.0.0"), "live");
}

#[tokio::test(start_paused = true)]
async fn files_of_releases_whose_way_is_over_are_thrown_away_but_for_the_last_ones() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    for minor in 1..=RELEASES_KEPT_MAX + 2 {
        kit.stage(&format!("1.{minor}.0")).await;
        kit.controller.roll_back(&water(), ASHA).await.expect("it is taken back");
    }
    kit.settles().await;
    let files = std::fs::read_dir(kit.folder.path()).expect("the shelf").count();
    assert_eq!(files, 1 + RELEASES_KEPT_MAX, "the live one, and some that are over");
}
