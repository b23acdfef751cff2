//! Names of a release's files.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest name, in bytes: what the header of an archive takes.
pub const FILE_NAME_BYTES_MAX: usize = 100;

/// A file's path within a release: parts of letters, digits, `.`, `_` and `-`, with `/` between them. None begins with
/// a dot, so that there is no way out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileName(String);

/// Why a text is no file's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no name of a file in a release: it has letters, digits, `.`, `_`, `-` and `/`, at most \
     {FILE_NAME_BYTES_MAX}, and no part of it begins with a dot or is empty"
)]
pub struct FileNameError(String);

impl FileName {
    /// The name, if the text is one.
    pub fn parse(text: &str) -> Result<Self, FileNameError> {
        let is_part = |part: &str| {
            let mut characters = part.chars();
            characters.next().is_some_and(|first| first != '.')
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
        };
        if text.len() <= FILE_NAME_BYTES_MAX && text.split('/').all(is_part) {
            return Ok(Self(text.to_owned()));
        }
        // What is shown is cut: it comes from anywhere.
        Err(FileNameError(text.chars().take(FILE_NAME_BYTES_MAX).collect()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for FileName {
    type Error = FileNameError;

    fn try_from(text: String) -> Result<Self, FileNameError> {
        Self::parse(&text)
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out() {
        for good in ["component.wasm", "scenarios/bill.txt", "a/b/c-1_2.json", &"a".repeat(100)] {
            assert!(FileName::parse(good).is_ok(), "{good}");
        }
        let long = "a".repeat(101);
        for bad in [
            "",
            "/etc/passwd",
            "..",
            "a/../b",
            "a//b",
            "a/",
            ".git",
            "a/.b",
            "a b",
            "తె",
            "a\\b",
            &long,
        ] {
            assert!(FileName::parse(bad).is_err(), "{bad}");
        }
    }
}
