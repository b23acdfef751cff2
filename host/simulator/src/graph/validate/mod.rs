//! What Meta takes, by kind of message.
//!
//! Source: Meta, Cloud API message reference (2026-03 to 2026-05). "Characters" are counted both as code points and as
//! UTF-16 units, and the larger number counts.

mod interactive;
mod order;

use serde_json::Value;

use self::interactive::interactive;
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
        // Held against the approved ones, where they are known.
        "template" => part.map(drop),
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

/// Media are either uploaded or linked to. Meta fetches links over TLS only.
fn media(part: &Value, kind: &str) -> Checked {
    match (text(part, "id"), text(part, "link")) {
        (Some(_), None) => Ok(()),
        (None, Some(link))
            if link.strip_prefix("https://").is_some_and(|rest| !rest.is_empty()) =>
        {
            Ok(())
        }
        (None, Some(_)) => Err(GraphError::value(format!("{kind}.link is no https address"))),
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

    fn interactive_of(more: Value) -> Value {
        let reply = json!({ "type": "reply", "reply": { "id": "a", "title": "a" } });
        let mut part = json!({
            "type": "button", "body": { "text": "b" }, "action": { "buttons": [reply] },
        });
        part.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "type": "interactive", "interactive": part })
    }

    /// Passes with as many characters as are allowed, and fails with one more.
    #[track_caller]
    fn at_most(chars_max: usize, message: impl Fn(&str) -> Value) {
        assert_eq!(code(&message(&"x".repeat(chars_max))), None);
        assert_eq!(code(&message(&"x".repeat(chars_max + 1))), Some(131_009));
    }

    #[test]
    fn texts_around_buttons_have_their_limits() {
        at_most(1_024, |text| interactive_of(json!({ "body": { "text": text } })));
        at_most(60, |text| interactive_of(json!({ "footer": { "text": text } })));
        at_most(60, |text| interactive_of(json!({ "header": { "type": "text", "text": text } })));
        at_most(256, |id| {
            let reply = json!({ "type": "reply", "reply": { "id": id, "title": "a" } });
            interactive_of(json!({ "action": { "buttons": [reply] } }))
        });
    }

    #[test]
    fn links_and_flows_have_their_limits() {
        let cta_url = |label: &str, url: &str| {
            let parameters = json!({ "display_text": label, "url": url });
            interactive_of(json!({
                "type": "cta_url", "action": { "name": "cta_url", "parameters": parameters } }))
        };
        at_most(20, |label| cta_url(label, "http://example.org"));
        assert_eq!(code(&cta_url("Open", "ftp://example.org")), Some(131_009));
        at_most(20, |label| {
            interactive_of(json!({
                "type": "flow", "action": { "name": "flow", "parameters": { "flow_cta": label } } }))
        });
    }

    #[test]
    fn rows_and_sections_have_their_limits() {
        let list = |sections: Value, label: &str| {
            interactive_of(json!({
                "type": "list", "action": { "button": label, "sections": sections } }))
        };
        let row = |id: &str, description: &str| {
            let row = json!({ "id": id, "title": "a", "description": description });
            json!([{ "rows": [row] }])
        };
        at_most(20, |label| list(row("1", "d"), label));
        at_most(200, |id| list(row(id, "d"), "Open"));
        at_most(72, |description| list(row("1", description), "Open"));
        let titled = |title: &str| {
            json!([{ "title": title, "rows": [{ "id": "1", "title": "a" }] },
                { "title": "b", "rows": [{ "id": "2", "title": "a" }] }])
        };
        at_most(24, |title| list(titled(title), "Open"));
        let untitled = json!([{ "rows": [{ "id": "1", "title": "a" }] },
            { "title": "b", "rows": [{ "id": "2", "title": "a" }] }]);
        assert_eq!(code(&list(untitled, "Open")), Some(131_008));
        assert_eq!(code(&list(json!([]), "Open")), Some(131_009));
        let header = json!({ "type": "image", "image": { "id": "1" } });
        assert_eq!(code(&interactive_of(json!({ "header": header }))), None);
        let mut listed = list(row("1", "d"), "Open");
        listed["interactive"]["header"] = header;
        assert_eq!(code(&listed), Some(131_009), "a list has a text above it");
    }

    #[test]
    fn captions_contacts_and_places_have_their_limits() {
        for kind in ["image", "video", "document"] {
            at_most(1_024, |text| json!({ "type": kind, kind: { "id": "1", "caption": text } }));
        }
        let contacts = |n| json!({ "type": "contacts", "contacts": vec![json!({}); n] });
        assert_eq!(
            [0, 1, 5, 6].map(|n| code(&contacts(n))),
            [Some(131_009), None, None, Some(131_009)]
        );
        let place = |latitude, longitude| {
            let location = json!({ "latitude": latitude, "longitude": longitude });
            code(&json!({ "type": "location", "location": location }))
        };
        assert_eq!(place(90.0, -180.0), None);
        assert_eq!(place(90.1, 0.0), Some(131_009));
        assert_eq!(place(0.0, 180.1), Some(131_009));
    }

    #[test]
    fn linked_media_come_over_tls() {
        let image = |link: &str| code(&json!({ "type": "image", "image": { "link": link } }));
        assert_eq!(image("https://example.org/a.png"), None);
        for link in ["http://example.org/a.png", "https://", "example.org", ""] {
            assert_eq!(image(link), Some(131_009), "{link}");
        }
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
