//! How fast the host sends: token buckets for the number and for each citizen, and a pause when Meta is away.
//!
//! Pure: the instant is passed in.

use std::collections::HashMap;
use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::ids::CitizenId;
use mitra_core::limits::{
    CITIZEN_SEND_BURST, CITIZEN_SEND_INTERVAL, GRAPH_FAILURES_BEFORE_PAUSE, GRAPH_PAUSE_FIRST,
    GRAPH_PAUSE_MAX, SENDS_PER_SECOND,
};

use crate::backoff;
use crate::bucket::Bucket;

/// Above this many remembered citizens, those whose bucket is full again are forgotten.
const CITIZENS_REMEMBERED: usize = 10_000;

/// The rates. Meta's limits are upper bounds; see the constants in [`mitra_core::limits`] for the defaults.
#[derive(Debug, Clone, Copy)]
pub struct PaceOptions {
    /// Messages a second from the business number.
    pub sends_per_second: u32,
    /// The pause between messages to one citizen in the long run.
    pub citizen_interval: Duration,
    /// Messages to one citizen at once before the interval counts.
    pub citizen_burst: u32,
}

impl Default for PaceOptions {
    fn default() -> Self {
        Self {
            sends_per_second: SENDS_PER_SECOND,
            citizen_interval: CITIZEN_SEND_INTERVAL,
            citizen_burst: CITIZEN_SEND_BURST,
        }
    }
}

/// Decides when the next message may go.
#[derive(Debug)]
pub(crate) struct Pace {
    options: PaceOptions,
    number: Bucket,
    citizens: HashMap<CitizenId, Bucket>,
    paused_until: Option<Timestamp>,
    /// Whether a send is under way that finds out if Meta is back.
    probing: bool,
    failures: u32,
    pauses: u32,
}

/// Whether sending may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permit {
    /// As many as the rates allow.
    Open,
    /// One, to find out whether Meta is back.
    Probe,
    /// None before this instant.
    Wait(Timestamp),
    /// None before the probe under way has ended.
    AwaitProbe,
}

impl Pace {
    pub(crate) fn new(options: PaceOptions) -> Self {
        Self {
            options,
            number: Bucket::default(),
            citizens: HashMap::new(),
            paused_until: None,
            probing: false,
            failures: 0,
            pauses: 0,
        }
    }

    /// Whether sending may go on at all.
    pub(crate) fn permit(&self, now: Timestamp) -> Permit {
        match self.paused_until {
            None => Permit::Open,
            Some(until) if until > now => Permit::Wait(until),
            Some(_) if self.probing => Permit::AwaitProbe,
            Some(_) => Permit::Probe,
        }
    }

    /// Whether sending is paused because Meta did not take messages.
    pub(crate) fn is_paused(&self) -> bool {
        self.paused_until.is_some()
    }

    /// Notes that the one send allowed by [`Permit::Probe`] has begun.
    pub(crate) fn probe_began(&mut self) {
        self.probing = true;
    }

    /// How many messages the number may send now: at most `max`, or when there will be one.
    pub(crate) fn number_room(&self, now: Timestamp, max: usize) -> Result<usize, Timestamp> {
        let (interval_us, burst) = self.number_rate();
        let mut ahead = self.number;
        for room in 0..max {
            match ahead.take(now, interval_us, burst) {
                Ok(()) => {}
                Err(ready_at) if room == 0 => return Err(ready_at),
                Err(_) => return Ok(room),
            }
        }
        Ok(max)
    }

    /// Takes a token for one message of the number, or says when there will be one.
    pub(crate) fn take_number(&mut self, now: Timestamp) -> Result<(), Timestamp> {
        let (interval_us, burst) = self.number_rate();
        self.number.take(now, interval_us, burst)
    }

    fn number_rate(&self) -> (i64, u32) {
        let per_second = self.options.sends_per_second.max(1);
        // A tenth of a second's worth may go at once: Meta counts by the second.
        ((1_000_000 / i64::from(per_second)).max(1), (per_second / 10).max(1))
    }

    /// Takes a token for one message to this citizen, or says when there will be one.
    pub(crate) fn take_citizen(
        &mut self,
        citizen: CitizenId,
        now: Timestamp,
    ) -> Result<(), Timestamp> {
        if self.citizens.len() >= CITIZENS_REMEMBERED {
            self.citizens.retain(|_, bucket| !bucket.is_full(now));
        }
        let interval_us =
            i64::try_from(self.options.citizen_interval.as_micros()).unwrap_or(i64::MAX);
        let bucket = self.citizens.entry(citizen).or_default();
        bucket.take(now, interval_us, self.options.citizen_burst.max(1))
    }

