//! What the operator decides about one department.

use std::collections::BTreeMap;

use crate::grants::Grants;

/// What the operator decides about one department.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What its component reads through `config`. Never secrets.
    pub config: BTreeMap<String, String>,
    /// What it may do outside of itself.
    pub grants: Grants,
}

/// Settings that grant nothing.
impl From<BTreeMap<String, String>> for Settings {
    fn from(config: BTreeMap<String, String>) -> Self {
        Self { config, grants: Grants::default() }
    }
}
