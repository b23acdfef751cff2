//! SIGKILL at random instants: every acknowledged operation is there afterwards, and no half of
//! any other.
//!
//! The child is this test binary again, running `child` alone. It prints a line after each answer.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mitra_core::turn::{RecordWrite, Scope};
use mitra_storage::conformance::fixtures::*;
use mitra_storage::{Inbox as _, Settled, Settlement};
use mitra_storage_sql::{SqliteOptions, SqliteStorage};
use rusqlite::Connection;

use crate::support::Database;

/// How the child finds its database. Set by the parent alone.
const PATH_VARIABLE: &str = "MITRA_CRASH_TEST_DATABASE";
const ROUNDS: u64 = 12;
/// Events in flight at once, so that groups hold several operations.
const CITIZENS: usize = 16;

#[test]
fn sigkill_loses_nothing_acknowledged_and_leaves_nothing_half_done() {
    let database = Database::new();
    let mut acknowledged = HashSet::new();
    // The instants differ by the machine's own jitter; the spread covers start, load and recovery.
    for round in 0..ROUNDS {
        let wait = Duration::from_millis(40 + round * 23);
        acknowledged.extend(run_and_kill(&database, round, wait));
        check(&database, &acknowledged);
    }
    let settled = acknowledged.iter().filter(|line| line.starts_with("settled")).count();
    assert!(settled > 100, "the child did too little to prove anything: {settled}");
}

/// Runs the child, kills it after `wait` from its first answer, and gives back the answers it got.
fn run_and_kill(database: &Database, round: u64, wait: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(PATH_VARIABLE, &database.options.path)
        .env("MITRA_CRASH_TEST_ROUND", round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut seen = Vec::new();
    let mut kill_at = None;
    // A line that the kill cut short ends the loop or lacks its newline; neither counts as an
    // answer.
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while output.read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
        if let Some(answer) = line.strip_prefix("answer ").and_then(|l| l.strip_suffix('\n')) {
            seen.push(answer.to_owned());
            let kill_at = *kill_at.get_or_insert_with(|| Instant::now() + wait);
            if Instant::now() >= kill_at {
                child.kill().unwrap();
            }
        }
        line.clear();
    }
    child.wait().unwrap();
    seen
}

fn check(database: &Database, acknowledged: &HashSet<String>) {
    drop(database.open());
    let connection = database.connect();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let known: HashSet<String> = texts("SELECT wamid FROM events").into_iter().collect();
    let mut settled = texts(
        "SELECT wamid FROM events WHERE settled_at IS NOT NULL AND payload IS NULL ORDER BY wamid",
    );
    let sent = texts("SELECT trim(body, '\"') FROM deliveries WHERE stage = 3");
    let sent: HashSet<String> = sent.into_iter().collect();
    // Whole settlements: each settled event has its one delivery and its one record; nothing else
    // has any.
    assert_eq!(texts("SELECT trim(body, '\"') FROM deliveries ORDER BY 1"), settled);
    assert_eq!(texts("SELECT key FROM records ORDER BY key"), settled);
    let half = "SELECT wamid FROM events WHERE (settled_at IS NULL) <> (payload IS NOT NULL)";
    assert_eq!(texts(half), Vec::<String>::new());
    let settled: HashSet<String> = settled.drain(..).collect();
    for answer in acknowledged {
        let (what, wamid) = answer.split_once(' ').unwrap();
        let found = match what {
            "accepted" => known.contains(wamid),
            "settled" => settled.contains(wamid),
            "sent" => sent.contains(wamid),
            other => panic!("unknown answer {other}"),
        };
        assert!(found, "{answer} was acknowledged and is gone");
    }
    check_lanes(&connection);
}

/// Every lane fits its rows, and no claim or attempt of the killed host is left.
fn check_lanes(connection: &Connection) {
    let none = |sql: &str| {
        let rows: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{sql}");
    };
    none(
        "SELECT count(*) FROM event_lanes l WHERE l.claim_token IS NOT NULL OR l.depth <> (
             SELECT count(*) FROM events e WHERE e.citizen = l.citizen AND e.settled_at IS NULL)",
    );
    none(
        "SELECT count(*) FROM events e WHERE e.settled_at IS NULL
         AND e.citizen NOT IN (SELECT citizen FROM event_lanes)",
    );
    none(
        "SELECT count(*) FROM delivery_lanes l WHERE l.depth <> (
             SELECT count(*) FROM deliveries d WHERE d.citizen = l.citizen AND d.stage < 3)",
    );
    none(
        "SELECT count(*) FROM deliveries d WHERE d.stage < 3
         AND d.citizen NOT IN (SELECT citizen FROM delivery_lanes)",
    );
    none("SELECT count(*) FROM deliveries WHERE stage = 1");
    let sound: String = connection.query_row("PRAGMA quick_check", [], |r| r.get(0)).unwrap();
    assert_eq!(sound, "ok");
}

fn answer(what: &str, wamid: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "answer {what} {wamid}").unwrap();
    out.flush().unwrap();
}

#[tokio::test]
#[ignore = "the child of the test above: writes until it is killed"]
async fn child() {
    let path = std::env::var_os(PATH_VARIABLE).expect("started by its parent");
    let round = std::env::var_os("MITRA_CRASH_TEST_ROUND").expect("started by its parent");
    let round = round.to_str().unwrap().to_owned();
    let storage = SqliteStorage::open(&SqliteOptions::new(path), T0).unwrap();
    let writers = (0..CITIZENS).map(|n| accept_forever(&storage, &round, n));
    let accepting = futures_util::future::join_all(writers);
    tokio::join!(accepting, settle_forever(&storage), send_forever(&storage));
}

async fn accept_forever(storage: &SqliteStorage, round: &str, citizen_number: usize) {
    for n in 0.. {
        let wamid = format!("r{round}-c{citizen_number}-{n}");
        accept(storage, vec![event(&wamid, &citizen(citizen_number))]).await;
        answer("accepted", &wamid);
    }
}

async fn settle_forever(storage: &SqliteStorage) {
    loop {
        let claimed = storage.claim_events(CITIZENS, T0, HOLD).await.unwrap();
        let settlements = claimed.iter().map(async |claimed| {
            let wamid = wamid(claimed);
            let mut delivery = reply("");
            delivery.body = format!("\"{wamid}\"");
            let key = key(Scope::Citizen(claimed.claim.citizen), wamid);
            let writes = vec![RecordWrite { key, value: Some(vec![1]) }];
            let settlement = Settlement { deliveries: vec![delivery], writes, ..plain(claimed) };
            assert_eq!(storage.settle(settlement, T0).await.unwrap(), Settled::Committed);
            answer("settled", wamid);
        });
        futures_util::future::join_all(settlements).await;
        tokio::task::yield_now().await;
    }
}

async fn send_forever(storage: &SqliteStorage) {
    loop {
        for delivery in claim_sends(storage, T0).await {
            let wamid = delivery.body.trim_matches('"').to_owned();
            taken(storage, &delivery, &format!("OUT-{wamid}")).await;
            answer("sent", &wamid);
        }
        tokio::task::yield_now().await;
    }
}
