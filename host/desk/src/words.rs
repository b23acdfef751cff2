//! Words that mean the same everywhere, in three languages and in the spellings people type.

use mitra_core::language::Language;

/// A word with a meaning of its own, wherever the citizen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// A greeting.
    Hi,
    /// Show all departments.
    Menu,
    /// One step back.
    Back,
    /// Leave what is open.
    Cancel,
    /// Explain.
    Help,
    /// Choose a language.
    Language,
    /// What is kept about me.
    MyData,
    /// What I paid.
    Receipts,
    /// What did I apply for.
    Applications,
    /// Take back what I agreed to.
    Withdraw,
    /// Erase what is kept for me.
    Erase,
    /// Do not write to me of yourselves.
    Stop,
    /// Write to me again; else a greeting.
    Start,
    /// What may you write to me about.
    MyMessages,
}

const WORDS: [(Word, &[&str]); 14] = [
    (
        Word::Hi,
        &[
            "hi",
            "hii",
            "hello",
            "helo",
            "hey",
            "namaste",
            "namaskaram",
            "namasthe",
            "namaskar",
            "నమస్తే",
            "నమస్కారం",
            "హాయ్",
            "హలో",
            "नमस्ते",
            "नमस्कार",
            "हाय",
            "हैलो",
            "हेलो",
        ],
    ),
    (
        Word::Menu,
        &[
            "menu",
            "main menu",
            "home",
            "services",
            "మెనూ",
            "మెను",
            "ప్రధాన మెనూ",
            "సేవలు",
            "मेनू",
            "मेन्यू",
            "मुख्य मेनू",
            "सेवाएं",
            "सेवाएँ",
        ],
    ),
    (
        Word::Back,
        &[
            "back",
            "go back",
            "previous",
            "venakki",
            "venakku",
            "వెనక్కి",
            "వెనుకకు",
            "wapas",
            "vapas",
            "वापस",
            "पीछे",
        ],
    ),
    (
        Word::Cancel,
        &[
            "cancel",
            "exit",
            "quit",
            "end",
            "raddu",
            "radd",
            "రద్దు",
            "ఆపు",
            "ఆపండి",
            "రద్దు చేయి",
            "रद्द",
            "रद्द करें",
            "रोकें",
            "बंद करें",
        ],
    ),
    (Word::Help, &["help", "?", "sahayam", "sahayata", "madad", "సహాయం", "సాయం", "सहायता", "मदद"]),
    (
        Word::Language,
        &["language", "languages", "bhasha", "basha", "భాష", "భాష మార్చు", "भाषा", "भाषा बदलें"],
    ),
    (
        Word::MyData,
        &[
            "my data",
            "mydata",
            "privacy",
            "naa data",
            "mera data",
            "నా సమాచారం",
            "నా డేటా",
            "मेरा डेटा",
            "मेरी जानकारी",
        ],
    ),
    (
        Word::Receipts,
        &[
            "receipts",
            "receipt",
            "my receipts",
            "my receipt",
            "my payments",
            "payment receipts",
            "payment receipt",
            "raseedu",
            "raseedulu",
            "rasidu",
            "rasidulu",
            "naa raseedulu",
            "naa rasidulu",
            "రసీదు",
            "రసీదులు",
            "రశీదు",
            "రశీదులు",
            "నా రసీదులు",
            "నా చెల్లింపులు",
            "raseed",
            "rasid",
            "raseeden",
            "raseedein",
            "rasiden",
            "meri raseed",
            "meri raseeden",
            "रसीद",
            "रसीदें",
            "रसीदे",
            "मेरी रसीद",
            "मेरी रसीदें",
            "मेरे भुगतान",
        ],
    ),
    (
        Word::Applications,
        &[
            "my applications",
            "naa darakhastulu",
            "na darakhastulu",
            "naa darakasthulu",
            "naa applications",
            "నా దరఖాస్తులు",
            "mere avedan",
            "mere aavedan",
            "mere applications",
            "मेरे आवेदन",
        ],
    ),
    (
        Word::Stop,
        &[
            "stop",
            "stop messages",
            "unsubscribe",
            "సందేశాలు ఆపండి",
            "sandeshalu apandi",
            "संदेश बंद करें",
            "sandesh band karo",
        ],
    ),
    (
        Word::MyMessages,
        &["my messages", "naa sandeshalu", "na sandeshalu", "నా సందేశాలు", "mere sandesh", "मेरे संदेश"],
    ),
    (Word::Start, &["start", "start messages", "సందేశాలు పంపండి", "संदेश भेजें"]),
    (
        Word::Withdraw,
        &[
            "withdraw consent",
            "withdraw my consent",
            "అంగీకారం రద్దు",
            "angikaram raddu",
            "सहमति वापस लें",
            "sahmati wapas",
        ],
    ),
    (
        Word::Erase,
        &[
            "delete my data",
            "erase my data",
            "delete data",
            "naa data delete cheyandi",
            "naa data tholaginchu",
            "నా డేటా తొలగించు",
            "నా డేటా తొలగించండి",
            "నా సమాచారం తొలగించండి",
            "mera data delete karo",
            "mera data mitao",
            "मेरा डेटा मिटाएँ",
            "मेरा डेटा मिटाओ",
            "मेरा डेटा हटाएँ",
        ],
    ),
];

