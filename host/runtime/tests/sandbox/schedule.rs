//! Timers that turns set and cancel.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_core::limits::{
    NOTICE_BODY_BYTES_MAX, TIMER_AHEAD_MAX, TIMER_CALLS_PER_TURN_MAX, TIMER_NAME_BYTES_MAX,
    TIMER_NOTE_BYTES_MAX, TIMERS_PER_SERVICE_MAX,
};
use mitra_core::notice::NoticeBody;
use mitra_core::reply::Reply;
use mitra_core::timer::{Timer, TimerContent};
use mitra_core::turn::{TurnEvent, TurnFault, TurnReport};
use mitra_runtime::{Sandbox, TurnReads};
use mitra_storage::StorageError;

use crate::kit::{CITIZEN, Kit, NOW, component, department, options, ports};

/// The names of the citizen's timers in the service `echo`.
struct Names(Vec<String>);

#[async_trait]
impl TurnReads for Names {
    async fn timer_names(
        &self,
        citizen: CitizenId,
        asked: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        let is_ours = citizen == CITIZEN && *asked == department() && service.as_str() == "echo";
        Ok(if is_ours { self.0.clone() } else { Vec::new() })
    }
}

/// A sandbox whose citizen has these timers.
fn with_timers(names: impl IntoIterator<Item = String>) -> Kit {
    let timers = Arc::new(Names(names.into_iter().collect()));
    let sandbox = Sandbox::new(options(), ports(timers)).expect("a sandbox");
    let (department, config) = (department(), BTreeMap::<String, String>::new());
    let loaded = sandbox.load(&department, &component("echo"), config);
    Kit { release: loaded.expect("the guest loads").digest, sandbox, department }
}

fn timers(report: &TurnReport) -> Vec<(&str, Option<&Timer>)> {
    report.timers.iter().map(|write| (&*write.key.name, write.timer.as_ref())).collect()
}

fn limit(report: TurnReport) -> String {
    match report.result {
        Err(TurnFault::LimitExceeded { limit }) if report.timers.is_empty() => limit,
        other => panic!("a limit, and nothing set: {other:?}"),
    }
}

#[tokio::test]
async fn a_timer_is_data_with_the_turn_that_set_it() {
    let report = Kit::new().say("!timer 5000 back finish").await;
    let write = &report.timers[0];
    assert_eq!((write.key.department.as_str(), write.key.service.as_str()), ("echo", "echo"));
    let [("back", Some(timer))] = timers(&report)[..] else { panic!("{:?}", report.timers) };
    let content = TimerContent::Note(b"finish".to_vec());
    assert_eq!((timer.at, &timer.content), (Timestamp(NOW.0 + 5_000), &content));
    assert_eq!(timer.set_by.as_str(), crate::kit::TURN);
    let failed = Kit::new().say("!timer-calls 9").await;
    assert_eq!(failed.timers, [], "a turn that fails sets none");
}

#[tokio::test]
async fn a_turn_hears_a_notice_whole() {
    let said = "సిద్ధం \u{1} 🙏\n";
    let longest = format!("{said}{}", "x".repeat(NOTICE_BODY_BYTES_MAX - said.len()));
    let (id, body) = ("A-z_0.9".to_owned(), NoticeBody::parse(said).expect("one"));
    let report = Kit::new().run(TurnEvent::Notice { id, at: NOW, body }).await;
    let heard = Reply::Text { body: format!("notice A-z_0.9: {said}") };
    assert_eq!(report.result.expect("an outcome").replies, [heard]);
    let (id, body) = ("n".to_owned(), NoticeBody::parse(&longest).expect("one"));
    let report = Kit::new().run(TurnEvent::Notice { id, at: NOW, body }).await;
    let heard = Reply::Text { body: format!("notice n: {longest}") };
    assert_eq!(report.result.expect("an outcome").replies, [heard]);
}

#[tokio::test]
async fn cancelling_tells_whether_there_was_one() {
    let kit = with_timers(["back".to_owned()]);
    let report = kit.say("!cancel back").await;
    assert_eq!(timers(&report), [("back", None)]);
    assert_eq!(kit.hear("!cancel back").await, "true false");
    assert_eq!(kit.hear("!cancel other").await, "false false");
    assert_eq!(kit.say("!cancel other").await.timers, []);
}

#[tokio::test]
async fn an_instant_that_has_passed_is_now_and_a_far_one_is_refused() {
    let kit = Kit::new();
    for past in [0, NOW.0 - 1, NOW.0] {
        let report = kit.say(&format!("!timer-at {past}")).await;
        assert_eq!(timers(&report)[0].1.map(|timer| timer.at), Some(NOW), "{past}");
    }
    let last = NOW.after(TIMER_AHEAD_MAX);
    let report = kit.say(&format!("!timer-at {}", last.0)).await;
    assert_eq!(timers(&report)[0].1.map(|timer| timer.at), Some(last));
    for far in [u64::try_from(last.0).expect("it is late") + 1, u64::MAX] {
        let refused = limit(kit.say(&format!("!timer-at {far}")).await);
        assert!(refused.contains("400 days"), "{refused}");
    }
}

#[tokio::test]
async fn names_notes_and_calls_have_limits() {
    let kit = Kit::new();
    let calls = TIMER_CALLS_PER_TURN_MAX as usize;
    for (what, most) in [
        ("!timer-name", TIMER_NAME_BYTES_MAX),
        ("!timer-note", TIMER_NOTE_BYTES_MAX),
        ("!timer-calls", calls),
    ] {
        assert_eq!(kit.hear(&format!("{what} {most}")).await, "set");
        limit(kit.say(&format!("{what} {}", most + 1)).await);
    }
    limit(kit.say("!timer-name 0").await);
}

#[tokio::test]
async fn a_citizen_has_so_many_timers_in_a_service() {
    let most = TIMERS_PER_SERVICE_MAX;
    let kit = with_timers((1..most).map(|n| format!("t{n}")));
    assert_eq!(kit.hear("!timer 1 last x").await, "set");
    let kit = with_timers((0..most).map(|n| format!("t{n}")));
    let refused = limit(kit.say("!timer 1 more x").await);
    assert!(refused.contains("timers of a citizen in a service: 8"), "{refused}");
    assert_eq!(kit.hear("!timer 1 t0 x").await, "set", "one that is there may be set again");
}

#[tokio::test]
async fn a_guest_hears_a_timer_with_its_note() {
    let kit = Kit::new();
    let (name, note) = ("back".to_owned(), b"finish".to_vec());
    let event = TurnEvent::Timer { name, at: NOW, note };
    let report = kit.run(event).await;
    let outcome = report.result.expect("an outcome");
    let said = format!("{:?}", outcome.replies);
    assert!(said.contains("timer back: finish, state false"), "{said}");
}
