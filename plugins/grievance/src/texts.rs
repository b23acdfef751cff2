//! Everything the department says.

use mitra_department::text::{Text, text};

pub(crate) const DEPARTMENT: Text = text("ప్రజా ఫిర్యాదులు", "Public Grievances", "लोक शिकायत निवारण");
pub(crate) const REGISTER: Text = text("ఫిర్యాదు నమోదు", "Register a grievance", "शिकायत दर्ज करें");
pub(crate) const REGISTER_SUMMARY: Text = text(
    "మీ సమస్యను ఫోటో, లొకేషన్‌తో తెలియజేయండి",
    "Tell us of a problem, with photo and place",
    "अपनी समस्या फ़ोटो और जगह के साथ बताएँ",
);
pub(crate) const REGISTER_ALIASES: [&str; 22] = [
    "complaint",
    "file a complaint",
    "grievance",
    "problem",
    "firyadu",
    "firyadu cheyali",
    "samasya",
    "shikayat",
    "shikayat karni hai",
    "street light not working",
    "no drinking water",
    "garbage not collected",
    "pothole",
    "road problem",
    "ఫిర్యాదు",
    "ఫిర్యాదు చేయాలి",
    "సమస్య ఉంది",
    "చెత్త తీయడం లేదు",
    "शिकायत",
    "शिकायत करनी है",
    "समस्या है",
    "pension problem",
];
pub(crate) const TRACK: Text = text("ఫిర్యాదు స్థితి", "Grievance status", "शिकायत की स्थिति");
pub(crate) const TRACK_SUMMARY: Text = text(
    "మీ ఫిర్యాదు ఎక్కడి వరకు వచ్చిందో చూడండి",
    "See how your grievance stands",
    "देखें आपकी शिकायत कहाँ तक पहुँची",
);
pub(crate) const TRACK_ALIASES: [&str; 10] = [
    "complaint status",
    "track complaint",
    "my complaint",
    "grievance number",
    "firyadu sthiti",
    "shikayat status",
    "shikayat ka kya hua",
    "నా ఫిర్యాదు ఏమైంది",
    "मेरी शिकायत का क्या हुआ",
    "शिकायत नंबर",
];

/// Over the summary.
pub(crate) const YOURS: Text = text("మీ ఫిర్యాదు", "Your grievance", "आपकी शिकायत");
pub(crate) const CATEGORY: Text = text("అంశం", "About", "विषय");
pub(crate) const ASK_CATEGORY: Text =
    text("మీ ఫిర్యాదు దేని గురించి?", "What is your grievance about?", "आपकी शिकायत किस बारे में है?");
pub(crate) const PROBLEM: Text = text("సమస్య", "Problem", "समस्या");
pub(crate) const ASK_PROBLEM: Text = text(
    "సమస్య ఏమిటో, ఎప్పటి నుండి ఉందో దయచేసి మీ మాటల్లో రాయండి.",
    "Please describe the problem in your own words, and since when it exists.",
    "समस्या क्या है और कब से है, कृपया अपने शब्दों में लिखें।",
);
pub(crate) const HELP_PROBLEM: Text = text(
    "అధికారికి అర్థమయ్యేలా రాయండి. ఫోటోను తర్వాత అడుగుతాము.",
    "Write it so that the officer understands. We will ask for a photo next.",
    "ऐसे लिखें कि अधिकारी समझ सकें। फ़ोटो हम आगे माँगेंगे।",
);
pub(crate) const PHOTO: Text = text("ఫోటో", "Photo", "फ़ोटो");
pub(crate) const ASK_PHOTO: Text = text(
    "ఫోటో ఉంటే దయచేసి పంపండి. లేకపోతే దాటవేయవచ్చు.",
    "If you have a photo, please send it. You can skip this.",
    "यदि फ़ोटो है तो कृपया भेजें। आप इसे छोड़ भी सकते हैं।",
);
pub(crate) const PLACE: Text = text("ప్రదేశం", "Place", "जगह");
pub(crate) const ASK_PLACE: Text = text(
    "సమస్య ఎక్కడ ఉంది? దయచేసి లొకేషన్ పంపండి, లేదా చిరునామా రాయండి.",
    "Where is it? Please share the location, or write the address.",
    "समस्या कहाँ है? कृपया लोकेशन भेजें, या पता लिखें।",
);
pub(crate) const REGISTERED: Text = text(
    "మీ ఫిర్యాదు నమోదైంది.\n\nనంబరు: {}\nకార్యాలయం: {}\nపరిష్కార గడువు: {}\n\nఈ నంబరుతో ఎప్పుడైనా స్థితి తెలుసుకోవచ్చు.",
    "Your grievance is registered.\n\nNumber: {}\nOffice: {}\nTo be settled by: {}\n\nWith this number you can ask for its status at any time.",
    "आपकी शिकायत दर्ज हो गई।\n\nनंबर: {}\nकार्यालय: {}\nसमाधान की तिथि: {}\n\nइस नंबर से आप कभी भी स्थिति जान सकते हैं।",
);