/// Reserved words that may as well be an answer to a department: they mean something to the desk only when no
/// conversation is open.
const AMBIGUOUS: [&str; 17] = [
    "start",
    "home",
    "services",
    "సేవలు",
    "सेवाएं",
    "सेवाएँ",
    "previous",
    "stop",
    "exit",
    "quit",
    "end",
    "ఆపు",
    "ఆపండి",
    "रोकें",
    "बंद करें",
    "privacy",
    "मेरी जानकारी",
];

const LANGUAGES: [(Language, &[&str]); 3] = [
    (Language::Te, &["telugu", "telgu", "te", "తెలుగు", "तेलुगु", "तेलुगू"]),
    (Language::En, &["english", "inglish", "en", "ఇంగ్లీష్", "ఆంగ్లం", "अंग्रेजी", "अंग्रेज़ी", "इंग्लिश"]),
    (Language::Hi, &["hindi", "hindhi", "हिन्दी", "हिंदी", "హిందీ", "హింది"]),
];

/// The reserved word that the whole text is, if it is one.
pub(crate) fn word(text: &str) -> Option<Word> {
    find(&WORDS, text)
}

/// Whether the front desk takes a text that is nothing but this for itself: it never looks for a service of this name.
pub fn is_reserved(text: &str) -> bool {
    word(text).is_some() || language(text).is_some()
}

/// The same while a conversation is open, where a word that may be an answer is none of the desk's.
pub(crate) fn unambiguous_word(text: &str) -> Option<Word> {
    // A department may ask for a receipt.
    let is_answer =
        |word: &Word| *word == Word::Receipts || AMBIGUOUS.contains(&tidy(text).as_str());
    word(text).filter(|word| !is_answer(word))
}

/// The language that the whole text names, if it names one.
pub(crate) fn language(text: &str) -> Option<Language> {
    find(&LANGUAGES, text)
}

fn find<T: Copy>(table: &[(T, &[&str])], text: &str) -> Option<T> {
    let text = tidy(text);
    table
        .iter()
        .find(|(_, spellings)| spellings.contains(&text.as_str()))
        .map(|(meaning, _)| *meaning)
}

/// Lower case, single spaces, without marks at the ends and without joiners, which phones add at will.
pub(crate) fn tidy(text: &str) -> String {
    let joiners = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}'];
    let text: String = text.chars().filter(|c| !joiners.contains(c)).collect();
    let text = text.to_lowercase();
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ");
    if text == "?" {
        return text;
    }
    text.trim_matches(|c: char| {
        matches!(c, '.' | ',' | '!' | '?' | '।' | '"' | '\'' | '*' | '_' | '🙏' | ' ')
    })
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_known_in_every_script_and_spelling() {
        let cases = [
            ("Hi", Word::Hi),
            ("  HELLO!! ", Word::Hi),
            ("నమస్తే 🙏", Word::Hi),
            ("नमस्ते।", Word::Hi),
            ("Menu.", Word::Menu),
            ("మెనూ", Word::Menu),
            ("मेनू", Word::Menu),
            ("Main   Menu", Word::Menu),
            ("back", Word::Back),
            ("వెనక్కి", Word::Back),
            ("वापस", Word::Back),
            ("STOP", Word::Stop),
            ("start", Word::Start),
            ("exit", Word::Cancel),
            ("రద్దు", Word::Cancel),
            ("रद्द", Word::Cancel),
            ("?", Word::Help),
            ("సహాయం", Word::Help),
            ("मदद", Word::Help),
            ("bhasha", Word::Language),
            ("my data", Word::MyData),
            ("నా\u{200c} డేటా", Word::MyData),
            ("Receipts", Word::Receipts),
            ("రసీదులు", Word::Receipts),
            ("रसीदें", Word::Receipts),
            ("raseedulu", Word::Receipts),
        ];
        for (text, expected) in cases {
            assert_eq!(word(text), Some(expected), "{text}");
        }
        for text in ["hi there, my bill", "backside", "", "మెనూ కార్డు"] {
            assert_eq!(word(text), None, "{text}");
        }
    }

    #[test]
    fn in_a_conversation_only_words_that_are_no_answer_are_reserved() {
        for text in ["menu", "back", "वापस", "రద్దు", "मदद", "భాష", "नमस्ते", "my data"]
        {
            assert_eq!(unambiguous_word(text), word(text), "{text}");
        }
        for text in AMBIGUOUS.into_iter().chain(["receipts", "my receipts", "రసీదులు", "रसीद"])
        {
            assert!(word(text).is_some(), "{text} is reserved elsewhere");
            assert_eq!(unambiguous_word(text), None, "{text}");
        }
        assert_eq!(unambiguous_word(" Stop! "), None);
    }

    #[test]
    fn a_language_is_known_by_its_names() {
        assert_eq!(language("Telugu"), Some(Language::Te));
        assert_eq!(language("हिंदी"), Some(Language::Hi));
        assert_eq!(language("tamil"), None);
    }

    #[test]
    fn every_spelling_is_found_as_it_stands() {
        for (meaning, spellings) in WORDS {
            for spelling in spellings {
                assert_eq!(word(spelling), Some(meaning), "{spelling}");
            }
        }
    }
}
