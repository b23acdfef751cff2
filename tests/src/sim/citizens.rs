//! Citizens: what they write and tap, and what they do about questions and templates.

use std::sync::Arc;
use std::time::Duration;

use mitra_core::clock::Clock;
use serde_json::{Value, json};

use super::meta::SimMeta;

/// How long a citizen takes to answer a question, at most.
const ANSWER_WITHIN: Duration = Duration::from_mins(3);
/// How long a template is not looked at, at most.
const LOOK_WITHIN: Duration = Duration::from_hours(2);
/// Before the id of a topic, on the button that says yes to it.
const TOPIC_ON: &str = "desk:topic-on:";

/// One message of a citizen's.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) wamid: String,
    pub(super) said: Said,
}

/// What a message says about being written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing.
    Nothing,
    /// Yes to a topic, or no.
    Topic { topic: String, is_on: bool },
    /// None at all, or some again.
    Quiet(bool),
}

impl SimMeta {
    /// All that citizens wrote, in order.
    pub(super) fn written(&self) -> Vec<Written> {
        self.written.lock().expect("no list panics").clone()
    }

    /// A citizen writes a text.
    pub(super) fn writes(self: &Arc<Self>, phone: &str, text: &str) {
        let said = match text {
            "stop messages" => Said::Quiet(true),
            "start messages" => Said::Quiet(false),
            _ => Said::Nothing,
        };
        self.says(phone, json!({ "type": "text", "text": { "body": text } }), said);
    }

    /// A citizen says yes or no to a topic, by a button of the desk's.
    pub(super) fn answers(self: &Arc<Self>, phone: &str, topic: &str, is_on: bool) {
        let (word, title) = if is_on { ("on", "Yes") } else { ("off", "No") };
        let reply = json!({ "id": format!("desk:topic-{word}:{topic}"), "title": title });
        let interactive = json!({ "type": "button_reply", "button_reply": reply });
        let said = Said::Topic { topic: topic.to_owned(), is_on };
        self.says(phone, json!({ "type": "interactive", "interactive": interactive }), said);
    }

    /// A citizen taps the button under a template.
    pub(super) fn taps_news(self: &Arc<Self>, phone: &str) {
        let button = json!({ "payload": "desk:news", "text": "Show" });
        self.says(phone, json!({ "type": "button", "button": button }), Said::Nothing);
    }

    /// Posts a citizen's message until the host takes it, perhaps late, perhaps twice.
    fn says(self: &Arc<Self>, phone: &str, mut leaf: Value, said: Said) {
        let now = self.clock.now();
        let wamid = {
            let mut written = self.written.lock().expect("no list panics");
            let wamid = format!("wamid.IN{}", written.len());
            written.push(Written { wamid: wamid.clone(), said });
            wamid
        };
        self.wrote_at.lock().expect("no map panics").insert(phone.to_owned(), now);
        leaf["from"] = phone.into();
        leaf["id"] = wamid.into();
        leaf["timestamp"] = (now.0 / 1_000).to_string().into();
        self.post(&json!({ "messages": [leaf] }), None);
    }

    /// A citizen sees a message, and may do something about it: not any more when everything is to come to rest.
    pub(super) fn sees(self: &Arc<Self>, phone: &str, body: &str) {
        if self.faults.is_calm() {
            return;
        }
        let (meta, phone) = (Arc::clone(self), phone.to_owned());
        if mitra_whatsapp::template_of(body).is_some() {
            self.begin(async move { meta.sees_template(&phone).await });
        } else if let Some((_, rest)) = body.split_once(TOPIC_ON) {
            let topic = rest.split('"').next().unwrap_or_default().to_owned();
            self.begin(async move { meta.is_asked(&phone, &topic).await });
        }
    }

    async fn is_asked(self: Arc<Self>, phone: &str, topic: &str) {
        let chance = &self.faults.chance;
        let answers: &[bool] = match chance.below(10) {
            0..6 => &[true],
            6 => &[false],
            7 => &[true, false],
            8 => &[false, true],
            _ => &[],
        };
        for is_on in answers {
            tokio::time::sleep(chance.span(ANSWER_WITHIN)).await;
            self.answers(phone, topic, *is_on);
        }
    }

    async fn sees_template(self: Arc<Self>, phone: &str) {
        let chance = &self.faults.chance;
        tokio::time::sleep(chance.span(LOOK_WITHIN)).await;
        match chance.below(10) {
            0..4 => self.taps_news(phone),
            4 => self.writes(phone, "turnstile"),
            5 => self.writes(phone, "stop messages"),
            _ => {}
        }
    }
}
