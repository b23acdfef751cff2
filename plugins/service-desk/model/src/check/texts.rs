//! Whether texts can be shown.

use super::Findings;
use crate::template::{self, Piece};
use crate::text::Text;

/// Characters of a text over choices, and of a question.
pub(super) const BODY_MAX: usize = 1_024;

/// Checks of texts, ids and keys.
pub(super) trait Texts {
    /// One line in each language.
    fn line(&mut self, field: &str, text: &Text, units_max: usize);

    /// A text in each language, perhaps of several lines.
    fn body(&mut self, field: &str, text: &Text);

    /// A template in each language.
    fn template(&mut self, field: &str, text: &Text);

    /// A text that must be there.
    fn needed<'a, T>(&mut self, field: &str, value: Option<&'a T>) -> Option<&'a T>;

    /// An id.
    fn slug(&mut self, field: &str, id: &str);

    /// A prefix of records' keys.
    fn records(&mut self, field: &str, prefix: &str);

    /// The name of a record's field.
    fn name(&mut self, field: &str, name: &str);
}

impl Texts for Findings<'_> {
    fn line(&mut self, field: &str, text: &Text, units_max: usize) {
        for (language, text) in text.each() {
            if let Some(what) = line_fault(text, units_max) {
                self.add(&format!("{field}.{language}"), what);
            }
        }
    }

    fn body(&mut self, field: &str, text: &Text) {
        for (language, text) in text.each() {
            if let Some(what) = body_fault(text) {
                self.add(&format!("{field}.{language}"), what);
            }
        }
    }

    fn template(&mut self, field: &str, text: &Text) {
        for (language, text) in text.each() {
            let fault = body_fault(text).or_else(|| template_fault(text));
            if let Some(what) = fault {
                self.add(&format!("{field}.{language}"), what);
            }
        }
    }

    fn needed<'a, T>(&mut self, field: &str, value: Option<&'a T>) -> Option<&'a T> {
        self.add_if(value.is_none(), field, "it is missing: write it");
        value
    }

    fn slug(&mut self, field: &str, id: &str) {
        let is_fit = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let is_slug = (1..=40).contains(&id.len()) && id.bytes().all(is_fit);
        if !is_slug {
            self.add(
                field,
                format!("`{id}` must be 1 to 40 lower-case letters, digits and hyphens"),
            );
        }
    }

    fn records(&mut self, field: &str, prefix: &str) {
        let is_fit = prefix.len() > 1
            && prefix.len() <= 60
            && prefix.ends_with('/')
            && !prefix.starts_with('/');
        let is_ours = OWN.iter().any(|own| prefix.starts_with(own));
        if !is_fit {
            self.add(field, format!("`{prefix}` must be a word and a slash, such as \"result/\""));
        } else if is_ours {
            self.add(
                field,
                format!("the service desk keeps records of its own at `{prefix}`: write another"),
            );
        }
    }

    fn name(&mut self, field: &str, name: &str) {
        let is_plain = matches!(
            template::parse(&format!("{{{name}}}")).as_deref(),
            Ok([Piece::Field { format: template::Format::Plain, .. }])
        );
        if !is_plain {
            self.add(
                field,
                format!("`{name}` can be no field of a record: write its name, such as \"due\""),
            );
        }
    }
}

/// Where the desk keeps what citizens send.
const OWN: [&str; 8] =
    ["application/", "complaint/", "booking/", "places/", "payment/", "paid/", "owed/", "gift/"];

fn line_fault(text: &str, units_max: usize) -> Option<String> {
    let units = text.encode_utf16().count();
    if text.trim().is_empty() {
        Some("it is empty: write it".to_owned())
    } else if units > units_max {
        Some(format!("it has {units} characters, at most {units_max}: `{text}`"))
    } else if text.chars().any(char::is_control) || text.trim() != text {
        Some("it must be one line, without spaces at the ends".to_owned())
    } else {
        None
    }
}

fn body_fault(text: &str) -> Option<String> {
    let units = text.encode_utf16().count();
    if text.trim().is_empty() {
        return Some("it is empty: write it".to_owned());
    }
    if units > BODY_MAX {
        return Some(format!("it has {units} characters, at most {BODY_MAX}"));
    }
    let is_refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text.chars().any(is_refused).then(|| "it has a control character: remove it".to_owned())
}

fn template_fault(text: &str) -> Option<String> {
    template::parse(text).err()
}
