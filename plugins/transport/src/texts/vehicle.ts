// What the look-up of vehicles says.

import { text } from "@mitra/department";

export const NAME = text("వాహన ఆర్‌సీ వివరాలు", "Vehicle RC details", "वाहन आरसी विवरण");
export const SUMMARY = text(
  "మీ వాహనం ఫిట్‌నెస్, బీమా, పన్ను గడువులు చూడండి",
  "See until when your vehicle's papers are valid",
  "देखें आपके वाहन के कागज़ कब तक मान्य हैं",
);
export const ALIASES = [
  "rc",
  "rc details",
  "rc status",
  "vehicle details",
  "vehicle number",
  "bike rc",
  "car rc",
  "insurance expiry",
  "fitness certificate",
  "bandi rc",
  "bandi vivaralu",
  "vahanam vivaralu",
  "gaadi ka rc",
  "gadi number",
  "gaadi ki jankari",
  "బండి ఆర్‌సీ",
  "బండి వివరాలు",
  "వాహనం వివరాలు",
  "बाइक आरसी",
  "गाड़ी की जानकारी",
  "गाड़ी नंबर",
];

export const ASK_NUMBER = text(
  "దయచేసి వాహనం నంబరు పంపండి, ఉదాహరణకు AP39AB1234.",
  "Please send the vehicle's registration number, such as AP39AB1234.",
  "कृपया वाहन का नंबर भेजें, जैसे AP39AB1234।",
);
export const NO_NUMBER = text(
  "మీరు పంపినది వాహనం నంబరులా లేదు.",
  "That does not look like a registration number.",
  "आपने जो भेजा वह वाहन नंबर जैसा नहीं लगता।",
);
export const ASK_CHASSIS = text(
  "దయచేసి ఛాసిస్ నంబరులో చివరి అయిదు అంకెలు లేదా అక్షరాలు పంపండి. అవి మీ ఆర్‌సీలో ఉంటాయి. యజమాని కాని వారికి వివరాలు చూపకుండా ఇది అడుగుతాము.",
  "Please send the last five characters of the chassis number, which are on your RC. We ask so that nobody but the owner sees the details.",
  "कृपया चेसिस नंबर के आख़िरी पाँच अक्षर या अंक भेजें। ये आपकी आरसी में लिखे हैं। यह इसलिए पूछते हैं कि मालिक के सिवा कोई विवरण न देखे।",
);
export const NO_CHASSIS = text(
  "చివరి అయిదు అంకెలు లేదా అక్షరాలు కావాలి.",
  "We need exactly the last five characters.",
  "ठीक आख़िरी पाँच अक्षर या अंक चाहिए।",
);
export const NOT_FOUND = text(
  "ఈ నంబరు, ఛాసిస్ అంకెలతో వాహనం దొరకలేదు. దయచేసి మీ ఆర్‌సీతో సరిచూసుకోండి.",
  "We found no vehicle with this number and chassis. Please compare them with your RC.",
  "इस नंबर और चेसिस से कोई वाहन नहीं मिला। कृपया अपनी आरसी से मिला लें।",
);
export const SHOWN = text(
  "వాహనం: {number}\nయజమాని: {owner}\nరకం: {kind}\nమోడల్: {model}\nనమోదు: {registered}\nకార్యాలయం: {office}\nఫిట్‌నెస్: {fitness}\nబీమా: {insurance}\nపన్ను: {tax}",
  "Vehicle: {number}\nOwner: {owner}\nKind: {kind}\nModel: {model}\nRegistered: {registered}\nOffice: {office}\nFitness: {fitness}\nInsurance: {insurance}\nTax: {tax}",
  "वाहन: {number}\nमालिक: {owner}\nप्रकार: {kind}\nमॉडल: {model}\nपंजीकरण: {registered}\nकार्यालय: {office}\nफ़िटनेस: {fitness}\nबीमा: {insurance}\nकर: {tax}",
);
export const VALID = text("{day} వరకు", "until {day}", "{day} तक");
export const ENDED = text("{day}న గడువు ముగిసింది ⚠️", "ended on {day} ⚠️", "{day} को समाप्त ⚠️");
export const SOON = text("{day} వరకు, త్వరలో ముగుస్తుంది", "until {day}, ends soon", "{day} तक, जल्द समाप्त");
export const FOR_LIFE = text("జీవితకాలానికి చెల్లించారు", "paid for life", "आजीवन भुगतान हो चुका");
export const OTHER = text("వేరే వాహనం", "Another vehicle", "दूसरा वाहन");
