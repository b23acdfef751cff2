//! The words of a place's name, as citizens type them: inflected, misspelt at the edges, in any of three scripts.

/// Shorter words match too much: one letter is the beginning of half the map.
const CHARS_MIN: usize = 3;

/// The words of a text that are long enough to tell places apart.
pub(crate) fn words(text: &str) -> Vec<String> {
    let is_edge = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '।' | '’');
    let words = text.split(is_edge).map(folded);
    words.filter(|word| word.chars().count() >= CHARS_MIN).collect()
}

/// How many of the typed words name this place. A word does if it begins like one of the place's, or the other way
/// round: Telugu puts its cases at the end, and people leave names unfinished.
pub(crate) fn n_matching(typed: &[String], place: &[String]) -> usize {
    let is_same = |typed: &String, name: &String| {
        typed.starts_with(name.as_str()) || name.starts_with(typed.as_str())
    };
    typed.iter().filter(|typed| place.iter().any(|name| is_same(typed, name))).count()
}

/// Lower case, without joiners, which phones add at will, and without the dots under Hindi letters, which people leave
/// out and phones write in two ways.
fn folded(word: &str) -> String {
    let kept = word.chars().filter_map(|c| match c {
        '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{93c}' => None,
        '\u{95c}' => Some('ड'),
        '\u{95d}' => Some('ढ'),
        '\u{958}' => Some('क'),
        '\u{959}' => Some('ख'),
        '\u{95a}' => Some('ग'),
        '\u{95b}' => Some('ज'),
        '\u{95e}' => Some('फ'),
        '\u{95f}' => Some('य'),
        other => Some(other),
    });
    kept.collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(typed: &str, place: &str) -> usize {
        n_matching(&words(typed), &words(place))
    }

    #[test]
    fn a_name_is_known_inflected_unfinished_and_among_other_words() {
        for (typed, place) in [
            ("విజయవాడలో", "విజయవాడ, పటమట"),
            ("power cut in VIJAYA?", "Vijayawada, Patamata"),
            ("विजयवाडा में", "विजयवा\u{95c}ा"),
            ("विजयवा\u{95c}ा", "विजयवाड\u{93c}ा"),
            ("गवर्नरपेट", "विजयवाड़ा, गवर्नरपेट"),
            ("గవర్నర్పేట", "విజయవాడ, గవర్నర్\u{200c}పేట"),
        ] {
            assert_eq!(matching(typed, place), 1, "{typed} / {place}");
        }
        assert_eq!(matching("Sai Nagar, Anantapur", "Anantapur, Sai Nagar"), 3);
    }

    #[test]
    fn a_letter_or_two_and_other_names_match_nothing() {
        for typed in ["v", "vi", "వి", "wada", "Guntur", "", "!!!"] {
            assert_eq!(matching(typed, "Vijayawada, విజయవాడ"), 0, "{typed}");
        }
    }
}
