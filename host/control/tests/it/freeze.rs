//! Freeze windows of the configuration: nothing goes on by itself, and everything else is done as ever.

use std::time::Duration;

use mitra_control::{FreezeWindows, Policy};
use mitra_core::clock::Timestamp;
use mitra_release::show_instant;

use crate::kit::{ASHA, Kit, START, pass, policy, water};

/// Frozen from the tenth minute until the end of the second hour.
async fn with_window() -> Kit {
    let (from, until) = (begins(), ends());
    let written = serde_json::json!([
        { "why": "the election", "from": show_instant(from), "until": show_instant(until) }
    ]);
    let freeze: FreezeWindows = serde_json::from_value(written).expect("as the test has it");
    Kit::start_with(Policy { freeze, ..policy() }).await
}

fn begins() -> Timestamp {
    START.after(Duration::from_mins(10))
}

fn ends() -> Timestamp {
    START.after(Duration::from_hours(2))
}

async fn pass_until(kit: &Kit, instant: Timestamp) {
    pass(instant.since(kit.now())).await;
}

#[tokio::test(start_paused = true)]
async fn no_canary_begins_within_a_window_and_it_does_when_the_window_ends() {
    let kit = with_window().await;
    kit.stage("1.0.0").await;
    pass_until(&kit, begins()).await;
    kit.stage("1.1.0").await;
    assert_eq!(kit.stage_of("1.1.0"), "shadowed", "it is proven, and waits");
    let window = kit.controller.window(kit.now()).expect("it is frozen");
    assert_eq!((window.until, window.why.as_str()), (Some(ends()), "the election"));
    pass_until(&kit, ends().before(Duration::from_secs(2))).await;
    assert_eq!(kit.stage_of("1.1.0"), "shadowed");
    kit.settles().await;
    assert_eq!(kit.stage_of("1.1.0"), "canary");
    assert_eq!(kit.controller.window(kit.now()), None);
}

#[tokio::test(start_paused = true)]
async fn a_canary_goes_no_step_on_within_a_window_and_is_taken_back_if_it_fails() {
    let kit = with_window().await;
    kit.stage("1.0.0").await;
    kit.turns("1.0.0", 5_000, 0);
    pass_until(&kit, begins().before(Duration::from_secs(30))).await;
    kit.stage("1.1.0").await;
    assert_eq!(kit.stage_of("1.1.0"), "canary");
    kit.turns("1.1.0", 200, 0);
    pass(Duration::from_mins(20)).await;
    let last = kit.audited().await.last().expect("something was decided").clone();
    assert_eq!(last, "host release.canary", "it is at its first step");
    assert!(kit.last_reason().await.starts_with("5 %"), "{}", kit.last_reason().await);
    kit.turns("1.1.0", 40, 40);
    kit.settles().await;
    assert_eq!(kit.stage_of("1.1.0"), "rolled-back");
}

#[tokio::test(start_paused = true)]
async fn the_first_release_waits_for_the_end_of_a_window_or_for_an_operator_who_promotes_it() {
    let kit = with_window().await;
    pass_until(&kit, begins()).await;
    kit.stage("1.0.0").await;
    assert_eq!(kit.stage_of("1.0.0"), "shadowed");
    kit.controller.promote(&water(), ASHA).await.expect("an operator may");
    assert_eq!(kit.shown.versions(), ["1.0.0"]);
    let done = kit.answers.done.lock().expect("nobody panicked").clone();
    assert_eq!(done, ["load 1.0.0", "smoke 1.0.0", "seed 1.0.0"], "with its starting records");
    kit.stage("1.1.0").await;
    kit.controller.promote(&water(), ASHA).await.expect("also a later one");
    kit.controller.roll_back(&water(), ASHA).await.expect("and back");
    assert_eq!(kit.shown.versions(), ["1.0.0"]);
}
