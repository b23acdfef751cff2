//! What Meta takes of messages with buttons, rows and links.

use std::collections::HashSet;

use serde_json::Value;

use super::{Checked, media, optional, order, required, text};
use crate::graph::error::GraphError;

pub(super) fn interactive(part: &Value) -> Checked {
    let kind = text(part, "type").ok_or_else(|| GraphError::missing("interactive.type"))?;
    let body = part.get("body").ok_or_else(|| GraphError::missing("interactive.body"))?;
    required(body, "text", "interactive.body.text", 1_024)?;
    if let Some(footer) = part.get("footer") {
        required(footer, "text", "interactive.footer.text", 60)?;
    }
    if let Some(found) = part.get("header") {
        header(found, kind)?;
    }
    let action = part.get("action").ok_or_else(|| GraphError::missing("interactive.action"))?;
    match kind {
        "button" => buttons(action),
        "list" => list(action),
        "cta_url" => cta_url(action),
        "location_request_message" => named(action, "send_location"),
        "flow" => flow(action),
        "address_message" => named(action, "address_message"),
        "order_details" => {
            named(action, "review_and_pay")?;
            order::details(parameters(action)?)
        }
        "order_status" => {
            named(action, "review_order")?;
            order::status(parameters(action)?)
        }
        other => Err(GraphError::kind(other)),
    }
}

/// Lists have a text above them; the others may have a picture, a video or a document.
fn header(header: &Value, kind: &str) -> Checked {
    match text(header, "type") {
        Some("text") => required(header, "text", "interactive.header.text", 60),
        Some(found @ ("image" | "video" | "document")) if kind != "list" => {
            let part = header.get(found);
            media(part.ok_or_else(|| GraphError::missing(found))?, found)
        }
        Some(found) => Err(GraphError::value(format!("{kind}: header type {found}"))),
        None => Err(GraphError::missing("interactive.header.type")),
    }
}

fn flow(action: &Value) -> Checked {
    named(action, "flow")?;
    required(parameters(action)?, "flow_cta", "flow_cta", 20)
}

fn parameters(action: &Value) -> Result<&Value, GraphError> {
    action.get("parameters").ok_or_else(|| GraphError::missing("action.parameters"))
}

fn named(action: &Value, name: &str) -> Checked {
    if text(action, "name") == Some(name) {
        return Ok(());
    }
    Err(GraphError::value(format!("action.name must be {name}")))
}

fn buttons(action: &Value) -> Checked {
    let buttons = action.get("buttons").and_then(Value::as_array);
    let buttons = buttons.ok_or_else(|| GraphError::missing("action.buttons"))?;
    if buttons.is_empty() || buttons.len() > 3 {
        return Err(GraphError::value("action.buttons must have 1 to 3 elements"));
    }
    let (mut ids, mut titles) = (HashSet::new(), HashSet::new());
    for button in buttons {
        let reply = button.get("reply").ok_or_else(|| GraphError::missing("button.reply"))?;
        choice(reply, 20, 256, &mut ids)?;
        if !titles.insert(text(reply, "title")) {
            return Err(GraphError::value("button titles must be unique"));
        }
    }
    Ok(())
}

fn list(action: &Value) -> Checked {
    required(action, "button", "action.button", 20)?;
    let sections = action.get("sections").and_then(Value::as_array);
    let sections = sections.ok_or_else(|| GraphError::missing("action.sections"))?;
    if sections.is_empty() || sections.len() > 10 {
        return Err(GraphError::value("action.sections must have 1 to 10 elements"));
    }
    let (mut ids, mut n_rows) = (HashSet::new(), 0);
    for section in sections {
        if sections.len() > 1 {
            required(section, "title", "section.title", 24)?;
        }
        optional(section, "title", 24)?;
        for row in section.get("rows").and_then(Value::as_array).into_iter().flatten() {
            n_rows += 1;
            choice(row, 24, 200, &mut ids)?;
            optional(row, "description", 72)?;
        }
    }
    if n_rows == 0 || n_rows > 10 {
        return Err(GraphError::value(format!("a list has 1 to 10 rows, not {n_rows}")));
    }
    Ok(())
}

fn choice<'a>(
    choice: &'a Value,
    title_max: usize,
    id_max: usize,
    ids: &mut HashSet<&'a str>,
) -> Checked {
    required(choice, "title", "title", title_max)?;
    required(choice, "id", "id", id_max)?;
    let id = text(choice, "id").unwrap_or_default();
    if id.trim() != id {
        return Err(GraphError::value("an id must not begin or end with a space"));
    }
    if !ids.insert(id) {
        return Err(GraphError::value(format!("the id {id} is used twice")));
    }
    Ok(())
}

fn cta_url(action: &Value) -> Checked {
    named(action, "cta_url")?;
    let parameters = parameters(action)?;
    required(parameters, "display_text", "display_text", 20)?;
    let url = text(parameters, "url").ok_or_else(|| GraphError::missing("url"))?;
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(());
    }
    Err(GraphError::value("url must be http or https"))
}
