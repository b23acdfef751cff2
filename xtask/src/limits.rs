//! The page of limits, made of the host's own constants.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mitra_core::limits::table::{Part, table};

use crate::workspace::root;

/// The page.
const PAGE: &str = "docs/vendors/limits.md";

/// Writes the page.
pub(crate) fn write() -> anyhow::Result<()> {
    Ok(fs::write(root().join(PAGE), page(&table()))?)
}

/// Whether the page is another than the constants make.
pub(crate) fn check(root: &Path) -> Option<String> {
    let is_true = fs::read_to_string(root.join(PAGE)).is_ok_and(|found| found == page(&table()));
    (!is_true).then(|| format!("{PAGE}: is not what the limits are: run `cargo xtask limits`"))
}

fn page(parts: &[Part]) -> String {
    let mut page = String::from(INTRODUCTION);
    for Part { title, rows } in parts {
        // Writing to a text cannot fail.
        write!(page, "\n## {title}\n\n| what | at most | beyond it |\n| --- | --- | --- |\n").ok();
        for row in rows {
            writeln!(page, "| {} | {} | {} |", row.what, row.limit, linked(row.broken)).ok();
        }
    }
    page
}

/// A code leads to its page.
fn linked(words: &str) -> String {
    let link = |word: &str| {
        let is_code = word.len() == 5 && word.starts_with("E0");
        if is_code { format!("[{word}](../errors/{word}.md)") } else { word.to_owned() }
    };
    words.split(' ').map(link).collect::<Vec<_>>().join(" ")
}

const INTRODUCTION: &str = "\
# Limits

Every turn of every department is held to these, in production as in `mitra test` and `mitra run`.
The page is made of the host's constants by `cargo xtask limits`.

Characters are counted in code points and in UTF-16 units, and the stricter count holds: an emoji counts 2.
A limit with one number is the most that is taken. A broken limit ends the turn with the fault of that code, unless the
table says otherwise: nothing that the turn wrote is kept.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_to_their_pages() {
        assert_eq!(linked("E0205"), "[E0205](../errors/E0205.md)");
        assert_eq!(linked("refused: E0111"), "refused: [E0111](../errors/E0111.md)");
        assert_eq!(linked("`too-large`"), "`too-large`");
    }
}
