//! What the desk says of bookings, and of giving them up.

use mitra_department::text::{Text, text};

pub(crate) const YOUR_TICKETS: Text = text(
    "మీకు ఇప్పటికే బుకింగ్ ఉంది. ఏం చేయమంటారు?",
    "You have a booking already. What would you like to do?",
    "आपकी बुकिंग पहले से है। आप क्या करना चाहेंगे?",
);
pub(crate) const NEW_BOOKING: Text = text("కొత్త బుకింగ్", "New booking", "नई बुकिंग");
pub(crate) const WHICH_DAY: Text = text("ఏ రోజు?", "Which day?", "किस दिन?");
pub(crate) const WHICH_SLOT: Text = text("ఏ సమయం?", "At what time?", "किस समय?");
pub(crate) const FREE_ONE: Text = text("1 ఖాళీ", "1 place free", "1 जगह ख़ाली");
pub(crate) const FREE: Text = text("{} ఖాళీలు", "{} places free", "{} जगहें ख़ाली");
pub(crate) const FULL: Text = text(
    "ఆ రోజు ఖాళీలు లేవు. దయచేసి మరో రోజు ఎంచుకోండి.",
    "Nothing is free on that day. Please choose another.",
    "उस दिन कोई जगह ख़ाली नहीं है। कृपया कोई और दिन चुनें।",
);
pub(crate) const JUST_TAKEN: Text = text(
    "క్షమించండి, మీరు కోరినన్ని ఖాళీలు ఆ సమయానికి ఇప్పుడు లేవు. దయచేసి మరొకటి ఎంచుకోండి.",
    "We are sorry: not so many places are free at that time any more. Please choose another.",
    "क्षमा करें, उस समय इतनी जगहें अब ख़ाली नहीं हैं। कृपया कोई और चुनें।",
);
pub(crate) const CLOSED: Text = text(
    "రాబోయే రోజుల్లో ఇక్కడ బుకింగ్ లేదు. వివరాలకు {}కు కాల్ చేయండి.",
    "Nothing can be booked there in the coming days. Please call {}.",
    "आने वाले दिनों में वहाँ बुकिंग नहीं है। जानकारी के लिए {} पर कॉल करें।",
);
pub(crate) const WHICH_KIND: Text = text("ఏది కావాలి?", "Which one?", "कौन सा चाहिए?");
pub(crate) const NO_FEE: Text = text("ఉచితం", "Free of charge", "निःशुल्क");
pub(crate) const FREE_SHORT: Text = text("ఉచితం", "free", "निःशुल्क");
pub(crate) const HOW_MANY: Text = text("ఎంతమంది?", "How many people?", "कितने लोग?");
pub(crate) const BOOKING_TITLE: Text = text("బుకింగ్", "Booking", "बुकिंग");
pub(crate) const NAME: Text = text("పేరు", "Name", "नाम");
pub(crate) const ASK_NAME: Text = text("ఎవరి పేరు మీద?", "In whose name?", "किसके नाम से?");
pub(crate) const HELD: Text = text(
    "మీ కోసం ఉంచాము: {}, {} {}. {} నిమిషాల్లో చెల్లించండి.",
    "Kept for you: {}, {} {}. Please pay within {} minutes.",
    "आपके लिए रखा गया: {}, {} {}। कृपया {} मिनट में भुगतान करें।",
);
pub(crate) const BOOKING_PURPOSE: Text = text("బుకింగ్ {}", "Booking {}", "बुकिंग {}");
pub(crate) const RELEASED: Text = text(
    "చెల్లింపు పూర్తి కాలేదు, కాబట్టి బుకింగ్ {} రద్దయింది. ఒకవేళ మీ ఖాతా నుంచి డబ్బు వెళ్లి ఉంటే, మీ బ్యాంకు కొన్ని రోజుల్లో దాన్ని తిరిగి జమ చేస్తుంది.",
    "The payment was not completed, so booking {} is given up. If money was taken from your account, your bank gives it back by itself within some days.",
    "भुगतान पूरा नहीं हुआ, इसलिए बुकिंग {} रद्द हो गई। यदि आपके खाते से पैसे कटे हैं, तो बैंक कुछ दिनों में उन्हें अपने आप लौटा देगा।",
);
pub(crate) const WAITS: Text = text(
    "బుకింగ్ {} చెల్లింపు కోసం ఎదురుచూస్తోంది.",
    "Booking {} waits for its payment.",
    "बुकिंग {} भुगतान की प्रतीक्षा में है।",
);
pub(crate) const TOO_LATE: Text = text(
    "బుకింగ్ {}: మీ చెల్లింపు {} (రసీదు {}) గడువు తర్వాత వచ్చింది, ఇప్పుడు ఖాళీ లేదు. ఈ మొత్తం మీకు తిరిగి ఇవ్వాలని నమోదు చేశాము. వివరాలకు {}కు కాల్ చేయండి.",
    "Booking {}: your payment of {} (receipt {}) came after its time, and no place is free now. We have written down that this amount is to be paid back to you. Please call {} for details.",
    "बुकिंग {}: आपका भुगतान {} (रसीद {}) समय के बाद आया, और अब जगह नहीं है। हमने दर्ज कर लिया है कि यह राशि आपको लौटानी है। जानकारी के लिए {} पर कॉल करें।",
);

