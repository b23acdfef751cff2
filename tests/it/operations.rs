//! What operators see of the data plane and do to it, through a whole host: breakers, messages that were given up, open
//! conversations, releases that drain, grants, and freeze windows.

use std::time::Duration;

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, Refused, ReleaseOffice, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::rollouts::{NO_CANARY, open};

/// What a holder of a token sees there; the host's words, if it refuses.
async fn looks(office: &ReleaseOffice, who: &str, path: &str) -> Result<Value, Refused> {
    office.asks(who, Method::GET, path, Value::Null).await
}

/// Has something done there, because.
async fn does(office: &ReleaseOffice, who: &str, path: &str) -> Result<Value, Refused> {
    office.asks(who, Method::POST, path, json!({ "reason": "because" })).await
}

/// A host with a live release.
async fn with_release() -> (TestApp, ReleaseOffice) {
    let (app, office) = open(NO_CANARY).await;
    office.stages("vendor", office.release("1.0.0")).await.expect("it is staged");
    office.sees("1.0.0", "live").await;
    (app, office)
}

/// A citizen in the middle of the department's service.
async fn citizen(app: &TestApp, phone: &str) -> String {
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    citizen
}

/// Who decided what, from this entry of the audit log on.
async fn audited(office: &ReleaseOffice, from: usize) -> Vec<String> {
    let entries = looks(office, "viewer", "/v1/audit").await.expect("seen");
    let said = entries.as_array().expect("a list").iter().skip(from).map(|entry| {
        let body: Value =
            serde_json::from_str(entry["body"].as_str().expect("a text")).expect("it is JSON");
        let text = |key: &str| body[key].as_str().expect("a text").to_owned();
        format!("{} {}: {}", text("actor"), text("action"), text("reason"))
    });
    said.collect()
}

