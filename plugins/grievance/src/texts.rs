//! Everything the department says.

pub(crate) mod names;

use mitra_department::text::{Text, text};

pub(crate) const DEPARTMENT: Text = text("ప్రజా ఫిర్యాదులు", "Public Grievances", "लोक शिकायत निवारण");
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
pub(crate) const STATUS_REOPENED: Text = text("మళ్లీ తెరిచారు", "Opened again", "फिर से खोली गई");
pub(crate) const STATUS_ESCALATED: Text =
    text("పై కార్యాలయం వద్ద ఉంది", "With the office above", "ऊपर के कार्यालय में");
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
    "సమస్య ఇంకా ఉంటే \"ఫిర్యాదు మళ్లీ తెరవడం\" సేవలో 15 రోజుల్లో తెరవవచ్చు; \"పరిష్కారానికి రేటింగ్\" సేవలో రేటింగ్ ఇవ్వండి.",
    "If the problem is still there, you can open it again within 15 days: see \"Reopen a grievance\". You can also rate the resolution.",
    "यदि समस्या अब भी है, तो \"शिकायत फिर से खोलें\" सेवा में 15 दिनों के भीतर इसे खोलें; \"समाधान को रेटिंग दें\" में रेटिंग दें।",
);
/// The number, the office, the day.
pub(crate) const MOVED_UP: Text = text(
    "మీ ఫిర్యాదు {} గడువులోగా పరిష్కారం కాలేదు. ఇప్పుడు పై కార్యాలయానికి వెళ్లింది: {}. కొత్త గడువు: {}",
    "Your grievance {} was not settled in time. It is now with the office above: {}. To be settled by: {}",
    "आपकी शिकायत {} समय पर हल नहीं हुई। अब यह ऊपर के कार्यालय में है: {}। नई समय सीमा: {}",
);
pub(crate) const STAYS: Text = text(
    "మీ ఫిర్యాదు {} గడువులోగా పరిష్కారం కాలేదు. పైన మరో కార్యాలయం లేదు; దయచేసి {}కు కాల్ చేయండి.",
    "Your grievance {} was not settled in time, and there is no office above. Please call {}.",
    "आपकी शिकायत {} समय पर हल नहीं हुई, और ऊपर कोई कार्यालय नहीं है। कृपया {} पर कॉल करें।",
);

/// Over the summary of a report with a photo.
pub(crate) const REPORT: Text = text("మీ నివేదిక", "Your report", "आपकी रिपोर्ट");
pub(crate) const ASK_REPORT_PHOTO: Text =
    text("దయచేసి సమస్య ఫోటో పంపండి.", "Please send a photo of the problem.", "कृपया समस्या की फ़ोटो भेजें।");
pub(crate) const ASK_REPORT_PLACE: Text = text(
    "అది ఎక్కడ ఉంది? దయచేసి లొకేషన్ పంపండి; దగ్గరి కార్యాలయానికి పంపుతాము.",
    "Where is it? Please share the location: it goes to the nearest office.",
    "यह कहाँ है? कृपया लोकेशन भेजें; यह सबसे नज़दीकी कार्यालय को जाएगी।",
);
pub(crate) const ASK_REPORT_WORDS: Text = text(
    "ఇంకేమైనా చెప్పాలనుకుంటే దయచేసి రాయండి. లేకపోతే దాటవేయవచ్చు.",
    "If there is more to say, please write it. You can skip this.",
    "कुछ और बताना हो तो कृपया लिखें। आप इसे छोड़ भी सकते हैं।",
);

pub(crate) const WHICH_TO_REOPEN: Text = text(
    "ఏ ఫిర్యాదును మళ్లీ తెరవాలి?",
    "Which grievance shall be opened again?",
    "कौन सी शिकायत फिर से खोलनी है?",
);
pub(crate) const NOTHING_TO_REOPEN: Text = text(
    "గత 15 రోజుల్లో పరిష్కరించిన ఫిర్యాదులు మీకు ఏవీ లేవు. సమస్య ఉంటే దయచేసి కొత్తది నమోదు చేయండి.",
    "None of your grievances was settled in the last 15 days. If there is a problem, please register it.",
    "पिछले 15 दिनों में आपकी कोई शिकायत हल नहीं हुई है। समस्या हो तो कृपया नई शिकायत दर्ज करें।",
);
pub(crate) const WHY_AGAIN: Text = text(
    "{}: ఏం పరిష్కారం కాలేదో దయచేసి రాయండి.",
    "{}: please write what is still not right.",
    "{}: कृपया लिखें कि क्या अब भी ठीक नहीं है।",
);
pub(crate) const OPENED_AGAIN: Text = text(
    "ఫిర్యాదు {} మళ్లీ తెరిచాము.\nకార్యాలయం: {}\nకొత్త గడువు: {}",
    "Grievance {} is open again.\nOffice: {}\nTo be settled by: {}",
    "शिकायत {} फिर से खोल दी गई है।\nकार्यालय: {}\nनई समय सीमा: {}",
);
pub(crate) const WHICH_TO_RATE: Text = text(
    "ఏ ఫిర్యాదు పరిష్కారానికి రేటింగ్ ఇవ్వాలనుకుంటున్నారు?",
    "Which grievance's resolution would you like to rate?",
    "आप किस शिकायत के समाधान को रेटिंग देना चाहते हैं?",
);
pub(crate) const NOTHING_TO_RATE: Text = text(
    "రేటింగ్ కోసం వేచి ఉన్న ఫిర్యాదులు మీకు ఏవీ లేవు.",
    "You have no settled grievance that waits for a rating.",
    "आपकी कोई हल हुई शिकायत रेटिंग की प्रतीक्षा में नहीं है।",
);
pub(crate) const HOW_WAS_IT: Text =
    text("{}: పరిష్కారం ఎలా ఉంది?", "{}: how well was it settled?", "{}: समाधान कैसा रहा?");
pub(crate) const RATINGS: [Text; 5] = [
    text("1 - చాలా బాగోలేదు", "1 - Very poor", "1 - बहुत ख़राब"),
    text("2 - బాగోలేదు", "2 - Poor", "2 - ख़राब"),
    text("3 - పరవాలేదు", "3 - Fair", "3 - ठीक-ठाक"),
    text("4 - బాగుంది", "4 - Good", "4 - अच्छा"),
    text("5 - చాలా బాగుంది", "5 - Very good", "5 - बहुत अच्छा"),
];
pub(crate) const RATED: Text = text(
    "మీ రేటింగ్ నమోదైంది. ధన్యవాదాలు.",
    "Your rating is noted. Thank you.",
    "आपकी रेटिंग दर्ज हो गई। धन्यवाद।",
);
pub(crate) const RATED_LOW: Text = text(
    "మీ రేటింగ్ నమోదైంది. సమస్య ఇంకా ఉంటే \"ఫిర్యాదు మళ్లీ తెరవడం\" సేవలో మళ్లీ తెరవవచ్చు.",
    "Your rating is noted. If the problem is still there, you can open it again: see \"Reopen a grievance\".",
    "आपकी रेटिंग दर्ज हो गई। समस्या अब भी हो तो \"शिकायत फिर से खोलें\" सेवा में इसे फिर से खोल सकते हैं।",
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
