//! Everything the department says.

use mitra_department::text::{Text, text};

/// At most 24 characters: it is one row of a list.
pub(crate) const DEPARTMENT: Text = text("కొత్త శాఖ", "New department", "नया विभाग");
pub(crate) const HOURS: Text = text("కార్యాలయ వేళలు", "Office hours", "कार्यालय का समय");
pub(crate) const HOURS_SUMMARY: Text = text(
    "మీ వార్డు కార్యాలయం ఎప్పుడు తెరిచి ఉంటుంది",
    "When the office of your ward is open",
    "आपके वार्ड का कार्यालय कब खुला रहता है",
);
/// What citizens may write instead of the name, in any script.
pub(crate) const HOURS_ALIASES: [&str; 5] = [
    "office timings",
    "office eppudu terustaru",
    "daftar kab khulta hai",
    "కార్యాలయం ఎప్పుడు తెరుస్తారు",
    "दफ़्तर कब खुलता है",
];

pub(crate) const ASK: Text = text(
    "దయచేసి మీ వార్డు నంబరు పంపండి.",
    "Please send the number of your ward.",
    "कृपया अपने वार्ड का नंबर भेजें।",
);
pub(crate) const NOT_FOUND: Text = text(
    "ఆ వార్డు వివరాలు దొరకలేదు. దయచేసి {}కు కాల్ చేయండి.",
    "We found no such ward. You can also call {}.",
    "ऐसा कोई वार्ड नहीं मिला। आप {} पर कॉल भी कर सकते हैं।",
);
pub(crate) const SHOWN: Text = text(
    "వార్డు {} కార్యాలయం {} తెరిచి ఉంటుంది.",
    "The office of ward {} is open from {}.",
    "वार्ड {} का कार्यालय {} खुला रहता है।",
);
pub(crate) const NEXT: Text = text(
    "మరో వార్డు చూడాలనుకుంటున్నారా?",
    "Would you like to see another ward?",
    "क्या आप कोई और वार्ड देखना चाहेंगे?",
);
pub(crate) const OTHER: Text = text("వేరే వార్డు", "Another ward", "दूसरा वार्ड");
pub(crate) const DONE: Text = text("చాలు", "Done", "हो गया");
pub(crate) const THANKS: Text = text("ధన్యవాదాలు.", "Thank you.", "धन्यवाद।");
