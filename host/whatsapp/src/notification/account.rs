//! Everything that is about the account and not about a citizen: counted, not acted on.
//!
//! Echoes and history are our own side of a conversation. They are never events: answering them would be a loop.

use mitra_core::event::{Leaf, Notice};
use serde_json::Value;

use super::fields;

/// The longest field name kept: names become labels of a metric.
const FIELD_CHARS_MAX: usize = 60;

/// A change of another field than messages.
pub(super) fn notice(field: &str) -> Leaf {
    let field = field.chars().take(FIELD_CHARS_MAX).collect();
    Leaf::Notice(Notice { field, code: None })
}

/// An error about a whole value. Its shape varies; its code is what counts.
pub(super) fn error(raw: &str) -> Leaf {
    let error: Value = serde_json::from_str(raw).unwrap_or_default();
    let code = fields::integer(&error, "code");
    Leaf::Notice(Notice { field: "messages/errors".to_owned(), code })
}
