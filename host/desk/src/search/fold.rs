//! One Latin spelling for words of three languages, however they are typed.

use crate::words::tidy;

/// Words that ask, want or pay but name nothing: of no use to tell services apart. In folded spelling.
const FILLERS: [&str; 56] = [
    "a",
    "te",
    "my",
    "i",
    "me",
    "to",
    "por",
    "op",
    "in",
    "on",
    "is",
    "please",
    "plis",
    "vant",
    "ned",
    "hov",
    "do",
    "can",
    "yu",
    "get",
    "and",
    "vanted",
    "knov",
    "ledu",
    "kavali",
    "kavalu",
    "kavalandi",
    "kavale",
    "naku",
    "na",
    "nadi",
    "ela",
    "ekada",
    "ceyali",
    "ceyandi",
    "ceyi",
    "cupincu",
    "cepandi",
    "gurinci",
    "andi",
    "mera",
    "meri",
    "mere",
    "muje",
    "hame",
    "cahie",
    "cahiye",
    "karna",
    "he",
    "ka",
    "ki",
    "ke",
    "ko",
    "kese",
    "se",
    "batao",
];

/// The text as folded words with single spaces: transliterated, without marks, doubled letters and fillers.
pub(super) fn fold(text: &str) -> String {
    let folded = words(&tidy(text));
    let named: Vec<_> = folded.iter().filter(|word| names_something(word)).cloned().collect();
    // Of nothing but fillers, the fillers are all there is.
    if named.is_empty() { folded.join(" ") } else { named.join(" ") }
}

/// The folded words of a tidy text, fillers among them.
pub(super) fn words(text: &str) -> Vec<String> {
    let latin = transliterate(text);
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(fold_word).collect()
}

/// Whether a folded word tells one service from another.
pub(super) fn names_something(word: &str) -> bool {
    !FILLERS.contains(&word)
}

/// Spellings that people mix, in the order they are replaced.
const SAME: [(&str, &str); 24] = [
    ("aa", "a"),
    ("ee", "i"),
    ("ii", "i"),
    ("oo", "u"),
    ("uu", "u"),
    ("ou", "u"),
    ("ai", "e"),
    ("ei", "e"),
    ("tth", "t"),
    ("th", "t"),
    ("dh", "d"),
    ("bh", "b"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "p"),
    ("f", "p"),
    ("chh", "c"),
    ("ch", "c"),
    ("sh", "s"),
    ("jh", "j"),
    ("w", "v"),
    ("z", "j"),
    ("q", "k"),
    ("x", "ks"),
];

fn fold_word(word: &str) -> String {
    let mut folded = word.to_owned();
    for (spelling, one) in SAME {
        // Hardly any word has it, and each that has becomes a new one.
        if folded.contains(spelling) {
            folded = folded.replace(spelling, one);
        }
    }
    let mut letters: Vec<char> = Vec::with_capacity(folded.len());
    for c in folded.chars() {
        // Doubled digits mean something, doubled letters do not.
        if letters.last() != Some(&c) || c.is_ascii_digit() {
            letters.push(c);
        }
    }
    letters.into_iter().collect()
}

/// Offsets of the Telugu and Devanagari blocks; both follow one plan, letter by letter.
const BLOCKS: [(char, char); 2] = [('\u{0c00}', '\u{0c7f}'), ('\u{0900}', '\u{097f}')];

