//! The department.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// What the department is called, and whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Department {
    /// At most 24 characters in each language.
    pub name: Text,
    /// Whom to call when something is not found.
    pub helpline: String,
}
