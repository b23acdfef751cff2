//! One release in its department's roster.

use mitra_core::clock::Timestamp;
use mitra_core::ids::ReleaseDigest;
use mitra_release::{Artifact, KeyId};
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::shadow::ShadowCounts;

/// Where a release is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Stage {
    /// It is kept, and nothing more is known of it.
    Staged,
    /// Enough trusted keys vouch for it, and what it asks for was agreed to.
    Verified,
    /// It is compiled, linked, and says of itself what it is.
    Compiled,
    /// Its own scenarios went well, and it reads the states of conversations that are open.
    Smoked,
    /// It repeated turns that the live release had taken.
    Shadowed,
    /// A share of the citizens meets it.
    Canary {
        /// Which step of the policy, from 0.
        step: usize,
        /// Since when.
        since: Timestamp,
        /// Whether an operator holds it there.
        held: bool,
    },
    /// All citizens who begin something meet it.
    Live {
        /// Since when.
        since: Timestamp,
    },
    /// It was replaced, and goes on with the conversations that it has.
    Draining {
        /// Since when.
        since: Timestamp,
    },
    /// Nobody meets it any more.
    Retired {
        /// Since when.
        at: Timestamp,
    },
    /// It was refused on its way, before any citizen met it.
    Rejected {
        /// When.
        at: Timestamp,
        /// Why, and who must do what.
        why: String,
    },
    /// Citizens met it, and it was taken back.
    RolledBack {
        /// When.
        at: Timestamp,
        /// Why.
        why: String,
    },
}

impl Stage {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Staged => "staged",
            Self::Verified => "verified",
            Self::Compiled => "compiled",
            Self::Smoked => "smoked",
            Self::Shadowed => "shadowed",
            Self::Canary { .. } => "canary",
            Self::Live { .. } => "live",
            Self::Draining { .. } => "draining",
            Self::Retired { .. } => "retired",
            Self::Rejected { .. } => "rejected",
            Self::RolledBack { .. } => "rolled-back",
        }
    }

    /// Whether it is on its way to be live.
    pub fn is_under_way(&self) -> bool {
        match self {
            Self::Staged
            | Self::Verified
            | Self::Compiled
            | Self::Smoked
            | Self::Shadowed
            | Self::Canary { .. } => true,
            Self::Live { .. }
            | Self::Draining { .. }
            | Self::Retired { .. }
            | Self::Rejected { .. }
            | Self::RolledBack { .. } => false,
        }
    }

    /// Whether citizens meet it.
    pub fn serves(&self) -> bool {
        matches!(self, Self::Canary { .. } | Self::Live { .. } | Self::Draining { .. })
    }

    /// Which step of its canary it is at, if it is one.
    pub fn canary_step(&self) -> Option<usize> {
        if let Self::Canary { step, .. } = self { Some(*step) } else { None }
    }

    /// Since when it is live, if it is.
    pub fn live_since(&self) -> Option<Timestamp> {
        if let Self::Live { since } = self { Some(*since) } else { None }
    }

    /// Since when it drains, if it does.
    pub fn draining_since(&self) -> Option<Timestamp> {
        if let Self::Draining { since } = self { Some(*since) } else { None }
    }

    /// Whether its way is over.
    pub fn is_over(&self) -> bool {
        !self.is_under_way() && !self.serves()
    }
}

/// One release in its department's roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRecord {
    /// Its identity.
    pub digest: ReleaseDigest,
    /// How its vendor calls it.
    pub version: Version,
    /// When its vendor made it.
    pub made_at: Timestamp,
    /// When it was staged.
    pub staged_at: Timestamp,
    /// Who staged it.
    pub staged_by: String,
    /// The keys that vouch for it, as far as they were verified.
    #[serde(default)]
    pub signers: Vec<KeyId>,
    /// What it asks for beyond the release that was live then.
    #[serde(default)]
    pub wider: Vec<String>,
    /// Who agreed to that.
    #[serde(default)]
    pub approved_by: Option<String>,
    /// What it made of turns that the live release had taken.
    #[serde(default)]
    pub shadowed: Option<ShadowCounts>,
    /// Where it is.
    pub stage: Stage,
}

impl ReleaseRecord {
    /// A release that is staged.
    pub fn staged(artifact: &Artifact, now: Timestamp, actor: &str) -> Self {
        let statement = artifact.statement();
        Self {
            digest: artifact.digest().clone(),
            version: statement.version.clone(),
            made_at: statement.created_at,
            staged_at: now,
            staged_by: actor.to_owned(),
            signers: Vec::new(),
            wider: Vec::new(),
            approved_by: None,
            shadowed: None,
            stage: Stage::Staged,
        }
    }
}
