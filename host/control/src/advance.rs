//! The steps that a release takes by itself: staged -> verified -> compiled -> smoked -> shadowed -> canary or live.
//!
//! Each is tried without holding up its department. What it led to is kept if the release is still where it was.

use std::collections::BTreeSet;
use std::sync::Arc;

use mitra_core::audit::Decision;
use mitra_core::causes::with_causes;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_release::{Against, Artifact, Refusal, Verified};

use crate::books::BooksError;
use crate::candidate::{
    Agreed, AnyCandidate, Candidate, IsCompiled, IsShadowed, IsSmoked, IsStaged, IsVerified,
    Promotable, Unagreed,
};
use crate::controller::{ControlError, Shared, by_host};
use crate::ports::{Loaded, Refused, Setback, Smoked};
use crate::record::ReleaseRecord;
use crate::roster::{DRAINING_MAX, Roster, RosterError};
use crate::shadow::{Shadow, Shadowed};
use crate::shelf::ShelfError;

/// Whether a department's release can take a further step now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Went {
    /// It took one.
    On,
    /// It waits: for an operator, for time to pass, or because nothing is on its way.
    Nowhere,
}

/// Takes the release on its way one step further, if it can go by itself.
pub(crate) async fn advance(
    shared: &Shared,
    department: &DepartmentId,
) -> Result<Went, ControlError> {
    let roster = shared.roster(department);
    match roster.candidate() {
        Some(AnyCandidate::Staged(candidate)) => {
            verify(shared, department, candidate, &roster).await
        }
        Some(AnyCandidate::Verified(candidate)) => compile(shared, department, candidate).await,
        Some(AnyCandidate::Compiled(candidate)) => smoke(shared, department, candidate).await,
        Some(AnyCandidate::Smoked(candidate)) => {
            shadow(shared, department, candidate, &roster).await
        }
        Some(AnyCandidate::Shadowed(candidate)) => {
            expose(shared, department, candidate, &roster).await
        }
        Some(AnyCandidate::Canary(_)) | None => Ok(Went::Nowhere),
    }
}

/// Offline and total: who vouches for it, until when, whether it is new, and whether what it asks for was agreed to.
async fn verify(
    shared: &Shared,
    department: &DepartmentId,
    candidate: Candidate<IsStaged>,
    roster: &Roster,
) -> Result<Went, ControlError> {
    let record = candidate.record().clone();
    if !record.wider.is_empty() && record.approved_by.is_none() {
        return Ok(Went::Nowhere);
    }
    let artifact = match shared.artifact(&record.digest).await {
        Ok(artifact) => artifact,
        Err(error @ ShelfError::Disk { .. }) => return Err(error.into()),
        Err(error) => return reject(shared, department, &record, with_causes(&error)).await,
    };
    let live = match roster.live() {
        Some(live) => Some(shared.artifact(&live.digest).await?),
        None => None,
    };
    let wider = match shared.parts.workshop.wider(&artifact, live.as_deref()) {
        Ok(wider) => wider,
        Err(refused) => return reject(shared, department, &record, refused.0).await,
    };
    let live = roster.live().map(|live| live.made_at);
    let verified = match verified(shared, department, &artifact, live).await? {
        Ok(verified) => verified,
        Err(refusal) => return reject(shared, department, &record, refusal.to_string()).await,
    };
    match Agreed::to(wider, &record) {
        Ok(agreed) => {
            let signers: Vec<_> = verified.signers().iter().map(ToString::to_string).collect();
            let reason = format!("signed by {}", signers.join(", "));
            let verified = candidate.verified(&verified, agreed);
            keep(shared, department, &record, "release.verified", &reason, verified).await
        }
        // It waits for somebody who agrees.
        Err(Unagreed(wider)) => {
            let reason = format!("it asks for more than before: {}", wider.join("; "));
            let decision = by_host("release.wants-approval", department, &record.digest, &reason);
            let change = |roster: &mut Roster, _| {
                roster.wants(&record.digest, wider);
                Ok((vec![decision], Went::Nowhere))
            };
            shared.change(department, change).await
        }
    }
}

