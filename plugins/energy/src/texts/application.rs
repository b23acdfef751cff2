//! What applications say: for a new connection, for another name on one, and how they stand.

use mitra_department::text::{Text, text};

pub(crate) const CONNECTION: Text =
    text("కొత్త విద్యుత్ కనెక్షన్", "New power connection", "नया बिजली कनेक्शन");
pub(crate) const TRANSFER: Text =
    text("కనెక్షన్ పేరు మార్పు", "Connection name transfer", "कनेक्शन का नाम परिवर्तन");

pub(crate) const KIND: Text = text("దేని కోసం", "For", "किसके लिए");
pub(crate) const ASK_KIND: Text =
    text("కనెక్షన్ దేని కోసం?", "What is the connection for?", "कनेक्शन किसके लिए चाहिए?");
pub(crate) const HOME: Text = text("ఇల్లు", "Home", "घर");
pub(crate) const SHOP: Text = text("దుకాణం, కార్యాలయం", "Shop or office", "दुकान या दफ़्तर");
pub(crate) const FARM: Text = text("వ్యవసాయ పంపుసెట్", "Farm pump set", "कृषि पंप सेट");
pub(crate) const FACTORY: Text = text("పరిశ్రమ", "Factory", "कारखाना");
pub(crate) const WITHIN: Text = text("{} రోజుల్లో నిర్ణయం", "Decided within {} days", "{} दिनों में निर्णय");
pub(crate) const LOAD: Text = text("లోడ్ (కిలోవాట్లు)", "Load (kW)", "लोड (किलोवाट)");
pub(crate) const ASK_LOAD: Text =
    text("ఎన్ని కిలోవాట్ల లోడ్ కావాలి?", "How many kilowatts do you need?", "कितने किलोवाट का लोड चाहिए?");
pub(crate) const HELP_LOAD: Text = text(
    "ఏసీ లేని ఇంటికి సాధారణంగా 1 నుండి 3 కిలోవాట్లు సరిపోతాయి.",
    "A home without air conditioning usually needs 1 to 3.",
    "बिना एसी वाले घर के लिए आम तौर पर 1 से 3 किलोवाट काफ़ी हैं।",
);
pub(crate) const NAME: Text = text("పేరు", "Name", "नाम");
pub(crate) const ASK_NAME: Text = text(
    "కనెక్షన్ ఎవరి పేరు మీద ఉండాలి?",
    "In whose name shall the connection be?",
    "कनेक्शन किसके नाम पर हो?",
);
pub(crate) const ASK_NEW_NAME: Text =
    text("కొత్త యజమాని పేరు ఏమిటి?", "What is the new owner's name?", "नए मालिक का नाम क्या है?");
pub(crate) const AADHAAR: Text = text("ఆధార్", "Aadhaar", "आधार");
pub(crate) const ASK_AADHAAR: Text =
    text("వారి ఆధార్ నంబరు దయచేసి పంపండి.", "Please send their Aadhaar number.", "कृपया उनका आधार नंबर भेजें।");
pub(crate) const MOBILE: Text = text("మొబైల్", "Mobile", "मोबाइल");
pub(crate) const ASK_MOBILE: Text = text(
    "లైన్‌మ్యాన్ ఏ మొబైల్ నంబరుకు కాల్ చేయాలి?",
    "Which mobile number shall the lineman call?",
    "लाइनमैन किस मोबाइल नंबर पर कॉल करे?",
);
pub(crate) const ADDRESS: Text = text("చిరునామా", "Address", "पता");
pub(crate) const ASK_ADDRESS: Text = text(
    "కనెక్షన్ ఎక్కడ కావాలి? ఇంటి నంబరు, వీధి, ఊరు దయచేసి రాయండి.",
    "Where is it needed? House number, street and town, please.",
    "कनेक्शन कहाँ चाहिए? कृपया मकान नंबर, गली और शहर लिखें।",
);
pub(crate) const PIN: Text = text("పిన్ కోడ్", "PIN code", "पिन कोड");
pub(crate) const ASK_PIN: Text =
    text("ఆ చిరునామా పిన్ కోడ్ ఏమిటి?", "What is the PIN code of that address?", "उस पते का पिन कोड क्या है?");
