//! What operators decide about releases. Each is done at once or not at all, and written down with who and why.

use std::sync::Arc;

use mitra_core::clock::Timestamp;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::score::Counts;
use mitra_core::share::Share;
use mitra_release::{Artifact, Envelope, Refusal, approver};

use crate::advance::{promoted, with_forms};
use crate::books::decided;
use crate::candidate::{AnyCandidate, Promotable};
use crate::controller::{ControlError, Controller};
use crate::judge::Verdict;
use crate::ports::Refused;
use crate::record::ReleaseRecord;
use crate::roster::{Freeze, Roster, RosterError};

/// Who decides, and why.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The name of the operator's token.
    pub actor: &'a str,
    /// In words for a person.
    pub reason: &'a str,
}

impl Controller {
    /// A department's releases.
    pub fn roster(&self, department: &DepartmentId) -> Result<Arc<Roster>, ControlError> {
        self.check(department)?;
        Ok(self.0.roster(department))
    }

    /// What the turns of a release came to since it was loaded, if it is.
    pub fn counts(&self, department: &DepartmentId, release: &ReleaseDigest) -> Option<Counts> {
        self.0.loaded(department, release).map(|loaded| loaded.0.score.counts())
    }

    /// The share of a canary's step.
    pub fn share(&self, step: usize) -> Option<Share> {
        self.0.parts.policy.steps.get(step).map(|step| step.percent)
    }

    /// The freeze window that it is in at this instant, if it is in one.
    pub fn window(&self, now: Timestamp) -> Option<Freeze> {
        self.0.parts.policy.freeze.at(now)
    }

    /// What was said of the department's canary last, by its digest.
    pub fn verdict(&self, department: &DepartmentId) -> Option<(ReleaseDigest, Verdict)> {
        self.0.verdict(department)
    }

    /// The departments that are served by releases.
    pub fn departments(&self) -> &[DepartmentId] {
        &self.0.parts.departments
    }

    /// Keeps a release and has it on its way. Verifying comes next: what is staged is not trusted.
    pub async fn stage(
        &self,
        department: &DepartmentId,
        artifact: Artifact,
        by: By<'_>,
    ) -> Result<ReleaseDigest, ControlError> {
        self.check(department)?;
        let found = artifact.statement().department.clone();
        if found != *department {
            let refusal = Refusal::OtherDepartment { found, wanted: department.clone() };
            return Err(Refused(refusal.to_string()).into());
        }
        let record = ReleaseRecord::staged(&artifact, self.0.now(), by.actor);
        let digest = record.digest.clone();
        // Looked at twice: nothing is written to the disk for what cannot be staged.
        Roster::clone(&self.0.roster(department)).stage(record.clone())?;
        let kept_on = Arc::clone(&self.0.parts.shelf);
        let keeping = tokio::task::spawn_blocking(move || kept_on.keep(&artifact));
        keeping.await.expect("writing does not panic")?;
        let decision = decided(by.actor, "release.staged", department, Some(&digest), by.reason);
        let change = |roster: &mut Roster, _| {
            roster.stage(record)?;
            Ok((vec![decision], ()))
        };
        self.0.change(department, change).await?;
        Ok(digest)
    }

    /// Until when at the latest a release drains that does so since this instant.
    pub fn drains_until(&self, since: Timestamp) -> Timestamp {
        since.after(self.0.parts.policy.drain_max())
    }

    /// A release on the shelf, to be looked at.
    pub async fn artifact(&self, digest: &ReleaseDigest) -> Result<Arc<Artifact>, ControlError> {
        Ok(self.0.artifact(digest).await?)
    }

    /// The envelope of a release on the shelf, to be looked at and signed.
    pub async fn envelope(&self, digest: &ReleaseDigest) -> Result<Envelope, ControlError> {
        Ok(self.0.artifact(digest).await?.envelope().clone())
    }

    /// Agrees to what the release on its way asks for beyond the one before it. `signed` is its envelope with the
    /// signature of a registered approver.
    pub async fn approve(
        &self,
        department: &DepartmentId,
        digest: &ReleaseDigest,
        signed: &Envelope,
        by: By<'_>,
    ) -> Result<(), ControlError> {
        let artifact = self.0.artifact(digest).await?;
        let keys = self.0.parts.books.keys().await?.value;
        let key = approver(&artifact, signed, &keys).ok_or(ControlError::NotApproved)?;
        let approved_by = format!("{} with the key {key}", by.actor);
        let reason = format!("signed by {key}: {}", by.reason);
        let decision = decided(by.actor, "release.approved", department, Some(digest), &reason);
        let change = |roster: &mut Roster, _: Timestamp| {
            roster.approve(digest, &approved_by)?;
            Ok((vec![decision], ()))
        };
        self.0.change(department, change).await
    }

