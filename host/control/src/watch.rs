//! Releases that citizens meet: canaries are judged, a new live release is watched, those that drain are ended.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::score::Counts;

use crate::advance::{promoted, with_forms};
use crate::candidate::AnyCandidate;
use crate::controller::{ControlError, Shared, by_host};
use crate::judge::{Evidence, Verdict, harm, judge};
use crate::record::{ReleaseRecord, Stage};
use crate::roster::Roster;

/// How often it is looked whether a release that drains has no conversation left.
const DRAIN_LOOK: Duration = Duration::from_secs(5);

/// What is remembered of one department between two looks. A restart forgets it: a step then begins anew.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    step: Option<Step>,
    drains_looked_at: Option<Timestamp>,
}

/// A step of a canary as it began.
#[derive(Debug)]
struct Step {
    digest: ReleaseDigest,
    since: Timestamp,
    turns: u64,
}

/// Looks at a department's releases, and does what follows.
pub(crate) async fn look(
    shared: &Shared,
    department: &DepartmentId,
    watched: &mut Watched,
) -> Result<(), ControlError> {
    let roster = shared.roster(department);
    match roster.candidate() {
        Some(AnyCandidate::Canary(canary)) => {
            look_at_canary(shared, department, &roster, canary.record(), watched).await?;
        }
        _ => look_at_live(shared, department, &roster).await?,
    }
    look_at_drains(shared, department, &roster, watched).await
}

fn counts(shared: &Shared, department: &DepartmentId, digest: &ReleaseDigest) -> Counts {
    shared.loaded(department, digest).map(|it| it.0.score.counts()).unwrap_or_default()
}

async fn look_at_canary(
    shared: &Shared,
    department: &DepartmentId,
    roster: &Roster,
    canary: &ReleaseRecord,
    watched: &mut Watched,
) -> Result<(), ControlError> {
    let Stage::Canary { step: number, since, held } = canary.stage else { return Ok(()) };
    let policy = &shared.parts.policy;
    let met = counts(shared, department, &canary.digest);
    let is_new = |step: &Step| step.digest != canary.digest || step.since != since;
    if watched.step.as_ref().is_none_or(is_new) {
        watched.step = Some(Step { digest: canary.digest.clone(), since, turns: met.turns });
    }
    let before = watched.step.as_ref().map_or(0, |step| step.turns);
    let evidence = Evidence {
        canary: met,
        step_turns: met.turns.saturating_sub(before),
        step_elapsed: shared.now().since(since),
        live: roster
            .live()
            .map(|live| counts(shared, department, &live.digest))
            .unwrap_or_default(),
    };
    // A step that the policy has no more is its last one.
    let step = policy.steps.get(number).or(policy.steps.last());
    let Some(step) = step else { return Ok(()) };
    let verdict = judge(&policy.tolerance, step, &evidence);
    shared.note_verdict(department, &canary.digest, verdict.clone());
    match verdict {
        Verdict::RollBack(reason) => roll_back(shared, department, canary, &reason.0).await,
        Verdict::Advance(_) if held || shared.is_frozen(roster) => Ok(()),
        Verdict::Advance(reason) => go_on(shared, department, canary, number + 1, &reason.0).await,
        Verdict::Hold(_) => Ok(()),
    }
}

/// A release that is still what it was is taken back.
async fn roll_back(
    shared: &Shared,
    department: &DepartmentId,
    release: &ReleaseRecord,
    reason: &str,
) -> Result<(), ControlError> {
    let decision = by_host("release.rolled-back", department, &release.digest, reason);
    let change = |roster: &mut Roster, now| {
        if roster.find(release.digest.as_str())? != release {
            return Ok((Vec::new(), ()));
        }
        roster.roll_back(reason.to_owned(), now)?;
        Ok((vec![decision], ()))
    };
    shared.change(department, change).await
}

