//! A host in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::registry::MemoryCertificates;
use super::till::MemoryPayment;
use crate::calendar::DAY_MS;
use crate::certificates::{self, Certificate, CertificateRequest, CertificateStatus};
use crate::http::{self, Failure, Request, Response};
use crate::media::{self, Content};
use crate::payments::PaymentStatus;
use crate::{Host, Level, Scope};

/// How far ahead a timer may be set, in milliseconds.
const TIMER_AHEAD_MS: u64 = 400 * DAY_MS;

/// The largest file that may be read.
const FILE_BYTES_MAX: usize = 5 * 1024 * 1024;

/// A timer that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryTimer {
    /// When it comes, in milliseconds since 1970.
    pub at: u64,
    /// The department's note.
    pub note: Vec<u8>,
}

/// A host in memory.
#[derive(Debug, Clone)]
pub struct MemoryHost {
    /// All records, by scope and key.
    pub records: BTreeMap<(Scope, String), Vec<u8>>,
    /// The operator's settings.
    pub config: BTreeMap<String, String>,
    /// The instant of every turn, in milliseconds since 1970.
    pub now: u64,
    /// How many bytes of chance were given. The bytes of a test are always the same: 0, 1, 2 and so on, mixed.
    pub chance: u64,
    /// What web services answer, by method and address. Others cannot be reached.
    pub web: BTreeMap<(&'static str, String), Result<Response, Failure>>,
    /// The requests sent, oldest first.
    pub sent: Vec<Request>,
    /// The files that the citizen sent, by their ids, or why one cannot be read. All others are unknown.
    pub files: BTreeMap<String, Result<Content, media::Failure>>,
    /// The citizen's timers, by service and name. See [`Conversation::waits`](super::Conversation::waits).
    pub timers: BTreeMap<(String, String), MemoryTimer>,
    /// Payments that were asked for, by reference.
    pub payments: BTreeMap<String, MemoryPayment>,
    /// Certificates, and the kinds that may be issued.
    pub certificates: MemoryCertificates,
    /// The service of the turn.
    pub(super) service: String,
    /// How often the turn set or cancelled a timer.
    pub(super) timer_calls: u32,
    /// How often the turn read a file.
    pub(super) file_reads: u32,
    /// A reading turn logs, too: hence the cell.
    log: RefCell<Vec<(Level, String)>>,
}

impl Default for MemoryHost {
    fn default() -> Self {
        // 2026-11-24, 10:30 in India.
        let now = 1_795_496_400_000;
        Self {
            records: BTreeMap::new(),
            config: BTreeMap::new(),
            now,
            chance: 0,
            web: BTreeMap::new(),
            sent: Vec::new(),
            files: BTreeMap::new(),
            timers: BTreeMap::new(),
            payments: BTreeMap::new(),
            certificates: MemoryCertificates::default(),
            service: String::new(),
            timer_calls: 0,
            file_reads: 0,
            log: RefCell::default(),
        }
    }
}

impl MemoryHost {
    /// With the records of a seed file.
    ///
    /// # Panics
    /// If it is none.
    pub fn seeded(seed: &str) -> Self {
        let seed: Vec<serde_json::Value> = serde_json::from_str(seed).expect("a seed is JSON");
        let mut host = Self::default();
        for record in seed {
            let key = record["key"].as_str().expect("a record has a key").to_owned();
            let value = record["value"].to_string().into_bytes();
            host.records.insert((Scope::Department, key), value);
        }
        host
    }

    /// The first timer of a service that is due at `until`: its instant and its name.
    pub(super) fn next_timer(&self, service: &str, until: u64) -> Option<(u64, String)> {
        let of_service = self.timers.iter().filter(|((of, _), _)| of == service);
        let due = of_service.filter(|(_, timer)| timer.at <= until);
        due.map(|((_, name), timer)| (timer.at, name.clone())).min()
    }

