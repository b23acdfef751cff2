//! Demand: what citizens begin, counted, and what is popular of it, shown.
//!
//! Takes: conversations that began. Gives: sums for storage, each minute; popular services for the front desk, every
//! few minutes.
//! Never: knows who began what, or fails anything: these are statistics. A crash, or storage that is away, loses a
//! minute of them, and nothing is counted twice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::limits::{POPULAR_BEGINS_MIN, POPULAR_DAYS, POPULAR_MAX};
use mitra_desk::Popular;
use mitra_storage::{Begins, StorageError};

use crate::pipeline::Shared;

/// How often sums are stored.
const STORE_INTERVAL: Duration = Duration::from_mins(1);
/// How often it is looked what is popular.
const LOOK_INTERVAL: Duration = Duration::from_mins(5);
/// How many popular services are looked at: those of departments that are gone are not shown.
const LOOKED_AT_MAX: usize = 5 * POPULAR_MAX;

/// Conversations that began and are not in storage yet. Clones share it.
///
/// Bounded by the services of the routing table: each is there once for a day, and a minute touches two days at most.
#[derive(Clone, Default)]
pub(crate) struct Begun(Arc<Mutex<Sums>>);

type Sums = BTreeMap<(Day, DepartmentId, ServiceId), u64>;

impl Begun {
    /// Counts one.
    pub(crate) fn count(&self, now: Timestamp, department: &DepartmentId, service: &ServiceId) {
        let key = (Day::of(now), department.clone(), service.clone());
        let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *sums.entry(key).or_default() += 1;
    }

    /// All that were counted since it was taken last.
    fn take(&self) -> Vec<Begins> {
        let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sums = std::mem::take(&mut *sums).into_iter();
        sums.map(|((day, department, service), n)| Begins { day, department, service, n }).collect()
    }
}

/// When to do what next.
#[derive(Debug, Default)]
pub(crate) struct Rounds {
    store_at: Timestamp,
    look_at: Timestamp,
}

impl Rounds {
    /// Does what is due.
    pub(crate) async fn run(&mut self, shared: &Shared) -> Result<(), StorageError> {
        let now = shared.clock.now();
        if now >= self.store_at {
            self.store_at = now.after(STORE_INTERVAL);
            store(shared).await?;
        }
        if now >= self.look_at {
            self.look_at = now.after(LOOK_INTERVAL);
            let since = Day::of(now).before(POPULAR_DAYS - 1);
            let looked = shared.storage.popular(since, POPULAR_BEGINS_MIN, LOOKED_AT_MAX);
            shared.routing.show_popular(Popular(looked.await?));
        }
        Ok(())
    }
}

/// Stores what was counted.
pub(crate) async fn store(shared: &Shared) -> Result<(), StorageError> {
    let begins = shared.begun.take();
    if begins.is_empty() {
        return Ok(());
    }
    shared.storage.add_begins(begins).await
}
