//! `mitra admin` beside a running host, and tokens that are read again.

use std::net::SocketAddr;
use std::time::Duration;

use mitra_simulator::{ChatEntry, Inbound, Simulator, SimulatorHandle};
use mitra_tests::kit::{self, AppOptions, Mitra, ReleaseOffice, Setup, mitra, simulator_options};

const PATIENCE: Duration = Duration::from_secs(20);

/// A host with an echoing department and an admin API. Each token is its holder's name.
struct Office {
    simulator: Simulator,
    setup: Setup,
    admin: SocketAddr,
}

impl Office {
    async fn open() -> Self {
        Self::open_with("[releases]\n").await
    }

    /// With these lines of configuration more.
    async fn open_with(more: &str) -> Self {
        let webhook = kit::free_address().expect("a port");
        let simulator = Simulator::start(simulator_options(webhook)).await.expect("it starts");
        let admin = kit::free_address().expect("a port");
        let tokens =
            ReleaseOffice::token("asha", "operator") + &ReleaseOffice::token("ravi", "viewer");
        let departments = vec![("echo".to_owned(), "echo".to_owned())];
        let config = format!("[admin]\nlisten = '{admin}'\n{tokens}{more}");
        let options = AppOptions { departments, config, ..AppOptions::default() };
        let setup = Setup::new(webhook, &simulator.graph_url(), &options);
        Self { simulator, setup, admin }
    }

