//! JSON that is looked into one level at a time, so that an odd part costs nothing around it.
//!
//! Nothing is copied but text with escapes. Whatever is missing, `null` or of another type than expected reads as none.

use std::borrow::Cow;
use std::fmt;
use std::ops::ControlFlow;

use mitra_core::clock::Timestamp;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// At or above this, a number of seconds would lie after the year 5138: it is milliseconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;
/// Room for the members of an object: most have fewer.
const MEMBERS_USUAL: usize = 8;

/// One value: a slice of the body that is known to be JSON.
#[derive(Clone, Copy)]
pub(super) struct Json<'a>(&'a RawValue);

impl<'a> Json<'a> {
    /// The whole text as one value.
    pub(super) fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).map(Self)
    }

    /// The value as it is written.
    pub(super) fn raw(self) -> &'a str {
        self.0.get()
    }

    /// A text, empty or not. Half a character in an escape, as cut names have them, reads as U+FFFD.
    fn any_text(self) -> Option<Cow<'a, str>> {
        let inner = self.raw().strip_prefix('"')?.strip_suffix('"')?;
        if !inner.contains('\\') {
            return Some(Cow::Borrowed(inner));
        }
        let Text(text) = serde_json::from_str(self.raw()).ok()?;
        Some(text)
    }

    /// A text that is not empty.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        self.any_text().filter(|text| !text.is_empty())
    }

    /// A whole number, written as a number or as text.
    pub(super) fn integer(self) -> Option<i64> {
        self.any_text().as_deref().unwrap_or(self.raw()).trim().parse().ok()
    }

    /// A finite number, written as a number or as text.
    pub(super) fn number(self) -> Option<f64> {
        let number: f64 = self.any_text().as_deref().unwrap_or(self.raw()).trim().parse().ok()?;
        number.is_finite().then_some(number)
    }

    /// An instant in seconds or milliseconds, written as a number or as text.
    pub(super) fn instant(self) -> Option<Timestamp> {
        let number = self.integer().filter(|number| *number >= 0)?;
        let is_milliseconds = number >= MILLISECONDS_FROM;
        Some(Timestamp(if is_milliseconds { number } else { number.saturating_mul(1_000) }))
    }

    /// The members, if it is an object.
    pub(super) fn object(self) -> Option<Object<'a>> {
        serde_json::from_str(self.raw()).ok()
    }

    /// The items, if it is a list.
    pub(super) fn list(self) -> Option<List<'a>> {
        self.raw().starts_with('[').then_some(List(self))
    }
}

/// The members of an object.
pub(super) struct Object<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Object<'a> {
    /// A member that is not `null`; the last one, if a name is repeated.
    pub(super) fn get(&self, name: &str) -> Option<Json<'a>> {
        let (_, value) = self.0.iter().rev().find(|(known, _)| known == name)?;
        (value.raw() != "null").then_some(*value)
    }

    /// See [`Json::text`].
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.get(name)?.text()
    }

    /// See [`Json::text`]; owned.
    pub(super) fn string(&self, name: &str) -> Option<String> {
        self.text(name).map(Cow::into_owned)
    }

    /// See [`Json::integer`].
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.get(name)?.integer()
    }

    /// See [`Json::number`].
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.number()
    }

    /// Whether a member is `true`.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.raw() == "true")
    }

    /// See [`Json::object`].
    pub(super) fn object(&self, name: &str) -> Option<Object<'a>> {
        self.get(name)?.object()
    }

    /// See [`Json::list`].
    pub(super) fn list(&self, name: &str) -> Option<List<'a>> {
        self.get(name)?.list()
    }

    /// The code of the first of the object's `errors`.
    pub(super) fn error_code(&self) -> Option<i64> {
        self.list("errors")?.first()?.object()?.integer("code")
    }
}

/// The items of a list.
#[derive(Clone, Copy)]
pub(super) struct List<'a>(Json<'a>);