pub(crate) const BOOKING_IS: Text = text(
    "మీ బుకింగ్:\n{}\n{} {}, {}\n{}\nమొత్తం: {}",
    "Your booking:\n{}\n{} {}, {}\n{}\nIn all: {}",
    "आपकी बुकिंग:\n{}\n{} {}, {}\n{}\nकुल: {}",
);

/// Days of the week, as the data names them: in full, and shortened.
const WEEKDAYS: [(&str, Text, Text); 7] = [
    ("mon", text("సోమవారం", "Monday", "सोमवार"), text("సోమ", "Mon", "सोम")),
    ("tue", text("మంగళవారం", "Tuesday", "मंगलवार"), text("మంగళ", "Tue", "मंगल")),
    ("wed", text("బుధవారం", "Wednesday", "बुधवार"), text("బుధ", "Wed", "बुध")),
    ("thu", text("గురువారం", "Thursday", "गुरुवार"), text("గురు", "Thu", "गुरु")),
    ("fri", text("శుక్రవారం", "Friday", "शुक्रवार"), text("శుక్ర", "Fri", "शुक्र")),
    ("sat", text("శనివారం", "Saturday", "शनिवार"), text("శని", "Sat", "शनि")),
    ("sun", text("ఆదివారం", "Sunday", "रविवार"), text("ఆది", "Sun", "रवि")),
];

/// A day of the week in full and shortened, by its name in the data.
pub(crate) fn weekday(name: &str) -> (Text, Text) {
    let found = WEEKDAYS.iter().find(|(known, ..)| *known == name);
    found.map_or((text("", "", ""), text("", "", "")), |(_, full, short)| (*full, *short))
}

// Cancelling.
pub(crate) const CANCEL: Text = text("రద్దు చేయండి", "Cancel it", "रद्द करें");
pub(crate) const CANCEL_YES: Text = text("అవును, రద్దు చేయండి", "Yes, cancel it", "हाँ, रद्द करें");
pub(crate) const CANCEL_NO: Text = text("వద్దు, ఉంచండి", "No, keep it", "नहीं, रहने दें");
pub(crate) const CANCELLED: Text = text("రద్దయింది", "Cancelled", "रद्द");
pub(crate) const CANCEL_SURE: Text = text(
    "{}\n{}\n\nఇది ఉచిత బుకింగ్. దీన్ని రద్దు చేయాలా?",
    "{}\n{}\n\nIt cost nothing. Do you want to cancel it?",
    "{}\n{}\n\nयह निःशुल्क बुकिंग है। क्या इसे रद्द करना है?",
);
pub(crate) const CANCEL_SURE_PAID: Text = text(
    "{}\n{}\n\nమీరు చెల్లించినది {}. రద్దు చేస్తే {} మీకు తిరిగి వస్తుంది. రద్దు చేయాలా?",
    "{}\n{}\n\nYou paid {}. If you cancel it, {} is paid back to you. Do you want to cancel it?",
    "{}\n{}\n\nआपने {} चुकाए। रद्द करने पर {} आपको लौटाए जाएँगे। क्या इसे रद्द करना है?",
);
pub(crate) const REFUND_CHANGED: Text = text(
    "ఈలోగా సమయం గడిచినందున తిరిగి వచ్చే మొత్తం మారింది.",
    "Meanwhile time went by, and another amount is paid back.",
    "इस बीच समय बीत गया, इसलिए लौटाई जाने वाली राशि बदल गई है।",
);
pub(crate) const KEPT: Text = text(
    "సరే, మీ బుకింగ్ {} అలాగే ఉంది.",
    "All right: your booking {} stays as it is.",
    "ठीक है, आपकी बुकिंग {} वैसी ही है।",
);
pub(crate) const CANCELLED_ALREADY: Text = text(
    "బుకింగ్ {} ఇప్పటికే రద్దయింది. ఇంకేమీ చేయనక్కర్లేదు.",
    "Booking {} is cancelled already. There is nothing more to do.",
    "बुकिंग {} पहले ही रद्द हो चुकी है। और कुछ करने की ज़रूरत नहीं।",
);
pub(crate) const CANCELLED_PAID: Text = text(
    "బుకింగ్ {} ఇప్పటికే రద్దయింది. {} మీకు తిరిగి ఇవ్వాలని నమోదు చేశాము.",
    "Booking {} is cancelled already. We have written down that {} is to be paid back to you.",
    "बुकिंग {} पहले ही रद्द हो चुकी है। हमने दर्ज कर लिया है कि {} आपको लौटाने हैं।",
);
pub(crate) const CANCEL_TOO_LATE: Text = text(
    "క్షమించండి, బుకింగ్ {} ఇప్పుడు రద్దు చేయలేము: సమయం దాటింది. వివరాలకు {}కు కాల్ చేయండి.",
    "We are sorry: booking {} cannot be cancelled any more, it is too late. Please call {} for details.",
    "क्षमा करें, बुकिंग {} अब रद्द नहीं हो सकती: समय निकल गया। जानकारी के लिए {} पर कॉल करें।",
);
