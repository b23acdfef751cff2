//! The whole way of releases that are well.

use std::time::Duration;

use crate::kit::{Kit, pass};

#[tokio::test(start_paused = true)]
async fn the_first_release_is_live_at_once_and_every_step_is_written_down() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    assert_eq!(kit.shown.versions(), ["1.0.0"]);
    assert_eq!(
        *kit.answers.done.lock().expect("nobody panicked"),
        ["load 1.0.0", "smoke 1.0.0", "seed 1.0.0"]
    );
    let expected = [
        "asha key.registered",
        "asha release.staged",
        "host release.verified",
        "host release.compiled",
        "host release.smoked",
        "host release.shadowed",
        "host release.live",
    ];
    assert_eq!(kit.audited().await, expected);
}

#[tokio::test(start_paused = true)]
async fn a_release_goes_through_the_steps_of_its_canary_and_the_one_before_drains() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    kit.turns("1.0.0", 5_000, 0);
    kit.stage("1.1.0").await;
    assert_eq!(kit.shown.versions(), ["1.0.0", "1.1.0"]);
    kit.turns("1.1.0", 100, 0);
    pass(Duration::from_mins(1)).await;
    assert_eq!(kit.stage_of("1.1.0"), "canary");
    assert!(kit.last_reason().await.starts_with("50 % of the citizens meet it: 100 turns"));
    kit.turns("1.1.0", 99, 0);
    pass(Duration::from_mins(2)).await;
    assert_eq!(kit.stage_of("1.1.0"), "canary", "99 turns are too few");
    kit.turns("1.1.0", 1, 0);
    kit.settles().await;
    assert_eq!(kit.shown.versions(), ["1.1.0", "1.0.0"]);
    assert_eq!([kit.stage_of("1.1.0"), kit.stage_of("1.0.0")], ["live", "draining"]);
    let audited = kit.audited().await;
    assert_eq!(
        audited[audited.len() - 3..].join(", "),
        "host release.canary, host release.canary, host release.live"
    );
}
