//! What operators decide, also two of them at once.

use std::time::Duration;

use mitra_control::{ControlError, Controller};
use mitra_core::ids::DepartmentId;

use crate::kit::{ASHA, Kit, pass, water};

/// Why something cannot be done.
fn refused<T: std::fmt::Debug>(done: Result<T, ControlError>) -> String {
    done.expect_err("it is refused").to_string()
}

#[tokio::test(start_paused = true)]
async fn of_two_who_promote_at_once_one_does_and_the_other_is_told() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    kit.stage("1.1.0").await;
    let (water, other) = (water(), Controller::clone(&kit.controller));
    let (one, two) =
        tokio::join!(kit.controller.promote(&water, ASHA), other.promote(&water, ASHA));
    one.expect("the first one does");
    assert_eq!(refused(two), "E0612: no release is on its way");
    assert_eq!(kit.shown.versions(), ["1.1.0", "1.0.0"]);
}

#[tokio::test(start_paused = true)]
async fn a_release_is_taken_back_as_often_as_there_is_one_before() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    kit.stage("1.1.0").await;
    kit.controller.promote(&water(), ASHA).await.expect("it is done");
    kit.controller.roll_back(&water(), ASHA).await.expect("to 1.0.0");
    assert_eq!(kit.shown.versions(), ["1.0.0"]);
    let why = refused(kit.controller.roll_back(&water(), ASHA).await);
    assert!(
        why.starts_with("E0612: no release is a canary, and there is none to go back to"),
        "{why}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_frozen_is_not_promoted_until_its_time_is_over() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    let until = kit.now().after(Duration::from_hours(1));
    kit.controller.freeze(&water(), Some(until), ASHA).await.expect("it is done");
    kit.stage("1.1.0").await;
    assert_eq!(kit.stage_of("1.1.0"), "shadowed", "it is proven, and waits");
    assert_eq!(
        refused(kit.controller.promote(&water(), ASHA).await),
        "E0615: the department is frozen: because"
    );
    pass(Duration::from_hours(1)).await;
    assert_eq!(kit.stage_of("1.1.0"), "canary");
}

#[tokio::test(start_paused = true)]
async fn a_department_that_was_removed_keeps_its_releases_and_comes_back() {
    let kit = Kit::start().await;
    kit.stage("1.0.0").await;
    kit.controller.remove(&water(), ASHA).await.expect("it is done");
    assert!(kit.shown.versions().is_empty());
    kit.stage("1.1.0").await;
    assert_eq!(kit.stage_of("1.1.0"), "shadowed", "a release does not bring it back by itself");
    kit.controller.bring_back(&water(), ASHA).await.expect("it is done");
    assert_eq!(kit.shown.versions(), ["1.0.0"]);
    kit.settles().await;
    assert_eq!(kit.shown.versions(), ["1.0.0", "1.1.0"]);
}

#[tokio::test(start_paused = true)]
async fn a_department_that_is_not_served_by_releases_has_none() {
    let kit = Kit::start().await;
    let roads = DepartmentId::parse("roads").expect("it is well-formed");
    let why = refused(kit.controller.stage(&roads, kit.signed("1.0.0"), ASHA).await);
    assert!(why.starts_with("E0614: `roads` is not served by releases"), "{why}");
    let why = refused(kit.controller.promote(&water(), ASHA).await);
    assert_eq!(why, "E0612: no release is on its way");
}
