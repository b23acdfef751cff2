//! Reading fields whose presence and type Meta does not promise.

use mitra_core::clock::Timestamp;
use serde_json::Value;

/// At or above this, a number of seconds would lie after the year 5138: it is milliseconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// A non-empty text field.
pub(super) fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object.get(key)?.as_str().filter(|text| !text.is_empty())
}

/// The same, owned.
pub(super) fn owned(object: &Value, key: &str) -> Option<String> {
    text(object, key).map(str::to_owned)
}

/// A whole number, written as a number or as text.
pub(super) fn integer(object: &Value, key: &str) -> Option<i64> {
    let value = object.get(key)?;
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// A finite number, written as a number or as text.
pub(super) fn number(object: &Value, key: &str) -> Option<f64> {
    let value = object.get(key)?;
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    number.is_finite().then_some(number)
}

/// An instant in seconds or milliseconds, written as a number or as text.
pub(super) fn instant(object: &Value, key: &str) -> Option<Timestamp> {
    let number = integer(object, key).filter(|number| *number >= 0)?;
    let is_milliseconds = number >= MILLISECONDS_FROM;
    Some(Timestamp(if is_milliseconds { number } else { number.saturating_mul(1_000) }))
}

/// The code of the first of an object's `errors`.
pub(super) fn error_code(object: &Value) -> Option<i64> {
    integer(object.get("errors")?.get(0)?, "code")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_instant_is_read_in_every_spelling() {
        let at = |value: Value| instant(&json!({ "at": value }), "at");
        let expected = Some(Timestamp(1_763_000_100_000));
        assert_eq!(at(json!("1763000100")), expected);
        assert_eq!(at(json!(1_763_000_100)), expected);
        assert_eq!(at(json!("1763000100000")), expected);
        assert_eq!(at(json!("soon")), None);
        assert_eq!(at(json!(-1)), None);
        assert_eq!(instant(&json!({}), "at"), None);
    }
}