    /// Notes that Meta took or refused a message: it is there.
    pub(crate) fn answered(&mut self) {
        self.failures = 0;
        self.pauses = 0;
        self.probing = false;
        self.paused_until = None;
    }

    /// Notes that Meta did not answer, or answered that it cannot now. Enough of these in a row pause all sending.
    pub(crate) fn failed(&mut self, now: Timestamp, random: u64) {
        self.failures = self.failures.saturating_add(1);
        if self.probing || self.failures == GRAPH_FAILURES_BEFORE_PAUSE {
            self.pauses = self.pauses.saturating_add(1);
            let pause = backoff::pause(GRAPH_PAUSE_FIRST, 2, GRAPH_PAUSE_MAX, self.pauses, random);
            self.hold(now.after(pause));
        }
    }

    /// Pauses all sending until an instant.
    pub(crate) fn hold(&mut self, until: Timestamp) {
        self.probing = false;
        self.paused_until = Some(self.paused_until.map_or(until, |held| held.max(until)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_763_000_000_000);

    fn at(ms: i64) -> Timestamp {
        Timestamp(NOW.0 + ms)
    }

    fn pace() -> Pace {
        let citizen_interval = Duration::from_secs(6);
        Pace::new(PaceOptions { sends_per_second: 100, citizen_interval, citizen_burst: 3 })
    }

    #[test]
    fn a_citizen_gets_a_burst_and_then_one_message_per_interval() {
        let mut pace = pace();
        let citizen = CitizenId(1);
        for _ in 0..3 {
            assert_eq!(pace.take_citizen(citizen, NOW), Ok(()));
        }
        let ready_at = pace.take_citizen(citizen, NOW).unwrap_err();
        assert!((at(6_000)..=at(6_001)).contains(&ready_at), "{ready_at:?}");
        assert_eq!(pace.take_citizen(CitizenId(2), NOW), Ok(()), "another citizen is not slowed");
        assert!(pace.take_citizen(citizen, at(5_999)).is_err());
        assert_eq!(pace.take_citizen(citizen, at(6_001)), Ok(()));
    }

    #[test]
    fn the_number_keeps_to_its_rate() {
        let mut pace = pace();
        let sent = (0..2_000).filter(|ms| pace.take_number(at(*ms)).is_ok()).count();
        assert!((199..=210).contains(&sent), "{sent} in two seconds at 100 a second");
    }

    #[test]
    fn the_room_foretold_is_the_room_there_is() {
        let mut pace = pace();
        assert_eq!(pace.number_room(NOW, 4), Ok(4));
        assert_eq!(pace.number_room(NOW, 99), Ok(10));
        for _ in 0..10 {
            assert_eq!(pace.take_number(NOW), Ok(()));
        }
        assert_eq!(pace.number_room(NOW, 1), Err(pace.take_number(NOW).unwrap_err()));
    }

    #[test]
    fn ten_failures_in_a_row_pause_everything_and_nine_do_not() {
        let mut pace = pace();
        for _ in 0..GRAPH_FAILURES_BEFORE_PAUSE - 1 {
            pace.failed(NOW, 0);
        }
        assert_eq!(pace.permit(NOW), Permit::Open);
        pace.failed(NOW, 0);
        assert_eq!(pace.permit(NOW), Permit::Wait(at(2_000)));
    }

    #[test]
    fn one_probe_at_a_time_finds_out_whether_meta_is_back() {
        let mut pace = pace();
        for _ in 0..GRAPH_FAILURES_BEFORE_PAUSE {
            pace.failed(NOW, 0);
        }
        assert_eq!(pace.permit(at(2_000)), Permit::Probe);
        pace.probe_began();
        assert_eq!(pace.permit(at(2_000)), Permit::AwaitProbe);
        pace.failed(at(2_000), 0);
        assert_eq!(pace.permit(at(2_000)), Permit::Wait(at(6_000)), "the pause doubles");
        pace.probe_began();
        pace.answered();
        assert_eq!(pace.permit(at(2_000)), Permit::Open);
    }

    #[test]
    fn citizens_whose_bucket_is_full_are_forgotten() {
        let mut pace = pace();
        for id in 0..10_000 {
            pace.take_citizen(CitizenId(id), NOW).unwrap();
        }
        pace.take_citizen(CitizenId(20_000), at(60_000)).unwrap();
        assert_eq!(pace.citizens.len(), 1);
    }
}
