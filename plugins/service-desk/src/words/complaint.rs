//! What the desk says of complaints.

use mitra_department::text::{Text, text};

pub(crate) const YOUR_COMPLAINTS: Text = text(
    "మీ ఫిర్యాదులు ఇవి. ఒకటి ఎంచుకోండి, లేదా కొత్తది నమోదు చేయండి.",
    "These are your complaints. Choose one, or register a new one.",
    "ये आपकी शिकायतें हैं। एक चुनें, या नई दर्ज करें।",
);
pub(crate) const NEW_COMPLAINT: Text = text("కొత్త ఫిర్యాదు", "New complaint", "नई शिकायत");
pub(crate) const ABOUT_WHAT: Text =
    text("ఫిర్యాదు దేని గురించి?", "What is it about?", "शिकायत किस बारे में है?");
pub(crate) const WITHIN: Text = text("{} గంటల్లో", "Within {} hours", "{} घंटे में");
pub(crate) const WITHIN_DAYS: Text = text("{} రోజుల్లో", "Within {} days", "{} दिन में");
pub(crate) const COMPLAINT_TITLE: Text = text("మీ ఫిర్యాదు", "Your complaint", "आपकी शिकायत");
pub(crate) const DESCRIPTION: Text = text("సమస్య", "Problem", "समस्या");
pub(crate) const ASK_DESCRIPTION: Text = text(
    "సమస్య ఏమిటో దయచేసి మీ మాటల్లో రాయండి.",
    "Please describe the problem in your own words.",
    "समस्या क्या है, कृपया अपने शब्दों में लिखें।",
);
pub(crate) const PLACE: Text = text("ప్రదేశం", "Place", "जगह");
pub(crate) const ASK_PLACE: Text = text(
    "ఎక్కడ? దయచేసి లొకేషన్ పంపండి, లేదా చిరునామా రాయండి.",
    "Where is it? Please share the location, or write the address.",
    "कहाँ? कृपया लोकेशन भेजें, या पता लिखें।",
);
pub(crate) const PHOTO: Text = text("ఫోటో", "Photo", "फ़ोटो");
pub(crate) const ASK_PHOTO: Text = text(
    "ఫోటో ఉంటే దయచేసి పంపండి. లేకపోతే దాటవేయవచ్చు.",
    "If you have a photo, please send it. You can skip this.",
    "यदि फ़ोटो है तो कृपया भेजें। आप इसे छोड़ भी सकते हैं।",
);
pub(crate) const REGISTERED: Text = text(
    "మీ ఫిర్యాదు నమోదైంది.\n\nనంబరు: {}\nకార్యాలయం: {}\nగడువు: {}\n\nగడువులోగా పరిష్కారం కాకపోతే పై కార్యాలయానికి వెళుతుంది.",
    "Your complaint is registered.\n\nNumber: {}\nOffice: {}\nTo be put right by: {}\n\nIf it is not, it goes to the office above.",
    "आपकी शिकायत दर्ज हो गई।\n\nनंबर: {}\nकार्यालय: {}\nसमय सीमा: {}\n\nतब तक समाधान न हुआ तो यह ऊपर के कार्यालय में जाएगी।",
);
pub(crate) const COMPLAINT_SHOWN: Text = text(
    "{}\nనంబరు: {}\nనమోదు: {}\nకార్యాలయం: {}\nగడువు: {}\nస్థితి: {}",
    "{}\nNumber: {}\nRegistered: {}\nOffice: {}\nTo be put right by: {}\nStatus: {}",
    "{}\nनंबर: {}\nदर्ज: {}\nकार्यालय: {}\nसमय सीमा: {}\nस्थिति: {}",
);
pub(crate) const COMPLAINT_NEWS: Text = text(
    "మీ ఫిర్యాదు గురించి సమాచారం.\n{}\nనంబరు: {}\nస్థితి: {}",
    "There is news of your complaint.\n{}\nNumber: {}\nStatus: {}",
    "आपकी शिकायत के बारे में जानकारी।\n{}\nनंबर: {}\nस्थिति: {}",
);
pub(crate) const STATUS_REGISTERED: Text = text("నమోదైంది", "Registered", "दर्ज हुई");
pub(crate) const IN_PROGRESS: Text = text("పని జరుగుతోంది", "Being worked on", "कार्रवाई जारी है");
pub(crate) const RESOLVED: Text = text("పరిష్కరించారు", "Put right", "समाधान हो गया");
pub(crate) const REOPENED: Text = text("మళ్లీ తెరిచారు", "Opened again", "फिर से खोली गई");
pub(crate) const ESCALATED: Text = text("పై కార్యాలయానికి", "With the office above", "ऊपर के कार्यालय में");
pub(crate) const OVERDUE: Text = text("గడువు దాటింది", "Overdue", "समय सीमा बीत गई");
pub(crate) const MOVED_UP: Text = text(
    "మీ ఫిర్యాదు {} గడువులోగా పరిష్కారం కాలేదు. అది ఇప్పుడు పై కార్యాలయానికి వెళ్లింది: {}. కొత్త గడువు: {}",
    "Your complaint {} was not put right in time. It is now with the office above: {}. To be put right by: {}",
    "आपकी शिकायत {} समय पर हल नहीं हुई। अब यह ऊपर के कार्यालय में है: {}। नई समय सीमा: {}",
);
pub(crate) const STAYS: Text = text(
    "మీ ఫిర్యాదు {} గడువులోగా పరిష్కారం కాలేదు. దీని పైన కార్యాలయం లేదు; దయచేసి {}కు కాల్ చేయండి.",
    "Your complaint {} was not put right in time, and there is no office above. Please call {}.",
    "आपकी शिकायत {} समय पर हल नहीं हुई, और इसके ऊपर कोई कार्यालय नहीं है। कृपया {} पर कॉल करें।",
);
pub(crate) const HOW_WAS_IT: Text = text(
    "పరిష్కారం ఎలా ఉంది? దయచేసి రేటింగ్ ఇవ్వండి, లేదా సమస్య ఉంటే మళ్లీ తెరవండి.",
    "How well was it put right? Please rate it, or open it again if the problem is still there.",
    "समाधान कैसा रहा? कृपया रेटिंग दें, या समस्या बनी हो तो इसे फिर से खोलें।",
);
pub(crate) const RATE_BY_OPENING: Text = text(
    "రేటింగ్ ఇవ్వడానికి లేదా మళ్లీ తెరవడానికి ఈ సేవను తెరవండి.",
    "Open this service to rate it, or to open the complaint again.",
    "रेटिंग देने या शिकायत फिर से खोलने के लिए यह सेवा खोलें।",
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
    "15 రోజులు దాటినందున దీన్ని మళ్లీ తెరవలేము. సమస్య ఉంటే కొత్తది నమోదు చేయండి.",
    "It is more than 15 days old and cannot be opened again. If the problem is still there, please register a new one.",
    "15 दिन बीत जाने से इसे फिर से नहीं खोला जा सकता। समस्या हो तो नई शिकायत दर्ज करें।",
);
