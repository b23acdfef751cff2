// Everything the department says. What stands between braces is filled in, by its name in each language.

import { text } from "@mitra/department";

/** At most 24 characters: it is one row of a list. */
export const DEPARTMENT = text("కొత్త శాఖ", "New department", "नया विभाग");
export const HOURS = text("కార్యాలయ వేళలు", "Office hours", "कार्यालय का समय");
export const HOURS_SUMMARY = text(
  "మీ వార్డు కార్యాలయం ఎప్పుడు తెరిచి ఉంటుంది",
  "When the office of your ward is open",
  "आपके वार्ड का कार्यालय कब खुला रहता है",
);
/** What citizens may write instead of the name, in any script. */
export const HOURS_ALIASES = [
  "office timings",
  "office eppudu terustaru",
  "daftar kab khulta hai",
  "కార్యాలయం ఎప్పుడు తెరుస్తారు",
  "दफ़्तर कब खुलता है",
];

export const ASK = text("దయచేసి మీ వార్డు నంబరు పంపండి.", "Please send the number of your ward.", "कृपया अपने वार्ड का नंबर भेजें।");
export const NOT_FOUND = text(
  "ఆ వార్డు వివరాలు దొరకలేదు. దయచేసి {office}కు కాల్ చేయండి.",
  "We found no such ward. You can also call {office}.",
  "ऐसा कोई वार्ड नहीं मिला। आप {office} पर कॉल भी कर सकते हैं।",
);
export const SHOWN = text(
  "వార్డు {ward} కార్యాలయం {hours} తెరిచి ఉంటుంది.",
  "The office of ward {ward} is open from {hours}.",
  "वार्ड {ward} का कार्यालय {hours} खुला रहता है।",
);
export const NEXT = text(
  "మరో వార్డు చూడాలనుకుంటున్నారా?",
  "Would you like to see another ward?",
  "क्या आप कोई और वार्ड देखना चाहेंगे?",
);
export const OTHER = text("వేరే వార్డు", "Another ward", "दूसरा वार्ड");
export const DONE = text("చాలు", "Done", "हो गया");
export const THANKS = text("ధన్యవాదాలు.", "Thank you.", "धन्यवाद।");
