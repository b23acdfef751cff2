//! What operators see of the data plane, and the one thing that they do to it.
//!
//! In: a department. Out: how its breakers are, and its conversations by their pseudonyms; and what citizens asked of
//! the front desk and did not find.
//! Never: shows a citizen's number, what somebody said, or what a department keeps of a conversation.

use std::sync::Arc;

use mitra_core::clock::{Clock, Timestamp};
use mitra_core::day::Day;
use mitra_core::ids::{DepartmentId, Pseudonym, ReleaseDigest, ServiceId};
use mitra_core::limits::UNMET_CITIZENS_MIN;
use mitra_storage::{SharedStorage, StorageError, UnmetCount};

use crate::breaker::{Breakers, SeenBreaker};
use crate::pseudonym::Pseudonyms;
use crate::routing::Routing;

/// The door for operators.
pub struct OperatorCalls {
    pub(crate) storage: SharedStorage,
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) routing: Routing,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) breakers: Arc<Breakers>,
}

/// An open conversation, as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenConversation {
    /// The citizen as the department knows them.
    pub citizen: Pseudonym,
    /// About what.
    pub service: ServiceId,
    /// On which release.
    pub release: ReleaseDigest,
    /// Whether a form is open in it.
    pub has_form: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
}

/// Words that led to no service, as an operator sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenUnmet {
    /// How often they were said.
    pub count: UnmetCount,
    /// The services that they are likest to, the likest first, each with its name in English.
    pub nearest: Vec<(DepartmentId, ServiceId, String)>,
}

/// What citizens asked for and did not find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenDemand {
    /// Since which day.
    pub since: Day,
    /// Until which day: the present one.
    pub until: Day,
    /// What most citizens said first.
    pub unmet: Vec<SeenUnmet>,
    /// Messages whose words were not kept: there were too many of their days.
    pub more: u64,
}

/// How many services are shown beside words.
const NEAREST_MAX: usize = 3;

impl OperatorCalls {
    /// What at least [`UNMET_CITIZENS_MIN`] citizens asked for in the last `days` days and did not find; at most `max`
    /// words. What fewer said is shown to nobody.
    pub async fn unmet(&self, days: u32, max: usize) -> Result<SeenDemand, StorageError> {
        let until = Day::of(self.clock.now());
        let since = until.before(days.saturating_sub(1));
        let report = self.storage.unmet(since, UNMET_CITIZENS_MIN, max).await?;
        let desk = self.routing.desk();
        let seen = |count: UnmetCount| {
            let nearest = desk.nearest(&count.words, NEAREST_MAX).into_iter();
            let named = nearest.filter_map(|(department, service)| {
                let name = desk.table().service(&department, &service)?.1.name.en.clone();
                Some((department, service, name))
            });
            SeenUnmet { nearest: named.collect(), count }
        };
        let unmet = report.counts.into_iter().map(seen).collect();
        Ok(SeenDemand { since, until, unmet, more: report.more })
    }

    /// The breakers of a department's releases. One that had no turn since the host started has none.
    pub fn breakers(&self, department: &DepartmentId) -> Vec<SeenBreaker> {
        self.breakers.of(department)
    }

    /// Ends the rest of a department at once. If it still fails, it rests again after as many faults as before.
    pub fn close_breakers(&self, department: &DepartmentId) {
        self.breakers.close(department);
    }

    /// A department's open conversations by release, without the first `skip`, at most `max`.
    pub async fn conversations(
        &self,
        department: &DepartmentId,
        skip: usize,
        max: usize,
    ) -> Result<Vec<SeenConversation>, StorageError> {
        let listed = self.storage.listed_conversations(department, skip, max).await?;
        let seen = listed.into_iter().map(|open| SeenConversation {
            citizen: self.pseudonyms.citizen(department, open.citizen),
            service: open.service,
            release: open.release,
            has_form: open.has_form,
            opened_at: open.opened_at,
        });
        Ok(seen.collect())
    }
}
