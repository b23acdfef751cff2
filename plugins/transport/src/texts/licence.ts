// What the look-up of licences says.

import { text } from "@mitra/department";

export const NAME = text("లైసెన్స్ కాపీ", "Driving licence copy", "लाइसेंस की प्रति");
export const SUMMARY = text(
  "మీ డ్రైవింగ్ లైసెన్స్ చెల్లుబాటు చూసి, కాపీ తీసుకోండి",
  "Its validity, and a copy that can be checked",
  "वैधता देखें, और जाँची जा सकने वाली प्रति लें",
);
export const ALIASES = [
  "dl copy",
  "dl download",
  "licence copy",
  "లైసెన్స్ కాపీ కావాలి",
  "लाइसेंस की कॉपी",
  "dl status",
  "dl details",
  "licence status",
  "license status",
  "driving license",
  "licence validity",
  "dl number",
  "licence vivaralu",
  "laisensu vivaralu",
  "licence kab tak",
  "driving licence ki jankari",
  "డ్రైవింగ్ లైసెన్స్",
  "లైసెన్స్ చెల్లుబాటు",
  "ड्राइविंग लाइसेंस",
  "लाइसेंस कब तक मान्य है",
];

export const YOURS = text("మీ లైసెన్స్", "Your licence", "आपका लाइसेंस");
export const ASK_NUMBER = text(
  "మీ డ్రైవింగ్ లైసెన్స్ నంబరు ఏమిటి?",
  "What is the number of your driving licence?",
  "आपके ड्राइविंग लाइसेंस का नंबर क्या है?",
);
export const SHOWN = text(
  "లైసెన్స్: {number}\nపేరు: {holder}\nవాహనాలు: {classes}\nజారీ: {issued}\nచెల్లుబాటు: {valid}",
  "Licence: {number}\nName: {holder}\nVehicles: {classes}\nIssued: {issued}\nValid: {valid}",
  "लाइसेंस: {number}\nनाम: {holder}\nवाहन: {classes}\nजारी: {issued}\nमान्यता: {valid}",
);
export const SUSPENDED = text(
  "ఈ లైసెన్స్ తాత్కాలికంగా నిలిపివేయబడింది. వివరాలకు దయచేసి {helpline}కు కాల్ చేయండి.",
  "This licence is suspended. To learn more, please call {helpline}.",
  "यह लाइसेंस निलंबित है। जानकारी के लिए कृपया {helpline} पर कॉल करें।",
);
export const RENEW = text(
  'దీన్ని ఇప్పుడు రెన్యువల్ చేసుకోవచ్చు: ఈ శాఖ సేవల్లో "లైసెన్స్ రెన్యువల్" చూడండి.',
  'You can renew it now: see "Driving licence renewal" among our services.',
  'इसका नवीनीकरण अब हो सकता है: हमारी सेवाओं में "लाइसेंस नवीनीकरण" देखें।',
);
export const OTHER = text("వేరే లైసెన్స్", "Another licence", "दूसरा लाइसेंस");

// The classes of vehicles, as the office writes them.
export const CLASSES: Readonly<Record<string, ReturnType<typeof text<string>>>> = {
  MCWOG: text("గేర్లు లేని మోటార్‌సైకిల్", "motorcycle without gears", "बिना गियर की मोटरसाइकिल"),
  MCWG: text("మోటార్‌సైకిల్", "motorcycle", "मोटरसाइकिल"),
  LMV: text("కారు", "car", "कार"),
  TRANS: text("రవాణా వాహనం", "transport vehicle", "परिवहन वाहन"),
};
