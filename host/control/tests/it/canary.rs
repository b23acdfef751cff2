//! Releases that harm are taken back by themselves.

use std::time::Duration;

use mitra_control::Verdict;

use crate::kit::{ASHA, Kit, pass, water};

/// A live release that never failed, and a canary.
async fn with_canary() -> Kit {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    kit.turns("1.0.0", 5_000, 0);
    kit.stage("1.1.0").await;
    assert_eq!(kit.stage_of("1.1.0"), "canary");
    kit
}

#[tokio::test(start_paused = true)]
async fn a_canary_that_fails_is_taken_back_at_once_with_a_reason_that_a_person_understands() {
    let kit = with_canary().await;
    kit.turns("1.1.0", 40, 1);
    pass(Duration::from_millis(200)).await;
    assert_eq!(kit.stage_of("1.1.0"), "rolled-back");
    assert_eq!(kit.shown.versions(), ["1.0.0"]);
    let reason = "1 of 40 turns failed, with 40 citizens; of the release beside it 0 of 5000";
    assert_eq!(kit.last_reason().await, reason);
    assert_eq!(kit.audited().await.last().expect("as the test has it"), "host release.rolled-back");
}

#[tokio::test(start_paused = true)]
async fn a_live_release_that_fails_is_taken_back_while_it_is_watched_and_not_after() {
    let kit = with_canary().await;
    kit.controller.promote(&water(), ASHA).await.expect("it is promoted");
    kit.turns("1.1.0", 300, 4);
    kit.settles().await;
    assert_eq!([kit.stage_of("1.1.0"), kit.stage_of("1.0.0")], ["rolled-back", "live"]);
    kit.stage("1.2.0").await;
    kit.controller.promote(&water(), ASHA).await.expect("it is promoted");
    pass(Duration::from_mins(61)).await;
    kit.turns("1.2.0", 300, 300);
    kit.settles().await;
    assert_eq!(kit.stage_of("1.2.0"), "live", "it is its breaker that looks after it by now");
}

#[tokio::test(start_paused = true)]
async fn a_canary_that_is_held_or_frozen_stays_where_it_is_but_may_be_taken_back() {
    let kit = with_canary().await;
    kit.controller.hold(&water(), true, ASHA).await.expect("it is held");
    kit.turns("1.1.0", 200, 0);
    pass(Duration::from_mins(5)).await;
    let verdict = kit.controller.verdict(&water()).expect("it was judged");
    assert!(matches!(verdict, (_, Verdict::Advance(_))), "{verdict:?}");
    assert_eq!(kit.audited().await.last().expect("as the test has it"), "asha release.held");
    kit.controller.freeze(&water(), None, ASHA).await.expect("it is frozen");
    kit.controller.hold(&water(), false, ASHA).await.expect("it is let go");
    pass(Duration::from_mins(5)).await;
    assert_eq!(kit.audited().await.last().expect("as the test has it"), "asha release.let-go");
    kit.turns("1.1.0", 40, 40);
    kit.settles().await;
    assert_eq!(kit.stage_of("1.1.0"), "rolled-back");
}
