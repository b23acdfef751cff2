#include "texts.h"

// Always in three languages: Telugu, English, Hindi.
const mitra_text DEPARTMENT = {"కొత్త శాఖ", "New department", "नया विभाग"};
const mitra_text HOURS = {"కార్యాలయ వేళలు", "Office hours", "कार्यालय का समय"};
const mitra_text HOURS_SUMMARY = {
    "మీ వార్డు కార్యాలయం ఎప్పుడు తెరిచి ఉంటుంది",
    "When the office of your ward is open",
    "आपके वार्ड का कार्यालय कब खुला रहता है",
};
const mitra_text ASK = {
    "దయచేసి మీ వార్డు నంబరు పంపండి.",
    "Please send the number of your ward.",
    "कृपया अपने वार्ड का नंबर भेजें।",
};
// Each `{}` is filled in by mitra_fill, in order.
const mitra_text NOT_FOUND = {
    "ఆ వార్డు వివరాలు దొరకలేదు. దయచేసి {}కు కాల్ చేయండి.",
    "We found no such ward. You can also call {}.",
    "ऐसा कोई वार्ड नहीं मिला। आप {} पर कॉल भी कर सकते हैं।",
};
const mitra_text SHOWN = {
    "వార్డు {} కార్యాలయం {} తెరిచి ఉంటుంది.",
    "The office of ward {} is open from {}.",
    "वार्ड {} का कार्यालय {} खुला रहता है।",
};
const mitra_text NEXT = {
    "మరో వార్డు చూడాలనుకుంటున్నారా?",
    "Would you like to see another ward?",
    "क्या आप कोई और वार्ड देखना चाहेंगे?",
};
const mitra_text OTHER = {"వేరే వార్డు", "Another ward", "दूसरा वार्ड"};
const mitra_text DONE = {"చాలు", "Done", "हो गया"};
const mitra_text THANKS = {"ధన్యవాదాలు.", "Thank you.", "धन्यवाद।"};