    /// Makes the release on its way live, whatever step of its canary it is at, also within a freeze window.
    pub async fn promote(
        &self,
        department: &DepartmentId,
        by: By<'_>,
    ) -> Result<ReleaseDigest, ControlError> {
        let seeded = self.seed_unmet(department).await?;
        let with_forms = with_forms(&self.0, department).await?;
        let change = |roster: &mut Roster, now| {
            if let Some(freeze) = roster.frozen(now) {
                return Err(ControlError::Frozen(freeze.why.clone()));
            }
            let promotable = match roster.candidate() {
                Some(AnyCandidate::Shadowed(candidate)) => Promotable::from(candidate),
                Some(AnyCandidate::Canary(candidate)) => Promotable::from(candidate),
                Some(
                    AnyCandidate::Staged(_)
                    | AnyCandidate::Verified(_)
                    | AnyCandidate::Compiled(_)
                    | AnyCandidate::Smoked(_),
                ) => {
                    let why = "the release on its way is not proven yet: wait until it is shadowed";
                    return Err(RosterError::OutOfTurn(why).into());
                }
                None => return Err(RosterError::OutOfTurn("no release is on its way").into()),
            };
            let digest = promotable.digest().clone();
            if !roster.find(digest.as_str())?.stage.serves() && seeded.as_ref() != Some(&digest) {
                let why = "the release on its way was proven just now: promote it again";
                return Err(RosterError::OutOfTurn(why).into());
            }
            let decision = decided(by.actor, "release.live", department, Some(&digest), by.reason);
            Ok((promoted(roster, &with_forms, promotable, decision, now)?, digest))
        };
        self.0.change(department, change).await
    }

    /// Stores the starting records of a release that is proven and that no citizen has met, if it may be promoted: they
    /// are there before it is.
    async fn seed_unmet(
        &self,
        department: &DepartmentId,
    ) -> Result<Option<ReleaseDigest>, ControlError> {
        let roster = self.0.roster(department);
        let Some(AnyCandidate::Shadowed(candidate)) = roster.candidate() else { return Ok(None) };
        if roster.frozen(self.0.now()).is_some() {
            return Ok(None);
        }
        let digest = &candidate.record().digest;
        self.0.parts.workshop.seed(self.0.artifact(digest).await?).await?;
        Ok(Some(digest.clone()))
    }

    /// Takes back the canary, or the live release for the one before.
    pub async fn roll_back(
        &self,
        department: &DepartmentId,
        by: By<'_>,
    ) -> Result<ReleaseDigest, ControlError> {
        let change = |roster: &mut Roster, now| {
            let digest = roster.roll_back(by.reason.to_owned(), now)?;
            let decision =
                decided(by.actor, "release.rolled-back", department, Some(&digest), by.reason);
            Ok((vec![decision], digest))
        };
        self.0.change(department, change).await
    }

    /// Refuses the release on its way, which no citizen has met.
    pub async fn reject(
        &self,
        department: &DepartmentId,
        by: By<'_>,
    ) -> Result<ReleaseDigest, ControlError> {
        let change = |roster: &mut Roster, now| {
            let digest = roster.reject(by.reason.to_owned(), now)?;
            let decision =
                decided(by.actor, "release.rejected", department, Some(&digest), by.reason);
            Ok((vec![decision], digest))
        };
        self.0.change(department, change).await
    }

    /// Holds the canary at its step, or lets it go on.
    pub async fn hold(
        &self,
        department: &DepartmentId,
        hold: bool,
        by: By<'_>,
    ) -> Result<ReleaseDigest, ControlError> {
        let action = if hold { "release.held" } else { "release.let-go" };
        let change = |roster: &mut Roster, _: Timestamp| {
            let Some(AnyCandidate::Canary(canary)) = roster.candidate() else {
                return Err(RosterError::OutOfTurn("no release is a canary").into());
            };
            let digest = canary.record().digest.clone();
            roster.keep(canary.hold(hold));
            let decision = decided(by.actor, action, department, Some(&digest), by.reason);
            Ok((vec![decision], digest))
        };
        self.0.change(department, change).await
    }

    /// Has no release of the department go on by itself until an instant, or until it is ended. Rolling back goes on.
    pub async fn freeze(
        &self,
        department: &DepartmentId,
        until: Option<Timestamp>,
        by: By<'_>,
    ) -> Result<(), ControlError> {
        let change = |roster: &mut Roster, now| {
            roster.freeze(Some(Freeze { since: now, until, why: by.reason.to_owned() }));
            Ok((vec![decided(by.actor, "department.frozen", department, None, by.reason)], ()))
        };
        self.0.change(department, change).await
    }

    /// Lets the department's releases go on by themselves again.
    pub async fn thaw(&self, department: &DepartmentId, by: By<'_>) -> Result<(), ControlError> {
        let change = |roster: &mut Roster, _: Timestamp| {
            roster.freeze(None);
            Ok((vec![decided(by.actor, "department.thawed", department, None, by.reason)], ()))
        };
        self.0.change(department, change).await
    }

    /// Has citizens find the department no more. What it has stored and its releases stay: those who are in the middle
    /// of something hear that it is gone.
    pub async fn remove(&self, department: &DepartmentId, by: By<'_>) -> Result<(), ControlError> {
        let change = |roster: &mut Roster, _: Timestamp| {
            if roster.live().is_none() {
                return Err(RosterError::OutOfTurn("no release is live").into());
            }
            roster.remove();
            Ok((vec![decided(by.actor, "department.removed", department, None, by.reason)], ()))
        };
        self.0.change(department, change).await
    }

    /// Has citizens find a department again that was removed, with the release that was live.
    pub async fn bring_back(
        &self,
        department: &DepartmentId,
        by: By<'_>,
    ) -> Result<(), ControlError> {
        let change = |roster: &mut Roster, _: Timestamp| {
            if !roster.is_removed() {
                return Err(RosterError::OutOfTurn("the department was not removed").into());
            }
            roster.bring_back();
            Ok((
                vec![decided(by.actor, "department.brought-back", department, None, by.reason)],
                (),
            ))
        };
        self.0.change(department, change).await
    }

    fn check(&self, department: &DepartmentId) -> Result<(), ControlError> {
        if self.0.parts.departments.contains(department) {
            Ok(())
        } else {
            Err(ControlError::NoDepartment(department.clone()))
        }
    }
}
