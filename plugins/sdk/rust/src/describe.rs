//! Shorthand for what a department says about itself.

use crate::text::Text;
use crate::{Department, Service};

/// A department with its services, in the order citizens see them.
pub fn department(id: &str, name: Text, services: Vec<Service>, state_schema: u32) -> Department {
    Department { id: id.to_owned(), name: name.localized(), services, state_schema }
}

/// One service. `aliases` are other words that citizens type for it.
pub fn service(id: &str, name: Text, summary: Text, aliases: &[&str]) -> Service {
    Service {
        id: id.to_owned(),
        name: name.localized(),
        summary: summary.localized(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    }
}