/// The next step, or all citizens after the last one.
async fn go_on(
    shared: &Shared,
    department: &DepartmentId,
    before: &ReleaseRecord,
    next: usize,
    reason: &str,
) -> Result<(), ControlError> {
    let step = shared.parts.policy.steps.get(next);
    let with_forms = with_forms(shared, department).await?;
    let change = |roster: &mut Roster, now| {
        let candidate = roster.candidate().filter(|candidate| candidate.record() == before);
        let Some(AnyCandidate::Canary(canary)) = candidate else { return Ok((Vec::new(), ())) };
        let digest = &before.digest;
        let Some(step) = step else {
            let decision = by_host("release.live", department, digest, reason);
            // Without room for one more that drains, it stays a canary for now.
            let done = promoted(roster, &with_forms, canary.into(), decision, now);
            return Ok((done.unwrap_or_default(), ()));
        };
        roster.keep(canary.goes_on(next, now));
        let reason = format!("{} of the citizens meet it: {reason}", step.percent);
        Ok((vec![by_host("release.canary", department, digest, &reason)], ()))
    };
    shared.change(department, change).await
}

/// A release that went live a while ago is held against the one that it replaced.
async fn look_at_live(
    shared: &Shared,
    department: &DepartmentId,
    roster: &Roster,
) -> Result<(), ControlError> {
    let (Some(live), Some(earlier)) = (roster.live(), roster.draining().first().copied()) else {
        return Ok(());
    };
    let Some(since) = live.stage.live_since() else { return Ok(()) };
    if shared.now().since(since) > shared.parts.policy.watch() {
        return Ok(());
    }
    let (met, before) =
        (counts(shared, department, &live.digest), counts(shared, department, &earlier.digest));
    match harm(&shared.parts.policy.tolerance, &met, &before) {
        Some(reason) => roll_back(shared, department, live, &reason.0).await,
        None => Ok(()),
    }
}

/// A release that drains ends with its last conversation, or after its time.
async fn look_at_drains(
    shared: &Shared,
    department: &DepartmentId,
    roster: &Roster,
    watched: &mut Watched,
) -> Result<(), ControlError> {
    let now = shared.now();
    let is_early = watched.drains_looked_at.is_some_and(|looked| now.since(looked) < DRAIN_LOOK);
    if is_early || roster.draining().is_empty() {
        return Ok(());
    }
    watched.drains_looked_at = Some(now);
    let open = shared.parts.conversations.open_conversations(department).await;
    let open = open.map_err(crate::books::BooksError::from)?;
    let mut ends = Vec::new();
    for (place, release) in roster.draining().into_iter().enumerate() {
        let mut on_it = open.iter().filter(|open| open.release == release.digest);
        let since = release.stage.draining_since().unwrap_or(now);
        match on_it.next() {
            // While the live release is watched, the one before may have to come back.
            None if place > 0 || is_settled(shared, roster, now) => {
                ends.push((release.digest.clone(), "its last conversation is over".to_owned()));
            }
            Some(open) if now.since(since) >= shared.parts.policy.drain_max() => {
                let reason = format!(
                    "its time is over; conversations that go on with the live one: {}",
                    open.open
                );
                ends.push((release.digest.clone(), reason));
            }
            None | Some(_) => {}
        }
    }
    if ends.is_empty() {
        return Ok(());
    }
    let change = |roster: &mut Roster, now| {
        let mut decisions = Vec::new();
        for (digest, reason) in &ends {
            roster.retire(digest, now);
            decisions.push(by_host("release.retired", department, digest, reason));
        }
        Ok((decisions, ()))
    };
    shared.change(department, change).await
}

/// Whether the live release is watched no more.
fn is_settled(shared: &Shared, roster: &Roster, now: Timestamp) -> bool {
    let since = roster.live().and_then(|live| live.stage.live_since());
    since.is_none_or(|since| now.since(since) > shared.parts.policy.watch())
}
