//! SIGKILL at every stage of a rollout.

use std::time::Duration;

use mitra_tests::kit::ByHand;

use super::{BY_HAND_SCENARIO, Town, slow_to_compile};

/// So many that playing them takes seconds.
const SCENARIOS: usize = 600;
/// What an approver has to agree to.
const ASKS_FOR_MORE: &str =
    "id = 'echo'\n[[http]]\nto = 'https://wards.example.gov.in/'\nmethods = ['GET']\n";

/// A canary that everybody meets, and that goes on by an operator's word alone.
const BY_HAND: &str = "canary = [{ percent = 100, seconds = 600, turns = 1000000 }]";

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_killed_while_a_release_is_proven_proves_it_again_from_where_it_was() {
    let mut town = Town::begin(BY_HAND).await;
    // What is proven waits until the end of that.
    town.office.acts("freeze").await.expect("it is frozen");
    let scenarios: Vec<_> = (0..SCENARIOS)
        .map(|n| BY_HAND_SCENARIO.replace("It answers", &format!("It answers {n}")))
        .collect();
    let component = slow_to_compile();
    let files = [
        ("component.wasm", component.as_slice()),
        ("department.toml", ASKS_FOR_MORE.as_bytes()),
        ("scenarios/echo.txt", scenarios.join("\n").into_bytes().as_slice()),
    ]
    .map(|(name, bytes)| (name, bytes.to_vec()));
    let files: Vec<_> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let release = town.office.release_with("1.1.0", "mitra:department@1.0.0", &files);
    town.office.stages("vendor", release).await.expect("it is staged");
    while town.office.sees("1.1.0", "staged").await["wider"]
        != serde_json::json!(["http GET https://wards.example.gov.in/"])
    {
        tokio::task::yield_now().await;
    }

    town.is_killed().await;
    assert_eq!(town.stage_of("1.1.0").await, "staged", "it waits for an approver");
    town.office.agrees("1.1.0").await;
    for stage in ["verified", "compiled"] {
        town.office.sees("1.1.0", stage).await;
        town.is_killed().await;
        assert_eq!(town.stage_of("1.1.0").await, stage, "it is proven from there on");
    }
    town.office.sees("1.1.0", "shadowed").await;
    town.is_killed().await;
    assert_eq!(town.stage_of("1.1.0").await, "shadowed", "it is proven, and waits");
    town.office.acts("thaw").await.expect("it goes on");
    town.office.sees("1.1.0", "canary").await;
    let trials = town.setup.folder().join("releases/trials");
    let left = std::fs::read_dir(trials).expect("a folder").count();
    assert_eq!(left, 0, "what the killed one had unpacked is gone");
    let expected = [
        "operator key.registered",
        "operator release.staged",
        "host release.verified",
        "host release.compiled",
        "host release.smoked",
        "host release.shadowed",
        "host release.live",
        "operator department.frozen",
        "vendor release.staged",
        "host release.wants-approval",
        "operator key.registered",
        "approver release.approved",
        "host release.verified",
        "host release.compiled",
        "host release.smoked",
        "host release.shadowed",
        "operator department.thawed",
        "host release.canary",
    ];
    assert_eq!(town.office.audited().await, expected, "each step is taken once");
    town.ends().await;
}

/// A compiler with more memory has read all that it was given, and is in the middle of its work.
const AT_WORK_BYTES: u64 = 128 * 1024 * 1024;
/// How soon what worked for a host must end after it: much sooner than its work would.
const ORPHANED_MAX: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn a_compiler_ends_with_the_host_that_it_works_for() {
    let mut town = Town::begin(BY_HAND).await;
    let endless = ByHand::echo().with_huge_function(4_000, 20_000).build();
    let release = town.office.release_of("1.1.0", &endless, BY_HAND_SCENARIO);
    town.office.stages("vendor", release).await.expect("it is staged");
    for _ in 0..2 {
        let compilers = town.workers().await;
        assert_eq!(compilers.len(), 1, "it compiles one at a time");
        while compilers[0].resident_bytes() < AT_WORK_BYTES {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        town.is_killed().await;
        let ends = async {
            while compilers[0].runs() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(ORPHANED_MAX, ends).await.expect("it ends with its host");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_killed_while_citizens_meet_a_release_goes_on_with_it() {
    let mut town = Town::begin(BY_HAND).await;
    town.office.stages("vendor", town.office.release("1.1.0")).await.expect("it is staged");
    town.office.sees("1.1.0", "canary").await;
    town.is_killed().await;
    assert_eq!(town.stage_of("1.1.0").await, "canary");
    town.office.acts("hold").await.expect("it is held");
    town.is_killed().await;
    assert_eq!(town.office.releases().await["1.1.0"]["held"], true);
    town.office.acts("promote").await.expect("it is live");
    town.is_killed().await;
    let stages = [town.stage_of("1.1.0").await, town.stage_of("1.0.0").await];
    assert_eq!(stages, ["live", "draining"]);
    town.office.acts("roll-back").await.expect("back");
    town.is_killed().await;
    let stages = [town.stage_of("1.1.0").await, town.stage_of("1.0.0").await];
    assert_eq!(stages, ["rolled-back", "live"]);
    town.ends().await;
}
