//! What Meta takes, by kind of message.
//!
//! Source: Meta, Cloud API message reference (2026-03 to 2026-05). "Characters" are counted both as code points and as
//! UTF-16 units, and the larger number counts.

use std::collections::HashSet;

use serde_json::Value;

use super::error::GraphError;

type Checked = Result<(), GraphError>;

/// Checks the message's own part.
pub(crate) fn validate(message: &Value) -> Checked {
    let kind = text(message, "type").unwrap_or("text");
    let part = message.get(kind).ok_or_else(|| GraphError::missing(kind));
    match kind {
        "text" => required(part?, "body", "text.body", 4_096),
        "image" | "video" | "document" => {
            let part = part?;
            media(part, kind)?;
            optional(part, "caption", 1_024)?;
            optional(part, "filename", 240)
        }
        "audio" | "sticker" => media(part?, kind),
        "location" => location(part?),
        "contacts" => match part?.as_array().map(Vec::len) {
            Some(1..=5) => Ok(()),
            _ => Err(GraphError::value("contacts must have 1 to 5 elements")),
        },
        "reaction" => text(part?, "message_id")
            .map(drop)
            .ok_or_else(|| GraphError::missing("reaction.message_id")),
        "interactive" => interactive(part?),
        other => Err(GraphError::kind(other)),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn length(text: &str) -> usize {
    text.chars().count().max(text.encode_utf16().count())
}

fn within(what: &str, text: &str, max: usize) -> Checked {
    let length = length(text);
    if text.trim().is_empty() {
        return Err(GraphError::missing(what));
    }
    if length > max {
        return Err(GraphError::value(format!("{what}: length {length} is more than {max}")));
    }
    Ok(())
}

fn required(value: &Value, key: &str, what: &str, max: usize) -> Checked {
    within(what, text(value, key).ok_or_else(|| GraphError::missing(what))?, max)
}

fn optional(value: &Value, key: &str, max: usize) -> Checked {
    match value.get(key) {
        None => Ok(()),
        Some(found) => {
            let found =
                found.as_str().ok_or_else(|| GraphError::value(format!("{key}: no text")))?;
            within(key, found, max)
        }
    }
}

fn media(part: &Value, kind: &str) -> Checked {
    match (text(part, "id"), text(part, "link")) {
        (Some(_), None) => Ok(()),
        (None, Some(link)) if link.starts_with("https://") || link.starts_with("http://") => Ok(()),
        (None, Some(_)) => Err(GraphError::value(format!("{kind}.link is no address"))),
        _ => Err(GraphError::value(format!("{kind} needs either id or link"))),
    }
}

fn location(part: &Value) -> Checked {
    let number = |key| part.get(key).and_then(Value::as_f64);
    let latitude = number("latitude").ok_or_else(|| GraphError::missing("location.latitude"))?;
    let longitude = number("longitude").ok_or_else(|| GraphError::missing("location.longitude"))?;
    if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
        return Err(GraphError::value("location is not on Earth"));
    }
    Ok(())
}

fn interactive(part: &Value) -> Checked {
    let kind = text(part, "type").ok_or_else(|| GraphError::missing("interactive.type"))?;
    let body = part.get("body").ok_or_else(|| GraphError::missing("interactive.body"))?;
    required(body, "text", "interactive.body.text", 1_024)?;
    if let Some(footer) = part.get("footer") {
        required(footer, "text", "interactive.footer.text", 60)?;
    }
    if let Some(header) = part.get("header")
        && text(header, "type") == Some("text")
    {
        required(header, "text", "interactive.header.text", 60)?;
    }
    let action = part.get("action").ok_or_else(|| GraphError::missing("interactive.action"))?;
    match kind {
        "button" => buttons(action),
        "list" => list(action),
        "cta_url" => cta_url(action),
        "location_request_message" => named(action, "send_location"),
        "flow" => named(action, "flow"),
        "address_message" => named(action, "address_message"),
        other => Err(GraphError::kind(other)),
    }
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
    let parameters =
        action.get("parameters").ok_or_else(|| GraphError::missing("action.parameters"))?;
    required(parameters, "display_text", "display_text", 20)?;
    let url = text(parameters, "url").ok_or_else(|| GraphError::missing("url"))?;
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(());
    }
    Err(GraphError::value("url must be http or https"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(message: &Value) -> Option<i64> {
        validate(message).err().map(|error| error.code())
    }

    fn buttons_of(titles: &[&str]) -> Value {
        let button =
            |title: &&str| json!({ "type": "reply", "reply": { "id": title, "title": title } });
        let buttons: Vec<_> = titles.iter().map(button).collect();
        json!({ "type": "interactive", "interactive": {
            "type": "button", "body": { "text": "b" }, "action": { "buttons": buttons } } })
    }

    fn rows_of(count: usize, title: &str) -> Value {
        let row = |n: usize| json!({ "id": n.to_string(), "title": format!("{n}{title}") });
        let rows: Vec<_> = (0..count).map(row).collect();
        json!({ "type": "interactive", "interactive": {
            "type": "list", "body": { "text": "b" },
            "action": { "button": "Open", "sections": [{ "rows": rows }] } } })
    }

    #[test]
    fn texts_have_their_limits() {
        let text = |chars| json!({ "type": "text", "text": { "body": "అ".repeat(chars) } });
        assert_eq!(code(&text(4_096)), None);
        assert_eq!(code(&text(4_097)), Some(131_009));
        assert_eq!(code(&text(0)), Some(131_008));
        let emoji = json!({ "type": "text", "text": { "body": "🙏".repeat(2_049) } });
        assert_eq!(code(&emoji), Some(131_009), "UTF-16 units count as well");
    }

    #[test]
    fn buttons_have_their_limits() {
        assert_eq!(code(&buttons_of(&["a", "b", "c"])), None);
        assert_eq!(code(&buttons_of(&["a", "b", "c", "d"])), Some(131_009));
        assert_eq!(code(&buttons_of(&["a", "a"])), Some(131_009));
        assert_eq!(code(&buttons_of(&[&"x".repeat(20)])), None);
        assert_eq!(code(&buttons_of(&[&"x".repeat(21)])), Some(131_009));
    }

    #[test]
    fn lists_have_their_limits() {
        assert_eq!(code(&rows_of(10, "x")), None);
        assert_eq!(code(&rows_of(11, "x")), Some(131_009));
        assert_eq!(code(&rows_of(1, &"x".repeat(23))), None);
        assert_eq!(code(&rows_of(1, &"x".repeat(24))), Some(131_009));
    }

    #[test]
    fn unknown_kinds_and_missing_parts_are_refused() {
        assert_eq!(code(&json!({ "type": "poll", "poll": {} })), Some(131_051));
        assert_eq!(code(&json!({ "type": "text" })), Some(131_008));
        let image = |part: Value| json!({ "type": "image", "image": part });
        assert_eq!(code(&image(json!({ "id": "1" }))), None);
        assert_eq!(code(&image(json!({ "id": "1", "link": "https://e.org" }))), Some(131_009));
        assert_eq!(code(&image(json!({}))), Some(131_009));
    }
}
