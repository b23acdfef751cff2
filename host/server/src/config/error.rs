//! Why a configuration cannot be used. Nothing here shows a line of the file or a value that could be a secret.

use std::fmt;
use std::path::PathBuf;

use mitra_core::ids::DepartmentId;

use super::SecretError;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration `{}`", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be: a wrong key, a wrong type, a missing part.
    #[error("the configuration `{}` has a mistake", path.display())]
    Parse {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: Mistake,
    },
    /// A secret is missing.
    #[error("the secret for `{key}` cannot be had")]
    Secret {
        /// Which key asks for it.
        key: &'static str,
        /// Why.
        #[source]
        source: SecretError,
    },
    /// Something must be given, and is not.
    #[error("`{key}` must not be empty: {why}")]
    Empty {
        /// Which key.
        key: &'static str,
        /// What it is needed for.
        why: &'static str,
    },
    /// A value that cannot be worked with.
    #[error("`{key}` cannot be `{value}`: {why}")]
    Value {
        /// Which key.
        key: &'static str,
        /// What it is. Never a secret.
        value: String,
        /// What it must be, or what would follow.
        why: &'static str,
    },
    /// The same department twice.
    #[error("the department `{0}` is configured twice")]
    DuplicateDepartment(DepartmentId),
}

/// Where the file is wrong, and how.
///
/// Made from what the parser says without the line it quotes: that line can hold a secret.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line and column, both from 1.
    place: Option<(usize, usize)>,
    /// The key it is at, with those of its sections before it.
    key: Option<String>,
    what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "line {line}, column {column}: ")?;
        }
        f.write_str(&self.what)?;
        match &self.key {
            Some(key) => write!(f, " (in `{key}`)"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Mistake {}

impl Mistake {
    pub(super) fn new(text: &str, error: &toml::de::Error) -> Self {
        let place = error.span().map(|span| position(text, span.start));
        let what = without_value(error.message());
        // Without its input the parser shows the path of the key instead of the line.
        let mut bare = error.clone();
        bare.set_input(None);
        let shown = bare.to_string();
        let key = shown.lines().find_map(|line| line.strip_prefix("in `")?.strip_suffix('`'));
        Self { place, key: key.map(str::to_owned), what }
    }
}

fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// The parser's words without the value that it found: `invalid type: string "...", expected a sequence`.
fn without_value(words: &str) -> String {
    let quotes_value = ["invalid type: ", "invalid value: "].iter().any(|s| words.starts_with(s));
    if !quotes_value {
        return words.to_owned();
    }
    // The value itself may hold the same words, so what is expected is looked for from the end.
    let (found, expected) = words.rsplit_once(", expected ").unwrap_or((words, "something else"));
    let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
    format!("{kind}, expected {expected}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_lines_and_characters() {
        assert_eq!(position("a\nbc", 0), (1, 1));
        assert_eq!(position("a\nbc", 3), (2, 2));
        assert_eq!(position("ఆ = 1", "ఆ = ".len()), (1, 5));
        assert_eq!(position("a", 9), (1, 2));
    }

    #[test]
    fn a_value_is_left_out_of_what_the_parser_says() {
        let said = "invalid type: string \"a, expected b`\", expected a sequence";
        assert_eq!(without_value(said), "invalid type: string, expected a sequence");
        assert_eq!(
            without_value("invalid value: integer `-7`, expected u64"),
            "invalid value: integer, expected u64"
        );
        let unknown = "unknown field `x`, expected `y` or `z`";
        assert_eq!(without_value(unknown), unknown);
    }
}