impl<'a> List<'a> {
    /// Visits the items in order until one breaks off.
    pub(super) fn each(self, visit: impl FnMut(Json<'a>) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut json = serde_json::Deserializer::from_str(self.0.raw());
        // The list is JSON, so the only error is that of a visit that broke off.
        match json.deserialize_seq(Visit(visit)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// The first item.
    pub(super) fn first(self) -> Option<Json<'a>> {
        let mut first = None;
        let _broke_off = self.each(|item| {
            first = Some(item);
            ControlFlow::Break(())
        });
        first
    }

    /// How many items there are.
    pub(super) fn count(self) -> usize {
        let mut count = 0;
        let _ended = self.each(|_| {
            count += 1;
            ControlFlow::Continue(())
        });
        count
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(Self)
    }
}

/// Text read as bytes, for only so does the parser let half a character pass.
struct Text<'a>(Cow<'a, str>);

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Text<'de>, E> {
        Ok(Text(String::from_utf8_lossy(bytes)))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(String::from_utf8_lossy(bytes).into_owned())))
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(TextVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut members = Vec::with_capacity(MEMBERS_USUAL);
        while let Some((Text(name), value)) = map.next_entry()? {
            members.push((name, value));
        }
        Ok(Object(members))
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct Visit<F>(F);

impl<'de, F: FnMut(Json<'de>) -> ControlFlow<()>> Visitor<'de> for Visit<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element()? {
            if (self.0)(item).is_break() {
                return Err(A::Error::custom("the visit broke off"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json<'_> {
        Json::parse(text).expect("it is JSON")
    }

    #[test]
    fn text_is_read_with_its_escapes() {
        let text = |raw| json(raw).text().map(Cow::into_owned);
        assert_eq!(text(r#""plain""#), Some("plain".to_owned()));
        assert_eq!(text(r#""\u0c05\/\"\n""#), Some("అ/\"\n".to_owned()));
        assert_eq!(text(r#""\ud83d\ude4f""#), Some("🙏".to_owned()));
        assert_eq!((text("\"\""), text("7"), text("null"), text("[]")), (None, None, None, None));
    }

    #[test]
    fn half_a_character_spoils_only_itself() {
        let text = json(r#""Asha \ud83d""#).text().expect("it is a text");
        assert!(text.starts_with("Asha ") && text.ends_with('\u{fffd}'), "{text:?}");
        let object = json(r#"{"\ud83d":1,"id":"w"}"#).object().expect("it is an object");
        assert_eq!(object.text("id").as_deref(), Some("w"));
    }

    #[test]
    fn an_instant_is_read_in_every_spelling() {
        let at = |raw| json(raw).instant();
        let expected = Some(Timestamp(1_763_000_100_000));
        assert_eq!(at(r#""1763000100""#), expected);
        assert_eq!(at("1763000100"), expected);
        assert_eq!(at(r#""1763000100000""#), expected);
        for raw in [r#""soon""#, "-1", "1e400", "{}", "true", r#""""#] {
            assert_eq!(at(raw), None, "{raw}");
        }
        assert_eq!(at("9223372036854775807"), Some(Timestamp(i64::MAX)));
    }

    #[test]
    fn a_number_is_finite() {
        assert_eq!(json(r#""17.5""#).number(), Some(17.5));
        assert_eq!(json("-78.5e0").number(), Some(-78.5));
        for raw in ["1e999", r#""NaN""#, r#""inf""#, "null", "[1]"] {
            assert_eq!(json(raw).number(), None, "{raw}");
        }
    }

    #[test]
    fn members_that_are_null_or_missing_are_none_and_the_last_of_a_name_counts() {
        let object = json(r#"{"a":null,"b":1,"b":2}"#).object().expect("it is an object");
        assert!(object.get("a").is_none() && object.get("c").is_none());
        assert_eq!(object.integer("b"), Some(2));
        assert!(json("[]").object().is_none() && json("{}").list().is_none());
    }

    #[test]
    fn a_list_is_visited_until_a_visit_breaks_off() {
        let list = json("[1, 2, 3]").list().expect("it is a list");
        assert_eq!(list.count(), 3);
        assert_eq!(list.first().and_then(Json::integer), Some(1));
        let mut seen = 0;
        let flow = list.each(|item| {
            seen += 1;
            if item.integer() == Some(2) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert_eq!((flow, seen), (ControlFlow::Break(()), 2));
        assert!(json("[]").list().is_some_and(|list| list.first().is_none()));
    }
}
