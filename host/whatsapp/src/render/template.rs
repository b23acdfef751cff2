//! The template that says that there is news -> the JSON of one message.
//!
//! Source: Meta, "Template messages" (2026): a parameter has text, no line break, no tab, and at most four spaces in a
//! row.

use mitra_core::limits::{TEMPLATE_PARAMETER_CHARS_MAX, TEMPLATE_SPACES_MAX};
use mitra_core::template::{NewsTemplate, TemplateId};
use serde::Serialize;
use serde_json::Value;

use super::{RenderError, Rendered};
use crate::rules::check_line;

#[derive(Serialize)]
struct Message<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    template: Template<'a>,
}

#[derive(Serialize)]
struct Template<'a> {
    name: &'a str,
    language: Language<'a>,
    components: [Component<'a>; 2],
}

#[derive(Serialize)]
struct Language<'a> {
    code: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Component<'a> {
    Body { parameters: [Parameter<'a>; 2] },
    Button { sub_type: &'static str, index: &'static str, parameters: [Parameter<'a>; 1] },
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Parameter<'a> {
    Text { text: &'a str },
    Payload { payload: &'a str },
}

/// Renders the template as the JSON of one message, without the envelope.
pub fn render_template(news: &NewsTemplate) -> Result<Rendered, RenderError> {
    let NewsTemplate { id, parameters, payload } = news;
    for (field, text) in ["template.department", "template.service"].into_iter().zip(parameters) {
        check_parameter(field, text)?;
    }
    let [department, service] = parameters;
    let text = |text| Parameter::Text { text };
    let body = Component::Body { parameters: [text(department), text(service)] };
    let parameters = [Parameter::Payload { payload }];
    let button = Component::Button { sub_type: "quick_reply", index: "0", parameters };
    let template = Template {
        name: &id.name,
        language: Language { code: &id.language },
        components: [body, button],
    };
    let message = Message { kind: "template", template };
    let body = serde_json::to_string(&message).expect("texts are JSON");
    Ok(Rendered { body, file: None, certificate: None })
}

fn check_parameter(field: &'static str, text: &str) -> Result<(), RenderError> {
    check_line(field, text, TEMPLATE_PARAMETER_CHARS_MAX)?;
    let longest = text.split(|c| c != ' ').map(str::len).max().unwrap_or_default();
    if longest <= TEMPLATE_SPACES_MAX {
        return Ok(());
    }
    let (field, spaces_max) = (field.to_owned(), TEMPLATE_SPACES_MAX);
    Err(RenderError::SpacesInside { field, spaces: longest, spaces_max })
}

/// Which template a rendered message is; none if it is none.
pub fn template_of(body: &str) -> Option<TemplateId> {
    let body: Value = serde_json::from_str(body).ok()?;
    let template = (body["type"] == "template").then(|| &body["template"])?;
    let (name, language) = (template["name"].as_str()?, template["language"]["code"].as_str()?);
    Some(TemplateId { name: name.into(), language: language.into() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn news(department: &str, service: &str) -> NewsTemplate {
        let id = TemplateId { name: "news_waiting".into(), language: "te".into() };
        let parameters = [department, service].map(str::to_owned);
        NewsTemplate { id, parameters, payload: "desk:news".to_owned() }
    }

    #[test]
    fn a_template_has_its_two_parameters_and_the_buttons_payload() {
        let rendered = render_template(&news("విద్యుత్", "Pay \"now\"")).expect("it is sent");
        let body: Value = serde_json::from_str(&rendered.body).expect("JSON");
        let expected = json!({
            "type": "template",
            "template": {
                "name": "news_waiting",
                "language": { "code": "te" },
                "components": [
                    { "type": "body", "parameters": [
                        { "type": "text", "text": "విద్యుత్" },
                        { "type": "text", "text": "Pay \"now\"" },
                    ] },
                    { "type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [
                        { "type": "payload", "payload": "desk:news" },
                    ] },
                ],
            },
        });
        assert_eq!(body, expected);
        assert_eq!(template_of(&rendered.body), Some(news("a", "b").id));
        assert_eq!(template_of(r#"{"type":"text","text":{"body":"x"}}"#), None);
    }

    #[test]
    fn what_meta_refuses_in_a_parameter_is_refused_here() {
        let longest = "a".repeat(TEMPLATE_PARAMETER_CHARS_MAX);
        for good in ["a    b", &longest] {
            assert!(render_template(&news(good, good)).is_ok(), "{good:?}");
        }
        for wrong in ["", "a\nb", "a\tb", "a     b", "\u{200b}", &format!("{longest}a")] {
            let [first, second] =
                [news(wrong, "b"), news("a", wrong)].map(|it| render_template(&it));
            let (first, second) = (first.expect_err(wrong), second.expect_err(wrong));
            assert!(first.to_string().contains("`template.department`"), "{first}");
            assert!(second.to_string().contains("`template.service`"), "{second}");
        }
    }
}
