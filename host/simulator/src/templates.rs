//! Templates that were approved, and what Meta makes of a send of one.
//!
//! Source: Meta, "Template messages" and "Error codes" (2026).

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::graph::GraphError;

/// The most spaces in a row that a parameter may have.
const SPACES_MAX: usize = 4;

/// The most parameters that are looked for.
const PARAMETERS_MAX: usize = 99;

/// A template that was approved, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovedTemplate {
    /// Its name.
    pub name: String,
    /// The language's code, such as `te`.
    pub language: String,
    /// Its body, with `{{1}}`, `{{2}}` and so on for parameters.
    pub body: String,
    /// The title of its one quick-reply button.
    pub button: String,
}

/// The templates of the business account, each paused or not.
#[derive(Debug)]
pub(crate) struct Templates(Mutex<Vec<(ApprovedTemplate, bool)>>);

/// A template with its parameters: as a citizen sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) body: String,
    /// The payload of the button, and its title.
    pub(crate) button: (String, String),
}

impl ApprovedTemplate {
    /// The one that simulators know unless told otherwise, in three languages.
    pub fn news() -> Vec<Self> {
        let of = |language: &str, body: &str, button: &str| Self {
            name: "news_waiting".to_owned(),
            language: language.to_owned(),
            body: body.to_owned(),
            button: button.to_owned(),
        };
        vec![
            of("te", "మీకు {{1}} నుండి కొత్త సమాచారం ఉంది: {{2}}. చదవడానికి జవాబు ఇవ్వండి.", "చదవండి"),
            of("en", "There is news for you from {{1}}: {{2}}. Reply to read it.", "Read it"),
            of("hi", "आपके लिए {{1}} से नई जानकारी है: {{2}}। पढ़ने के लिए उत्तर दें।", "पढ़ें"),
        ]
    }

    fn parameter_count(&self) -> usize {
        (1..=PARAMETERS_MAX).take_while(|n| self.body.contains(&format!("{{{{{n}}}}}"))).count()
    }
}

impl Templates {
    pub(crate) fn new(approved: Vec<ApprovedTemplate>) -> Self {
        Self(Mutex::new(approved.into_iter().map(|template| (template, false)).collect()))
    }

    /// Pauses a template, or lets it go on. Says whether there is one.
    pub(crate) fn pause(&self, name: &str, language: &str, is_paused: bool) -> bool {
        let mut templates = self.lock();
        let found = templates.iter_mut().find(|(it, _)| it.name == name && it.language == language);
        found.map(|(_, paused)| *paused = is_paused).is_some()
    }

    /// What a citizen sees of this template, or why Meta refuses it.
    pub(crate) fn show(&self, template: &Value) -> Result<Shown, GraphError> {
        let name = template["name"].as_str().ok_or_else(|| GraphError::missing("template.name"))?;
        let language = template["language"]["code"].as_str();
        let language = language.ok_or_else(|| GraphError::missing("template.language.code"))?;
        let templates = self.lock();
        let found = templates.iter().find(|(it, _)| it.name == name && it.language == language);
        let (approved, is_paused) =
            found.ok_or_else(|| GraphError::unknown_template(name, language))?;
        if *is_paused {
            return Err(GraphError::paused_template(name));
        }
        let parameters = parameters(template)?;
        let (found, expected) = (parameters.len(), approved.parameter_count());
        if found != expected {
            return Err(GraphError::template_parameters(found, expected));
        }
        let filled = parameters.iter().zip(1..).fold(approved.body.clone(), |body, (text, n)| {
            body.replace(&format!("{{{{{n}}}}}"), text)
        });
        let payload = payload(template).unwrap_or_else(|| approved.button.clone());
        Ok(Shown { body: filled, button: (payload, approved.button.clone()) })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(ApprovedTemplate, bool)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The texts of the body's parameters.
fn parameters(template: &Value) -> Result<Vec<String>, GraphError> {
    let body = component(template, "body");
    let listed = body.and_then(|body| body["parameters"].as_array().cloned()).unwrap_or_default();
    listed.iter().map(parameter).collect()
}

fn parameter(parameter: &Value) -> Result<String, GraphError> {
    if parameter["type"] != "text" {
        return Err(GraphError::template_format("a parameter of the body is no text"));
    }
    let text = parameter["text"].as_str().unwrap_or_default();
    let spaces = " ".repeat(SPACES_MAX + 1);
    if text.trim().is_empty() {
        return Err(GraphError::template_text("a parameter is empty"));
    }
    if text.contains(['\n', '\r', '\t']) || text.contains(&spaces) {
        let why =
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces";
        return Err(GraphError::template_text(why));
    }
    Ok(text.to_owned())
}

/// What comes back when the button is tapped.
fn payload(template: &Value) -> Option<String> {
    let button = component(template, "button")?;
    (button["sub_type"] == "quick_reply" && button["index"] == "0").then_some(())?;
    Some(button["parameters"][0]["payload"].as_str()?.to_owned())
}

fn component<'a>(template: &'a Value, kind: &str) -> Option<&'a Value> {
    template["components"].as_array()?.iter().find(|component| component["type"] == kind)
}

/// The value of a `message_template_status_update`.
pub(crate) fn status_update(name: &str, language: &str, event: &str) -> Value {
    json!({
        "event": event, "message_template_id": 990_011, "message_template_name": name,
        "message_template_language": language, "reason": "NONE",
        "message_template_category": "UTILITY",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(language: &str, parameters: &[&str]) -> Value {
        let texts: Vec<_> =
            parameters.iter().map(|text| json!({ "type": "text", "text": text })).collect();
        json!({ "name": "news_waiting", "language": { "code": language }, "components": [
            { "type": "body", "parameters": texts },
            { "type": "button", "sub_type": "quick_reply", "index": "0",
              "parameters": [{ "type": "payload", "payload": "read" }] },
        ] })
    }

    #[test]
    fn a_template_is_shown_with_its_parameters_and_its_button() {
        let templates = Templates::new(ApprovedTemplate::news());
        let shown = templates.show(&sent("en", &["Energy", "Outages"])).expect("it is taken");
        assert_eq!(shown.body, "There is news for you from Energy: Outages. Reply to read it.");
        assert_eq!(shown.button, ("read".to_owned(), "Read it".to_owned()));
    }

    #[test]
    fn what_is_not_approved_or_not_complete_gets_metas_error() {
        let templates = Templates::new(ApprovedTemplate::news());
        let code = |template: &Value| templates.show(template).err().map(|error| error.code());
        assert_eq!(code(&sent("ta", &["a", "b"])), Some(132_001));
        assert_eq!(code(&sent("en", &["a"])), Some(132_000));
        assert_eq!(code(&sent("en", &["a", "b", "c"])), Some(132_000));
        for text in ["", "a\nb", "a\tb", "a     b"] {
            assert_eq!(code(&sent("en", &["a", text])), Some(132_018), "{text:?}");
        }
        assert_eq!(code(&sent("en", &["a", "b    c"])), None);
        assert!(templates.pause("news_waiting", "en", true));
        assert_eq!(code(&sent("en", &["a", "b"])), Some(132_015));
        assert_eq!(code(&sent("hi", &["a", "b"])), None);
        assert!(templates.pause("news_waiting", "en", false));
        assert_eq!(code(&sent("en", &["a", "b"])), None);
        assert!(!templates.pause("other", "en", true));
    }
}
