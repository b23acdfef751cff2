// What the renewal of licences says.

import { text } from "@mitra/department";

export const NAME = text("లైసెన్స్ రెన్యువల్", "Driving licence renewal", "लाइसेंस नवीनीकरण");
export const SUMMARY = text(
  "గడువు ముగిసే ముందు డ్రైవింగ్ లైసెన్స్ రెన్యువల్ చేసుకోండి",
  "Renew your driving licence before it ends",
  "समाप्त होने से पहले ड्राइविंग लाइसेंस का नवीनीकरण करें",
);
export const ALIASES = [
  "renew licence",
  "renew license",
  "dl renewal",
  "licence renewal",
  "license renewal",
  "licence expired",
  "licence renewal cheyali",
  "laisensu renewal",
  "licence renew karna hai",
  "dl renew",
  "లైసెన్స్ రెన్యువల్ చేయాలి",
  "లైసెన్స్ గడువు ముగిసింది",
  "लाइसेंस रिन्यू करना है",
  "लाइसेंस नवीनीकरण",
];

export const YOURS = text("మీ రెన్యువల్", "Your renewal", "आपका नवीनीकरण");
export const MOBILE = text("మొబైల్", "Mobile", "मोबाइल");
export const ASK_MOBILE = text(
  "కార్యాలయం మిమ్మల్ని ఏ మొబైల్ నంబరులో సంప్రదించాలి?",
  "At which mobile number may the office reach you?",
  "कार्यालय आपसे किस मोबाइल नंबर पर संपर्क करे?",
);
export const ADDRESS = text("చిరునామా", "Address", "पता");
export const ASK_ADDRESS = text(
  "కొత్త లైసెన్స్‌ను ఏ చిరునామాకు పంపాలి? ఇంటి నంబరు, వీధి, ఊరు రాయండి.",
  "To which address shall the new licence go? House number, street and town, please.",
  "नया लाइसेंस किस पते पर भेजें? मकान नंबर, गली और शहर लिखें।",
);
export const PIN = text("పిన్ కోడ్", "PIN code", "पिन कोड");
export const ASK_PIN = text("ఆ చిరునామా పిన్ కోడ్ ఏమిటి?", "What is the PIN code of that address?", "उस पते का पिन कोड क्या है?");
export const WEARS_GLASSES = text("కళ్లద్దాలు", "Glasses", "चश्मा");
export const ASK_GLASSES = text(
  "డ్రైవింగ్ చేసేటప్పుడు కళ్లద్దాలు పెట్టుకుంటారా?",
  "Do you wear glasses when you drive?",
  "क्या आप गाड़ी चलाते समय चश्मा पहनते हैं?",
);
export const GLASSES = text("అవును", "Yes", "हाँ");
export const NO_GLASSES = text("లేదు", "No", "नहीं");
export const RECEIVED = text(
  "మీ రెన్యువల్ దరఖాస్తు అందింది.\n\nనంబరు: {reference}\nలైసెన్స్: {number}\n\nతర్వాత ఏమి చేయాలో కార్యాలయం మీ మొబైల్‌కు తెలియజేస్తుంది.",
  "We have received your application for renewal.\n\nNumber: {reference}\nLicence: {number}\n\nThe office will tell you on your mobile what comes next.",
  "नवीनीकरण का आपका आवेदन मिल गया।\n\nनंबर: {reference}\nलाइसेंस: {number}\n\nआगे क्या करना है, यह कार्यालय आपके मोबाइल पर बताएगा।",
);
export const PENDING = text(
  "ఈ లైసెన్స్ రెన్యువల్ దరఖాస్తు ఇప్పటికే మా దగ్గర ఉంది. నంబరు: {reference}.",
  "There is already an application to renew this licence. Its number: {reference}.",
  "इस लाइसेंस के नवीनीकरण का आवेदन पहले से हमारे पास है। नंबर: {reference}।",
);
export const NOT_YET = text(
  "మీ లైసెన్స్ {valid} వరకు చెల్లుతుంది. దాన్ని {from} నుండి రెన్యువల్ చేసుకోవచ్చు.",
  "Your licence is valid until {valid}. You can renew it from {from} on.",
  "आपका लाइसेंस {valid} तक मान्य है। इसका नवीनीकरण {from} से हो सकता है।",
);
