//! What a citizen does -> the notification that Meta would send of it.

use mitra_core::clock::Timestamp;
use mitra_core::identity::Secret;
use mitra_whatsapp::{AppSecrets, VerifiedNotification};
use serde_json::{Value, json};

/// The business number of every rehearsal.
const PHONE_NUMBER_ID: &str = "rehearsal";
const APP_SECRET: &str = "the secret of rehearsals";

/// One message of a citizen: the fields of its own type.
#[derive(Debug, Clone)]
pub(crate) struct Letter(Value);

impl Letter {
    pub(crate) fn text(body: &str) -> Self {
        Self(json!({ "type": "text", "text": { "body": body } }))
    }

    /// A tap on a button, or on the row of a list.
    pub(crate) fn tap(id: &str, title: &str, is_row: bool) -> Self {
        let kind = if is_row { "list_reply" } else { "button_reply" };
        let reply = json!({ "type": kind, kind: { "id": id, "title": title } });
        Self(json!({ "type": "interactive", "interactive": reply }))
    }

    /// A file: `id` is Meta's name of it.
    pub(crate) fn file(kind: &str, id: &str, mime_type: &str) -> Self {
        Self(
            json!({ "type": kind, kind: { "id": id, "mime_type": mime_type, "sha256": "3q2+7w==" } }),
        )
    }

    /// The same file with one thing more told of it.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        let kind = self.0["type"].as_str().unwrap_or_default().to_owned();
        self.0[kind][key] = value.into();
        self
    }

    pub(crate) fn location(latitude: f64, longitude: f64, name: Option<&str>) -> Self {
        let letter = Self(
            json!({ "type": "location", "location": { "latitude": latitude, "longitude": longitude } }),
        );
        match name {
            Some(name) => letter.with("name", name),
            None => letter,
        }
    }

    pub(crate) fn contact() -> Self {
        let card = json!({ "name": { "formatted_name": "A friend", "first_name": "A" } });
        Self(json!({ "type": "contacts", "contacts": [card] }))
    }

    /// The notification that brings it: signed by the rehearsal and verified as any other, for nothing else reaches the
    /// pipeline.
    pub(crate) fn notification(
        &self,
        phone: &str,
        wamid: &str,
        at: Timestamp,
    ) -> VerifiedNotification {
        let mut message = self.0.clone();
        message["from"] = phone.into();
        message["id"] = wamid.into();
        message["timestamp"] = at.0.div_euclid(1_000).to_string().into();
        let value = json!({
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "15550100001", "phone_number_id": PHONE_NUMBER_ID },
            "contacts": [{ "profile": { "name": "A citizen" }, "wa_id": phone }],
            "messages": [message],
        });
        let change = json!({ "field": "messages", "value": value });
        let entry = json!({ "id": "rehearsals", "changes": [change] });
        let body = json!({ "object": "whatsapp_business_account", "entry": [entry] }).to_string();
        let secret = Secret::new(APP_SECRET);
        let signature = mitra_whatsapp::sign(body.as_bytes(), &secret);
        let secrets = AppSecrets::new(vec![secret]);
        mitra_whatsapp::verify(body.into_bytes().into(), &[signature.as_bytes()], &secrets)
            .expect("it was just signed")
    }
}
