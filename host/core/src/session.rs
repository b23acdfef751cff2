//! What the host remembers about one citizen between messages.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{DepartmentId, ReleaseDigest, ServiceId};
use crate::language::Language;
use crate::turn::GuestState;

/// One citizen's session. A new citizen has the default one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Session {
    /// The language the citizen chose, if they did.
    pub language: Option<Language>,
    /// What the citizen asked for before they chose a language.
    #[serde(default)]
    pub wish: Option<String>,
    /// Whether the privacy notice was shown.
    #[serde(default)]
    pub noticed: bool,
    /// When the citizen was last heard.
    #[serde(default)]
    pub heard_at: Option<Timestamp>,
    /// Where in the front desk's menus the citizen is.
    #[serde(default)]
    pub place: Place,
    /// The choices shown last, so that a typed number or title stands for a tap.
    #[serde(default)]
    pub offered: Vec<Offered>,
    /// The open conversation with a department.
    pub conversation: Option<Conversation>,
}

/// A place in the front desk's menus.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Place {
    /// Nothing shown yet.
    #[default]
    Door,
    /// Asked for a language.
    Languages,
    /// Shown the departments.
    Departments {
        /// From 0.
        page: usize,
    },
    /// Shown a department's services.
    Services {
        /// Which department.
        department: DepartmentId,
        /// From 0.
        page: usize,
    },
}

/// A choice that was shown to the citizen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// An open conversation with a department's service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// With whom.
    pub department: DepartmentId,
    /// About what.
    pub service: ServiceId,
    /// The release that it runs on, from its first turn to its last.
    pub release: ReleaseDigest,
    /// What the last turn left; none before the first turn has settled.
    pub state: Option<GuestState>,
    /// When it was opened.
    pub opened_at: Timestamp,
}
