//! What is said, in both directions. Instants are RFC 3339 in UTC. Unknown keys of a request are errors.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A department and its releases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DepartmentView {
    /// Its id.
    pub id: String,
    /// Its releases, newest first.
    pub releases: Vec<ReleaseView>,
    /// That no release goes on by itself, if an operator has it so: then none is promoted, either.
    pub frozen: Option<FreezeView>,
    /// The freeze window of the configuration that it is in, if it is in one: then an operator may promote.
    pub window: Option<FreezeView>,
    /// Whether citizens find the department no more.
    pub removed: bool,
    /// What was said of the canary last, and why.
    pub verdict: Option<String>,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReleaseView {
    /// Its identity: 64 hexadecimal digits.
    pub digest: String,
    /// How its vendor calls it.
    pub version: String,
    /// `staged`, `verified`, `compiled`, `smoked`, `shadowed`, `canary`, `live`, `draining`, `retired`, `rejected` or
    /// `rolled-back`.
    pub stage: String,
    /// Since when, where that is known.
    pub since: Option<String>,
    /// Why it was rejected or rolled back.
    pub why: Option<String>,
    /// The share of the citizens that meet it, in percent, if it is a canary.
    pub percent: Option<f64>,
    /// Whether an operator holds it at that share.
    pub held: bool,
    /// When its vendor made it.
    pub made_at: String,
    /// When it was staged.
    pub staged_at: String,
    /// Who staged it.
    pub staged_by: String,
    /// The ids of the keys that vouch for it.
    pub signers: Vec<String>,
    /// What it asks for beyond the release before it.
    pub wider: Vec<String>,
    /// Who agreed to that.
    pub approved_by: Option<String>,
    /// What it made of turns that the live release had taken, if there were any.
    pub shadow: Option<ShadowView>,
    /// Conversations that are on it.
    pub conversations: u64,
    /// What its turns came to since it was loaded, if it is.
    pub counts: Option<CountsView>,
}

/// What a release made of turns that the live one had taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ShadowView {
    /// In so many turns it did the same.
    pub identical: usize,
    /// In so many it did something else.
    pub differing: usize,
    /// In so many it asked for something that the live one had not asked for.
    pub astray: usize,
    /// So many it failed, and the live one had not.
    pub faulting: usize,
}

/// What a release made of one turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RepeatedView {
    /// The capsule's id.
    pub capsule: String,
    /// `identical`, `differing`, `astray` or `faulting`.
    pub is: String,
    /// `-` before what was, `+` before what is now. What the citizen wrote is masked.
    pub differences: Vec<String>,
    /// What it asked for that had not been asked for.
    pub asked_anew: Vec<String>,
}

/// A turn that was written down, without what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CapsuleView {
    /// Its id.
    pub id: String,
    /// The digest of the release that ran it.
    pub release: String,
    /// How the turn ended: `well`, or the name of its fault.
    pub ended: String,
    /// When.
    pub taken_at: String,
    /// When it is forgotten.
    pub expires_at: String,
    /// How large it is.
    pub bytes: u64,
}

/// What the turns of a release came to since it was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountsView {
    /// Turns that ended.
    pub turns: u64,
    /// Of these, by a fault of the release's own.
    pub faults: u64,
    /// Of these, by a refusal.
    pub refusals: u64,
    /// About how many citizens met it.
    pub citizens: u64,
    /// Conversations that began.
    pub begun: u64,
    /// Conversations that citizens walked out of.
    pub left: u64,
    /// What 19 of 20 turns kept to, in milliseconds, to within a factor of two.
    pub p95_ms: Option<u64>,
}

/// That no release goes on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FreezeView {
    /// Since when.
    pub since: String,
    /// Until when; none for until it is ended.
    pub until: Option<String>,
    /// Why.
    pub why: String,
}

/// What an operator wants to have done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Why, for the audit log: 1 to 500 characters.
    pub reason: String,
    /// Until when, where that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A release that is staged, or that something was done with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Staged {
    /// Its digest; none where the whole department is meant.
    pub release: Option<String>,
}

/// A registered key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub holder: String,
    /// `publisher` or `approver`.
    pub role: String,
    /// For which department; none for all.
    pub department: Option<String>,
    /// Since when it is registered.
    pub registered_at: String,
    /// Since when it is trusted no more, and why.
    pub revoked: Option<String>,
}

/// A key to be registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// Its public half, in PEM.
    pub public: String,
    /// Whose it is.
    pub holder: String,
    /// `publisher` or `approver`.
    pub role: String,
    /// For which department; none for an approver of all.
    #[serde(default)]
    pub department: Option<String>,
    /// Why, for the audit log.
    pub reason: String,
}

/// How many publishers must sign each release of a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signatures {
    /// So many.
    pub signatures: usize,
    /// Why, for the audit log.
    pub reason: String,
}

/// An entry of the audit log, as it is hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditEntryView {
    /// From 1, without gaps.
    pub number: u64,
    /// When, in milliseconds of Unix time.
    pub at_ms: i64,
    /// The decision: JSON, byte for byte as it is hashed.
    pub body: String,
    /// The hash over this entry and all before it, in hexadecimal.
    pub hash: String,
}

/// The end of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditHead {
    /// The number of the last entry; 0 without any.
    pub number: u64,
    /// Its hash.
    pub hash: String,
}

/// How many conversations are on a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConversationsView {
    /// Its digest.
    pub release: String,
    /// How many.
    pub open: u64,
}

/// Why a request was not done, in words that say who must do what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// The words, which begin with a code where there is a page about it.
    pub error: String,
}
