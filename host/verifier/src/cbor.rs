//! Maps of CBOR: made, and looked into.

use ciborium::Value;

/// The bytes of a value.
pub(crate) fn bytes_of(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("memory takes what it is given");
    bytes
}

/// An entry under a number.
pub(crate) fn pair(key: i64, value: Value) -> (Value, Value) {
    (Value::from(key), value)
}

/// A text as a value.
pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The whole number that this is, if it is one that we can hold.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    value.as_integer()?.try_into().ok()
}

/// What a map has under a number.
pub(crate) fn get(map: &Value, key: i64) -> Option<&Value> {
    let is_key = |(name, _): &&(Value, Value)| integer(name) == Some(key);
    map.as_map()?.iter().find(is_key).map(|(_, value)| value)
}

/// What a map has under a name.
pub(crate) fn named<'a>(map: &'a Value, name: &str) -> Option<&'a Value> {
    let found = map.as_map()?.iter().find(|(key, _)| key.as_text() == Some(name));
    found.map(|(_, value)| value)
}
