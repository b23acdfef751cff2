//! Citizens' timers. Turns read them here; what they change goes through [`crate::Settlement`], and when they are due
//! they become events of [`crate::Inbox`].

use async_trait::async_trait;
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};

use crate::StorageError;

/// Reads citizens' timers.
///
/// **Invariant I8:** there is no way to ask across citizens, departments or services.
#[async_trait]
pub trait Timers: Send + Sync {
    /// The names of a citizen's timers in one service that its department set, as last committed, in byte order. One
    /// that became an event is none any more.
    ///
    /// While an event of the citizen is unsettled no timer of theirs becomes one: what its turn reads here stays true
    /// until the turn is settled.
    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError>;
}
