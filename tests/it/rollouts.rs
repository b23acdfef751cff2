//! Signed releases through a whole host: staged by the admin API, tried in the real sandbox and by their own scenarios,
//! met by citizens, taken back.

mod refused;

use std::time::Duration;

use mitra_simulator::Inbound;
use mitra_tests::kit::{self, AppOptions, ReleaseOffice, TestApp};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A host whose one department is served by releases, and everybody who decides about them.
pub(crate) async fn open(policy: &str) -> (TestApp, ReleaseOffice) {
    open_with("", policy, "").await
}

/// The same with these lines of `[releases]`, and these keys of other sections.
pub(crate) async fn open_with(
    releases: &str,
    policy: &str,
    keys: &str,
) -> (TestApp, ReleaseOffice) {
    let admin = kit::free_address().expect("a port");
    let config = format!("{keys}\n{}", ReleaseOffice::config(admin, releases, policy));
    let departments = vec![("echo".to_owned(), String::new())];
    let options = AppOptions { departments, config, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    let office = ReleaseOffice::open(app.admin_url()).await;
    (app, office)
}

pub(crate) const NO_CANARY: &str = "canary = []";

#[tokio::test(flavor = "multi_thread")]
async fn a_release_goes_from_its_vendor_to_citizens_and_is_there_after_a_restart() {
    let (mut app, office) = open(NO_CANARY).await;
    let staged = office.stages("vendor", office.release("1.0.0")).await.expect("it is staged");
    let live = office.sees("1.0.0", "live").await;
    assert_eq!(live["digest"], staged["release"]);
    assert_eq!(live["signers"], json!([office.pair.public().id().to_string()]));
    let citizen = app.meta().add_citizen(Some("15550100831"), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    app.hears(&citizen, "salt", "echo: salt").await;
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts");
    app.hears(&citizen, "still there?", "echo: still there?").await;
    assert_eq!(office.sees("1.0.0", "live").await["conversations"], 1);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_is_put_into_the_incoming_folder_is_staged_and_what_is_none_is_put_aside() {
    let (app, office) = open_with("incoming = 'incoming'", NO_CANARY, "").await;
    let folder = app.folder().join("incoming");
    std::fs::write(folder.join("echo-1.0.0.mitra"), office.release("1.0.0")).expect("written");
    std::fs::write(folder.join("holiday.mitra"), b"a photo").expect("written");
    let live = office.sees("1.0.0", "live").await;
    assert_eq!(live["staged_by"], "the incoming folder");
    let told = folder.join("refused/holiday.mitra.txt");
    while !told.exists() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(folder.join("taken/echo-1.0.0.mitra").exists());
    let told = std::fs::read_to_string(told).expect("it is there");
    assert!(told.starts_with("the release cannot be read"), "{told}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canary_that_traps_is_taken_back_by_itself_and_its_citizens_go_on() {
    let policy = "canary = [{ percent = 100, seconds = 600, turns = 1000 }]";
    let (app, office) = open(policy).await;
    office.stages("operator", office.release("1.0.0")).await.expect("it is staged");
    office.sees("1.0.0", "live").await;
    let citizen = app.meta().add_citizen(Some("15550100832"), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    for n in 0..40 {
        app.hears(&citizen, &format!("turn {n}"), "echo: turn").await;
    }
    office.stages("vendor", office.release("1.1.0")).await.expect("it is staged");
    office.sees("1.1.0", "canary").await;
    app.hears(&citizen, "on the old one", "echo: on the old one").await;
    let other = app.meta().add_citizen(Some("15550100833"), None, "Ravi");
    kit::enter_echo(&app.meta(), &other).await;
    let counts = office.sees("1.1.0", "canary").await["counts"].clone();
    assert_eq!((counts["citizens"].clone(), counts["begun"].clone()), (json!(1), json!(1)));
    for _ in 0..3 {
        app.hears(&other, "!trap", "").await;
    }
    let taken_back = office.sees("1.1.0", "rolled-back").await;
    let why = taken_back["why"].as_str().expect("it says why");
    assert!(why.contains("turns failed, with 1 citizen;"), "{why}");
    app.hears(&other, "salt again", "echo: salt again").await;
    assert_eq!(office.sees("1.0.0", "live").await["conversations"], 2);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_operators_who_promote_at_once_one_does_and_the_others_are_told() {
    let (app, office) = open("canary = [{ percent = 100, seconds = 600, turns = 1000 }]").await;
    office.stages("operator", office.release("1.0.0")).await.expect("it is staged");
    office.sees("1.0.0", "live").await;
    office.stages("vendor", office.release("1.1.0")).await.expect("it is staged");
    office.sees("1.1.0", "canary").await;
    let promote = || office.acts("promote");
    let all = tokio::join!(promote(), promote(), promote(), promote());
    let all = [all.0, all.1, all.2, all.3];
    assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 1, "{all:?}");
    for (status, told) in all.into_iter().filter_map(Result::err) {
        assert_eq!((status.as_u16(), told.as_str()), (409, "E0612: no release is on its way"));
    }
    office.sees("1.1.0", "live").await;
    let audited = office.audited().await;
    let promoted = |decision: &&String| decision.as_str() == "operator release.live";
    assert_eq!(audited.iter().filter(promoted).count(), 1, "{audited:?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_token_does_what_it_is_for_and_every_change_stands_in_the_audit_log() {
    let (app, office) = open(NO_CANARY).await;
    let release = office.release("1.0.0");
    let refused = async |who: &str| {
        // Nothing of a body is read of whom it is not taken.
        let (status, words) = office.stages(who, b"x".to_vec()).await.expect_err("refused");
        (status.as_u16(), words)
    };
    assert_eq!(refused("viewer").await.0, 403);
    assert_eq!(refused("approver").await.0, 403);
    let (status, words) = refused("other vendor").await;
    assert_eq!(status, 403);
    assert!(words.contains("`other vendor`") || words.contains("other vendor"), "{words}");
    assert_eq!(refused("nobody").await.0, 401);
    let unexplained = office.stages_without_reason("vendor").await.expect_err("refused");
    assert_eq!(unexplained.0, StatusCode::BAD_REQUEST);
    let look = office.asks("vendor", Method::GET, "/v1/audit", Value::Null).await;
    assert_eq!(look.expect_err("refused").0, StatusCode::FORBIDDEN);
    office.stages("vendor", release.clone()).await.expect("it is theirs");
    office.sees("1.0.0", "live").await;
    let (status, words) = office.acts("promote").await.expect_err("nothing is on its way");
    assert_eq!((status.as_u16(), words.as_str()), (409, "E0612: no release is on its way"));
    assert_eq!(office.acts("remove").await.expect("it is removed")["release"], Value::Null);
    let citizen = app.meta().add_citizen(Some("15550100834"), None, "Asha");
    app.meta().citizen_sends(&citizen, Inbound::text("Hi"));
    app.hears(&citizen, "English", "No service is available").await;
    office.acts("bring-back").await.expect("it is there again");
    app.hears(&citizen, "Hi", "Namaste").await;

    let expected = [
        "operator key.registered",
        "vendor release.staged",
        "host release.verified",
        "host release.compiled",
        "host release.smoked",
        "host release.shadowed",
        "host release.live",
        "operator department.removed",
        "operator department.brought-back",
    ];
    assert_eq!(office.audited().await, expected);
    let head =
        office.asks("viewer", Method::GET, "/v1/audit/head", Value::Null).await.expect("seen");
    let audit = office.asks("viewer", Method::GET, "/v1/audit", Value::Null).await.expect("seen");
    assert_eq!((&head["number"], &head["hash"]), (&json!(9), &audit[8]["hash"]));
    app.stop().await.expect("it stops");
}
