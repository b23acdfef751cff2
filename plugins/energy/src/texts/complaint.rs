//! What complaints about supply say.

use mitra_department::text::{Text, text};

pub(crate) const ASK_PLACE: Text = text(
    "సమస్య ఎక్కడ ఉంది? దయచేసి లొకేషన్ పంపండి, లేదా ఊరి పేరు లేదా ఆరు అంకెల పిన్ కోడ్ రాయండి.",
    "Where is it? Please share the location, or write the town's name or its six-digit PIN code.",
    "समस्या कहाँ है? कृपया लोकेशन भेजें, या शहर का नाम या छह अंकों का पिन कोड लिखें।",
);
pub(crate) const NO_SECTION: Text = text(
    "ఆ ప్రాంతానికి మా సెక్షన్ కార్యాలయం దొరకలేదు. అత్యవసరమైతే {}కు కాల్ చేయండి.",
    "We found no section office of ours there. If it is urgent, please call {}.",
    "वहाँ हमारा कोई सेक्शन कार्यालय नहीं मिला। ज़रूरी हो तो {} पर कॉल करें।",
);
pub(crate) const WHICH_SECTION: Text = text("ఏ సెక్షన్?", "Which section is it?", "कौन सा सेक्शन है?");
pub(crate) const ABOUT_WHAT: Text = text(
    "కార్యాలయం: {}\n\nఫిర్యాదు దేని గురించి?",
    "Office: {}\n\nWhat is it about?",
    "कार्यालय: {}\n\nशिकायत किस बारे में है?",
);
pub(crate) const WITHIN: Text = text("{} గంటల్లో", "Within {} hours", "{} घंटे में");
pub(crate) const NO_POWER: Text = text("కరెంటు లేదు", "No power", "बिजली नहीं है");
pub(crate) const WIRE: Text =
    text("తెగిన వైరు, నిప్పురవ్వలు", "Fallen wire or sparks", "टूटा तार या चिंगारी");
pub(crate) const VOLTAGE: Text =
    text("తక్కువ/ఎక్కువ వోల్టేజ్", "Low or high voltage", "कम या ज़्यादा वोल्टेज");
pub(crate) const TRANSFORMER: Text =
    text("ట్రాన్స్‌ఫార్మర్ సమస్య", "Transformer trouble", "ट्रांसफ़ॉर्मर की समस्या");
pub(crate) const METER: Text = text("మీటరు సమస్య", "Meter trouble", "मीटर की समस्या");
pub(crate) const BILL: Text = text("బిల్లులో తప్పు", "Wrong bill", "गलत बिल");
pub(crate) const DANGER: Text = text(
    "⚠️ దయచేసి తెగిన వైరుకు దూరంగా ఉండండి, ఎవరినీ తాకనివ్వకండి. వెంటనే {}కు కాల్ కూడా చేయండి.",
    "⚠️ Please keep away from the wire, and let nobody touch it. Call {} as well, at once.",
    "⚠️ कृपया तार से दूर रहें और किसी को छूने न दें। तुरंत {} पर कॉल भी करें।",
);
pub(crate) const TITLE: Text = text("మీ ఫిర్యాదు", "Your complaint", "आपकी शिकायत");
pub(crate) const NUMBER: Text = text("సర్వీస్ నంబరు", "Service number", "सर्विस नंबर");
pub(crate) const ASK_NUMBER: Text = text(
    "మీ సర్వీస్ నంబరు ఏమిటి? వీధి సమస్య అయితే దాటవేయవచ్చు.",
    "What is your service number? You can skip this if the whole street is affected.",
    "आपका सर्विस नंबर क्या है? पूरी गली की समस्या हो तो छोड़ सकते हैं।",
);
pub(crate) const PROBLEM: Text = text("సమస్య", "Problem", "समस्या");
pub(crate) const ASK_PROBLEM: Text = text(
    "సమస్య ఏమిటో, ఎప్పటి నుండి ఉందో, దగ్గరలోని గుర్తుతో దయచేసి రాయండి.",
    "Please describe the problem, since when it exists, and a landmark nearby.",
    "समस्या क्या है, कब से है, और पास की कोई पहचान कृपया लिखें।",
);
pub(crate) const PHOTO: Text = text("ఫోటో", "Photo", "फ़ोटो");
pub(crate) const ASK_PHOTO: Text = text(
    "ఫోటో ఉంటే దయచేసి దూరం నుండి తీసి పంపండి. లేకపోతే దాటవేయవచ్చు.",
    "If you can take a photo from a safe distance, please send it. You can skip this.",
    "सुरक्षित दूरी से फ़ोटो ले सकें तो कृपया भेजें। आप इसे छोड़ भी सकते हैं।",
);
/// The number, the office, the instant.
pub(crate) const TAKEN: Text = text(
    "మీ ఫిర్యాదు నమోదైంది.\n\nనంబరు: {}\nకార్యాలయం: {}\nగడువు: {}\n\nగడువులోగా పరిష్కారం కాకపోతే పై కార్యాలయానికి వెళుతుంది.",
    "Your complaint is registered.\n\nNumber: {}\nOffice: {}\nTo be put right by: {}\n\nIf it is not, it goes to the office above.",
    "आपकी शिकायत दर्ज हो गई।\n\nनंबर: {}\nकार्यालय: {}\nसमय सीमा: {}\n\nतब तक समाधान न हुआ तो यह ऊपर के कार्यालय में जाएगी।",
);
pub(crate) const YOURS: Text = text(
    "మీ ఫిర్యాదులు ఇవి. ఒకటి ఎంచుకోండి, లేదా కొత్తది నమోదు చేయండి.",
    "These are your complaints. Choose one, or register a new one.",
    "ये आपकी शिकायतें हैं। एक चुनें, या नई दर्ज करें।",
);
pub(crate) const NEW: Text = text("కొత్త ఫిర్యాదు", "New complaint", "नई शिकायत");
pub(crate) const OTHERS: Text = text("నా ఫిర్యాదులు", "My complaints", "मेरी शिकायतें");
pub(crate) const SHOWN: Text = text(
    "{}\nనంబరు: {}\nనమోదు: {}\nకార్యాలయం: {}\nగడువు: {}\nస్థితి: {}",
    "{}\nNumber: {}\nRegistered: {}\nOffice: {}\nTo be put right by: {}\nStatus: {}",
    "{}\nनंबर: {}\nदर्ज: {}\nकार्यालय: {}\nसमय सीमा: {}\nस्थिति: {}",
);
/// The number, the status.
pub(crate) const NEWS: Text = text(
    "మీ ఫిర్యాదు {} గురించి కొత్త సమాచారం.\nస్థితి: {}",
    "There is news of your complaint {}.\nStatus: {}",
    "आपकी शिकायत {} के बारे में नई जानकारी है।\nस्थिति: {}",
);
pub(crate) const REGISTERED: Text = text("నమోదైంది", "Registered", "दर्ज हुई");
pub(crate) const IN_PROGRESS: Text = text("పని జరుగుతోంది", "Being worked on", "कार्रवाई जारी है");
pub(crate) const RESOLVED: Text = text("పరిష్కరించారు", "Put right", "समाधान हो गया");
pub(crate) const REOPENED: Text = text("మళ్లీ తెరిచారు", "Opened again", "फिर से खोली गई");
pub(crate) const ESCALATED: Text =
    text("పై కార్యాలయం వద్ద ఉంది", "With the office above", "ऊपर के कार्यालय में");
