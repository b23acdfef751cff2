// What the tax of vehicles says.

import { text } from "@mitra/department";

export const NAME = text("వాహన పన్ను చెల్లింపు", "Pay vehicle tax", "वाहन कर भुगतान");
export const SUMMARY = text(
  "మీ వాహనం పన్ను ఎంత ఉందో చూసి, చెల్లించండి",
  "See what tax is due for your vehicle, and pay it",
  "देखें वाहन का कितना कर देना है, और भरें",
);
export const ALIASES = [
  "vehicle tax",
  "road tax",
  "quarterly tax",
  "lorry tax",
  "bandi pannu",
  "road tax kattali",
  "gaadi ka tax",
  "road tax bharna hai",
  "రోడ్డు పన్ను",
  "వాహన పన్ను",
  "బండి పన్ను కట్టాలి",
  "रोड टैक्स",
  "वाहन कर",
  "गाड़ी का टैक्स",
];

export const SHOWN = text(
  "వాహనం: {number}\nచెల్లించినది: {paid} వరకు\nఇప్పుడు చెల్లించాల్సినది: {until} వరకు\nమొత్తం: {amount}",
  "Vehicle: {number}\nPaid: until {paid}\nDue now: until {until}\nAmount: {amount}",
  "वाहन: {number}\nभुगतान हो चुका: {paid} तक\nअब देय: {until} तक\nराशि: {amount}",
);
export const PAY = text("పన్ను చెల్లించండి", "Pay the tax", "कर भरें");
export const FOR_LIFE = text(
  "{number}: పన్ను జీవితకాలానికి చెల్లించారు; ఏమీ బాకీ లేదు.",
  "{number}: the tax is paid for life; nothing is due.",
  "{number}: कर आजीवन भरा जा चुका है; कुछ बाकी नहीं है।",
);
export const NOTHING_DUE = text(
  "{number}: పన్ను {until} వరకు చెల్లించారు; ఇప్పుడు ఏమీ బాకీ లేదు. గడువుకు 60 రోజుల ముందు నుండి చెల్లించవచ్చు.",
  "{number}: the tax is paid until {until}; nothing is due now. The next one can be paid from 60 days before.",
  "{number}: कर {until} तक भरा जा चुका है; अभी कुछ बाकी नहीं है। अगला कर 60 दिन पहले से भरा जा सकता है।",
);
export const PURPOSE = text(
  "వాహన పన్ను {number}, {until} వరకు",
  "Vehicle tax {number}, until {until}",
  "वाहन कर {number}, {until} तक",
);
export const BEING_PAID = text(
  "ఈ పన్నును ఇప్పుడు మరొకరు చెల్లిస్తున్నారు. దయచేసి అరగంట తర్వాత మళ్లీ చూడండి.",
  "This tax is being paid right now. Please look again in half an hour.",
  "इस कर का भुगतान अभी हो रहा है। कृपया आधे घंटे बाद फिर देखें।",
);
export const TOO_OFTEN = text(
  "ఈ పన్ను చెల్లింపు చాలాసార్లు పూర్తి కాలేదు. దయచేసి {helpline}కు కాల్ చేయండి.",
  "The payment of this tax did not go through too many times. Please call {helpline}.",
  "इस कर का भुगतान बहुत बार पूरा नहीं हुआ। कृपया {helpline} पर कॉल करें।",
);
export const NOT_PAID = text(
  "{number} వాహన పన్ను ({until} వరకు) చెల్లింపు పూర్తి కాలేదు. మళ్లీ ప్రయత్నించవచ్చు.",
  "The payment of the tax of {number} (until {until}) did not go through. You can try again.",
  "{number} के वाहन कर ({until} तक) का भुगतान पूरा नहीं हुआ। आप फिर कोशिश कर सकते हैं।",
);
export const PAID = text(
  "వాహన పన్ను చెల్లింపు అందింది. ధన్యవాదాలు.\nవాహనం: {number}\nపన్ను: {until} వరకు\nమొత్తం: {amount}\nరసీదు సంఖ్య: {receipt}\nకార్యాలయ నమోదు: {reference}",
  "The vehicle tax is paid. Thank you.\nVehicle: {number}\nTax: until {until}\nAmount: {amount}\nReceipt number: {receipt}\nEntered by the office: {reference}",
  "वाहन कर का भुगतान मिल गया। धन्यवाद।\nवाहन: {number}\nकर: {until} तक\nराशि: {amount}\nरसीद संख्या: {receipt}\nकार्यालय प्रविष्टि: {reference}",
);
export const KEPT = text(
  "{number} వాహన పన్ను {amount} చెల్లింపు అందింది (రసీదు {receipt}). రవాణా శాఖ కంప్యూటర్ స్పందించగానే {until} వరకు నమోదు చేసి మీకు చెబుతాము.",
  "Your payment of {amount} for {number} is received (receipt {receipt}). As soon as the transport office's computer answers, we enter it until {until} and tell you.",
  "{number} के लिए {amount} का भुगतान मिल गया (रसीद {receipt})। परिवहन कार्यालय का कंप्यूटर उत्तर देते ही इसे {until} तक दर्ज करके आपको बताएँगे।",
);
export const PAID_TWICE = text(
  "{number} వాహన పన్ను ({until} వరకు) ఇప్పటికే చెల్లించబడింది. మీరు చెల్లించిన {amount} తిరిగి ఇస్తాము. రసీదు సంఖ్య: {receipt}",
  "The tax of {number} (until {until}) had been paid already. We will pay your {amount} back. Receipt number: {receipt}",
  "{number} का वाहन कर ({until} तक) पहले ही भर दिया गया था। आपके {amount} लौटा दिए जाएँगे। रसीद संख्या: {receipt}",
);
