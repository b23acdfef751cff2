// What the booking of licence tests says.

import { text } from "@mitra/department";

export const NAME = text("లైసెన్స్ టెస్ట్ స్లాట్", "Book licence test slot", "लाइसेंस टेस्ट स्लॉट");
export const SUMMARY = text(
  "డ్రైవింగ్ టెస్ట్‌కు రోజు, సమయం ఎంచుకోండి",
  "Choose a day and time for your driving test",
  "ड्राइविंग टेस्ट का दिन और समय चुनें",
);
export const ALIASES = [
  "driving test",
  "licence test",
  "license test slot",
  "dl test",
  "dl slot",
  "slot booking",
  "test date",
  "book driving test",
  "cancel driving test",
  "driving test eppudu",
  "licence test slot kavali",
  "driving test kab hai",
  "licence test slot chahiye",
  "డ్రైవింగ్ టెస్ట్",
  "టెస్ట్ స్లాట్ కావాలి",
  "ड्राइविंग टेस्ट",
  "टेस्ट स्लॉट चाहिए",
];

export const YOURS = text("మీ లెర్నర్ లైసెన్స్", "Your learner's licence", "आपका लर्नर लाइसेंस");
export const ASK_NUMBER = text(
  "మీ లెర్నర్ లైసెన్స్ నంబరు ఏమిటి?",
  "What is the number of your learner's licence?",
  "आपके लर्नर लाइसेंस का नंबर क्या है?",
);
export const TOO_EARLY = text(
  "లెర్నర్ లైసెన్స్ వచ్చిన 30 రోజుల తర్వాత టెస్ట్ ఇవ్వవచ్చు. మీరు {day} నుండి స్లాట్ తీసుకోవచ్చు.",
  "The test can be taken 30 days after the learner's licence. You can book a test from {day} on.",
  "टेस्ट लर्नर लाइसेंस के 30 दिन बाद दिया जा सकता है। आप {day} से स्लॉट ले सकते हैं।",
);
export const EXPIRED_LEARNER = text(
  "మీ లెర్నర్ లైసెన్స్ గడువు {day}న ముగిసింది. దయచేసి ముందుగా కొత్తది తీసుకోండి.",
  "Your learner's licence ended on {day}. Please take a new one first.",
  "आपका लर्नर लाइसेंस {day} को समाप्त हो गया। कृपया पहले नया बनवाएँ।",
);
export const WHICH_OFFICE = text(
  "ఏ కార్యాలయంలో టెస్ట్ ఇవ్వాలనుకుంటున్నారు?",
  "At which office would you like to take the test?",
  "आप किस कार्यालय में टेस्ट देना चाहेंगे?",
);
export const WHICH_DAY = text(
  "{office}: ఏ రోజు వీలవుతుంది?",
  "{office}: which day suits you?",
  "{office}: कौन सा दिन ठीक रहेगा?",
);
export const NO_DAY = text(
  "{office}: రాబోయే రోజుల్లో ఖాళీ స్లాట్లు లేవు. దయచేసి వేరే కార్యాలయం చూడండి.",
  "{office}: there is no free slot in the coming days. Please look at another office.",
  "{office}: आने वाले दिनों में कोई स्लॉट ख़ाली नहीं है। कृपया दूसरा कार्यालय देखें।",
);
export const WHICH_TIME = text(
  "{office}, {day}: ఏ సమయం వీలవుతుంది?",
  "{office}, {day}: which time suits you?",
  "{office}, {day}: कौन सा समय ठीक रहेगा?",
);
export const NO_OFFICE = text(
  "ఇప్పుడు ఏ కార్యాలయంలోనూ టెస్ట్‌లు లేవు. దయచేసి కొన్ని రోజుల తర్వాత చూడండి.",
  "No office offers tests just now. Please look again in a few days.",
  "अभी किसी कार्यालय में टेस्ट नहीं हो रहे हैं। कृपया कुछ दिन बाद देखें।",
);
export const NO_TIME = text(
  "{office}, {day}: ఖాళీలు లేవు. దయచేసి వేరే రోజు చూడండి.",
  "{office}, {day}: nothing is free. Please look at another day.",
  "{office}, {day}: कुछ ख़ाली नहीं है। कृपया दूसरा दिन देखें।",
);
export const FREE = text("ఖాళీలు: {n}", "{n} free", "{n} ख़ाली");
export const OTHER_OFFICE = text("వేరే కార్యాలయం", "Another office", "दूसरा कार्यालय");
export const OTHER_DAY = text("వేరే రోజు", "Another day", "दूसरा दिन");
export const OTHER_TIME = text("వేరే సమయం", "Another time", "दूसरा समय");
export const TAKEN = text(
  "క్షమించండి, ఆ స్లాట్ ఇప్పుడే నిండిపోయింది.",
  "Sorry, that slot has just been taken.",
  "क्षमा करें, वह स्लॉट अभी-अभी भर गया।",
);
export const HELD = text(
  "{office}\n{day}, {time}\n\nఈ స్లాట్ {until} వరకు మీ కోసం ఉంచాము. ఖాయం చేయమంటారా?",
  "{office}\n{day}, {time}\n\nWe keep this slot for you until {until}. Shall we book it?",
  "{office}\n{day}, {time}\n\nयह स्लॉट {until} तक आपके लिए रखा है। क्या बुक कर दें?",
);
export const BOOK = text("ఖాయం చేయండి", "Book it", "बुक करें");
export const LEAVE = text("వద్దు", "No, thank you", "नहीं, रहने दें");
export const LEFT = text(
  "సరే, ఆ స్లాట్‌ను వదిలేశాము. మీ పేరున ఏదీ బుక్ కాలేదు.",
  "We have let the slot go. Nothing is booked.",
  "ठीक है, स्लॉट छोड़ दिया है। कुछ भी बुक नहीं हुआ।",
);
export const LAPSED = text(
  "లైసెన్స్ టెస్ట్: మీ కోసం ఉంచిన స్లాట్ ({day}, {time}) గడువు ముగిసింది. ఏదీ బుక్ కాలేదు.",
  "Licence test: the slot that we kept for you ({day}, {time}) has been let go. Nothing is booked.",
  "लाइसेंस टेस्ट: आपके लिए रखा स्लॉट ({day}, {time}) छूट गया है। कुछ भी बुक नहीं हुआ।",
);
export const BOOKED = text(
  "మీ టెస్ట్ ఖాయమైంది.\n\nనంబరు: {reference}\nకార్యాలయం: {office}\nచిరునామా: {address}\nసమయం: {day}, {time}\n\nలెర్నర్ లైసెన్స్, వాహనంతో 15 నిమిషాల ముందు రండి.",
  "Your test is booked.\n\nNumber: {reference}\nOffice: {office}\nAddress: {address}\nTime: {day}, {time}\n\nPlease come 15 minutes early, with your learner's licence and a vehicle.",
  "आपका टेस्ट बुक हो गया।\n\nनंबर: {reference}\nकार्यालय: {office}\nपता: {address}\nसमय: {day}, {time}\n\nकृपया लर्नर लाइसेंस और वाहन के साथ 15 मिनट पहले आएँ।",
);
export const YOUR_BOOKING = text(
  "మీకు ఇప్పటికే ఒక టెస్ట్ ఖాయమైంది.\n\nనంబరు: {reference}\nకార్యాలయం: {office}\nచిరునామా: {address}\nసమయం: {day}, {time}",
  "You already have a test booked.\n\nNumber: {reference}\nOffice: {office}\nAddress: {address}\nTime: {day}, {time}",
  "आपका एक टेस्ट पहले से बुक है।\n\nनंबर: {reference}\nकार्यालय: {office}\nपता: {address}\nसमय: {day}, {time}",
);
export const OTHERS_BOOKING = text(
  "ఈ లెర్నర్ లైసెన్స్‌తో వేరే ఫోన్ నుండి ఇప్పటికే టెస్ట్ బుక్ అయింది. అది మీరు చేయకపోతే దయచేసి {helpline}కు కాల్ చేయండి.",
  "A test is already booked with this learner's licence, from another telephone. If that was not you, please call {helpline}.",
  "इस लर्नर लाइसेंस से किसी दूसरे फ़ोन से टेस्ट पहले ही बुक है। यदि वह आपने नहीं किया, तो कृपया {helpline} पर कॉल करें।",
);
export const WHAT_WITH_IT = text("దీన్ని ఏమి చేయమంటారు?", "What would you like to do with it?", "आप इसका क्या करना चाहेंगे?");
export const CANCEL = text("టెస్ట్ రద్దు చేయండి", "Cancel the test", "टेस्ट रद्द करें");
export const KEEP = text("అలాగే ఉంచండి", "Keep it", "रहने दें");
export const CANCELLED = text(
  "{reference} రద్దయింది. మీరు ఎప్పుడైనా కొత్త స్లాట్ తీసుకోవచ్చు.",
  "{reference} is cancelled. You can book a new slot at any time.",
  "{reference} रद्द हो गया। आप कभी भी नया स्लॉट ले सकते हैं।",
);
export const TOO_LATE = text(
  "టెస్ట్ రోజున రద్దు చేయలేము. దయచేసి కార్యాలయంతో మాట్లాడండి: {helpline}.",
  "On the day of the test it can no longer be cancelled. Please speak to the office: {helpline}.",
  "टेस्ट के दिन रद्द नहीं हो सकता। कृपया कार्यालय से बात करें: {helpline}।",
);

/** Days of the week, Sunday first. */
export const WEEKDAYS = [
  text("ఆదివారం", "Sunday", "रविवार"),
  text("సోమవారం", "Monday", "सोमवार"),
  text("మంగళవారం", "Tuesday", "मंगलवार"),
  text("బుధవారం", "Wednesday", "बुधवार"),
  text("గురువారం", "Thursday", "गुरुवार"),
  text("శుక్రవారం", "Friday", "शुक्रवार"),
  text("శనివారం", "Saturday", "शनिवार"),
];
