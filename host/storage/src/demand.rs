//! What citizens want of the front desk, in numbers: what they begin, and what they ask for and do not find.

use async_trait::async_trait;
use mitra_core::day::Day;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::unmet::UnmetWords;

use crate::StorageError;

/// Words that led to no service, as often as they were said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmetCount {
    /// The words.
    pub words: UnmetWords,
    /// By how many citizens.
    pub citizens: u64,
    /// In how many messages.
    pub messages: u64,
    /// In which languages, in the order of [`Language::ALL`].
    pub languages: Vec<Language>,
    /// On which day first.
    pub first: Day,
    /// On which day last.
    pub last: Day,
}

/// What was asked for and not found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnmetReport {
    /// What most citizens said first.
    pub counts: Vec<UnmetCount>,
    /// Messages that were not kept, since their day had as many different words as it may.
    pub more: u64,
}

/// How often a service was begun on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begins {
    /// On which day.
    pub day: Day,
    /// Of which department.
    pub department: DepartmentId,
    /// Which service.
    pub service: ServiceId,
    /// How often.
    pub n: u64,
}

/// Counts what citizens want.
///
/// Words come into being by [`crate::Settlement::unmet`]. Of each citizen at most
/// [`mitra_core::limits::UNMET_PER_CITIZEN_MAX`] are counted in a day; of a day at most
/// [`crate::StorageLimits::unmet_words_max`] different ones are kept.
/// They are the older citizen's when two become one, and go with [`crate::Settlement::erases`].
#[async_trait]
pub trait Demand: Send + Sync {
    /// What was asked for since a day by at least so many citizens, at most `max` words.
    async fn unmet(
        &self,
        since: Day,
        citizens_min: usize,
        max: usize,
    ) -> Result<UnmetReport, StorageError>;

    /// Forgets at most `max` rows of what was asked for before a day. Gives how many.
    async fn purge_unmet(&self, before: Day, max: usize) -> Result<usize, StorageError>;

    /// Adds to what is known to have begun. Several hosts' counts add up. Durable when it returns.
    async fn add_begins(&self, begins: Vec<Begins>) -> Result<(), StorageError>;

    /// Services that were begun at least so often since a day: the most begun first, at most `max`.
    async fn popular(
        &self,
        since: Day,
        begins_min: u64,
        max: usize,
    ) -> Result<Vec<(DepartmentId, ServiceId)>, StorageError>;

    /// Forgets at most `max` counts of days before this one. Gives how many.
    async fn purge_begins(&self, before: Day, max: usize) -> Result<usize, StorageError>;
}
