//! A host that is killed at any instant of a rollout goes on where it was.

use std::time::Duration;

use crate::kit::{ASHA, Kit, pass, water};

#[tokio::test(start_paused = true)]
async fn a_host_that_is_killed_after_any_step_takes_the_release_on() {
    // How many decisions there are when it is killed: from just staged to just live.
    for decisions in 6..=11 {
        let mut kit = Kit::start().await;
        kit.stage("1.0.0").await;
        kit.turns("1.0.0", 5_000, 0);
        pass(Duration::from_secs(1)).await;
        kit.controller.stage(&water(), kit.signed("1.1.0"), ASHA).await.expect("it is done");
        while kit.audited().await.len() < decisions {
            tokio::task::yield_now().await;
            if kit.stage_of("1.1.0") == "canary" {
                kit.turns("1.1.0", 100, 0);
                pass(Duration::from_secs(10)).await;
            }
        }
        kit.restart().await;
        let served = kit.shown.versions();
        assert!(!served.is_empty(), "citizens are served at once");
        for _ in 0..20 {
            kit.settles().await;
            if kit.stage_of("1.1.0") == "canary" {
                kit.turns("1.0.0", 1_000, 0);
                kit.turns("1.1.0", 100, 0);
                pass(Duration::from_mins(1)).await;
            }
        }
        assert_eq!(kit.stage_of("1.1.0"), "live", "killed after {decisions} decisions");
        let audited = kit.audited().await;
        for once in ["release.verified", "release.compiled", "release.smoked", "release.shadowed"] {
            let n = audited.iter().filter(|decision| decision.ends_with(once)).count();
            assert_eq!(n, 2, "{once}, once for each release: {audited:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_half_written_is_thrown_away_by_the_next_start_and_nothing_else() {
    let mut kit = Kit::start().await;
    kit.stage("1.0.0").await;
    let other = kit.signed("1.1.0");
    let draft = kit.folder.path().join(format!("{}.draft", other.digest()));
    std::fs::write(&draft, b"half of it").expect("a file");
    kit.restart().await;
    assert!(!draft.exists());
    assert_eq!(kit.shown.versions(), ["1.0.0"]);
    kit.controller.stage(&water(), other, ASHA).await.expect("it is done");
    kit.settles().await;
    assert_eq!(kit.stage_of("1.1.0"), "canary");
}

#[tokio::test(start_paused = true)]
async fn after_a_restart_the_same_releases_serve_the_same_citizens() {
    let mut kit = Kit::start().await;
    kit.stage("1.0.0").await;
    kit.stage("1.1.0").await;
    kit.controller.promote(&water(), ASHA).await.expect("it is done");
    kit.stage("1.2.0").await;
    let before = kit.shown.versions();
    assert_eq!(before, ["1.1.0", "1.2.0", "1.0.0"]);
    kit.restart().await;
    assert_eq!(kit.shown.versions(), before);
}
