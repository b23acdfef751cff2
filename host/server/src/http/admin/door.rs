//! What all requests share.

use std::sync::Arc;

use mitra_control::{Controller, decided};
use mitra_core::clock::Clock;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_pipeline::{OperatorCalls, RefundCalls, ReportCalls};
use mitra_storage::Control;
use mitra_storage_sql::SqliteStorage;
use tokio::sync::Semaphore;

use super::access::{Access, Caller, Doing};
use super::page::Page;
use super::{Refusal, releases};
use crate::capsules::CapsuleShelf;
use crate::clock::SystemClock;
use crate::config::DepartmentConfig;

/// What the admin API works on.
pub(crate) struct AdminParts {
    /// None where every department has a component.
    pub(crate) controller: Option<Controller>,
    pub(crate) storage: Arc<SqliteStorage>,
    /// None where turns are not written down.
    pub(crate) capsules: Option<CapsuleShelf>,
    pub(crate) operators: OperatorCalls,
    pub(crate) refunds: RefundCalls,
    pub(crate) reports: ReportCalls,
    /// As they are configured.
    pub(crate) departments: Vec<DepartmentConfig>,
    pub(crate) access: Arc<Access>,
}

/// The same, with what is bounded among all requests.
pub(super) struct Door {
    controller: Option<Controller>,
    pub(super) storage: Arc<SqliteStorage>,
    capsules: Option<CapsuleShelf>,
    pub(super) operators: OperatorCalls,
    pub(super) refunds: RefundCalls,
    pub(super) reports: ReportCalls,
    /// By their ids.
    departments: Vec<DepartmentConfig>,
    pub(super) access: Arc<Access>,
    /// For releases that are being taken in: each is in memory as a whole.
    pub(super) places: Semaphore,
}

impl Door {
    pub(super) fn new(parts: AdminParts) -> Self {
        let AdminParts {
            controller, storage, capsules, operators, refunds, reports, access, ..
        } = parts;
        let mut departments = parts.departments;
        departments.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
        let places = Semaphore::new(releases::STAGED_AT_ONCE_MAX);
        Self {
            controller,
            storage,
            capsules,
            operators,
            refunds,
            reports,
            departments,
            access,
            places,
        }
    }

    pub(super) fn controller(&self) -> Result<&Controller, Refusal> {
        self.controller.as_ref().ok_or(Refusal::NoReleases)
    }

    pub(super) fn capsules(&self) -> Result<&CapsuleShelf, Refusal> {
        self.capsules.as_ref().ok_or(Refusal::NoCapsules)
    }

    /// The department of this id, as it is configured.
    pub(super) fn configured(&self, id: &str) -> Result<&DepartmentConfig, Refusal> {
        let found = self.departments.iter().find(|it| it.id.as_str() == id);
        found.ok_or_else(|| Refusal::NoDepartment(id.to_owned()))
    }

    /// The department of this id.
    pub(super) fn department(&self, id: &str) -> Result<&DepartmentId, Refusal> {
        Ok(&self.configured(id)?.id)
    }

    /// The departments of a page that a caller may see, by their ids.
    pub(super) fn page_of_departments(
        &self,
        caller: &Caller,
        page: Page<String>,
    ) -> Result<Vec<&DepartmentId>, Refusal> {
        let own = caller.department();
        if own.is_none() {
            caller.may(Doing::LookAtAll)?;
        }
        let (after, max) = page.wanted()?;
        let after = after.unwrap_or_default();
        let ids = self.departments.iter().map(|it| &it.id);
        let seen = ids.filter(|id| own.is_none_or(|own| own == *id) && id.as_str() > &*after);
        Ok(seen.take(max).collect())
    }

    /// Writes down what somebody has decided that changes no document.
    pub(super) async fn note(
        &self,
        caller: &Caller,
        action: &str,
        (department, release): (Option<&DepartmentId>, Option<&ReleaseDigest>),
        reason: &str,
    ) -> Result<(), Refusal> {
        let decision = decided(&caller.name, action, department, release, reason);
        Ok(self.storage.note(vec![decision], SystemClock.now()).await?)
    }
}
