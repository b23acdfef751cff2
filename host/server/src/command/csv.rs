//! Comma-separated values, by RFC 4180, that no spreadsheet runs.

/// A row with its end.
pub(super) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    cells.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula, whoever wrote it.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_is_one() {
        for text in ["=1", "+1", "-1", "@a", "\ta", "\rb"] {
            assert!(
                !cell(text).trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t', '\r'])
            );
        }
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+91", "'+91"),
            ("@sum", "'@sum"),
            ("-1, \"a\"", "\"'-1, \"\"a\"\"\""),
            ("a,\"b\"", "\"a,\"\"b\"\"\""),
            ("a-b", "a-b"),
            ("pay_1", "pay_1"),
        ] {
            assert_eq!(cell(text), expected);
        }
        assert_eq!(row(["a", "=b", ""]), "a,'=b,\r\n");
    }
}
