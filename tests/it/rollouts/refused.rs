//! Releases that a whole host refuses: each by its name, and citizens notice nothing.

use std::time::Duration;

use mitra_core::clock::Clock;
use mitra_core::ids::DepartmentId;
use mitra_core::limits::SERVICES_PER_DEPARTMENT_MAX;
use mitra_release::{Description, KeyPair};
use mitra_server::clock::SystemClock;
use mitra_tests::kit::{self, ByHand, ECHO_SCENARIO, ReleaseOffice, TestApp};
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{NO_CANARY, open, open_with};

/// What every release of the department that is written by hand keeps.
const BY_HAND_SCENARIO: &str = "scenario It answers\ncitizen en\n> (open echo)\n< ...\n";

/// A host with a release that is live, and a citizen in the middle of it.
async fn with_citizen(phone: &str, keys: &str) -> (TestApp, ReleaseOffice, String) {
    let (app, office) = open_with("", NO_CANARY, keys).await;
    office.stages("operator", office.release("1.0.0")).await.expect("it is staged");
    office.sees("1.0.0", "live").await;
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    (app, office, citizen)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_release_is_refused_for_is_said_and_nobody_meets_it() {
    let (app, office) = open(NO_CANARY).await;
    let echo = std::fs::read(kit::guest("echo")).expect("it is built");
    let wrong = ECHO_SCENARIO.replace("echo: salt", "something else");
    let told = office.sees_refused("0.1.0", office.release_of("0.1.0", &echo, &wrong)).await;
    assert!(told.starts_with("E0606: the release's own scenarios do not go"), "{told}");
    let module = std::fs::read(kit::guest("core-module")).expect("it is built");
    let told =
        office.sees_refused("0.2.0", office.release_of("0.2.0", &module, ECHO_SCENARIO)).await;
    assert!(told.starts_with("E0103"), "{told}");
    let files = [("component.wasm", echo.as_slice()), ("department.toml", b"id = 'echo'")];
    let elsewhere = office.release_with("0.3.0", "mitra:department@1.1.0", &files);
    let told = office.sees_refused("0.3.0", elsewhere).await;
    assert!(
        told.starts_with("E0625") && told.contains("is for `mitra:department@1.0.0`"),
        "{told}"
    );
    let mut of_a_stranger = office.release("0.4.0");
    let key = office.pair.public().id().to_string();
    let revoke = format!("/v1/keys/{key}/revoke");
    let stolen = json!({ "reason": "stolen" });
    office.asks("operator", Method::POST, &revoke, stolen).await.expect("done");
    let told = office.sees_refused("0.4.0", of_a_stranger.clone()).await;
    assert!(told.starts_with("E0601") && told.contains("is revoked"), "{told}");
    let last = of_a_stranger.len() - 2_000;
    of_a_stranger[last] ^= 1;
    let (status, told) = office.stages("vendor", of_a_stranger).await.expect_err("refused");
    assert_eq!(status, StatusCode::BAD_REQUEST, "{told}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_of_others_of_another_time_or_for_another_department_is_refused() {
    let old = ReleaseOffice::description("0.9.0");
    let (app, office, citizen) = with_citizen("15550100845", "").await;
    let echo = std::fs::read(kit::guest("echo")).expect("it is built");
    let files = [
        ("component.wasm", echo.as_slice()),
        ("department.toml", b"id = 'echo'"),
        ("scenarios/echo.txt", ECHO_SCENARIO.as_bytes()),
    ];
    let made = |description: Description, signers: &[&KeyPair]| {
        let version = description.version.to_string();
        (version, ReleaseOffice::release_as(description, &files, signers))
    };
    let (described, hour) = (ReleaseOffice::description, Duration::from_hours(1));
    let now = SystemClock.now();
    let (vendor, stranger) = (&office.pair, &KeyPair::generate());
    let past = Description { created_at: now.before(hour), expires_at: now, ..described("1.3.0") };
    let to_come = Description { created_at: now.after(hour), ..described("1.4.0") };
    let refused = [
        (made(described("1.1.0"), &[]), "E0601: nobody has signed the release"),
        (made(described("1.2.0"), &[stranger]), "E0601: 0 of the 1 signatures that `echo` needs"),
        (made(past, &[vendor]), "E0603: the release expired"),
        (made(to_come, &[vendor]), "E0603: the release says that it was made"),
        (made(old, &[vendor]), "E0604: the release was made at"),
    ];
    for ((version, release), words) in refused {
        let told = office.sees_refused(&version, release).await;
        assert!(told.starts_with(words), "{version}: {told}");
    }
    let department = DepartmentId::parse("water").expect("a slug");
    let (_, release) = made(Description { department, ..described("1.5.0") }, &[vendor]);
    let (status, told) = office.stages("operator", release).await.expect_err("it is another's");
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told, "E0602: the release is of `water`, and was staged for `echo`");
    app.hears(&citizen, "still there?", "echo: still there?").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_description_that_traps_lies_or_breaks_a_rule_is_refused_by_name() {
    let (app, office, citizen) = with_citizen("15550100841", "").await;
    let well = ByHand::echo();
    let bad = [
        ("traps", well.clone().describing("unreachable"), "E0110", "`unreachable` instruction"),
        (
            "spins",
            well.clone().describing("(loop $spin (br $spin)) unreachable"),
            "E0110",
            "1s of CPU time",
        ),
        ("is another department's", well.clone().with("\"echo\")", "\"roof\")"), "E0111", "`roof`"),
        (
            "has too many services",
            well.clone().describing(&services(SERVICES_PER_DEPARTMENT_MAX + 1)),
            "E0111",
            "services: 51, it must be 1 to 50",
        ),
        (
            "has a service that has no id",
            well.clone()
                .describing(&format!("{LINE_END} (i32.store $first (i32.const 128) {AT_32}")),
            "E0111",
            "the service id `ech\\n` cannot be used",
        ),
        (
            "has a name of two lines",
            well.clone()
                .describing(&format!("{LINE_END} (i32.store $first (i32.const 72) {AT_32}")),
            "E0111",
            "the department's name in `te`",
        ),
    ];
    for (number, (how, guest, code, words)) in bad.into_iter().enumerate() {
        let version = format!("1.{}.0", number + 1);
        let release = office.release_of(&version, &guest.build(), BY_HAND_SCENARIO);
        let told = office.sees_refused(&version, release).await;
        assert!(told.starts_with(code) && told.contains(words), "one that {how}: {told}");
        app.hears(&citizen, "still there?", "echo: still there?").await;
    }
    // It is what is changed that is refused.
    let release = office.release_of("1.9.0", &well.build(), BY_HAND_SCENARIO);
    office.stages("vendor", release).await.expect("it is staged");
    office.sees("1.9.0", "live").await;
    app.stop().await.expect("it stops");
}

/// "ech" and the end of a line, at 32.
const LINE_END: &str = "(i32.store $first (i32.const 32) (i32.const 0x0a686365))";
/// What leads there, as the place of a text, and then the description.
const AT_32: &str = "(i32.const 32)) (i32.const 64)";

/// Describes the department with so many services, each a copy of the one that it has.
fn services(n: usize) -> String {
    format!(
        "(local $service i32)
        (loop $copying
            (memory.copy $first $first
                (i32.add (i32.const 8192) (i32.mul (local.get $service) (i32.const 64)))
                (i32.const 128) (i32.const 64))
            (local.set $service (i32.add (local.get $service) (i32.const 1)))
            (br_if $copying (i32.lt_u (local.get $service) (i32.const {n}))))
        (i32.store $first (i32.const 96) (i32.const 8192))
        (i32.store $first (i32.const 100) (i32.const {n}))
        (i32.const 64)"
    )
}

/// Sixteen times it counts how often it can look before a millisecond is over, and calls what comes out the number of
/// its schema.
const BY_THE_TIME: &str =
    "(local $wait i32) (local $round i32) (local $looks i32) (local $spin i32)
    (loop $rounds
        (local.set $wait (call $wait (i64.const 1000000)))
        (loop $looking
            (local.set $looks (i32.add (local.get $looks) (i32.const 1)))
            (local.set $spin (i32.const 20000))
            (loop $spinning
                (local.set $spin (i32.sub (local.get $spin) (i32.const 1)))
                (br_if $spinning (local.get $spin)))
            (br_if $looking (i32.eqz (call $ready (local.get $wait)))))
        (local.set $looks (i32.mul (local.get $looks) (i32.const 31)))
        (local.set $round (i32.add (local.get $round) (i32.const 1)))
        (br_if $rounds (i32.lt_u (local.get $round) (i32.const 16))))
    (i32.store $first (i32.const 104) (local.get $looks))
    (i32.const 64)";

#[tokio::test(flavor = "multi_thread")]
async fn a_description_that_changes_between_two_calls_is_refused() {
    let (app, office, citizen) = with_citizen("15550100842", "").await;
    let guest = ByHand::echo().describing(BY_THE_TIME);
    let release = office.release_of("1.1.0", &guest.build(), BY_HAND_SCENARIO);
    let told = office.sees_refused("1.1.0", release).await;
    assert_eq!(told, "E0112: `describe` gave another answer the second time");
    app.hears(&citizen, "still there?", "echo: still there?").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_component_that_is_made_to_be_hard_to_compile_is_given_up_and_citizens_go_on() {
    let (app, office, citizen) = with_citizen("15550100843", "sandbox.compile_seconds = 1").await;
    let bomb = ByHand::echo().with_huge_function(4_000, 60_000).build();
    let release = office.release_of("1.1.0", &bomb, BY_HAND_SCENARIO);
    office.stages("vendor", release).await.expect("it is staged");
    office.sees("1.1.0", "verified").await;
    app.hears(&citizen, "while it compiles", "echo: while it compiles").await;
    let told = office.sees_over("1.1.0").await;
    assert_eq!(told["stage"], "rejected", "{told}");
    let why = told["why"].as_str().expect("it says why");
    assert!(why.contains("E0109: compiling took longer than 1s"), "{why}");
    app.hears(&citizen, "and after", "echo: and after").await;
    // One that no engine takes at all is refused before a compiler sees it.
    let larger = ByHand::echo().with_huge_function(60_000, 1).build();
    let release = office.release_of("1.2.0", &larger, BY_HAND_SCENARIO);
    let told = office.sees_refused("1.2.0", release).await;
    assert!(told.starts_with("E0102") && told.contains("too many locals"), "{told}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_traps_or_gives_no_state_is_refused_while_conversations_are_open() {
    let (app, office, citizen) = with_citizen("15550100844", "").await;
    // A result stands at 300: whether it went well, where its bytes are, and how many.
    let result = |at: &str, length: &str| {
        format!(
            "(i32.store $first (i32.const 300) (i32.const 0))\
             (i32.store $first (i32.const 304) (i32.const {at}))\
             (i32.store $first (i32.const 308) (i32.const {length})) (i32.const 300)"
        )
    };
    let bad = [
        ("1.1.0", "unreachable".to_owned(), "`unreachable` instruction"),
        ("1.2.0", result("0", "65537"), "65537"),
        ("1.3.0", result("0x7fffffff", "100"), "out of bounds of memory"),
    ];
    for (version, how, words) in bad {
        let guest = ByHand::echo().migrating(&how).build();
        let release = office.release_of(version, &guest, BY_HAND_SCENARIO);
        let told = office.sees_refused(version, release).await;
        let begins = "E0607: `migrate` fails at a state of schema 1 that an open conversation has";
        assert!(told.starts_with(begins) && told.contains(words), "{told}");
        app.hears(&citizen, "still there?", "echo: still there?").await;
    }
    let guest = ByHand::echo().migrating(&result("16", "4")).build();
    let release = office.release_of("1.4.0", &guest, BY_HAND_SCENARIO);
    office.stages("vendor", release).await.expect("it is staged");
    office.sees("1.4.0", "live").await;
    app.stop().await.expect("it stops");
}
