use std::sync::mpsc::channel;
use std::time::Duration;

use mitra_core::ids::DepartmentId;

use super::*;
use crate::cpu::CpuMeter;
use crate::job::GREEDY_AFTER;

const SOON: Duration = Duration::from_secs(20);

fn job(call: impl Future<Output = ()> + Send + 'static) -> Job {
    Job::new(DepartmentId::parse("energy").unwrap(), CpuMeter::default(), call)
}

#[test]
fn a_full_queue_refuses_and_goes_on() {
    let executors = Executors::start(1, 1).unwrap();
    let (open, closed) = tokio::sync::watch::channel(false);
    let (begins, begun) = channel();
    let waiting = || {
        let (mut closed, begins) = (closed.clone(), begins.clone());
        job(async move {
            begins.send(()).ok();
            closed.wait_for(|open| *open).await.ok();
        })
    };
    executors.submit(waiting()).unwrap();
    begun.recv_timeout(SOON).expect("the first one is under way");
    executors.submit(waiting()).expect("the queue has room");
    let queue = executors.in_front[0].queue.as_ref().expect("it is open");
    // The executor holds the next one beside its queue, as soon as it gets a processor.
    let asked = Instant::now();
    while queue.capacity() < queue.max_capacity() {
        assert!(asked.elapsed() < SOON, "the executor takes the next one");
        thread::yield_now();
    }
    for _ in 1..EXECUTOR_QUEUE_MAX {
        executors.submit(waiting()).expect("the queue has room");
    }
    assert!(executors.submit(waiting()).is_err(), "the queue is full");
    open.send(true).unwrap();
    for _ in 0..EXECUTOR_QUEUE_MAX {
        begun.recv_timeout(SOON).expect("all that was queued is run");
    }
    executors.submit(waiting()).expect("there is room again");
}

/// The thread that a greedy job of this department ends on, which may break a limit.
fn ends_on(executors: &Executors, department: &str, breaks_limit: bool) -> String {
    let (sender, ended) = channel();
    let meter = CpuMeter::default();
    let measured = meter.clone();
    let call = async move {
        let greedy = std::pin::pin!(async {
            while measured.running() < GREEDY_AFTER {}
            tokio::task::yield_now().await;
            if breaks_limit {
                measured.break_limit();
            }
            sender.send(thread::current().name().unwrap_or_default().to_owned()).unwrap();
        });
        measured.measure(greedy).await;
    };
    let department = DepartmentId::parse(department).unwrap();
    executors.submit(Job::new(department, meter, call)).unwrap();
    ended.recv_timeout(SOON).expect("it ends")
}

#[test]
fn greedy_jobs_stand_back_and_those_of_a_department_that_broke_a_limit_stand_last() {
    let executors = Executors::start(1, 4).unwrap();
    assert_eq!(ends_on(&executors, "energy", false), "mitra-behind-0");
    assert_eq!(ends_on(&executors, "energy", true), "mitra-behind-0");
    // That is noted when the job has ended, just after it has told us.
    let mut next = (0..100).map(|_| ends_on(&executors, "energy", false));
    assert!(next.any(|thread| thread == "mitra-last-0"));
    assert_eq!(ends_on(&executors, "water", false), "mitra-behind-0", "nobody else does");
}

#[test]
fn a_department_that_broke_a_limit_begins_behind_all_others() {
    let executors = Executors::start(1, 4).unwrap();
    let begins_on = |department| {
        let (sender, began) = channel();
        let call = async move {
            sender.send(thread::current().name().unwrap_or_default().to_owned()).unwrap();
        };
        let department = DepartmentId::parse(department).unwrap();
        executors.submit(Job::new(department, CpuMeter::default(), call)).unwrap();
        began.recv_timeout(SOON).expect("it begins")
    };
    let energy = DepartmentId::parse("energy").unwrap();
    assert_eq!(begins_on("energy"), "mitra-guests-0");
    executors.patients.penalties.put(&energy, Instant::now());
    assert_eq!(begins_on("energy"), "mitra-penalty-0");
    assert_eq!(begins_on("water"), "mitra-guests-0");
}

#[test]
fn departments_that_broke_a_limit_leave_places_to_all_others() {
    let at_once = 8;
    let executors = Executors::start(1, at_once).unwrap();
    let energy = DepartmentId::parse("energy").unwrap();
    executors.patients.penalties.put(&energy, Instant::now());
    let (open, closed) = tokio::sync::watch::channel(false);
    let (begins, begun) = channel();
    let waits = |department| {
        let (mut closed, begins) = (closed.clone(), begins.clone());
        let call = async move {
            begins.send(department).ok();
            closed.wait_for(|open| *open).await.ok();
        };
        let id = DepartmentId::parse(department).unwrap();
        executors.submit(Job::new(id, CpuMeter::default(), call)).unwrap();
    };
    (0..at_once).for_each(|_| waits("energy"));
    for _ in 0..at_once / PENALTY_PLACES_PART {
        assert_eq!(begun.recv_timeout(SOON), Ok("energy"));
    }
    (0..at_once - at_once / PENALTY_PLACES_PART).for_each(|_| waits("water"));
    for _ in 0..at_once - at_once / PENALTY_PLACES_PART {
        assert_eq!(begun.recv_timeout(SOON), Ok("water"), "they have the other places");
    }
    assert!(begun.try_recv().is_err(), "the rest of them waits");
    open.send(true).unwrap();
    for _ in 0..at_once - at_once / PENALTY_PLACES_PART {
        assert_eq!(begun.recv_timeout(SOON), Ok("energy"), "and has its turn");
    }
}

#[test]
fn a_panic_costs_its_own_job_alone() {
    let executors = Executors::start(1, 2).unwrap();
    executors.submit(job(async { panic!("as the test asks") })).unwrap();
    let (sender, ran) = channel();
    executors.submit(job(async move { sender.send(()).unwrap() })).unwrap();
    ran.recv_timeout(SOON).expect("the executor lives");
}

#[test]
fn dropping_waits_for_what_was_taken() {
    let executors = Executors::start(2, 4).unwrap();
    let (sender, ran) = channel();
    for _ in 0..20 {
        let sender = sender.clone();
        executors.submit(job(async move { sender.send(()).unwrap() })).unwrap();
    }
    drop(executors);
    assert_eq!(ran.try_iter().count(), 20);
}
