//! Numbers as citizens type them: in three scripts, with spaces and hyphens.

/// The text with Telugu and Devanagari digits as ASCII ones.
pub fn ascii(text: &str) -> String {
    text.chars()
        .map(|c| {
            let zero = match c {
                '౦'..='౯' => '౦',
                '०'..='९' => '०',
                _ => return c,
            };
            let value = u32::from(c).abs_diff(u32::from(zero));
            char::from_digit(value, 10).unwrap_or(c)
        })
        .collect()
}

/// The digits of a text that has nothing else but spaces, hyphens and dots; none if it has.
pub fn only(text: &str) -> Option<String> {
    let text = ascii(text);
    let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '\u{a0}')).collect();
    let is_number = !kept.is_empty() && kept.chars().all(|c| c.is_ascii_digit());
    is_number.then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_three_scripts_are_the_same_number() {
        assert_eq!(only("౧౨౩ ౪౫"), Some("12345".to_owned()));
        assert_eq!(only("१२-३४५"), Some("12345".to_owned()));
        assert_eq!(only("12 345"), Some("12345".to_owned()));
        assert_eq!(only("12a"), None);
        assert_eq!(only(" "), None);
    }
}