pub(crate) const WHICH_REFERENCE: Text = text(
    "ఏ ఫిర్యాదు స్థితి చూడాలనుకుంటున్నారు?",
    "Which grievance would you like to see?",
    "आप कौन सी शिकायत देखना चाहते हैं?",
);
pub(crate) const OLDER: Text = text(
    "ఇవి మీ తాజా ఫిర్యాదులు. పాత ఫిర్యాదు కోసం దాని నంబరు రాసి పంపండి.",
    "These are your newest ones. For an older one, please send its number.",
    "ये आपकी सबसे नई शिकायतें हैं। पुरानी शिकायत देखने के लिए कृपया उसका नंबर भेजें।",
);
pub(crate) const OTHER_REFERENCE: Text = text("వేరే నంబరు", "Another number", "दूसरा नंबर");
pub(crate) const ASK_REFERENCE: Text = text(
    "దయచేసి మీ ఫిర్యాదు నంబరు పంపండి. అది GRVతో మొదలవుతుంది.",
    "Please send your grievance number. It begins with GRV.",
    "कृपया अपना शिकायत नंबर भेजें। यह GRV से शुरू होता है।",
);
pub(crate) const NO_REFERENCE: Text = text(
    "మీరు పంపిన నంబరులో ఎక్కడో పొరపాటు ఉంది.",
    "There is a mistake somewhere in that number.",
    "आपके भेजे नंबर में कहीं गलती है।",
);
pub(crate) const NOT_FOUND: Text = text(
    "మీ ఫిర్యాదుల్లో ఈ నంబరు లేదు.",
    "There is no such number among your grievances.",
    "आपकी शिकायतों में यह नंबर नहीं है।",
);
pub(crate) const SHOWN: Text = text(
    "ఫిర్యాదు: {}\nఅంశం: {}\nనమోదు: {}\nకార్యాలయం: {}\nగడువు: {}\nస్థితి: {}",
    "Grievance: {}\nAbout: {}\nRegistered: {}\nOffice: {}\nTo be settled by: {}\nStatus: {}",
    "शिकायत: {}\nविषय: {}\nदर्ज: {}\nकार्यालय: {}\nसमाधान की तिथि: {}\nस्थिति: {}",
);
pub(crate) const STATUS_REGISTERED: Text = text("నమోదైంది", "Registered", "दर्ज हुई");
pub(crate) const STATUS_ASSIGNED: Text =
    text("అధికారికి అప్పగించారు", "Given to an officer", "अधिकारी को सौंपी गई");
pub(crate) const STATUS_IN_PROGRESS: Text =
    text("పని జరుగుతోంది", "Being worked on", "कार्रवाई जारी है");
pub(crate) const STATUS_RESOLVED: Text = text("పరిష్కరించారు", "Resolved", "समाधान हो गया");
pub(crate) const OVERDUE: Text = text("గడువు దాటింది", "overdue", "समय सीमा बीत गई");
pub(crate) const SO_FAR: Text = text("ఇప్పటివరకు:", "So far:", "अब तक:");
/// The office has news of it.
pub(crate) const NEWS: Text = text(
    "మీ ఫిర్యాదు {} గురించి కొత్త సమాచారం.\nఅంశం: {}\nస్థితి: {}",
    "There is news of your grievance {}.\nAbout: {}\nStatus: {}",
    "आपकी शिकायत {} के बारे में नई जानकारी है।\nविषय: {}\nस्थिति: {}",
);
/// Behind it, where it is settled.
pub(crate) const NOT_SETTLED: Text = text(
    "సమస్య ఇంకా ఉంటే, దయచేసి మళ్లీ నమోదు చేయండి.",
    "If the problem is still there, please register it again.",
    "यदि समस्या अब भी है, तो कृपया उसे फिर से दर्ज करें।",
);
pub(crate) const WHAT_NEXT: Text = text(
    "ఇంకేమైనా చూడాలనుకుంటున్నారా?",
    "Would you like to see anything else?",
    "क्या आप कुछ और देखना चाहेंगे?",
);
pub(crate) const DONE: Text = text("చాలు", "Done", "हो गया");
pub(crate) const THANKS: Text = text("ధన్యవాదాలు.", "Thank you.", "धन्यवाद।");

#[cfg(test)]
mod tests {
    use mitra_department::Language;
    use mitra_department::length::units;

    use super::*;

    #[test]
    fn every_title_fits_a_button_in_every_language() {
        for title in [OTHER_REFERENCE, DONE] {
            for language in [Language::Te, Language::En, Language::Hi] {
                let title = title.get(language);
                assert!(units(title) <= 20, "{title} has {} characters", units(title));
            }
        }
    }
}
