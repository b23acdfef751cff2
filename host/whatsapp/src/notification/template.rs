//! What becomes of our templates at Meta.
//!
//! Source: Meta, the webhook reference of `message_template_status_update` (2026).

use mitra_core::limits::TEMPLATE_NAME_BYTES_MAX;
use mitra_core::template::{TemplateId, TemplateReport, TemplateState};

use super::json::Object;

/// The field of the change.
pub(super) const FIELD: &str = "message_template_status_update";
/// The longest word of Meta's that is kept.
const EVENT_CHARS_MAX: usize = 40;
/// The longest code of a language.
const LANGUAGE_BYTES_MAX: usize = 16;

/// The report in such a value, if it names a template and what became of it.
pub(super) fn parse(value: &Object<'_>) -> Option<TemplateReport> {
    let name = value.text("message_template_name")?;
    let language = value.text("message_template_language")?;
    if name.len() > TEMPLATE_NAME_BYTES_MAX || language.len() > LANGUAGE_BYTES_MAX {
        return None;
    }
    let event: String = value.text("event")?.chars().take(EVENT_CHARS_MAX).collect();
    let state = state_of(&event);
    let id = TemplateId { name: (&*name).into(), language: (&*language).into() };
    Some(TemplateReport { id, event, state })
}

/// A word that is not known changes nothing: Meta refuses what may not be sent.
fn state_of(event: &str) -> TemplateState {
    match event {
        "APPROVED" | "REINSTATED" | "UNPAUSED" => TemplateState::Usable,
        "PAUSED" | "DISABLED" | "REJECTED" | "PENDING" | "DELETED" | "PENDING_DELETION"
        | "LIMIT_EXCEEDED" | "LOCKED" | "ARCHIVED" => TemplateState::Stopped,
        _ => TemplateState::Unchanged,
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::Json;
    use super::*;

    fn parsed(value: &str) -> Option<TemplateReport> {
        parse(&Json::parse(value).expect("JSON").object().expect("an object"))
    }

    #[test]
    fn a_report_says_which_template_in_which_language_may_be_sent() {
        for (event, state) in [
            ("APPROVED", TemplateState::Usable),
            ("PAUSED", TemplateState::Stopped),
            ("DISABLED", TemplateState::Stopped),
            ("REJECTED", TemplateState::Stopped),
            ("FLAGGED", TemplateState::Unchanged),
            ("SOMETHING_NEW", TemplateState::Unchanged),
        ] {
            let value = format!(
                r#"{{"event":"{event}","message_template_id":990011,"message_template_name":"news",
                    "message_template_language":"te","reason":"NONE"}}"#
            );
            let id = TemplateId { name: "news".into(), language: "te".into() };
            let expected = TemplateReport { id, event: event.to_owned(), state };
            assert_eq!(parsed(&value), Some(expected), "{event}");
        }
    }

    #[test]
    fn a_report_that_names_no_template_is_none() {
        for value in [
            r#"{"event":"PAUSED","message_template_name":"news"}"#,
            r#"{"event":"PAUSED","message_template_language":"te"}"#,
            r#"{"message_template_name":"news","message_template_language":"te"}"#,
            r#"{"event":1,"message_template_name":"news","message_template_language":"te"}"#,
        ] {
            assert_eq!(parsed(value), None, "{value}");
        }
    }
}
