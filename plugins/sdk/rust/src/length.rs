//! How long a text is, as the contract's stricter count has it.

/// The length in UTF-16 units: an emoji counts 2, most other characters 1. Never less than the code points.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text, or as much of it as fits into `max` units together with a mark that more follows.
pub fn excerpt(text: &str, max: usize) -> String {
    const MORE: &str = " …";
    if units(text) <= max {
        return text.to_owned();
    }
    let mut left = max.saturating_sub(units(MORE));
    let fits = |c: &char| {
        let is_room = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        is_room
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}{MORE}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_never_exceeds_its_units_and_is_marked() {
        assert_eq!(excerpt("నమస్తే", 20), "నమస్తే");
        assert_eq!(excerpt("abcdef", 6), "abcdef");
        assert_eq!(excerpt("abcdefg", 6), "abcd …");
        let emoji = "💡".repeat(10);
        for max in 2..20 {
            let shown = excerpt(&emoji, max);
            assert!(units(&shown) <= max && shown.ends_with('…'), "{max}: {shown}");
        }
    }
}
