//! A release on its way, as types: each step takes the one before it and what proves that the step was done. A step
//! that is left out does not compile.

use std::marker::PhantomData;

use mitra_core::clock::Timestamp;
use mitra_core::ids::ReleaseDigest;
use mitra_release::Verified;

use crate::ports::{Loaded, Smoked};
use crate::record::{ReleaseRecord, Stage};
use crate::shadow::Shadowed;

/// A release that is at a step of its way.
#[derive(Debug, Clone)]
pub struct Candidate<Step> {
    record: ReleaseRecord,
    step: PhantomData<Step>,
}

/// It is kept.
#[derive(Debug, Clone, Copy)]
pub enum IsStaged {}
/// It is vouched for.
#[derive(Debug, Clone, Copy)]
pub enum IsVerified {}
/// It is compiled.
#[derive(Debug, Clone, Copy)]
pub enum IsCompiled {}
/// Its scenarios went well.
#[derive(Debug, Clone, Copy)]
pub enum IsSmoked {}
/// It repeated turns of the live release.
#[derive(Debug, Clone, Copy)]
pub enum IsShadowed {}
/// Some citizens meet it.
#[derive(Debug, Clone, Copy)]
pub enum IsCanary {}

/// A candidate, whatever its step.
#[derive(Debug, Clone)]
pub enum AnyCandidate {
    /// To be verified.
    Staged(Candidate<IsStaged>),
    /// To be compiled.
    Verified(Candidate<IsVerified>),
    /// To be rehearsed.
    Compiled(Candidate<IsCompiled>),
    /// To repeat turns of the live release.
    Smoked(Candidate<IsSmoked>),
    /// To be met by some citizens, or by all.
    Shadowed(Candidate<IsShadowed>),
    /// To be judged.
    Canary(Candidate<IsCanary>),
}

impl AnyCandidate {
    /// The candidate that a stored record is, if it is on its way.
    pub fn of(record: &ReleaseRecord) -> Option<Self> {
        let record = record.clone();
        match record.stage {
            Stage::Staged => Some(Self::Staged(Candidate::at(record))),
            Stage::Verified => Some(Self::Verified(Candidate::at(record))),
            Stage::Compiled => Some(Self::Compiled(Candidate::at(record))),
            Stage::Smoked => Some(Self::Smoked(Candidate::at(record))),
            Stage::Shadowed => Some(Self::Shadowed(Candidate::at(record))),
            Stage::Canary { .. } => Some(Self::Canary(Candidate::at(record))),
            Stage::Live { .. }
            | Stage::Draining { .. }
            | Stage::Retired { .. }
            | Stage::Rejected { .. }
            | Stage::RolledBack { .. } => None,
        }
    }

    /// Its record.
    pub fn record(&self) -> &ReleaseRecord {
        match self {
            Self::Staged(candidate) => &candidate.record,
            Self::Verified(candidate) => &candidate.record,
            Self::Compiled(candidate) => &candidate.record,
            Self::Smoked(candidate) => &candidate.record,
            Self::Shadowed(candidate) => &candidate.record,
            Self::Canary(candidate) => &candidate.record,
        }
    }
}

impl<Step> Candidate<Step> {
    fn at(record: ReleaseRecord) -> Self {
        Self { record, step: PhantomData }
    }

    fn goes_to<Next>(self, stage: Stage) -> Candidate<Next> {
        Candidate::at(ReleaseRecord { stage, ..self.record })
    }

    /// Its record.
    pub fn record(&self) -> &ReleaseRecord {
        &self.record
    }

    /// The record to be kept.
    pub fn into_record(self) -> ReleaseRecord {
        self.record
    }
}

impl Candidate<IsStaged> {
    /// Keys vouch for it, and it asks for no more than was agreed to.
    pub fn verified(mut self, proof: &Verified, agreed: Agreed) -> Candidate<IsVerified> {
        self.record.signers = proof.signers().to_vec();
        self.record.wider = agreed.wider;
        self.goes_to(Stage::Verified)
    }
}

/// That a release asks for no more than the one before it, or that somebody agreed.
#[derive(Debug)]
pub struct Agreed {
    wider: Vec<String>,
}

/// What a release asks for beyond the one before it, and nobody agreed to yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unagreed(pub Vec<String>);

impl Agreed {
    /// Looks whether what is asked for beyond the release before was agreed to.
    pub fn to(wider: Vec<String>, record: &ReleaseRecord) -> Result<Self, Unagreed> {
        if wider.is_empty() || record.approved_by.is_some() {
            Ok(Self { wider })
        } else {
            Err(Unagreed(wider))
        }
    }
}

impl Candidate<IsVerified> {
    /// The sandbox has it, and it says what it is.
    pub fn compiled(self, _proof: &Loaded) -> Candidate<IsCompiled> {
        self.goes_to(Stage::Compiled)
    }
}

impl Candidate<IsCompiled> {
    /// Its scenarios went well, and it reads what open conversations have.
    pub fn smoked(self, _proof: &Smoked) -> Candidate<IsSmoked> {
        self.goes_to(Stage::Smoked)
    }
}

impl Candidate<IsSmoked> {
    /// It took turns that the live release had taken, and made no mistake of its own.
    pub fn shadowed(mut self, proof: &Shadowed) -> Candidate<IsShadowed> {
        self.record.shadowed = Some(proof.counts());
        self.goes_to(Stage::Shadowed)
    }
}

impl Candidate<IsShadowed> {
    /// Some citizens meet it.
    pub fn begins_canary(self, now: Timestamp) -> Candidate<IsCanary> {
        self.goes_to(Stage::Canary { step: 0, since: now, held: false })
    }
}

impl Candidate<IsCanary> {
    /// More citizens meet it.
    #[must_use]
    pub fn goes_on(self, step: usize, now: Timestamp) -> Self {
        self.goes_to(Stage::Canary { step, since: now, held: false })
    }

    /// An operator holds it where it is, or lets it go on.
    #[must_use]
    pub fn hold(mut self, hold: bool) -> Self {
        if let Stage::Canary { held, .. } = &mut self.record.stage {
            *held = hold;
        }
        self
    }
}

/// A release that may be live: some citizens met it, or everything that can be tried without citizens went well and an
/// operator, or the lack of another release, has it that way.
#[derive(Debug)]
pub struct Promotable(ReleaseRecord);

impl From<Candidate<IsShadowed>> for Promotable {
    fn from(candidate: Candidate<IsShadowed>) -> Self {
        Self(candidate.record)
    }
}

impl From<Candidate<IsCanary>> for Promotable {
    fn from(candidate: Candidate<IsCanary>) -> Self {
        Self(candidate.record)
    }
}

impl Promotable {
    /// Which release.
    pub fn digest(&self) -> &ReleaseDigest {
        &self.0.digest
    }

    pub(crate) fn live(self, now: Timestamp) -> ReleaseRecord {
        ReleaseRecord { stage: Stage::Live { since: now }, ..self.0 }
    }
}