/// Reading a component as a whole takes a while: never on a thread that serves.
async fn verified(
    shared: &Shared,
    department: &DepartmentId,
    artifact: &Arc<Artifact>,
    live: Option<Timestamp>,
) -> Result<Result<Verified, Refusal>, ControlError> {
    let keys = shared.parts.books.keys().await?.value;
    let (now, workshop) = (shared.now(), Arc::clone(&shared.parts.workshop));
    let (department, artifact) = (department.clone(), Artifact::clone(artifact));
    let verifying = tokio::task::spawn_blocking(move || {
        let against = Against { department: &department, keys: &keys, now, live };
        let contract = |component: &[u8]| workshop.contract(component).map_err(|Refused(why)| why);
        Verified::new(artifact, against, contract)
    });
    Ok(verifying.await.expect("verifying does not panic"))
}

async fn compile(
    shared: &Shared,
    department: &DepartmentId,
    candidate: Candidate<IsVerified>,
) -> Result<Went, ControlError> {
    let record = candidate.record().clone();
    let loaded = match shared.load(department, &record.digest).await {
        Ok(loaded) => loaded,
        Err(error) if is_the_releases_own(&error) => {
            return reject(shared, department, &record, with_causes(&error)).await;
        }
        Err(error) => return Err(error),
    };
    let services = loaded.0.department.services.len();
    let reason = format!("it describes {services} services");
    let compiled = candidate.compiled(&loaded);
    keep(shared, department, &record, "release.compiled", &reason, compiled).await
}

async fn smoke(
    shared: &Shared,
    department: &DepartmentId,
    candidate: Candidate<IsCompiled>,
) -> Result<Went, ControlError> {
    let record = candidate.record().clone();
    let (artifact, loaded) = both(shared, department, &record.digest).await?;
    match shared.parts.workshop.smoke(artifact, &loaded).await {
        Ok(smoked) => {
            let Smoked { scenarios, carried, kept } = &smoked;
            let states = match carried + kept {
                0 => String::new(),
                n => format!("; it reads the states of {carried} of {n} open conversations"),
            };
            let reason = format!("{scenarios} scenarios went well{states}");
            let next = candidate.smoked(&smoked);
            keep(shared, department, &record, "release.smoked", &reason, next).await
        }
        Err(Setback::Refused(Refused(why))) => reject(shared, department, &record, why).await,
        Err(not_now) => Err(not_now.into()),
    }
}

/// Beside the live release, if there is one.
async fn shadow(
    shared: &Shared,
    department: &DepartmentId,
    candidate: Candidate<IsSmoked>,
    roster: &Roster,
) -> Result<Went, ControlError> {
    let record = candidate.record().clone();
    let repeated = match roster.live() {
        Some(live) => {
            let artifact = shared.artifact(&record.digest).await?;
            shared.parts.workshop.shadow(artifact, &live.digest).await
        }
        None => Ok(Shadow::default()),
    };
    let judged = repeated.and_then(|shadow| Ok(Shadowed::by(shadow)?));
    match judged {
        Ok(shadowed) => {
            let (reason, next) = (shadowed.words(), candidate.shadowed(&shadowed));
            keep(shared, department, &record, "release.shadowed", &reason, next).await
        }
        Err(Setback::Refused(Refused(why))) => reject(shared, department, &record, why).await,
        Err(not_now) => Err(not_now.into()),
    }
}

/// The first release of a department is live at once: there is none that it could be compared with.
async fn expose(
    shared: &Shared,
    department: &DepartmentId,
    candidate: Candidate<IsShadowed>,
    roster: &Roster,
) -> Result<Went, ControlError> {
    let record = candidate.record().clone();
    let is_first = roster.live().is_none();
    // An operator has to bring back a department that was removed, and to end what is frozen; a window ends by itself.
    if roster.is_removed() || shared.is_frozen(roster) {
        return Ok(Went::Nowhere);
    }
    let (artifact, _) = both(shared, department, &record.digest).await?;
    match shared.parts.workshop.seed(artifact).await {
        Ok(()) => {}
        Err(Setback::Refused(Refused(why))) => {
            return reject(shared, department, &record, why).await;
        }
        Err(not_now) => return Err(not_now.into()),
    }
    let first_step = shared.parts.policy.steps.first();
    if let Some(step) = first_step.filter(|_| !is_first) {
        let reason = format!("{} of the citizens meet it", step.percent);
        let canary = candidate.begins_canary(shared.now());
        return keep(shared, department, &record, "release.canary", &reason, canary).await;
    }
    let reason = if is_first { "it is the first one" } else { "the policy has no canary" };
    let decision = by_host("release.live", department, &record.digest, reason);
    let with_forms = with_forms(shared, department).await?;
    let promote = |roster: &mut Roster, now| {
        Ok(promoted(roster, &with_forms, candidate.into(), decision, now)?)
    };
    if_still(shared, department, &record, promote).await
}