pub(crate) const PAPERS: Text = text("పత్రం", "Papers", "काग़ज़");
pub(crate) const ASK_PAPERS: Text = text(
    "ఇల్లు లేదా స్థలం పత్రం (దస్తావేజు, పన్ను రసీదు లేదా అద్దె ఒప్పందం) దయచేసి పంపండి.",
    "Please send a paper of the house or site: deed, tax receipt or rent agreement.",
    "कृपया मकान या ज़मीन का काग़ज़ भेजें: रजिस्ट्री, कर रसीद या किरायानामा।",
);
pub(crate) const NUMBER: Text = text("సర్వీస్ నంబరు", "Service number", "सर्विस नंबर");
pub(crate) const ASK_NUMBER: Text = text(
    "ఏ సర్వీస్ నంబరు పేరు మార్చాలి? అది కరెంటు బిల్లు పైభాగంలో ఉంటుంది.",
    "Which service number is it? You find it at the top of the electricity bill.",
    "किस सर्विस नंबर का नाम बदलना है? यह बिजली बिल के ऊपर लिखा होता है।",
);
pub(crate) const REASON: Text = text("కారణం", "Reason", "कारण");
pub(crate) const ASK_REASON: Text = text(
    "ఇల్లు లేదా స్థలం కొత్త యజమానికి ఎలా వచ్చింది?",
    "How did the new owner come to the house or site?",
    "नए मालिक को मकान या ज़मीन कैसे मिली?",
);
pub(crate) const BOUGHT: Text = text("కొనుగోలు", "Bought", "ख़रीदा");
pub(crate) const INHERITED: Text = text("వారసత్వం", "Inherited", "विरासत में मिला");
pub(crate) const GIVEN: Text = text("బహుమతి, పంపకం", "Gift or partition", "उपहार या बँटवारा");
pub(crate) const ASK_DEED: Text = text(
    "యాజమాన్య పత్రం (దస్తావేజు లేదా వారసత్వ ధృవీకరణ) దయచేసి పంపండి.",
    "Please send the paper that shows it: the deed or the certificate of heirs.",
    "कृपया मालिकाना काग़ज़ भेजें: रजिस्ट्री या वारिस प्रमाण पत्र।",
);
pub(crate) const OWED: Text = text(
    "సర్వీస్ నంబరు {} బిల్లు బకాయి {} ఉంది. పేరు మార్చే ముందు దయచేసి చెల్లించండి.",
    "The bills of service number {} are not paid: {} is due. Please pay before the name is changed.",
    "सर्विस नंबर {} का बिल {} बकाया है। नाम बदलने से पहले कृपया इसे भरें।",
);
pub(crate) const ASKED_ALREADY: Text = text(
    "సర్వీస్ నంబరు {} పేరు మార్పు దరఖాస్తు ఇప్పటికే పరిశీలనలో ఉంది.",
    "An application to change the name of service number {} is being looked at already.",
    "सर्विस नंबर {} के नाम परिवर्तन का आवेदन पहले से विचाराधीन है।",
);
pub(crate) const CORRECT: Text = text("వివరాలు సరిచేయండి", "Correct the details", "विवरण सुधारें");
/// What is applied for, the number, the day.
pub(crate) const TAKEN: Text = text(
    "మీ దరఖాస్తు అందింది: {}.\n\nనంబరు: {}\nనిర్ణయం: {} లోపు\n\nఈ నంబరుతో ఎప్పుడైనా స్థితి తెలుసుకోవచ్చు.",
    "We have received your application: {}.\n\nNumber: {}\nDecided by: {}\n\nWith this number you can ask for its status at any time.",
    "आपका आवेदन मिल गया: {}।\n\nनंबर: {}\nनिर्णय: {} तक\n\nइस नंबर से आप कभी भी स्थिति जान सकते हैं।",
);

pub(crate) const WHICH: Text = text(
    "ఏ దరఖాస్తు స్థితి చూడాలనుకుంటున్నారు?",
    "Which application would you like to see?",
    "आप किस आवेदन की स्थिति देखना चाहते हैं?",
);
pub(crate) const ASK_REFERENCE: Text = text(
    "దయచేసి మీ దరఖాస్తు నంబరు పంపండి. అది NC లేదా NTతో మొదలవుతుంది.",
    "Please send the number of your application. It begins with NC or NT.",
    "कृपया अपना आवेदन नंबर भेजें। यह NC या NT से शुरू होता है।",
);
pub(crate) const NO_REFERENCE: Text = text(
    "మీరు పంపిన నంబరులో ఎక్కడో పొరపాటు ఉంది.",
    "There is a mistake somewhere in that number.",
    "आपके भेजे नंबर में कहीं गलती है।",
);
pub(crate) const ASK_LAST_DIGITS: Text = text(
    "దరఖాస్తులో ఉన్న మొబైల్ నంబరు చివరి 4 అంకెలు దయచేసి పంపండి.",
    "Please send the last 4 digits of the mobile number in the application.",
    "कृपया आवेदन में दिए मोबाइल नंबर के अंतिम 4 अंक भेजें।",
);
pub(crate) const NOT_FOUND: Text = text(
    "ఈ నంబరు, మొబైల్‌తో దరఖాస్తు దొరకలేదు. దయచేసి మీ రసీదుతో సరిచూసుకోండి.",
    "We found no application with this number and mobile. Please compare them with your receipt.",
    "इस नंबर और मोबाइल से कोई आवेदन नहीं मिला। कृपया अपनी रसीद से मिला लें।",
);
pub(crate) const SHOWN: Text = text(
    "{}\nనంబరు: {}\nదరఖాస్తు: {}\nనిర్ణయం: {} లోపు\nస్థితి: {}",
    "{}\nNumber: {}\nReceived on: {}\nDecided by: {}\nStatus: {}",
    "{}\nनंबर: {}\nआवेदन: {}\nनिर्णय: {} तक\nस्थिति: {}",
);
pub(crate) const LATE: Text = text(
    "గడువు దాటింది. దయచేసి {}కు కాల్ చేయండి.",
    "Its day is past. Please call {}.",
    "समय सीमा बीत गई है। कृपया {} पर कॉल करें।",
);
/// What is applied for, the number, the status.
pub(crate) const NEWS: Text = text(
    "మీ దరఖాస్తు గురించి కొత్త సమాచారం: {}.\nనంబరు: {}\nస్థితి: {}",
    "There is news of your application: {}.\nNumber: {}\nStatus: {}",
    "आपके आवेदन के बारे में नई जानकारी है: {}।\nनंबर: {}\nस्थिति: {}",
);
pub(crate) const RECEIVED: Text = text("అందింది", "Received", "मिल गया");
pub(crate) const INSPECTION: Text =
    text("స్థల పరిశీలన జరుగుతోంది", "Being inspected", "स्थल की जाँच हो रही है");
pub(crate) const APPROVED: Text = text("ఆమోదించారు", "Approved", "स्वीकृत");
pub(crate) const DONE: Text = text("పూర్తయింది", "Completed", "पूरा हुआ");
pub(crate) const REJECTED: Text = text("తిరస్కరించారు", "Rejected", "अस्वीकृत");