    /// Runs a command as the holder of a token; gives whether it succeeded, and all that it said.
    fn runs(&self, who: &str, words: &[&str]) -> (bool, String) {
        let file = self.setup.folder().join(who);
        std::fs::write(&file, who).expect("a file");
        let mut command = mitra();
        command.env("MITRA_ADMIN_URL", format!("http://{}", self.admin));
        command.env("MITRA_ADMIN_TOKEN_FILE", file);
        let output = command.args(words).output().expect("it runs");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).expect("text"))
    }

    fn sees(&self, words: &[&str]) -> String {
        let (is_good, said) = self.runs("asha", words);
        assert!(is_good, "{words:?}: {said}");
        said
    }

    /// Waits until a command ends as it should.
    async fn waits_until(&self, who: &str, words: &[&str], fits: impl Fn(bool, &str) -> bool) {
        let fit = async {
            loop {
                let (is_good, said) = self.runs(who, words);
                if fits(is_good, &said) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let log = || self.setup.log();
        assert!(tokio::time::timeout(PATIENCE, fit).await.is_ok(), "{words:?}: {}", log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_how_departments_do_by_the_admin_api_alone() {
    let office = Office::open().await;
    let running = Mitra::start(&office.setup).await;
    assert_eq!(office.sees(&["admin", "breakers"]), "no department rests\n");
    assert_eq!(office.sees(&["admin", "dead-letters"]), "no message was given up\n");
    assert_eq!(office.sees(&["admin", "drains"]), "no release drains\n");
    assert_eq!(office.sees(&["admin", "sessions", "echo"]), "0 open conversations\n");
    let grants = office.sees(&["admin", "grants", "echo"]);
    assert_eq!(grants, "echo\n  asks for nothing, and is granted nothing\n");

    let meta = office.simulator.handle();
    let citizen = meta.add_citizen(Some("15550140101"), None, "Asha");
    kit::enter_echo(&meta, &citizen).await;
    let sessions = office.sees(&["admin", "sessions", "echo"]);
    assert!(sessions.contains("  echo  ") && sessions.ends_with("\n1 open conversations\n"));
    assert!(!sessions.contains("1555014"), "{sessions}");
    let breakers = office.sees(&["admin", "breakers"]);
    assert!(breakers.contains("closed, 0 faults in a row\nno department rests"), "{breakers}");
    let close = ["admin", "breakers", "close", "echo", "--reason", "mended"];
    let (is_good, said) = office.runs("asha", &close);
    assert!(!is_good && said.contains("E0620: no release of `echo` rests"), "{said}");
    let (is_good, said) = office.runs("ravi", &close);
    assert!(!is_good && said.contains("E0617: the token of ravi is for the role viewer"), "{said}");
    let discard = ["admin", "dead-letters", "discard", "17", "--reason", "nobody misses it"];
    let (is_good, said) = office.runs("asha", &discard);
    assert!(!is_good && said.contains("E0619: `17` is no message that was given up"), "{said}");
    assert!(running.terminate().await.success());
    office.simulator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_revoked_is_good_no_more_without_a_restart() {
    let office = Office::open().await;
    let running = Mitra::start(&office.setup).await;
    let look = ["release", "list"];
    assert!(office.runs("ravi", &look).0);
    office
        .setup
        .edit(&ReleaseOffice::token("ravi", "viewer"), &ReleaseOffice::token("meena", "viewer"));
    running.hang_up();
    office.waits_until("ravi", &look, |is_good, said| !is_good && said.contains("E0617")).await;
    assert!(office.runs("meena", &look).0, "she is new");
    assert!(office.runs("asha", &look).0, "hers stays");
    let audit = office.sees(&["audit", "show"]);
    assert!(audit.contains("host tokens.replaced: not good any more: ravi; new: meena"), "{audit}");

    // What cannot be read changes nothing, and is told.
    office.setup.edit("drain_seconds", "drain_secs");
    office.setup.edit(&ReleaseOffice::token("meena", "viewer"), "");
    running.hang_up();
    let told = async {
        while !office.setup.log().contains("E0621") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, told).await.expect("it is told");
    assert!(office.runs("meena", &look).0);
    office.setup.edit("drain_secs", "drain_seconds");
    running.hang_up();
    office.waits_until("meena", &look, |is_good, _| !is_good).await;
    assert!(running.terminate().await.success());
    office.simulator.stop().await;
}

/// A citizen who says this once they are at the menu, and finds nothing.
async fn asks_in_vain(meta: &SimulatorHandle, phone: &str, words: &str) {
    meta.add_citizen(Some(phone), None, "Citizen");
    for (text, answer) in
        [("Hi", "Namaste"), ("English", "Which department"), (words, "did not find")]
    {
        meta.citizen_sends(phone, Inbound::text(text));
        let is_answered = move |chat: &[ChatEntry]| {
            chat.iter().any(|entry| !entry.from_citizen() && entry.body().contains(answer))
        };
        meta.wait_for(phone, is_answered, PATIENCE).await.expect("an answer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_what_citizens_did_not_find() {
    let office = Office::open_with("").await;
    let running = Mitra::start(&office.setup).await;
    let none = office.sees(&["unmet", "--days", "1"]);
    assert!(none.ends_with("nothing was asked for that was not found\n"), "{none}");
    let meta = office.simulator.handle();
    for (phone, words) in
        [("15550180001", "Passport"), ("15550180002", "passport kavali"), ("15550180003", "పాస్‌పోర్ట్")]
    {
        asks_in_vain(&meta, phone, words).await;
    }
    let table = office.sees(&["unmet"]);
    assert!(
        table.contains("citizens  messages  languages  first       last        words\n"),
        "{table}"
    );
    assert!(table.contains("       3         3  en         2"), "{table}");
    let csv = office.sees(&["unmet", "--csv"]);
    assert!(
        csv.starts_with("words,citizens,messages,languages,first,last,nearest\r\npasport,3,3,en,2"),
        "{csv}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&office.sees(&["unmet", "--json"])).expect("JSON");
    assert_eq!(json["unmet"][0]["words"], "pasport");
    let (is_good, said) = office.runs("asha", &["unmet", "--days", "31"]);
    assert!(!is_good && said.contains("E0666"), "{said}");
    assert!(running.terminate().await.success());
    office.simulator.stop().await;
}