fn transliterate(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    // A consonant says "a" until a vowel sign or a virama takes it away.
    let mut owes_a = false;
    for c in text.chars() {
        let block = BLOCKS.iter().find(|(first, last)| (*first..=*last).contains(&c));
        let Some((first, _)) = block else {
            if owes_a && c.is_alphanumeric() {
                latin.push('a');
            }
            owes_a = false;
            latin.push(c);
            continue;
        };
        match letter(u32::from(c) - u32::from(*first)) {
            Letter::Consonant(sound) => {
                if owes_a {
                    latin.push('a');
                }
                latin.push_str(sound);
                owes_a = true;
            }
            Letter::Sign(sound) => {
                latin.push_str(sound);
                owes_a = false;
            }
            Letter::Vowel(sound) => {
                if owes_a {
                    latin.push('a');
                }
                latin.push_str(sound);
                owes_a = false;
            }
            Letter::Nasal => {
                if owes_a {
                    latin.push('a');
                }
                latin.push('n');
                owes_a = false;
            }
            Letter::Digit(digit) => {
                if owes_a {
                    latin.push('a');
                }
                latin.push(digit);
                owes_a = false;
            }
            Letter::Silent => {}
        }
    }
    // At a word's end the vowel is spoken in Telugu ("kattu") by its own sign, and not spoken in Hindi ("bil").
    latin
}

enum Letter {
    Consonant(&'static str),
    Vowel(&'static str),
    Sign(&'static str),
    Nasal,
    Digit(char),
    Silent,
}

/// What the letter at this place of its block sounds like. Source: The Unicode Standard, chapters 12.1 and 12.7.
fn letter(place: u32) -> Letter {
    use Letter::{Consonant, Digit, Nasal, Sign, Silent, Vowel};
    match place {
        0x01 | 0x02 => Nasal,
        0x05 | 0x06 => Vowel("a"),
        0x07 | 0x08 => Vowel("i"),
        0x09 | 0x0a => Vowel("u"),
        0x0b => Vowel("ru"),
        0x0d..=0x0f => Vowel("e"),
        0x10 => Vowel("ai"),
        0x11..=0x13 => Vowel("o"),
        0x14 => Vowel("au"),
        0x15 | 0x16 => Consonant("k"),
        0x17 | 0x18 => Consonant("g"),
        0x19 | 0x1e | 0x23 | 0x28 | 0x29 => Consonant("n"),
        0x1a | 0x1b => Consonant("ch"),
        0x1c | 0x1d => Consonant("j"),
        0x1f | 0x20 | 0x24 | 0x25 => Consonant("t"),
        0x21 | 0x22 | 0x26 | 0x27 => Consonant("d"),
        0x2a | 0x2b => Consonant("p"),
        0x2c | 0x2d => Consonant("b"),
        0x2e => Consonant("m"),
        0x2f => Consonant("y"),
        0x30 | 0x31 => Consonant("r"),
        0x32..=0x34 => Consonant("l"),
        0x35 => Consonant("v"),
        0x36..=0x38 => Consonant("s"),
        0x39 => Consonant("h"),
        0x3e => Sign("a"),
        0x3f | 0x40 => Sign("i"),
        0x41 | 0x42 => Sign("u"),
        0x43 | 0x44 => Sign("ru"),
        0x45..=0x47 => Sign("e"),
        0x48 => Sign("ai"),
        0x49..=0x4b => Sign("o"),
        0x4c => Sign("au"),
        // The virama takes the vowel away.
        0x4d => Sign(""),
        0x66..=0x6f => Digit(char::from_digit(place - 0x66, 10).unwrap_or('0')),
        _ => Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_in_three_scripts_folds_alike() {
        assert_eq!(fold("కరెంట్ బిల్లు"), "karent bilu");
        assert_eq!(fold("karent billu kattali"), "karent bilu katali");
        assert_eq!(fold("बिजली बिल"), "bijali bil");
        assert_eq!(fold("Current  BILL!!"), "curent bil");
        assert_eq!(fold("ధ్రువపత్రం"), "druvapatran");
    }

    #[test]
    fn every_filler_is_left_out_as_it_stands() {
        for filler in FILLERS {
            assert_eq!(words(filler), [filler], "this is its folded spelling");
        }
        assert_eq!(fold("How do I want you to know of it for me"), "it");
    }

    #[test]
    fn fillers_go_unless_there_is_nothing_else() {
        assert_eq!(fold("naaku income certificate kavali"), "income certipicate");
        assert_eq!(fold("mera naaku"), "mera naku");
        assert_eq!(fold(" ?! "), "");
    }
}
