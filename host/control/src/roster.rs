//! A department's releases: at most one on its way, one live, and earlier ones.

use std::collections::{BTreeSet, HashSet};

use mitra_core::clock::Timestamp;
use mitra_core::ids::ReleaseDigest;
use serde::{Deserialize, Serialize};

use crate::candidate::{AnyCandidate, Candidate, Promotable};
use crate::record::{ReleaseRecord, Stage};

/// The most releases that drain at once: one more, and the oldest ends in which no form is open. Those without
/// conversations end by themselves, but for the one to go back to.
pub const DRAINING_MAX: usize = 32;
/// Why nothing is promoted where none of those can end.
const FORMS_EVERYWHERE: &str = "as many releases drain as may, and on each a citizen fills in a form: try again when \
                                one is done";
/// The most releases whose way is over that are remembered.
pub const PAST_MAX: usize = 50;

/// The most releases whose way is over that are still kept as files, of each department.
pub const RELEASES_KEPT_MAX: usize = 5;

/// A department's releases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Newest first.
    releases: Vec<ReleaseRecord>,
    /// That no release goes on by itself, if an operator has it so.
    #[serde(default)]
    frozen: Option<Freeze>,
    /// Whether citizens are to find the department no more.
    #[serde(default)]
    removed: bool,
}

/// That no release goes on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    /// Since when.
    pub since: Timestamp,
    /// Until when; none for until it is ended.
    pub until: Option<Timestamp>,
    /// Why.
    pub why: String,
}

/// Why something cannot be done with a department's releases. Each says who must do what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// Another release is on its way.
    #[error(
        "E0608: the release {digest} is on its way ({stage}): promote it or roll it back before another is staged"
    )]
    Busy {
        /// Which one.
        digest: ReleaseDigest,
        /// Where it is.
        stage: &'static str,
    },
    /// The release was staged before.
    #[error(
        "E0610: the release {digest} was staged before, and is {stage}: a vendor signs a new one to try again"
    )]
    Known {
        /// Which one.
        digest: ReleaseDigest,
        /// Where it is.
        stage: &'static str,
    },
    /// There is no such release.
    #[error("E0611: the department has no release that begins with {0}")]
    Unknown(String),
    /// Several are meant.
    #[error("E0611: several of the department's releases begin with {0}: write more of the digest")]
    Ambiguous(String),
    /// No release is where it would have to be.
    #[error("E0612: {0}")]
    OutOfTurn(&'static str),
}

impl Roster {
    /// All releases, newest first.
    pub fn releases(&self) -> &[ReleaseRecord] {
        &self.releases
    }

