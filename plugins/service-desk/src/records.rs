//! Records of the department's and of the citizen's, as JSON.

use mitra_department::{Fault, Host, Language, Scope};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::context::unreadable;
use crate::template;

/// The longest key.
const KEY_BYTES_MAX: usize = 256;

/// A record, if there is one.
pub(crate) fn read<T: DeserializeOwned>(
    host: &dyn Host,
    scope: Scope,
    key: &str,
) -> Result<Option<T>, Fault> {
    // What citizens type becomes part of a key.
    if key.len() > KEY_BYTES_MAX {
        return Ok(None);
    }
    let Some(bytes) = host.get(scope, key) else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| unreadable(key, error))
}

/// Stores a record.
pub(crate) fn write<T: Serialize>(host: &mut dyn Host, scope: Scope, key: &str, value: &T) {
    host.set(scope, key, &bytes(value));
}

/// A value as it is stored.
pub(crate) fn bytes<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data can be written")
}

/// A record of the department's data.
pub(crate) fn data(host: &dyn Host, key: &str) -> Result<Option<Value>, Fault> {
    read(host, Scope::Department, key)
}

/// What a record calls itself.
pub(crate) fn name(record: &Value, language: Language) -> String {
    record.get("name").map_or_else(|| "-".to_owned(), |name| template::plain(name, language))
}

/// A field's value as it is compared.
pub(crate) fn compared(record: &Value, field: &str) -> Option<String> {
    match template::find(record, field)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
