//! The leaves found so far, and the bytes they came from.

use std::borrow::Cow;
use std::ops::ControlFlow;

use mitra_core::event::{AccountReport, Leaf, Quarantined};
use mitra_core::limits::LEAVES_PER_NOTIFICATION_MAX;
use mitra_core::template::TemplateReport;

use super::json::Json;

/// The longest name of a report on the account: names become labels of a metric.
const FIELD_CHARS_MAX: usize = 60;

/// A body as text of the same length: bytes that are not UTF-8 are blotted out, each by one `?`.
///
/// So they spoil the one item that holds them and none of its siblings.
pub(super) struct Source<'a> {
    original: &'a [u8],
    text: Cow<'a, str>,
}

impl<'a> Source<'a> {
    pub(super) fn new(original: &'a [u8]) -> Self {
        let text = std::str::from_utf8(original).map_or_else(|_| blot(original).into(), Cow::from);
        Self { original, text }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The bytes, as they came, of a part of [`Self::text`].
    fn original(&self, part: Json<'_>) -> &'a [u8] {
        let part = part.raw();
        let start = part.as_ptr().addr() - self.text.as_ptr().addr();
        &self.original[start..start + part.len()]
    }
}

fn blot(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// Collects leaves, one more than allowed at most: then it breaks the walk off.
pub(super) struct Leaves<'a> {
    source: &'a Source<'a>,
    list: Vec<Leaf>,
}

impl<'a> Leaves<'a> {
    pub(super) fn new(source: &'a Source<'a>) -> Self {
        Self { source, list: Vec::with_capacity(1) }
    }

    pub(super) fn push(&mut self, leaf: Leaf) -> ControlFlow<()> {
        self.list.push(leaf);
        let is_over = self.list.len() > LEAVES_PER_NOTIFICATION_MAX;
        if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Keeps a part as it came.
    pub(super) fn quarantine(
        &mut self,
        part: Json<'_>,
        reason: impl Into<String>,
    ) -> ControlFlow<()> {
        let (reason, raw) = (reason.into(), self.source.original(part).to_vec());
        self.push(Leaf::Quarantined(Quarantined { reason, raw }))
    }

    /// Counts something that is not acted on.
    pub(super) fn account(&mut self, field: &str, code: Option<i64>) -> ControlFlow<()> {
        let field = field.chars().take(FIELD_CHARS_MAX).collect();
        self.push(Leaf::Account(AccountReport { field, code, template: None }))
    }

    /// Counts what became of a template, and keeps it in mind.
    pub(super) fn template(&mut self, field: &str, report: TemplateReport) -> ControlFlow<()> {
        let (field, template) = (field.to_owned(), Some(report));
        self.push(Leaf::Account(AccountReport { field, code: None, template }))
    }

    /// Whether an item came as UTF-8.
    pub(super) fn is_utf8(&self, item: Json<'_>) -> bool {
        let is_borrowed = matches!(self.source.text, Cow::Borrowed(_));
        is_borrowed || std::str::from_utf8(self.source.original(item)).is_ok()
    }

    pub(super) fn into_list(self) -> Vec<Leaf> {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blotted_text_is_as_long_as_its_bytes() {
        let bytes = b"{\"a\":\"\xff\xe0\xb0\",\"b\":\"\xe0\xb0\x85\"}";
        let source = Source::new(bytes);
        assert_eq!(source.text(), "{\"a\":\"???\",\"b\":\"అ\"}");
        let body = Json::parse(source.text()).expect("it is JSON").object().expect("an object");
        let (a, b) = (body.get("a").expect("it is there"), body.get("b").expect("it is there"));
        assert_eq!(source.original(a), b"\"\xff\xe0\xb0\"");
        assert_eq!(source.original(b), "\"అ\"".as_bytes());
        let leaves = Leaves::new(&source);
        assert!(!leaves.is_utf8(a) && leaves.is_utf8(b));
    }
}
