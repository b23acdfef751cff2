//! Turns that are written down, repeated by later releases and by vendors: through a whole host and the real program.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use mitra_core::limits::CAPSULE_INTERVAL;
use mitra_tests::kit::{self, ECHO_SCENARIO, Refused, ReleaseOffice, TestApp};
use reqwest::Method;
use serde_json::Value;

use crate::rollouts::{NO_CANARY, open, open_with};

const KEPT: &str = "capsules.key = 'a secret of thirty-two bytes or more'";

/// A host that writes turns down, its first release live, and a citizen in the middle of its service.
async fn host() -> (TestApp, ReleaseOffice, String) {
    let (app, office) = open_with("", NO_CANARY, KEPT).await;
    office.stages("vendor", office.release("1.0.0")).await.expect("it is staged");
    office.sees("1.0.0", "live").await;
    let citizen = app.meta().add_citizen(Some("15550100861"), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    (app, office, citizen)
}

/// The echoing component with other bytes in the place of some, wherever they are.
fn echo_with(from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut component = std::fs::read(kit::guest("echo")).expect("it is built");
    let places: Vec<_> = component.windows(from.len()).enumerate().collect();
    let places = places.into_iter().filter(|(_, part)| *part == from);
    let places: Vec<_> = places.map(|(place, _)| place).collect();
    assert!(!places.is_empty(), "they are there");
    for place in places {
        component[place..place + from.len()].copy_from_slice(to);
    }
    component
}

/// One that traps where citizens say `!trip`, and does not know `!trap`: words of four letters are compared as numbers.
fn echo_that_trips() -> Vec<u8> {
    let constant = |word: [u8; 4]| {
        let number = u32::from_le_bytes(word);
        let mut leb: Vec<u8> = vec![0x41];
        leb.extend((0..5).map(|group| {
            let bits = u8::try_from((number >> (7 * group)) & 0x7f).expect("seven bits");
            bits | if group < 4 { 0x80 } else { 0 }
        }));
        leb
    };
    echo_with(&constant(*b"trap"), &constant(*b"trip"))
}

/// The newest capsules, once one of them ended so.
async fn kept(office: &ReleaseOffice, ended: &str) -> Vec<Value> {
    for _ in 0..300 {
        let path = "/v1/departments/echo/capsules";
        let kept = office.asks("viewer", Method::GET, path, Value::Null).await.expect("seen");
        let kept = kept.as_array().expect("a list").clone();
        if kept.iter().any(|capsule| capsule["ended"] == ended) {
            return kept;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("none ended {ended}");
}

async fn capsule(
    office: &ReleaseOffice,
    who: &str,
    id: &Value,
    query: &str,
) -> Result<Value, Refused> {
    let id = id.as_str().expect("a text");
    let path = format!("/v1/departments/echo/capsules/{id}?reason=because{query}");
    office.asks(who, Method::GET, &path, Value::Null).await
}

/// Has a citizen say something until it is written down: one turn in a second is. Gives the capsule's id, and all of
/// it.
async fn says_and_is_kept(
    (app, office): (&TestApp, &ReleaseOffice),
    citizen: &str,
    text: &str,
    answer: &'static str,
) -> (Value, Value) {
    for _ in 0..20 {
        app.hears(citizen, text, answer).await;
        for listed in kept(office, "well").await {
            let whole = capsule(office, "operator", &listed["id"], "&whole=true").await;
            let whole = whole.expect("an operator may");
            if whole["turn"]["event"]["text"] == text {
                return (listed["id"].clone(), whole);
            }
        }
        tokio::time::sleep(CAPSULE_INTERVAL).await;
    }
    panic!("`{text}` is not kept");
}

/// `mitra replay` on a vendor's machine.
fn replay(capsule: &Path, component: &Path) -> Output {
    let mut command = Command::new(kit::binary());
    command.arg("replay").arg(capsule).arg("--component").arg(component);
    command.output().expect("it runs")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_failed_is_repeated_by_its_vendor_to_the_last_word_and_mended() {
    let (app, office, citizen) = host().await;
    app.hears(&citizen, "!trap", "went wrong on our side").await;
    let kept = kept(&office, "trapped").await;
    let failed = kept.iter().find(|capsule| capsule["ended"] == "trapped").expect("just seen");
    let whole = capsule(&office, "operator", &failed["id"], "&whole=true").await.expect("given");
    assert_eq!(whole["turn"]["event"]["text"], "!trap");
    let text = whole.to_string();
    assert!(!text.contains("15550100861"), "nobody's number is in it");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("capsule.json");
    std::fs::write(&file, &text).expect("written");

    let same = replay(&file, &kit::guest("echo"));
    let said = String::from_utf8_lossy(&same.stdout);
    assert!(same.status.success(), "{said}{}", String::from_utf8_lossy(&same.stderr));
    assert!(said.starts_with("identical"), "{said}");
    assert!(said.contains("fault trapped: E0201: trapped:"), "{said}");
    for word in whole["did"]["fault"]["words"].as_array().expect("lines") {
        assert!(said.contains(word.as_str().expect("a text")), "{word} is not in {said}");
    }
    // Mended: it does not know the word.
    let mended = folder.path().join("mended.wasm");
    std::fs::write(&mended, echo_that_trips()).expect("written");
    let other = replay(&file, &mended);
    let said = String::from_utf8_lossy(&other.stdout);
    assert!(!other.status.success(), "{said}");
    assert!(said.starts_with("differing") && said.contains("+says: unknown"), "{said}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_read_what_citizens_wrote_is_held_to_it_and_written_down() {
    let (app, office, citizen) = host().await;
    let text = "my number is AB12345";
    let (id, _) = says_and_is_kept((&app, &office), &citizen, text, "echo: my number").await;
    let masked = capsule(&office, "vendor", &id, "").await.expect("it is theirs");
    assert_eq!(masked["masked"], true);
    let text = masked.to_string();
    assert!(!text.contains("AB12345") && text.contains("xx xxxxxx xx xx00000"), "{text}");
    for (who, query, status) in
        [("vendor", "&whole=true", 403), ("viewer", "&whole=true", 403), ("other vendor", "", 403)]
    {
        let refused = capsule(&office, who, &id, query).await.expect_err("refused");
        assert_eq!(refused.0.as_u16(), status, "{who}: {}", refused.1);
    }
    let unknown = capsule(&office, "operator", &"0".repeat(32).into(), "").await;
    let (status, words) = unknown.expect_err("there is none");
    assert!(status == 404 && words.starts_with("E0636"), "{words}");
    let audited = office.audited().await;
    assert!(audited.contains(&"vendor capsule.read".to_owned()), "{audited:?}");
    assert!(audited.contains(&"operator capsule.read-whole".to_owned()), "{audited:?}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_repeats_turns_of_the_live_one_before_a_citizen_meets_it() {
    let (app, office, citizen) = host().await;
    says_and_is_kept((&app, &office), &citizen, "salt", "echo: salt").await;
    // It says what it is told in other words, which is not wrong.
    let louder = echo_with(b"echo: ", b"ECHO: ");
    let scenario = ECHO_SCENARIO.replace("echo: ", "ECHO: ");
    let release = office.release_of("1.1.0", &louder, &scenario);
    office.stages("vendor", release).await.expect("it is staged");
    let live = office.sees("1.1.0", "live").await;
    let shadow = &live["shadow"];
    assert!(shadow["identical"].as_u64() >= Some(1), "{shadow}");
    assert_eq!((&shadow["faulting"], &shadow["astray"]), (&0.into(), &0.into()), "{shadow}");
    let digest = live["digest"].as_str().expect("a text");
    let path = format!("/v1/departments/echo/releases/{digest}/shadow");
    let report = office.asks("vendor", Method::GET, &path, Value::Null).await.expect("theirs");
    let differing = u64::try_from(report.as_array().expect("a list").len()).ok();
    assert_eq!(shadow["differing"].as_u64(), differing);
    // What the citizen said is masked, what the department says is not.
    let text = report.to_string();
    assert!(text.contains("-says: echo: xxxx") && text.contains("+says: ECHO: xxxx"), "{text}");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_fails_what_the_live_one_took_well_is_refused_before_a_citizen_meets_it() {
    let (app, office, citizen) = host().await;
    says_and_is_kept((&app, &office), &citizen, "!trip", "unknown").await;
    let release = office.release_of("1.1.0", &echo_that_trips(), ECHO_SCENARIO);
    let why = office.sees_refused("1.1.0", release).await;
    assert!(why.starts_with("E0633: it fails ") && why.contains("fault trapped"), "{why}");
    app.hears(&citizen, "!trip", "unknown").await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_section_nothing_is_written_down() {
    let (app, office) = open(NO_CANARY).await;
    let path = "/v1/departments/echo/capsules";
    let refused = office.asks("operator", Method::GET, path, Value::Null).await;
    let (status, words) = refused.expect_err("there are none");
    assert!(status == 409 && words.starts_with("E0636") && words.contains("`[capsules]`"));
    app.stop().await.expect("it stops");
}