pub(crate) const OVERDUE: Text = text("గడువు దాటింది", "Overdue", "समय सीमा बीत गई");
/// The number, the office, the instant.
pub(crate) const MOVED_UP: Text = text(
    "మీ ఫిర్యాదు {} గడువులోగా పరిష్కారం కాలేదు. ఇప్పుడు పై కార్యాలయానికి వెళ్లింది: {}. కొత్త గడువు: {}",
    "Your complaint {} was not put right in time. It is now with the office above: {}. To be put right by: {}",
    "आपकी शिकायत {} समय पर हल नहीं हुई। अब यह ऊपर के कार्यालय में है: {}। नई समय सीमा: {}",
);
pub(crate) const STAYS: Text = text(
    "మీ ఫిర్యాదు {} గడువులోగా పరిష్కారం కాలేదు. పైన మరో కార్యాలయం లేదు; దయచేసి {}కు కాల్ చేయండి.",
    "Your complaint {} was not put right in time, and there is no office above. Please call {}.",
    "आपकी शिकायत {} समय पर हल नहीं हुई, और ऊपर कोई कार्यालय नहीं है। कृपया {} पर कॉल करें।",
);
pub(crate) const HOW_WAS_IT: Text = text(
    "పరిష్కారం ఎలా ఉంది? దయచేసి రేటింగ్ ఇవ్వండి, లేదా సమస్య ఉంటే మళ్లీ తెరవండి.",
    "How well was it put right? Please rate it, or open it again if the problem is still there.",
    "समाधान कैसा रहा? कृपया रेटिंग दें, या समस्या बनी हो तो इसे फिर से खोलें।",
);
pub(crate) const RATINGS: [Text; 5] = [
    text("1 - చాలా బాగోలేదు", "1 - Very poor", "1 - बहुत ख़राब"),
    text("2 - బాగోలేదు", "2 - Poor", "2 - ख़राब"),
    text("3 - పరవాలేదు", "3 - Fair", "3 - ठीक-ठाक"),
    text("4 - బాగుంది", "4 - Good", "4 - अच्छा"),
    text("5 - చాలా బాగుంది", "5 - Very good", "5 - बहुत अच्छा"),
];
pub(crate) const REOPEN: Text = text("మళ్లీ తెరవండి", "Open it again", "फिर से खोलें");
pub(crate) const RATED: Text = text(
    "మీ రేటింగ్ నమోదైంది. ధన్యవాదాలు.",
    "Your rating is noted. Thank you.",
    "आपकी रेटिंग दर्ज हो गई। धन्यवाद।",
);
pub(crate) const WHY_AGAIN: Text = text(
    "ఏం పరిష్కారం కాలేదో దయచేసి రాయండి.",
    "Please write what is still not right.",
    "कृपया लिखें कि क्या अब भी ठीक नहीं है।",
);
pub(crate) const OPENED_AGAIN: Text = text(
    "ఫిర్యాదు {} మళ్లీ తెరిచాము. కొత్త గడువు: {}",
    "Complaint {} is open again. To be put right by: {}",
    "शिकायत {} फिर से खोल दी गई है। नई समय सीमा: {}",
);
pub(crate) const TOO_OLD: Text = text(
    "15 రోజులు దాటినందున దీన్ని మళ్లీ తెరవలేము. సమస్య ఉంటే దయచేసి కొత్తది నమోదు చేయండి.",
    "It was put right more than 15 days ago and cannot be opened again. If the problem is still there, please register a new one.",
    "15 दिन बीत जाने से इसे फिर से नहीं खोला जा सकता। समस्या हो तो कृपया नई शिकायत दर्ज करें।",
);
