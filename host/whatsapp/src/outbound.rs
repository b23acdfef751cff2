//! The envelope around a rendered reply, and the read mark.

use mitra_core::ids::{MediaId, Wamid};
use mitra_core::ports::OutboundMessage;
use serde_json::Value;

/// The JSON body of one send.
///
/// The citizen's number is used if we know it, with `+` so that Meta adds no country code of its own; else the user id.
/// Source: Meta, "Business-scoped user IDs" (2026-05-28): `recipient` takes a user id, `to` a number.
pub fn envelope(outbound: &OutboundMessage) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let address = match (outbound.to.phone(), outbound.to.bsuid()) {
        (Some(phone), _) => format!(r#""to":{}"#, quoted(&format!("+{}", phone.reveal()))),
        (None, Some(bsuid)) => format!(r#""recipient":{}"#, quoted(bsuid.reveal())),
        (None, None) => unreachable!("an address has a part"),
    };
    let reference = quoted(&outbound.reference.to_string());
    // The rendered body is an object: its members go on after ours.
    let members = outbound.body.strip_prefix('{').expect("a rendered body is an object");
    let ours = r#"{"messaging_product":"whatsapp","recipient_type":"individual""#;
    format!(r#"{ours},{address},"biz_opaque_callback_data":{reference},{members}"#)
}

/// A rendered reply with the id under which Meta has its file.
///
/// # Panics
/// If the body is not one that [`crate::render`] made.
pub fn with_file(body: &str, id: &MediaId) -> String {
    let mut body: Value = serde_json::from_str(body).expect("a rendered body is JSON");
    let kind = body["type"].as_str().expect("a rendered body has a type").to_owned();
    body[kind]["id"] = id.as_str().into();
    body.to_string()
}

/// Whether a rendered message is a payment card, or tells what became of one.
pub fn is_order(body: &str) -> bool {
    // The same message always renders to the same text.
    body.starts_with(r#"{"type":"interactive","interactive":{"type":"order_"#)
}

/// The JSON body that marks a message, and all before it, as read.
///
/// With `typing`, it also shows that an answer is being written.
pub fn read_mark(wamid: &Wamid, typing: bool) -> String {
    let mut mark = serde_json::json!({
        "messaging_product": "whatsapp", "status": "read", "message_id": wamid.as_str(),
    });
    if typing {
        mark["typing_indicator"] = serde_json::json!({ "type": "text" });
    }
    mark.to_string()
}

#[cfg(test)]
mod tests {
    use mitra_core::delivery::DeliveryReference;
    use mitra_core::identity::{Bsuid, CitizenAddress, Phone};
    use mitra_core::ids::{DeliveryId, PhoneNumberId};
    use mitra_core::reply::Reply;
    use serde_json::json;

    use mitra_core::media::MediaContent;

    use super::*;
    use crate::Rendered;

    fn sent(bsuid: Option<&str>, phone: Option<&str>) -> Value {
        let rendered = crate::render(&Reply::Text { body: "\"హలో\"".to_owned() });
        let outbound = OutboundMessage {
            reference: DeliveryReference { installation: 7, delivery: DeliveryId(42) },
            from: PhoneNumberId::new("PNID_1"),
            to: CitizenAddress::new(bsuid.map(Bsuid::new), phone.map(Phone::new)).unwrap(),
            body: rendered.unwrap().body,
        };
        serde_json::from_str(&envelope(&outbound)).expect("the envelope is JSON")
    }

    #[test]
    fn a_number_goes_into_to_and_a_user_id_into_recipient() {
        let expected = json!({
            "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+15550100123",
            "biz_opaque_callback_data": "mitra:00000007:42",
            "type": "text", "text": { "preview_url": false, "body": "\"హలో\"" },
        });
        assert_eq!(sent(Some("IN.1"), Some("15550100123")), expected);
        let by_id = sent(Some("IN.1"), None);
        assert_eq!((by_id["recipient"].as_str(), by_id.get("to")), (Some("IN.1"), None));
    }

    #[test]
    fn a_file_is_named_by_its_id() {
        let (mime_type, bytes) = ("text/plain".to_owned(), b"abc".as_slice().into());
        let (filename, caption) = ("receipt.txt".to_owned(), Some("మీ రసీదు".to_owned()));
        let file = MediaContent { mime_type, bytes };
        let rendered = crate::render(&Reply::File { file: file.clone(), filename, caption });
        let Rendered { body, file: kept, .. } = rendered.expect("it can be sent");
        assert_eq!(kept, Some(file));
        let named: Value = serde_json::from_str(&with_file(&body, &MediaId::new("44"))).unwrap();
        let document = json!({ "id": "44", "filename": "receipt.txt", "caption": "మీ రసీదు" });
        assert_eq!(named, json!({ "type": "document", "document": document }));
    }

    #[test]
    fn a_read_mark_can_show_typing() {
        let mark =
            |typing| serde_json::from_str::<Value>(&read_mark(&Wamid::new("w"), typing)).unwrap();
        let plain = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "w" });
        assert_eq!(mark(false), plain);
        assert_eq!(mark(true)["typing_indicator"], json!({ "type": "text" }));
    }
}