    /// The release whose digest begins so.
    pub fn find(&self, begins: &str) -> Result<&ReleaseRecord, RosterError> {
        let mut found = self.releases.iter().filter(|it| it.digest.as_str().starts_with(begins));
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(RosterError::Unknown(begins.to_owned())),
            (Some(_), Some(_)) => Err(RosterError::Ambiguous(begins.to_owned())),
        }
    }

    /// Those whose files are kept: all that are on their way or serve, and the last ones of the others.
    pub(crate) fn kept(&self) -> HashSet<ReleaseDigest> {
        let mut n_over = 0;
        let is_kept = |release: &&ReleaseRecord| {
            n_over += usize::from(release.stage.is_over());
            !release.stage.is_over() || n_over <= RELEASES_KEPT_MAX
        };
        self.releases.iter().filter(is_kept).map(|release| release.digest.clone()).collect()
    }

    /// The release that is live.
    pub fn live(&self) -> Option<&ReleaseRecord> {
        self.releases.iter().find(|release| release.stage.live_since().is_some())
    }

    /// The release that is on its way.
    pub fn candidate(&self) -> Option<AnyCandidate> {
        self.releases.iter().find_map(AnyCandidate::of)
    }

    /// Releases that drain, the one replaced last first.
    pub fn draining(&self) -> Vec<&ReleaseRecord> {
        let mut draining: Vec<_> =
            self.releases.iter().filter_map(|it| Some((it.stage.draining_since()?, it))).collect();
        draining.sort_by_key(|(since, _)| std::cmp::Reverse(*since));
        draining.into_iter().map(|(_, release)| release).collect()
    }

    /// That no release goes on by itself, if it is so at this instant.
    pub fn frozen(&self, now: Timestamp) -> Option<&Freeze> {
        self.frozen.as_ref().filter(|freeze| freeze.until.is_none_or(|until| now < until))
    }

    /// Whether citizens are to find the department no more.
    pub fn is_removed(&self) -> bool {
        self.removed
    }

    /// Has a release on its way.
    pub fn stage(&mut self, record: ReleaseRecord) -> Result<(), RosterError> {
        if let Some(other) = self.candidate() {
            let ReleaseRecord { digest, stage, .. } = other.record();
            return Err(RosterError::Busy { digest: digest.clone(), stage: stage.name() });
        }
        if let Some(same) = self.releases.iter().find(|it| it.digest == record.digest) {
            let (digest, stage) = (same.digest.clone(), same.stage.name());
            return Err(RosterError::Known { digest, stage });
        }
        self.releases.insert(0, record);
        let mut n_past = 0;
        self.releases.retain(|release| {
            n_past += usize::from(release.stage.is_over());
            !release.stage.is_over() || n_past <= PAST_MAX
        });
        Ok(())
    }

    /// Keeps what became of a candidate.
    pub fn keep<Step>(&mut self, candidate: Candidate<Step>) {
        self.put(candidate.into_record());
    }

    /// Notes who agreed to what the release on its way asks for.
    pub fn approve(&mut self, digest: &ReleaseDigest, actor: &str) -> Result<(), RosterError> {
        let staged = self.releases.iter_mut().find(|it| it.digest == *digest);
        let staged = staged.filter(|it| it.stage == Stage::Staged);
        let staged =
            staged.ok_or(RosterError::OutOfTurn("only a release that is staged is agreed to"))?;
        staged.approved_by = Some(actor.to_owned());
        Ok(())
    }

    /// Notes what the release on its way asks for, which somebody has to agree to.
    pub fn wants(&mut self, digest: &ReleaseDigest, wider: Vec<String>) {
        if let Some(staged) = self.releases.iter_mut().find(|it| it.digest == *digest) {
            staged.wider = wider;
        }
    }

    /// Refuses the release on its way, which no citizen has met.
    pub fn reject(&mut self, why: String, now: Timestamp) -> Result<ReleaseDigest, RosterError> {
        let record = self.candidate().map(|candidate| candidate.record().clone());
        let record = record.filter(|record| !record.stage.serves());
        let record = record.ok_or(RosterError::OutOfTurn("no release is on its way"))?;
        let digest = record.digest.clone();
        self.put(ReleaseRecord { stage: Stage::Rejected { at: now, why }, ..record });
        Ok(digest)
    }

    /// Makes a release live. The one that was drains; the oldest that drains ends, if there are too many. Gives those
    /// that ended. One of those on which a form is open does not: without another, nothing is promoted.
    pub fn promote(
        &mut self,
        release: Promotable,
        with_forms: &BTreeSet<ReleaseDigest>,
        now: Timestamp,
    ) -> Result<Vec<ReleaseDigest>, RosterError> {
        let draining = self.draining();
        let n_draining = draining.len() + usize::from(self.live().is_some());
        let n_over = n_draining.saturating_sub(DRAINING_MAX);
        let without = draining.iter().rev().filter(|it| !with_forms.contains(&it.digest));
        let too_many: Vec<_> = without.take(n_over).map(|it| it.digest.clone()).collect();
        if too_many.len() < n_over {
            return Err(RosterError::OutOfTurn(FORMS_EVERYWHERE));
        }
        if let Some(live) = self.live().cloned() {
            self.put(ReleaseRecord { stage: Stage::Draining { since: now }, ..live });
        }
        self.put(release.live(now));
        self.removed = false;
        for digest in &too_many {
            self.retire(digest, now);
        }
        Ok(too_many)
    }

    /// Takes back the canary, or, if there is none, the live release for the one that was replaced last. Gives which
    /// one.
    pub fn roll_back(&mut self, why: String, now: Timestamp) -> Result<ReleaseDigest, RosterError> {
        let stage = Stage::RolledBack { at: now, why };
        if let Some(AnyCandidate::Canary(canary)) = self.candidate() {
            let record = canary.into_record();
            let digest = record.digest.clone();
            self.put(ReleaseRecord { stage, ..record });
            return Ok(digest);
        }
        let nothing = "no release is a canary, and there is none to go back to from the live one";
        let earlier = self.draining().first().map(|release| (*release).clone());
        let (Some(live), Some(earlier)) = (self.live().cloned(), earlier) else {
            return Err(RosterError::OutOfTurn(nothing));
        };
        let digest = live.digest.clone();
        self.put(ReleaseRecord { stage, ..live });
        self.put(ReleaseRecord { stage: Stage::Live { since: now }, ..earlier });
        Ok(digest)
    }

    /// Ends a release that drains.
    pub fn retire(&mut self, digest: &ReleaseDigest, now: Timestamp) {
        let draining = self.releases.iter_mut().find(|it| it.digest == *digest);
        if let Some(release) = draining.filter(|it| it.stage.draining_since().is_some()) {
            release.stage = Stage::Retired { at: now };
        }
    }

    /// Has no release go on by itself, or has them go on again.
    pub fn freeze(&mut self, freeze: Option<Freeze>) {
        self.frozen = freeze;
    }

    /// Has citizens find the department no more. Its data and its releases stay; a release that is promoted brings it
    /// back.
    pub fn remove(&mut self) {
        self.removed = true;
    }

    /// Has citizens find the department again.
    pub fn bring_back(&mut self) {
        self.removed = false;
    }

    fn put(&mut self, record: ReleaseRecord) {
        match self.releases.iter_mut().find(|it| it.digest == record.digest) {
            Some(place) => *place = record,
            None => self.releases.insert(0, record),
        }
    }
}
