//! What is said of the data plane. Nothing here names a citizen but by a pseudonym or a number of the database's own.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The breakers of a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DepartmentBreakersView {
    /// The department.
    pub department: String,
    /// One for each of its releases that had turns lately; none for a department that had none since the host started.
    pub breakers: Vec<BreakerView>,
}

/// The breaker of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BreakerView {
    /// The release's digest.
    pub release: String,
    /// `closed`: turns run. `resting`: none does. `probing`: one finds out whether the release works again.
    pub state: String,
    /// Faults in a row, while it is closed.
    pub faults: u32,
    /// Since when it rests, if it does.
    pub since: Option<String>,
    /// When a turn, or another one, is to find out whether it works again.
    pub probe_at: Option<String>,
}

/// A message that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadLetterView {
    /// Its number, by which it is sent again or discarded.
    pub id: i64,
    /// The citizen's number in the database of this host, which says nothing outside of it.
    pub citizen: i64,
    /// Why it was given up.
    pub why: String,
    /// When.
    pub dead_at: String,
    /// How many attempts were made.
    pub attempts: u32,
    /// The number of the message that it was sent again as, if it was.
    pub retried_as: Option<i64>,
}

/// What became of a message that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadLetterOutcome {
    /// Its number.
    pub id: i64,
    /// The number of the message that it is sent again as; none if it was discarded.
    pub retried_as: Option<i64>,
}

/// An open conversation, without anything that is said in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionView {
    /// The citizen as the department knows them: another text in every department.
    pub citizen: String,
    /// The service.
    pub service: String,
    /// The digest of the release that it is on.
    pub release: String,
    /// Whether a form is open in it.
    pub form: bool,
    /// When it was opened.
    pub since: String,
}

/// The releases of a department that drain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DepartmentDrainsView {
    /// The department.
    pub department: String,
    /// The one that was replaced last first.
    pub drains: Vec<DrainView>,
}

/// A release that drains: it begins nothing, and goes on with the conversations that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DrainView {
    /// Its digest.
    pub release: String,
    /// How its vendor calls it.
    pub version: String,
    /// Since when it drains.
    pub since: String,
    /// Until when at the latest; with its last conversation it ends before.
    pub until: String,
    /// Conversations that are still on it.
    pub conversations: u64,
}

/// What a department asks for and what it is granted, each in words. Nothing of it is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GrantsView {
    /// The department.
    pub department: String,
    /// The digest of the release whose manifest asks; none where the configuration names the manifest.
    pub release: Option<String>,
    /// What its vendor asks for.
    pub asked: Vec<String>,
    /// What the operator grants.
    pub granted: Vec<String>,
    /// What is asked for and not granted: it is denied.
    pub missing: Vec<String>,
}
