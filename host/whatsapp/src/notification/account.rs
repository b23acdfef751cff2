//! Everything that is about the account and not about a citizen: counted; what becomes of templates is kept in mind.
//!
//! Echoes and history are our own side of a conversation. They are never events: answering them would be a loop.

use std::ops::ControlFlow;

use super::json::{Json, Object};
use super::leaves::Leaves;
use super::{template, walk};

/// The lists that such a value can hold; each item is one report.
const LISTS: [&str; 4] = ["calls", "groups", "message_echoes", "user_preferences"];

/// A change of another field than those that are acted on.
pub(super) fn parse(
    field: &str,
    value: Option<&Object<'_>>,
    leaves: &mut Leaves<'_>,
) -> ControlFlow<()> {
    let Some(value) = value else {
        return leaves.account(field, None);
    };
    if field == template::FIELD
        && let Some(report) = template::parse(value)
    {
        return leaves.template(field, report);
    }
    if LISTS.iter().all(|name| value.list(name).is_none()) {
        leaves.account(field, None)?;
    }
    for name in LISTS {
        walk::each(value, name, leaves, |_, leaves| leaves.account(field, None))?;
    }
    walk::each(value, "errors", leaves, |item, leaves| error(field, item, leaves))
}

/// An error about a whole value. Its shape varies; its code is what counts.
pub(super) fn error(field: &str, item: Json<'_>, leaves: &mut Leaves<'_>) -> ControlFlow<()> {
    let code = item.object().and_then(|error| error.integer("code"));
    leaves.account(&format!("{field}/errors"), code)
}