    /// The key of a timer, and one call more of those that a turn may make.
    fn timer_key(&mut self, name: &str) -> (String, String) {
        self.timer_calls += 1;
        assert!(self.timer_calls <= 8, "a turn may set and cancel 8 timers");
        assert!((1..=64).contains(&name.len()), "a timer's name has 1 to 64 bytes: {name:?}");
        (self.service.clone(), name.to_owned())
    }

    /// The lines logged so far, oldest first.
    pub fn logged(&self) -> Vec<(Level, String)> {
        self.log.borrow().clone()
    }
}

impl Host for MemoryHost {
    fn get(&self, scope: Scope, key: &str) -> Option<Vec<u8>> {
        self.records.get(&(scope, key.to_owned())).cloned()
    }

    fn set(&mut self, scope: Scope, key: &str, value: &[u8]) {
        self.records.insert((scope, key.to_owned()), value.to_vec());
    }

    fn delete(&mut self, scope: Scope, key: &str) {
        self.records.remove(&(scope, key.to_owned()));
    }

    fn keys(&self, scope: Scope, prefix: &str, limit: u32) -> Vec<String> {
        let of_scope =
            self.records.keys().filter(|(of, key)| *of == scope && key.starts_with(prefix));
        of_scope.map(|(_, key)| key.clone()).take(limit as usize).collect()
    }

    fn config(&self, key: &str) -> Option<String> {
        self.config.get(key).cloned()
    }

    fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        self.sent.push(request.clone());
        let answer = self.web.get(&(http::name(request.method), request.url.clone()));
        answer.cloned().unwrap_or_else(|| Err(Failure::Unreachable("nobody is there".to_owned())))
    }

    fn read_file(&mut self, id: &str) -> Result<Content, media::Failure> {
        self.file_reads += 1;
        assert!(self.file_reads <= 4, "a turn may read 4 files");
        let file = self.files.get(id).cloned().unwrap_or(Err(media::Failure::Unknown))?;
        let is_too_large = file.bytes.len() > FILE_BYTES_MAX;
        if is_too_large { Err(media::Failure::TooLarge) } else { Ok(file) }
    }

    fn set_timer(&mut self, name: &str, at: u64, note: &[u8]) {
        let key = self.timer_key(name);
        assert!(note.len() <= 4 * 1024, "a timer's note has at most 4 KiB: {}", note.len());
        assert!(at <= self.now + TIMER_AHEAD_MS, "a timer comes within 400 days");
        let timer = MemoryTimer { at: at.max(self.now), note: note.to_vec() };
        self.timers.insert(key, timer);
        let n_timers = self.timers.keys().filter(|(of, _)| *of == self.service).count();
        assert!(n_timers <= 8, "a citizen has at most 8 timers in a service");
    }

    fn cancel_timer(&mut self, name: &str) -> bool {
        let key = self.timer_key(name);
        self.timers.remove(&key).is_some()
    }

    fn find_payment(&mut self, reference: &str) -> Option<PaymentStatus> {
        self.payments.get(reference).map(|payment| payment.status.clone())
    }

    fn issue(
        &mut self,
        request: &CertificateRequest,
    ) -> Result<Certificate, certificates::Failure> {
        self.certificates.issue(request, self.now)
    }

    fn set_certificate_status(
        &mut self,
        id: &str,
        status: CertificateStatus,
        reason: &str,
    ) -> Result<Certificate, certificates::Failure> {
        self.certificates.set_status(id, status, reason)
    }

    fn find_certificate(&mut self, kind: &str, number: &str) -> Option<Certificate> {
        self.certificates.find(kind, number)
    }

    fn get_certificate(&mut self, id: &str) -> Option<Certificate> {
        self.certificates.get(id)
    }

    fn log(&self, level: Level, line: &str) {
        self.log.borrow_mut().push((level, line.to_owned()));
    }

    fn now(&self) -> u64 {
        self.now
    }

    fn random(&mut self, length: u32) -> Vec<u8> {
        let mixed = |n: u64| {
            // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
            let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (n ^ (n >> 31)).to_le_bytes()[0]
        };
        let from = self.chance;
        self.chance += u64::from(length);
        (from..self.chance)
            .map(|n| mixed(n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect()
    }
}
