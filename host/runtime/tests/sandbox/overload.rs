//! More turns than the sandbox takes at once, turns that nobody waits for, and turns that wait.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use mitra_core::limits::{EXECUTOR_QUEUE_MAX, GUEST_MEMORY_BYTES_MAX, TURN_CPU_MAX};
use mitra_core::turn::{TurnFault, Usage};
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, Useless, options};

/// One executor that takes so many turns at once, of which each parked one ends after `wall`.
fn one_executor(turns_max: u32, wall: Duration) -> Kit {
    let mut options = options();
    (options.executors, options.turns_max, options.turn_wall_max) = (1, turns_max, wall);
    Kit::made(options, Arc::new(Useless::Silent), "echo", BTreeMap::new())
}

#[tokio::test]
async fn a_full_queue_is_refused_as_overload_and_drains() {
    let wall = Duration::from_millis(5);
    let kit = one_executor(1, wall);
    // None of them can end before all have begun: each waits 5 ms, one after another.
    let mut parked: FuturesUnordered<_> =
        (0..EXECUTOR_QUEUE_MAX + 100).map(|_| kit.say("!count")).collect();
    let (mut refused, mut run) = (0, 0);
    while let Some(report) = parked.next().await {
        match report.result {
            Err(TurnFault::DeadlineExceeded { .. }) => run += 1,
            // On a busy machine one may prove greedy, and have no place where those go on.
            Err(TurnFault::Overloaded) if report.usage != Usage::default() => run += 1,
            Err(TurnFault::Overloaded) => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(run >= EXECUTOR_QUEUE_MAX, "all that was queued was run: {run}");
    assert!(refused > 0, "what was beyond was refused");
    assert_eq!(kit.hear("and now?").await, "echo: and now?");
}

#[tokio::test]
async fn as_many_turns_as_the_pool_holds_run_at_once() {
    let turns_max = 16;
    let wall = Duration::from_millis(300);
    let kit = one_executor(turns_max, wall);
    let began = std::time::Instant::now();
    let parked: FuturesUnordered<_> = (0..turns_max).map(|_| kit.say("!count")).collect();
    let reports: Vec<_> = parked.collect().await;
    assert!(reports.iter().all(|r| r.result == Err(TurnFault::DeadlineExceeded { limit: wall })));
    // One after another they would take 16 times as long.
    assert!(began.elapsed() < wall * turns_max / 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_turn_that_nobody_waits_for_frees_its_place() {
    let kit = one_executor(1, Duration::from_hours(1));
    for _ in 0..5 {
        let parked = kit.say("!count");
        tokio::select! {
            report = parked => panic!("it cannot end: {report:?}"),
            () = tokio::time::sleep(Duration::from_millis(5)) => {}
        }
    }
    assert_eq!(kit.hear("and now?").await, "echo: and now?");
}

#[tokio::test]
async fn a_spinning_turn_that_nobody_waits_for_is_ended_early() {
    let mut options = options();
    (options.executors, options.turns_max) = (1, 1);
    options.turn_cpu_max = Duration::from_hours(1);
    options.turn_wall_max = Duration::from_hours(1);
    let kit = Kit::made(options, Arc::new(MemoryStorage::default()), "echo", BTreeMap::new());
    assert!(kit.say("!spin").now_or_never().is_none());
    assert_eq!(kit.hear("and now?").await, "echo: and now?");
}

#[tokio::test]
async fn a_spinning_turn_is_ended_by_the_clock_on_the_wall() {
    let mut options = options();
    let wall = Duration::from_millis(50);
    (options.turn_cpu_max, options.turn_wall_max) = (Duration::from_hours(1), wall);
    let kit = Kit::made(options, Arc::new(MemoryStorage::default()), "echo", BTreeMap::new());
    let spun = kit.say("!spin").await;
    assert_eq!(spun.result, Err(TurnFault::DeadlineExceeded { limit: wall }));
}

#[tokio::test]
async fn many_turns_at_once_keep_their_answers_apart() {
    let kit = Kit::new();
    let said = |n: usize| {
        let kit = kit.clone();
        async move { (n, kit.hear(&format!("word {n}")).await) }
    };
    let mut answers: FuturesUnordered<_> = (0..200).map(said).collect();
    while let Some((n, heard)) = answers.next().await {
        assert_eq!(heard, format!("echo: word {n}"));
    }
}

/// The CPU time, in nanoseconds, of all threads for greedy turns that stand last.
fn cpu_of_those_that_stand_last() -> u64 {
    let threads = std::fs::read_dir("/proc/self/task").expect("threads are there");
    let of_thread = |thread: std::path::PathBuf| {
        let name = std::fs::read_to_string(thread.join("comm")).ok()?;
        let times = std::fs::read_to_string(thread.join("schedstat")).ok()?;
        let cpu = times.split(' ').next()?.parse::<u64>().ok()?;
        name.starts_with("mitra-last-").then_some(cpu)
    };
    threads.flatten().filter_map(|thread| of_thread(thread.path())).sum()
}

/// How long a turn that spins ran in one of these.
async fn spins_last(kit: &Kit) -> Duration {
    let before = cpu_of_those_that_stand_last();
    kit.say("!spin").await;
    Duration::from_nanos(cpu_of_those_that_stand_last() - before)
}

#[tokio::test]
async fn greedy_turns_come_last_once_a_turn_has_broken_a_limit() {
    let over = format!("!allocate {GUEST_MEMORY_BYTES_MAX}");
    for (breaks_limit, is_last) in
        [(Some(over.as_str()), true), (Some("!trap"), false), (None, false)]
    {
        let kit = Kit::new();
        if let Some(words) = breaks_limit {
            kit.say(words).await.result.expect_err(words);
            // That is noted when its thread is done with the turn, just after we are told.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let last = spins_last(&kit).await;
        assert_eq!(last >= TURN_CPU_MAX / 2, is_last, "{breaks_limit:?}: {last:?}");
    }
}
