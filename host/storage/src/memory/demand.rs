//! What citizens want of the front desk, in numbers.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use mitra_core::day::Day;
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::limits::UNMET_PER_CITIZEN_MAX;
use mitra_core::unmet::{Unmet, UnmetWords};

use super::MemoryStorage;
use super::state::State;
use crate::{Begins, Demand, StorageError, UnmetCount, UnmetReport};

/// What was asked for on which day, by whom, in which language; and in how many messages.
pub(super) type UnmetRows = BTreeMap<(Day, UnmetWords, CitizenId, &'static str), u32>;
/// How often a service was begun on a day.
pub(super) type BeginRows = BTreeMap<(Day, DepartmentId, ServiceId), u64>;

impl State {
    pub(super) fn note_unmet(&mut self, citizen: CitizenId, unmet: Unmet, day: Day) {
        let of_day = self.unmet.iter().filter(|((on, ..), _)| *on == day);
        let own = of_day.clone().filter(|((_, _, of, _), _)| *of == citizen);
        if own.map(|(_, n)| n).sum::<u32>() >= UNMET_PER_CITIZEN_MAX {
            return;
        }
        let words: BTreeSet<_> = of_day.map(|((_, words, ..), _)| words).collect();
        if !words.contains(&unmet.words) && words.len() >= self.limits.unmet_words_max {
            *self.unmet_more.entry(day).or_default() += 1;
            return;
        }
        let key = (day, unmet.words, citizen, unmet.language.code());
        *self.unmet.entry(key).or_default() += 1;
    }

    pub(super) fn erase_unmet(&mut self, citizen: CitizenId) {
        self.unmet.retain(|(_, _, of, _), _| *of != citizen);
    }

    pub(super) fn move_unmet(&mut self, older: CitizenId, younger: CitizenId) {
        let of_younger = self.unmet.extract_if(.., |(_, _, of, _), _| *of == younger);
        let moved: Vec<_> = of_younger.collect();
        for ((day, words, _, language), n) in moved {
            *self.unmet.entry((day, words, older, language)).or_default() += n;
        }
    }

    fn unmet_since(&self, since: Day, citizens_min: usize, max: usize) -> UnmetReport {
        let rows = self.unmet.iter().filter(|((day, ..), _)| *day >= since);
        let mut by_words: BTreeMap<&UnmetWords, Vec<_>> = BTreeMap::new();
        for ((day, words, citizen, language), n) in rows {
            by_words.entry(words).or_default().push((*day, *citizen, *language, u64::from(*n)));
        }
        let count = |(words, rows): (&UnmetWords, Vec<(Day, CitizenId, &str, u64)>)| {
            let citizens: BTreeSet<_> = rows.iter().map(|row| row.1).collect();
            let said_in = |language: &Language| rows.iter().any(|row| row.2 == language.code());
            Some(UnmetCount {
                words: words.clone(),
                citizens: citizens.len() as u64,
                messages: rows.iter().map(|row| row.3).sum(),
                languages: Language::ALL.into_iter().filter(said_in).collect(),
                first: rows.iter().map(|row| row.0).min()?,
                last: rows.iter().map(|row| row.0).max()?,
            })
        };
        let counts = by_words.into_iter().filter_map(count);
        let mut counts: Vec<_> =
            counts.filter(|count| count.citizens >= citizens_min as u64).collect();
        // The words come in their order, which equal ones keep.
        counts.sort_by_key(|count| std::cmp::Reverse((count.citizens, count.messages)));
        counts.truncate(max);
        let more = self.unmet_more.range(since..).map(|(_, n)| n).sum();
        UnmetReport { counts, more }
    }

    fn most_begun(&self, since: Day, min: u64, max: usize) -> Vec<(DepartmentId, ServiceId)> {
        let mut sums: BTreeMap<_, u64> = BTreeMap::new();
        for ((day, department, service), n) in &self.begins {
            if *day >= since {
                *sums.entry((department.clone(), service.clone())).or_default() += n;
            }
        }
        let mut sums: Vec<_> = sums.into_iter().filter(|(_, n)| *n >= min).collect();
        sums.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        sums.into_iter().take(max).map(|(service, _)| service).collect()
    }
}

/// Removes at most `max` of the first rows, whose days are before this one.
fn purge<K: Ord + Clone, V>(
    rows: &mut BTreeMap<K, V>,
    max: usize,
    is_before: impl Fn(&K) -> bool,
) -> usize {
    let old: Vec<K> = rows.keys().filter(|key| is_before(key)).take(max).cloned().collect();
    for key in &old {
        rows.remove(key);
    }
    old.len()
}

#[async_trait]
impl Demand for MemoryStorage {
    async fn unmet(
        &self,
        since: Day,
        citizens_min: usize,
        max: usize,
    ) -> Result<UnmetReport, StorageError> {
        Ok(self.lock().unmet_since(since, citizens_min, max))
    }

    async fn purge_unmet(&self, before: Day, max: usize) -> Result<usize, StorageError> {
        let mut state = self.lock();
        state.unmet_more.retain(|day, _| *day >= before);
        Ok(purge(&mut state.unmet, max, |(day, ..)| *day < before))
    }

    async fn add_begins(&self, begins: Vec<Begins>) -> Result<(), StorageError> {
        let mut state = self.lock();
        for Begins { day, department, service, n } in begins {
            *state.begins.entry((day, department, service)).or_default() += n;
        }
        Ok(())
    }

    async fn popular(
        &self,
        since: Day,
        begins_min: u64,
        max: usize,
    ) -> Result<Vec<(DepartmentId, ServiceId)>, StorageError> {
        Ok(self.lock().most_begun(since, begins_min, max))
    }

    async fn purge_begins(&self, before: Day, max: usize) -> Result<usize, StorageError> {
        Ok(purge(&mut self.lock().begins, max, |(day, ..)| *day < before))
    }
}