/// Releases of a department that citizens fill in forms on, where a promotion might end one that drains.
pub(crate) struct WithForms<'a> {
    department: &'a DepartmentId,
    releases: BTreeSet<ReleaseDigest>,
}

/// Looks for them. One that drains begins no conversation: it is among them now, or never.
pub(crate) async fn with_forms<'a>(
    shared: &Shared,
    department: &'a DepartmentId,
) -> Result<WithForms<'a>, ControlError> {
    if shared.roster(department).draining().len() < DRAINING_MAX {
        return Ok(WithForms { department, releases: BTreeSet::new() });
    }
    let releases = shared.parts.conversations.releases_with_forms(department).await;
    let releases = releases.map_err(BooksError::from)?;
    Ok(WithForms { department, releases })
}

/// Makes a release live by a decision. Gives that decision, and those that follow from it.
pub(crate) fn promoted(
    roster: &mut Roster,
    WithForms { department, releases }: &WithForms<'_>,
    release: Promotable,
    decision: Decision,
    now: Timestamp,
) -> Result<Vec<Decision>, RosterError> {
    let reason = "too many releases drain";
    let ended = roster.promote(release, releases, now)?;
    let retired = ended.iter().map(|it| by_host("release.retired", department, it, reason));
    Ok(std::iter::once(decision).chain(retired).collect())
}

/// The release from the shelf and in the sandbox: after a restart it is loaded again.
async fn both(
    shared: &Shared,
    department: &DepartmentId,
    digest: &ReleaseDigest,
) -> Result<(Arc<Artifact>, Loaded), ControlError> {
    let artifact = shared.artifact(digest).await?;
    match shared.loaded(department, digest) {
        Some(loaded) => Ok((artifact, loaded)),
        None => Ok((artifact, shared.load(department, digest).await?)),
    }
}

/// Keeps a step that was done, if the release is still where it was before.
async fn keep<Step>(
    shared: &Shared,
    department: &DepartmentId,
    before: &ReleaseRecord,
    action: &str,
    reason: &str,
    done: Candidate<Step>,
) -> Result<Went, ControlError> {
    let decision = by_host(action, department, &before.digest, reason);
    let keep = |roster: &mut Roster, _| {
        roster.keep(done);
        Ok(vec![decision])
    };
    if_still(shared, department, before, keep).await
}

async fn reject(
    shared: &Shared,
    department: &DepartmentId,
    before: &ReleaseRecord,
    why: String,
) -> Result<Went, ControlError> {
    let decision = by_host("release.rejected", department, &before.digest, &why);
    // What a component says of itself may be of any length, and a roster is written at every step.
    let why = decision.reason.clone();
    let reject = |roster: &mut Roster, now| {
        roster.reject(why, now)?;
        Ok(vec![decision])
    };
    if_still(shared, department, before, reject).await
}

/// Changes the roster, if the release on its way is still this one, at this step.
async fn if_still(
    shared: &Shared,
    department: &DepartmentId,
    before: &ReleaseRecord,
    change: impl FnOnce(&mut Roster, Timestamp) -> Result<Vec<Decision>, ControlError>,
) -> Result<Went, ControlError> {
    let change = |roster: &mut Roster, now| {
        if roster.candidate().is_none_or(|candidate| candidate.record() != before) {
            return Ok((Vec::new(), Went::Nowhere));
        }
        Ok((change(roster, now)?, Went::On))
    };
    shared.change(department, change).await
}

/// Whether another try would end the same way.
fn is_the_releases_own(error: &ControlError) -> bool {
    match error {
        ControlError::Refused(_)
        | ControlError::Shelf(ShelfError::Damaged { .. } | ShelfError::Other { .. }) => true,
        ControlError::Shelf(ShelfError::Disk { .. })
        | ControlError::NotNow(_)
        | ControlError::NoDepartment(_)
        | ControlError::Roster(_)
        | ControlError::Books(_)
        | ControlError::NotApproved
        | ControlError::Frozen(_) => false,
    }
}
