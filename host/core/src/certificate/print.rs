//! Which characters a certificate can carry.

/// Whether a certificate can carry the character: its document is printed with fonts of three scripts, and a character
/// without a shape would leave a gap that nobody would notice.
///
/// Latin with its accents, Telugu, Devanagari, and the marks between words that all three use.
pub fn is_printable(c: char) -> bool {
    is_latin(c) || is_telugu(c) || is_devanagari(c) || is_mark(c)
}

fn is_latin(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{17f}')
}

/// With the two dandas, which Telugu uses as well.
fn is_devanagari(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97f}')
}

/// Without the places of the block that Unicode has not given, and the fractions of old measures.
fn is_telugu(c: char) -> bool {
    matches!(
        c,
        '\u{c00}'..='\u{c0c}'
            | '\u{c0e}'..='\u{c10}'
            | '\u{c12}'..='\u{c28}'
            | '\u{c2a}'..='\u{c39}'
            | '\u{c3d}'..='\u{c44}'
            | '\u{c46}'..='\u{c48}'
            | '\u{c4a}'..='\u{c4d}'
            | '\u{c55}'..='\u{c56}'
            | '\u{c58}'..='\u{c5a}'
            | '\u{c60}'..='\u{c63}'
            | '\u{c66}'..='\u{c6f}'
    )
}

/// Joiners, dashes, quotation marks, bullet, ellipsis, rupee.
fn is_mark(c: char) -> bool {
    let is_joiner = matches!(c, '\u{200c}' | '\u{200d}');
    is_joiner || matches!(c, '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…' | '₹')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_scripts_are_printed_and_no_others() {
        for text in ["Asha Rao, D/o K. S. Rao (b)", "ఆదాయం ₹95,000", "आय प्रमाण पत्र।", "é–“x”…"]
        {
            assert!(text.chars().all(is_printable), "{text}");
        }
        for text in ["🙏", "அ", "中", "\n", "\u{200b}", "\u{202e}", "\u{ad}", "\u{c0d}"] {
            assert!(!text.chars().any(is_printable), "{text:?}");
        }
    }
}
