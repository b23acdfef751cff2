//! What the services are called, and the words by which citizens find them.

use mitra_department::text::{Text, text};

pub(crate) const BILL: Text = text("కరెంటు బిల్లు చెల్లింపు", "Pay electricity bill", "बिजली बिल भरें");
pub(crate) const BILL_SUMMARY: Text = text(
    "సర్వీస్ నంబరుతో ఈ నెల బిల్లు చూసి, చెల్లించండి",
    "See this month's bill by service number, and pay it",
    "सर्विस नंबर से इस महीने का बिल देखें और भरें",
);
pub(crate) const BILL_ALIASES: [&str; 20] = [
    "electricity bill",
    "కరెంటు బిల్లు",
    "current bill",
    "karent bill",
    "karentu billu",
    "current bill kattali",
    "power bill",
    "light bill",
    "electricity bill payment",
    "bijli bill",
    "bijli ka bill",
    "bijli bil",
    "కరెంట్ బిల్లు",
    "కరెంటు బిల్లు కట్టాలి",
    "విద్యుత్ బిల్లు",
    "బిల్లు ఎంత",
    "बिजली का बिल",
    "बिजली बिल कितना है",
    "meter bill",
    "eb bill",
];
pub(crate) const HISTORY: Text =
    text("గత కరెంటు బిల్లులు", "Electricity bill history", "पिछले बिजली बिल");
pub(crate) const HISTORY_SUMMARY: Text = text(
    "గత ఆరు నెలల బిల్లులు, చెల్లింపులు",
    "Bills and payments of the last six months",
    "पिछले छह महीनों के बिल और भुगतान",
);
pub(crate) const HISTORY_ALIASES: [&str; 8] = [
    "old bills",
    "bill history",
    "previous bills",
    "patha billulu",
    "purane bill",
    "పాత బిల్లులు",
    "पुराने बिल",
    "last month bill",
];
pub(crate) const OUTAGE: Text = text("విద్యుత్ అంతరాయాలు", "Power outage information", "बिजली कटौती");
pub(crate) const OUTAGE_SUMMARY: Text = text(
    "మీ ప్రాంతంలో కరెంటు ఎప్పుడు వస్తుంది",
    "When power comes back in your area",
    "आपके इलाके में बिजली कब आएगी",
);
pub(crate) const OUTAGE_ALIASES: [&str; 17] = [
    "power cuts",
    "power cut",
    "no power",
    "no current",
    "current poyindi",
    "karentu ledu",
    "current eppudu vastundi",
    "light gone",
    "bijli nahi hai",
    "bijli chali gayi",
    "bijli kab aayegi",
    "కరెంటు పోయింది",
    "కరెంటు లేదు",
    "కరెంట్ ఎప్పుడు వస్తుంది",
    "बिजली नहीं है",
    "बिजली कब आएगी",
    "power outage",
];
pub(crate) const COMPLAINT: Text =
    text("విద్యుత్ సమస్య ఫిర్యాదు", "Power supply complaint", "बिजली आपूर्ति की शिकायत");
pub(crate) const COMPLAINT_SUMMARY: Text = text(
    "కరెంటు, వైర్లు, మీటరు సమస్యను మీ సెక్షన్ కార్యాలయానికి చెప్పండి",
    "Tell your section office of trouble with supply or meter",
    "सप्लाई, तार या मीटर की समस्या अपने सेक्शन कार्यालय को बताएँ",
);
pub(crate) const COMPLAINT_ALIASES: [&str; 16] = [
    "power complaint",
    "low voltage",
    "transformer problem",
    "wire fell down",
    "meter problem",
    "wrong bill",
    "current problem",
    "karentu samasya",
    "voltage takkuva",
    "bijli ki shikayat",
    "లో వోల్టేజ్",
    "ట్రాన్స్‌ఫార్మర్ పాడైంది",
    "కరెంటు వైరు తెగింది",
    "मीटर ख़राब है",
    "वोल्टेज कम है",
    "बिजली का तार टूटा",
];
pub(crate) const CONNECTION: Text =
    text("కొత్త విద్యుత్ కనెక్షన్", "New power connection", "नया बिजली कनेक्शन");
pub(crate) const CONNECTION_SUMMARY: Text = text(
    "ఇల్లు, దుకాణం, పొలం లేదా పరిశ్రమకు కొత్త కనెక్షన్ దరఖాస్తు",
    "Apply for a home, shop, farm or factory",
    "घर, दुकान, खेत या कारखाने के लिए आवेदन करें",
);
pub(crate) const CONNECTION_ALIASES: [&str; 11] = [
    "new connection",
    "new meter",
    "electricity connection",
    "kotha connection",
    "kotha meter kavali",
    "naya connection",
    "naya meter chahiye",
    "కొత్త మీటరు",
    "కొత్త కనెక్షన్ కావాలి",
    "नया मीटर",
    "बिजली कनेक्शन चाहिए",
];
pub(crate) const TRANSFER: Text =
    text("కనెక్షన్ పేరు మార్పు", "Connection name transfer", "कनेक्शन का नाम परिवर्तन");
pub(crate) const TRANSFER_SUMMARY: Text = text(
    "విద్యుత్ కనెక్షన్‌ను కొత్త యజమాని పేరుకు మార్చండి",
    "Move a connection to its new owner's name",
    "कनेक्शन नए मालिक के नाम कराएँ",
);
pub(crate) const TRANSFER_ALIASES: [&str; 10] = [
    "name transfer",
    "name change",
    "title transfer",
    "change owner of meter",
    "peru marpu",
    "meter peru marchali",
    "naam badalna hai",
    "మీటరు పేరు మార్చాలి",
    "పేరు మార్పు",
    "मीटर का नाम बदलना है",
];
pub(crate) const STATUS: Text =
    text("కనెక్షన్ దరఖాస్తు స్థితి", "Power connection status", "कनेक्शन आवेदन की स्थिति");
pub(crate) const STATUS_SUMMARY: Text = text(
    "కొత్త కనెక్షన్, పేరు మార్పు దరఖాస్తు ఎక్కడి వరకు వచ్చిందో చూడండి",
    "How a new connection or name transfer stands",
    "देखें नया कनेक्शन या नाम परिवर्तन कहाँ तक पहुँचा",
);
pub(crate) const STATUS_ALIASES: [&str; 9] = [
    "connection status",
    "application status of connection",
    "meter application status",
    "connection eppudu vastundi",
    "connection ka status",
    "connection kab lagega",
    "కనెక్షన్ ఎప్పుడు వస్తుంది",
    "కనెక్షన్ స్థితి",
    "कनेक्शन कब लगेगा",
];