/// The status and the words of a refusal.
fn refused(answer: Result<Value, Refused>) -> (u16, String) {
    let (status, words) = answer.expect_err("it is refused");
    (status.as_u16(), words)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_that_rests_is_seen_and_its_rest_is_ended_by_hand() {
    let (app, office) = with_release().await;
    let mut citizens = Vec::new();
    for phone in ["15550100861", "15550100862", "15550100863"] {
        citizens.push(citizen(&app, phone).await);
    }
    let seen = looks(&office, "viewer", "/v1/breakers").await.expect("seen");
    let digest = office.sees("1.0.0", "live").await["digest"].clone();
    let closed = json!({ "release": digest, "state": "closed", "faults": 0, "since": null,
                         "probe_at": null });
    assert_eq!(seen, json!([{ "department": "echo", "breakers": [closed] }]));
    let why = refused(does(&office, "operator", "/v1/breakers/echo/close").await);
    let words = "E0620: no release of `echo` rests, so there is nothing to close";
    assert_eq!(why, (409, words.to_owned()));

    for citizen in [0, 1, 2, 0, 1] {
        app.hears(&citizens[citizen], "!trap", "went wrong on our side").await;
    }
    let seen = looks(&office, "vendor", "/v1/breakers").await.expect("it is theirs");
    let breaker = &seen[0]["breakers"][0];
    assert_eq!((&breaker["state"], &breaker["release"]), (&json!("resting"), &digest));
    let (since, probe) = (breaker["since"].as_str(), breaker["probe_at"].as_str());
    assert!(since.is_some() && since < probe, "{breaker}");
    assert_eq!(
        looks(&office, "other vendor", "/v1/breakers").await.expect("none is theirs"),
        json!([])
    );
    let last = looks(&office, "viewer", "/v1/breakers?after=echo").await.expect("a page");
    assert_eq!(last, json!([]));

    let (status, words) = refused(does(&office, "viewer", "/v1/breakers/echo/close").await);
    assert!(status == 403 && words.contains("the token of viewer"), "{words}");
    assert_eq!(refused(does(&office, "operator", "/v1/breakers/roads/close").await).0, 404);
    let unexplained = json!({ "reason": " " });
    let path = "/v1/breakers/echo/close";
    let unexplained = office.asks("operator", Method::POST, path, unexplained).await;
    assert_eq!(refused(unexplained).0, 400);
    let before = audited(&office, 0).await.len();
    let closed_by_hand = does(&office, "operator", path).await.expect("it is closed");
    assert_eq!(closed_by_hand["breakers"][0], closed);
    assert_eq!(audited(&office, before).await, ["operator breaker.closed: because"]);
    app.hears(&citizens[2], "salt", "echo: salt").await;
    app.stop().await.expect("it stops");
}

/// A message of somebody whom the simulated WhatsApp does not know: the answer to it is refused for good.
async fn unknown_person_writes(app: &TestApp, phone: &str) {
    let message = json!({
        "from": phone, "id": format!("wamid.{phone}"), "type": "text", "text": { "body": "Hi" },
    });
    let parts = json!({ "messages": [message] });
    let body = kit::notification(kit::PHONE_NUMBER_ID, "messages", parts);
    assert_eq!(app.meta().send_notification(body).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_given_up_is_sent_again_once_or_discarded_for_good() {
    let (app, office) = open(NO_CANARY).await;
    let (asha, ravi) = ("15550100871", "15550100872");
    let letters = async |query: &str| {
        let seen = looks(&office, "viewer", &format!("/v1/dead-letters{query}")).await;
        seen.expect("seen").as_array().expect("a list").clone()
    };
    for (n, phone) in [(1, asha), (2, ravi)] {
        unknown_person_writes(&app, phone).await;
        while letters("").await.len() < n {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    let seen = letters("").await;
    let [first, second] = [&seen[0], &seen[1]].map(|it| it["id"].as_i64().expect("a number"));
    assert_eq!(seen[0]["why"], "refused by Meta with code 131026");
    let shown = Value::from(seen).to_string();
    assert!(!shown.contains("1555010") && !shown.contains("Namaste"), "{shown}");
    assert_eq!(letters("?max=1").await.len(), 1);
    assert_eq!(letters(&format!("?after={first}")).await[0]["id"], second);
    for wrong in ["?max=0", "?max=201", "?max=x", "?before=1"] {
        let asked = looks(&office, "viewer", &format!("/v1/dead-letters{wrong}")).await;
        assert_eq!(refused(asked).0, 400, "{wrong}");
    }
    assert_eq!(refused(looks(&office, "vendor", "/v1/dead-letters").await).0, 403);

    let retry = format!("/v1/dead-letters/{first}/retry");
    assert_eq!(refused(does(&office, "approver", &retry).await).0, 403);
    app.meta().add_citizen(Some(asha), None, "Asha");
    app.meta().citizen_sends(asha, Inbound::text("Hello"));
    app.sees(asha, "an answer", |chat| chat.iter().any(|it| !it.from_citizen())).await;
    let before = audited(&office, 0).await.len();
    let again = does(&office, "operator", &retry).await.expect("it is sent again");
    let greets = |chat: &[ChatEntry]| chat.iter().any(|it| it.body().contains("Namaste"));
    app.sees(asha, "the greeting", greets).await;
    assert_eq!(does(&office, "operator", &retry).await.expect("it was"), again, "it is sent once");
    assert_eq!(letters("").await[0]["retried_as"], again["retried_as"]);

    let discard = format!("/v1/dead-letters/{second}/discard");
    assert_eq!(refused(does(&office, "viewer", &discard).await).0, 403);
    let gone = does(&office, "operator", &discard).await.expect("it is discarded");
    assert_eq!(gone, json!({ "id": second, "retried_as": null }));
    let words = format!("E0619: `{second}` is no message that was given up");
    assert_eq!(refused(does(&office, "operator", &discard).await), (404, words));
    assert_eq!(refused(does(&office, "operator", "/v1/dead-letters/x/retry").await).0, 404);
    assert_eq!(letters("").await.len(), 1);
    let expected = [
        format!("operator dead-letter.retried: message {first}: because"),
        format!("operator dead-letter.discarded: message {second}: because"),
    ];
    assert_eq!(audited(&office, before).await, expected);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_are_seen_by_pseudonyms_and_so_is_what_drains() {
    let (app, office) = with_release().await;
    let citizen = citizen(&app, "15550100881").await;
    app.hears(&citizen, "!form member", "Do you agree?").await;
    let old = office.sees("1.0.0", "live").await["digest"].clone();
    let sessions = "/v1/sessions?department=echo";
    let seen = looks(&office, "vendor", sessions).await.expect("it is theirs");
    let session = &seen[0];
    let shown = (&session["service"], &session["release"], &session["form"]);
    assert_eq!(shown, (&json!("echo"), &old, &json!(true)));
    let who = session["citizen"].as_str().expect("a text");
    assert!(who.len() == 32 && !seen.to_string().contains("1555010"), "{seen}");
    let none = looks(&office, "viewer", &format!("{sessions}&skip=1")).await.expect("a page");
    assert_eq!(none, json!([]));
    let (status, words) = refused(looks(&office, "other vendor", sessions).await);
    let told = "the token of other vendor is for the role department:water";
    assert!(status == 403 && words.contains(told), "{words}");
    let elsewhere = looks(&office, "viewer", "/v1/sessions?department=roads").await;
    let words = "`roads` is no department of this host";
    assert_eq!(refused(elsewhere), (404, words.to_owned()));
    for wrong in ["/v1/sessions", "/v1/sessions?department=echo&max=201"] {
        assert_eq!(refused(looks(&office, "viewer", wrong).await).0, 400, "{wrong}");
    }

    let drains = looks(&office, "viewer", "/v1/drains").await.expect("seen");
    assert_eq!(drains, json!([{ "department": "echo", "drains": [] }]));
    office.stages("vendor", office.release("1.1.0")).await.expect("it is staged");
    office.sees("1.1.0", "live").await;
    let drains = looks(&office, "vendor", "/v1/drains").await.expect("it is theirs");
    let drain = &drains[0]["drains"][0];
    let shown = (&drain["release"], &drain["version"], &drain["conversations"]);
    assert_eq!(shown, (&old, &json!("1.0.0"), &json!(1)));
    assert!(drain["since"].as_str() < drain["until"].as_str(), "{drain}");
    assert_eq!(looks(&office, "other vendor", "/v1/drains").await.expect("seen"), json!([]));

    let grants = looks(&office, "vendor", "/v1/grants/echo").await.expect("it is theirs");
    let live = office.sees("1.1.0", "live").await["digest"].clone();
    let nothing = json!({ "department": "echo", "release": live, "asked": [], "granted": [],
                          "missing": [] });
    assert_eq!(grants, nothing);
    assert_eq!(refused(looks(&office, "other vendor", "/v1/grants/echo").await).0, 403);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_department_asks_for_in_vain_is_told_and_no_secret_of_what_it_is_granted() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = folder.path().join("department.toml");
    let asks = "id = 'echo'\n[media]\nread = true\n\
                [[http]]\nto = 'https://bills.example/'\nmethods = ['GET']\n";
    std::fs::write(&manifest, asks).expect("a file");
    let address = kit::free_address().expect("a port");
    let viewer = ReleaseOffice::token("viewer", "viewer");
    let config = format!(
        "[admin]\nlisten = '{address}'\n{viewer}\n[[department]]\nid = 'echo'\n\
         component = '{}'\nmanifest = '{}'\n[[department.http]]\nto = 'https://bills.example/'\n\
         methods = ['GET']\nheaders = {{ authorization = 'very secret' }}\n",
        kit::guest("echo").display(),
        manifest.display(),
    );
    let departments = vec![("energy".to_owned(), "energy".to_owned())];
    let options = AppOptions { departments, config, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    let looks = async |path: &str| {
        let url = format!("{}{path}", app.admin_url());
        let request = reqwest::Client::new().get(url).bearer_auth("viewer");
        let answer = request.send().await.expect("it answers");
        (answer.status().as_u16(), answer.json::<Value>().await.expect("it is JSON"))
    };
    let (status, grants) = looks("/v1/grants/echo").await;
    let web = "http GET https://bills.example/";
    let expected = json!({ "department": "echo", "release": null, "asked": [web, "media read"],
                           "granted": [web], "missing": ["media read"] });
    assert_eq!((status, grants), (200, expected));
    assert_eq!(looks("/v1/grants/roads").await.0, 404);
    // Nothing is served by releases here, so that nothing drains.
    assert_eq!(looks("/v1/drains").await.0, 409);
    assert_eq!(looks("/v1/sessions?department=echo").await, (200, json!([])));
    let departments = async |query: &str| {
        let (_, seen) = looks(&format!("/v1/breakers?{query}")).await;
        let seen = seen.as_array().expect("a list").clone();
        seen.iter().map(|it| it["department"].as_str().expect("a text").to_owned()).collect()
    };
    let pages: [Vec<String>; 3] = [
        departments("max=1").await,
        departments("after=echo&max=1").await,
        departments("after=energy").await,
    ];
    assert_eq!(pages, [vec!["echo".to_owned()], vec!["energy".to_owned()], Vec::new()]);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn within_a_freeze_window_a_release_waits_until_an_operator_promotes_it() {
    let window = "[[releases.policy.freeze]]\nwhy = 'the election'\n\
                  from = '2020-01-01T00:00:00Z'\nuntil = '2099-01-01T00:00:00Z'\n";
    let (app, office) = open(&format!("{NO_CANARY}\n{window}")).await;
    office.stages("vendor", office.release("1.0.0")).await.expect("it is staged");
    office.sees("1.0.0", "shadowed").await;
    let seen = looks(&office, "vendor", "/v1/departments/echo").await.expect("seen");
    let shown = json!({ "since": "2020-01-01T00:00:00Z", "until": "2099-01-01T00:00:00Z",
                        "why": "the election" });
    assert_eq!((&seen["window"], &seen["frozen"]), (&shown, &Value::Null));
    office.acts("promote").await.expect("an operator may");
    office.sees("1.0.0", "live").await;
    let citizen = citizen(&app, "15550100891").await;
    app.hears(&citizen, "salt", "echo: salt").await;
    app.stop().await.expect("it stops");
}
