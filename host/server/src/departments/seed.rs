//! A department's starting records: a JSON list of `{"key": text, "value": any}`.

use mitra_core::limits::{RECORD_KEY_BYTES_MAX, RECORD_VALUE_BYTES_MAX};
use serde::Deserialize;

/// What is wrong with a seed.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// It is not JSON of the right shape.
    #[error("it is not a JSON list of objects with `key` and `value`")]
    Shape(#[source] serde_json::Error),
    /// A key breaks the limit.
    #[error("the key `{key}` has {bytes} bytes, it must have 1 to {bytes_max}")]
    Key {
        /// The key's beginning.
        key: String,
        /// Its length.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// A value breaks the limit.
    #[error("the value of `{key}` has {bytes} bytes, at most {bytes_max} are allowed")]
    Value {
        /// Whose value.
        key: String,
        /// Its length.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedRecord {
    key: String,
    value: serde_json::Value,
}

/// The records of a seed file: keys, and values as JSON text.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, SeedError> {
    let records: Vec<SeedRecord> = serde_json::from_slice(bytes).map_err(SeedError::Shape)?;
    let check = |SeedRecord { key, value }| {
        let (bytes, bytes_max) = (key.len(), RECORD_KEY_BYTES_MAX);
        if bytes == 0 || bytes > bytes_max {
            let key = key.chars().take(40).collect();
            return Err(SeedError::Key { key, bytes, bytes_max });
        }
        let value = value.to_string().into_bytes();
        let (bytes, bytes_max) = (value.len(), RECORD_VALUE_BYTES_MAX);
        if bytes > bytes_max {
            return Err(SeedError::Value { key, bytes, bytes_max });
        }
        Ok((key, value))
    };
    records.into_iter().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_list_of_records() {
        let seed = br#"[{"key": "bill/1", "value": {"due": 100}}]"#;
        let expected = vec![("bill/1".to_owned(), br#"{"due":100}"#.to_vec())];
        assert_eq!(parse(seed).unwrap(), expected);
        assert!(matches!(parse(b"{}"), Err(SeedError::Shape(_))));
        assert!(matches!(parse(br#"[{"key": "a", "val": 1}]"#), Err(SeedError::Shape(_))));
    }

    #[test]
    fn a_seeds_keys_and_values_keep_the_limits() {
        let seed = |key: usize, value: usize| {
            let (key, value) = ("k".repeat(key), "v".repeat(value));
            parse(format!(r#"[{{"key": "{key}", "value": "{value}"}}]"#).as_bytes())
        };
        // A JSON text has two quotes around it.
        assert!(seed(RECORD_KEY_BYTES_MAX, RECORD_VALUE_BYTES_MAX - 2).is_ok());
        assert!(matches!(seed(RECORD_KEY_BYTES_MAX + 1, 1), Err(SeedError::Key { .. })));
        assert!(matches!(seed(1, RECORD_VALUE_BYTES_MAX - 1), Err(SeedError::Value { .. })));
        assert!(matches!(seed(0, 1), Err(SeedError::Key { .. })));
    }
}
