//! Repeats turns on a release that is loaded, with nothing but what capsules say.

use std::sync::Arc;

use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_runtime::{NoHttp, NoMedia, NoReads, Ports, Sandbox, SandboxError, SandboxOptions};

use crate::capsule::{Capsule, CapsuleError};
use crate::compare::Replayed;
use crate::did::Did;
use crate::player::Player;

/// Repeats turns.
pub struct Replayer {
    sandbox: Sandbox,
}

impl Replayer {
    /// In a sandbox of its own.
    pub fn new(options: SandboxOptions) -> Result<Self, SandboxError> {
        let (reads, http, media) = (Arc::new(NoReads), Arc::new(NoHttp), Arc::new(NoMedia));
        Ok(Self { sandbox: Sandbox::new(options, Ports { reads, http, media })? })
    }

    /// Where releases are loaded that are to repeat turns.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Repeats a turn on a release, and holds what it does against what was done.
    pub async fn replay(
        &self,
        department: &DepartmentId,
        release: &ReleaseDigest,
        capsule: &Capsule,
    ) -> Result<Replayed, CapsuleError> {
        if capsule.department != *department {
            let of = &capsule.department;
            let words = format!("it is of `{of}`, the component is for `{department}`");
            return Err(CapsuleError::Unreadable(words));
        }
        let player = Player::of(capsule.answers.clone());
        let report = self.sandbox.run_over(release, capsule.turn()?, player.ports()).await;
        Ok(Replayed::new(&capsule.did, &Did::of(&report), player.strays()))
    }
}
