//! The words of a document that are the same for every kind.

use std::sync::LazyLock;

use mitra_core::language::Localized;

fn text(te: &str, en: &str, hi: &str) -> Localized {
    Localized { te: te.to_owned(), en: en.to_owned(), hi: hi.to_owned() }
}

macro_rules! words {
    ($($name:ident: $te:literal, $en:literal, $hi:literal;)*) => {
        $(pub(super) static $name: LazyLock<Localized> = LazyLock::new(|| text($te, $en, $hi));)*

        #[cfg(test)]
        pub(super) fn all() -> Vec<&'static Localized> {
            vec![$(&*$name),*]
        }
    };
}

words! {
    NUMBER: "సంఖ్య", "Number", "संख्या";
    NAME: "పేరు", "Name", "नाम";
    AADHAAR: "ఆధార్", "Aadhaar", "आधार";
    ISSUED: "జారీ చేసిన తేదీ", "Issued on", "जारी करने की तारीख";
    VALID_FROM: "ఈ తేదీ నుంచి చెల్లుతుంది", "Valid from", "इस तारीख से मान्य";
    VALID_UNTIL: "ఈ తేదీ వరకు చెల్లుతుంది", "Valid until", "इस तारीख तक मान्य";
    ENDLESS: "గడువు లేదు", "No end date", "कोई अंतिम तारीख नहीं";
    SCAN: "ఈ కోడ్‌ను స్కాన్ చేస్తే పత్రం అసలైనదో కాదో తెలుస్తుంది.",
        "Scan this code to check that the certificate is genuine.",
        "इस कोड को स्कैन करके जाँचें कि प्रमाण पत्र असली है।";
}

#[cfg(test)]
mod tests {
    use mitra_core::certificate::is_printable;
    use mitra_core::language::Language;

    #[test]
    fn every_word_can_be_printed() {
        for word in super::all() {
            for language in Language::ALL {
                assert!(word.get(language).chars().all(is_printable), "{}", word.get(language));
            }
        }
    }
}
