//! Where the operating system's scheduler has a thread: how far it stands back behind all others, and on which
//! processors.

use std::io;

use libc::{SCHED_IDLE, SCHED_OTHER, SYS_sched_setattr, c_int, sched_attr};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// How nice a thread is that stands behind others: as nice as there is.
const NICE: i32 = 19;
/// How long a thread that stands back may run on while another one has woken, in nanoseconds: the shortest that Linux
/// takes (`Documentation/scheduler/sched-eevdf.rst`; before 6.12 it has one for all). However nice it is, one that
/// wakes waits for up to 3 ms otherwise, at every thread that a message passes through.
const SLICE_NANOS: u64 = 100_000;
/// Of the processors, one in so many is for departments that broke a limit. While they keep all of them busy, the
/// scheduler looks for no free one for a thread that wakes, and fills the rest unevenly.
const PENALTY_PROCESSORS_PART: usize = 2;

/// How far a thread stands back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Back {
    /// Behind all others. It still gets its part of a busy processor, so that a turn that needs all of its CPU time has
    /// it before its time on the wall is over.
    Behind,
    /// The same, on the part of the processors that is for departments that broke a limit.
    Penalty,
    /// There as well, when nobody else wants the processor.
    Last,
}

impl Back {
    /// The name in metrics and of threads.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::Penalty => "penalty",
            Self::Last => "last",
        }
    }

    /// Whether such a thread rests after what it did.
    pub(crate) fn rests(self) -> bool {
        match self {
            Self::Behind => false,
            Self::Penalty | Self::Last => true,
        }
    }

    /// How many threads there are so far back where there are so many executors.
    pub(crate) fn threads(self, executors: usize) -> usize {
        match self {
            Self::Behind => executors,
            Self::Penalty | Self::Last => part(executors),
        }
    }

    /// Has the operating system put this thread there, and those that it starts.
    pub(crate) fn stand(self) {
        let stands = match self {
            Self::Behind => stand_back(NICE),
            Self::Penalty => stand_back(NICE).and_then(|()| keep_to_part()),
            Self::Last => {
                stand_back(NICE).and_then(|()| stand_last()).and_then(|()| keep_to_part())
            }
        };
        if let Err(error) = stands {
            // Where it cannot be had, greedy turns and the host have the processor alike.
            tracing::warn!(%error, "greedy turns cannot stand back behind others");
        }
    }
}

/// Has this thread, and those that it starts, stand back behind all others: for a program that must not be in a
/// serving host's way.
pub fn stand_behind() {
    Back::Behind.stand();
}

/// Makes this thread so nice, and has it make way at once for one that wakes.
pub(crate) fn stand_back(nice: i32) -> io::Result<()> {
    set(SCHED_OTHER, nice, SLICE_NANOS)
}

/// Takes what others leave. Keeps its slice: it counts as well where whole groups of threads share a processor, for
/// behind all others a thread stands in its own group alone, and those of the kernel are not in it.
fn stand_last() -> io::Result<()> {
    set(SCHED_IDLE, NICE, 0)
}

#[expect(unsafe_code, reason = "no crate sets a thread's slice")]
fn set(policy: c_int, nice: i32, slice_nanos: u64) -> io::Result<()> {
    let attributes = sched_attr {
        size: size_of::<sched_attr>().try_into().map_err(io::Error::other)?,
        sched_policy: policy.cast_unsigned(),
        sched_flags: 0,
        sched_nice: nice,
        sched_priority: 0,
        sched_runtime: slice_nanos,
        sched_deadline: 0,
        sched_period: 0,
    };
    // SAFETY: the kernel reads as many bytes as `size` says, during the call. 0 is this thread.
    let failed = unsafe { libc::syscall(SYS_sched_setattr, 0, &raw const attributes, 0) } != 0;
    if failed { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Keeps this thread to the last ones of the processors that it may run on.
fn keep_to_part() -> io::Result<()> {
    let all = sched_getaffinity(None)?;
    let all: Vec<_> = (0..CpuSet::MAX_CPU).filter(|cpu| all.is_set(*cpu)).collect();
    let mut kept = CpuSet::new();
    for cpu in all.iter().rev().take(part(all.len())) {
        kept.set(*cpu);
    }
    Ok(sched_setaffinity(None, &kept)?)
}

/// One in so many, and never none.
fn part(all: usize) -> usize {
    (all / PENALTY_PROCESSORS_PART).max(1)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// The first kernel whose threads may have slices of their own.
    const SLICES_SINCE: (u32, u32) = (6, 12);

    /// Of this thread: policy, how nice, slice in nanoseconds, number of processors.
    #[expect(unsafe_code, reason = "no crate gets a thread's slice")]
    fn standing() -> (c_int, i32, u64, u32) {
        // SAFETY: numbers alone, for which zeros are values.
        let mut now: sched_attr = unsafe { std::mem::zeroed() };
        let size = size_of::<sched_attr>();
        // SAFETY: the kernel writes as many bytes as it is told there are, during the call.
        let got = unsafe { libc::syscall(libc::SYS_sched_getattr, 0, &raw mut now, size, 0) };
        assert_eq!(got, 0, "{}", io::Error::last_os_error());
        let processors = sched_getaffinity(None).unwrap().count();
        (now.sched_policy.cast_signed(), now.sched_nice, now.sched_runtime, processors)
    }

    fn stands(back: Back) -> (c_int, i32, u64, u32) {
        let stand = move || {
            back.stand();
            // What it starts stands where it stands.
            thread::spawn(standing).join().unwrap()
        };
        thread::spawn(stand).join().unwrap()
    }

    fn kernel() -> (u32, u32) {
        let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap();
        let mut numbers = release.split('.').map_while(|number| number.parse().ok());
        (numbers.next().unwrap(), numbers.next().unwrap())
    }

    #[test]
    fn a_thread_stands_back_alone() {
        let before = standing();
        let slice = if kernel() >= SLICES_SINCE { SLICE_NANOS } else { before.2 };
        let (all, part) = (before.3, u32::try_from(part(before.3 as usize)).unwrap());
        assert_eq!(stands(Back::Behind), (SCHED_OTHER, NICE, slice, all));
        assert_eq!(stands(Back::Penalty), (SCHED_OTHER, NICE, slice, part));
        assert_eq!(stands(Back::Last), (SCHED_IDLE, NICE, slice, part));
        assert_eq!(standing(), before, "other threads do not");
    }

    #[test]
    fn departments_that_broke_a_limit_have_half_of_the_processors() {
        assert_eq!([1, 2, 3, 8].map(|all| Back::Last.threads(all)), [1, 1, 1, 4]);
        assert_eq!([1, 2, 3, 8].map(|all| Back::Behind.threads(all)), [1, 2, 3, 8]);
    }
}
