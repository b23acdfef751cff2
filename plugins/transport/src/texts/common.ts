// What all services say.

import { text } from "@mitra/department";

export const DEPARTMENT = text("రవాణా శాఖ", "Transport (RTA)", "परिवहन विभाग");

export const AWAY = text(
  "రవాణా శాఖ కంప్యూటర్ ఇప్పుడు స్పందించడం లేదు. మీరు ఇచ్చిన వివరాలు మా దగ్గర ఉన్నాయి; దయచేసి కొన్ని నిమిషాల తర్వాత మళ్లీ ప్రయత్నించండి.",
  "The transport office's computer is not answering just now. We have kept what you told us; please try again in a few minutes.",
  "परिवहन कार्यालय का कंप्यूटर अभी उत्तर नहीं दे रहा है। आपकी दी हुई जानकारी हमारे पास है; कृपया कुछ मिनट बाद फिर कोशिश करें।",
);
export const STILL_AWAY = text(
  "ఇంకా స్పందన లేదు. దయచేసి తర్వాత ప్రయత్నించండి, లేదా {helpline}కు కాల్ చేయండి.",
  "It is still not answering. Please try again later, or call {helpline}.",
  "अभी भी उत्तर नहीं मिला। कृपया बाद में कोशिश करें, या {helpline} पर कॉल करें।",
);
export const AGAIN = text("మళ్లీ ప్రయత్నించండి", "Try again", "फिर कोशिश करें");
export const DONE = text("చాలు", "Done", "हो गया");
export const THANKS = text("ధన్యవాదాలు.", "Thank you.", "धन्यवाद।");
export const WHAT_NEXT = text(
  "ఇంకేమైనా చూడాలనుకుంటున్నారా?",
  "Would you like to see anything else?",
  "क्या आप कुछ और देखना चाहेंगे?",
);
export const CHOOSE = text("దయచేసి వీటిలో ఒకటి ఎంచుకోండి.", "Please choose one of these.", "कृपया इनमें से एक चुनें।");

export const NUMBER = text("లైసెన్స్ నంబరు", "Licence number", "लाइसेंस नंबर");
export const WHERE_NUMBER = text(
  "అది మీ లైసెన్స్ కార్డు పైభాగంలో ఉంటుంది, ఉదాహరణకు AP0320190001234.",
  "It is at the top of your licence card, such as AP0320190001234.",
  "यह आपके लाइसेंस कार्ड के ऊपर लिखा होता है, जैसे AP0320190001234।",
);
export const BORN = text("పుట్టిన తేదీ", "Date of birth", "जन्म तिथि");
export const ASK_BORN = text(
  "మీ పుట్టిన తేదీ ఏమిటి? లైసెన్స్‌లో ఉన్నట్లు రాయండి.",
  "What is your date of birth, as it is on the licence?",
  "आपकी जन्म तिथि क्या है? जैसी लाइसेंस पर है, वैसी लिखें।",
);
export const NOT_FOUND = text(
  "ఈ నంబరు, పుట్టిన తేదీతో లైసెన్స్ దొరకలేదు. దయచేసి మీ కార్డుతో సరిచూసుకోండి.",
  "We found no licence with this number and date of birth. Please compare them with your card.",
  "इस नंबर और जन्म तिथि से कोई लाइसेंस नहीं मिला। कृपया अपने कार्ड से मिला लें।",
);
export const CORRECT = text("వివరాలు సరిచేయండి", "Correct the details", "विवरण सुधारें");
