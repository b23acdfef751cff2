//! Everything the department says.

pub(crate) mod application;
pub(crate) mod complaint;
pub(crate) mod names;

use mitra_department::text::{Text, text};

pub(crate) const DEPARTMENT: Text = text("విద్యుత్ శాఖ", "Energy (DISCOMs)", "ऊर्जा विभाग");
pub(crate) const ASK_NUMBER: Text = text(
    "దయచేసి మీ {} అంకెల సర్వీస్ నంబరు పంపండి. అది మీ కరెంటు బిల్లు పైభాగంలో ఉంటుంది.",
    "Please send your {}-digit service number. You find it at the top of your electricity bill.",
    "कृपया अपना {} अंकों का सर्विस नंबर भेजें। यह आपके बिजली बिल के ऊपर लिखा होता है।",
);
pub(crate) const WHICH_NUMBER: Text = text(
    "ఏ సర్వీస్ నంబరు బిల్లు చూడాలనుకుంటున్నారు?",
    "Which service number would you like to see?",
    "आप किस सर्विस नंबर का बिल देखना चाहते हैं?",
);
pub(crate) const OTHER_NUMBER: Text = text("వేరే నంబరు", "Another number", "दूसरा नंबर");
pub(crate) const WRONG_LENGTH: Text = text(
    "మీరు పంపిన నంబరులో {} అంకెలు ఉన్నాయి; సర్వీస్ నంబరులో {} ఉంటాయి.",
    "The number you sent has {} digits; a service number has {}.",
    "आपके भेजे नंबर में {} अंक हैं; सर्विस नंबर में {} होते हैं।",
);
pub(crate) const NO_NUMBER: Text = text(
    "మీరు పంపినది సర్వీస్ నంబరులా లేదు.",
    "That does not look like a service number.",
    "आपने जो भेजा वह सर्विस नंबर जैसा नहीं लगता।",
);
pub(crate) const NOT_FOUND: Text = text(
    "ఈ నంబరుతో వివరాలు దొరకలేదు. దయచేసి మీ బిల్లుతో సరిచూసుకోండి.",
    "We found nothing for this number. Please compare it with your bill.",
    "इस नंबर से कुछ नहीं मिला। कृपया अपने बिल से मिला लें।",
);
pub(crate) const BILL_SHOWN: Text = text(
    "సర్వీస్ నంబరు: {}\nవినియోగదారు: {}\nనెల: {}\nయూనిట్లు: {}\nమొత్తం: {}\nగడువు తేదీ: {}\nస్థితి: {}",
    "Service number: {}\nConsumer: {}\nMonth: {}\nUnits: {}\nAmount: {}\nDue date: {}\nStatus: {}",
    "सर्विस नंबर: {}\nउपभोक्ता: {}\nमहीना: {}\nयूनिट: {}\nराशि: {}\nअंतिम तिथि: {}\nस्थिति: {}",
);
pub(crate) const NO_BILL: Text = text(
    "సర్వీస్ నంబరు {}కు ఇంకా బిల్లు రాలేదు.",
    "There is no bill yet for service number {}.",
    "सर्विस नंबर {} का अभी कोई बिल नहीं है।",
);
pub(crate) const PAID: Text = text("చెల్లించారు", "Paid", "भुगतान हो गया");
pub(crate) const UNPAID: Text = text("చెల్లించలేదు", "Not paid", "भुगतान नहीं हुआ");
/// The number, the day.
pub(crate) const RECEIPT: Text =
    text("రసీదు సంఖ్య: {}, {}", "Receipt number: {}, {}", "रसीद संख्या: {}, {}");
pub(crate) const PAY: Text = text("బిల్లు చెల్లించండి", "Pay this bill", "यह बिल भरें");
/// The month, the service number: on the provider's page, too.
pub(crate) const PAYMENT_PURPOSE: Text = text(
    "కరెంటు బిల్లు {}, సర్వీస్ నంబరు {}",
    "Electricity bill {}, service number {}",
    "बिजली बिल {}, सर्विस नंबर {}",
);
pub(crate) const BEING_PAID: Text = text(
    "ఈ బిల్లును ఇప్పుడు మరొకరు చెల్లిస్తున్నారు. దయచేసి అరగంట తర్వాత మళ్లీ చూడండి.",
    "Somebody else is paying this bill right now. Please look again in half an hour.",
    "इस बिल का भुगतान अभी कोई और कर रहा है। कृपया आधे घंटे बाद फिर देखें।",
);
/// The month, the service number, the amount, the receipt.
pub(crate) const PAYMENT_RECEIVED: Text = text(
    "{} కరెంటు బిల్లు చెల్లింపు అందింది. ధన్యవాదాలు.\nసర్వీస్ నంబరు: {}\nమొత్తం: {}\nరసీదు సంఖ్య: {}",
    "Your electricity bill of {} is paid. Thank you.\nService number: {}\nAmount: {}\nReceipt number: {}",
    "{} के बिजली बिल का भुगतान मिल गया। धन्यवाद।\nसर्विस नंबर: {}\nराशि: {}\nरसीद संख्या: {}",
);
/// The same.
pub(crate) const PAID_TWICE: Text = text(
    "{} కరెంటు బిల్లు ఇప్పటికే చెల్లించబడింది. మీరు చెల్లించిన మొత్తాన్ని తిరిగి ఇస్తాము.\nసర్వీస్ నంబరు: {}\nమొత్తం: {}\nరసీదు సంఖ్య: {}",
    "The electricity bill of {} had been paid already. We will pay your money back.\nService number: {}\nAmount: {}\nReceipt number: {}",
    "{} का बिजली बिल पहले ही भर दिया गया था। आपकी राशि लौटा दी जाएगी।\nसर्विस नंबर: {}\nराशि: {}\nरसीद संख्या: {}",
);
/// The month, the service number.
pub(crate) const PAYMENT_FAILED: Text = text(
    "{} కరెంటు బిల్లు (సర్వీస్ నంబరు {}) చెల్లింపు పూర్తి కాలేదు. మళ్లీ ప్రయత్నించవచ్చు.",
    "The payment of your electricity bill of {} (service number {}) did not go through. You can try again.",
    "{} के बिजली बिल (सर्विस नंबर {}) का भुगतान पूरा नहीं हुआ। आप फिर कोशिश कर सकते हैं।",
);
/// The same.
pub(crate) const PAYMENT_EXPIRED: Text = text(
    "{} కరెంటు బిల్లు (సర్వీస్ నంబరు {}) చెల్లింపు గడువు ముగిసింది, చెల్లింపు జరగలేదు. మళ్లీ మొదలుపెట్టవచ్చు.",
    "The time to pay your electricity bill of {} (service number {}) is over, and nothing was paid. You can begin again.",
    "{} के बिजली बिल (सर्विस नंबर {}) के भुगतान का समय बीत गया, कोई भुगतान नहीं हुआ। आप फिर शुरू कर सकते हैं।",
);
pub(crate) const HISTORY_SHOWN: Text = text(
    "సర్వీస్ నంబరు {} గత బిల్లులు:",
    "Earlier bills of service number {}:",
    "सर्विस नंबर {} के पिछले बिल:",
);
pub(crate) const HISTORY_LINE: Text =
    text("• {}: {} యూనిట్లు, {}, {}", "• {}: {} units, {}, {}", "• {}: {} यूनिट, {}, {}");
pub(crate) const WHAT_NEXT: Text =
    text("ఇంకేమి చూడాలనుకుంటున్నారు?", "What would you like to do next?", "आगे आप क्या करना चाहेंगे?");
pub(crate) const CHOOSE_OR_SEND: Text = text(
    "దయచేసి వీటిలో ఒకటి ఎంచుకోండి, లేదా మరో సర్వీస్ నంబరు పంపండి.",
    "Please choose one of these, or send another service number.",
    "कृपया इनमें से एक चुनें, या दूसरा सर्विस नंबर भेजें।",
);
pub(crate) const SHOW_BILL: Text = text("ఈ నెల బిల్లు", "This month's bill", "इस महीने का बिल");
pub(crate) const SHOW_HISTORY: Text = text("గత బిల్లులు", "Earlier bills", "पिछले बिल");
pub(crate) const SAVE_NUMBER: Text = text("నంబరు గుర్తుంచుకోండి", "Remember number", "नंबर याद रखें");
pub(crate) const FORGET_NUMBER: Text = text("నంబరు తొలగించండి", "Forget number", "नंबर हटा दें");
pub(crate) const SAVED: Text = text(
    "{} నంబరును గుర్తుంచుకున్నాము. తర్వాత జాబితా నుండి ఎంచుకోవచ్చు.",
    "We will remember {}. Next time you can choose it from a list.",
    "हम {} याद रखेंगे। अगली बार आप इसे सूची से चुन सकते हैं।",
);
pub(crate) const FORGOTTEN: Text = text(
    "{} నంబరును మీ జాబితా నుండి తొలగించాము.",
    "We no longer remember {}.",
    "हमने {} को आपकी सूची से हटा दिया है।",
);
pub(crate) const DONE: Text = text("చాలు", "Done", "हो गया");
pub(crate) const THANKS: Text = text("ధన్యవాదాలు.", "Thank you.", "धन्यवाद।");

pub(crate) const ASK_PLACE: Text = text(
    "మీరు ఏ ప్రాంతంలో ఉన్నారు? దయచేసి లొకేషన్ పంపండి, లేదా ఊరి పేరు లేదా ఆరు అంకెల పిన్ కోడ్ రాయండి.",
    "Where are you? Please share your location, or write the name of the place or its six-digit PIN code.",
    "आप कहाँ हैं? कृपया अपनी लोकेशन भेजें, या जगह का नाम या छह अंकों का पिन कोड लिखें।",
);
pub(crate) const PLACE_SHORT: Text = text(
    "దయచేసి ఊరి పేరును కనీసం మూడు అక్షరాలతో రాయండి.",
    "Please write at least three letters of the place's name.",
    "कृपया जगह के नाम के कम से कम तीन अक्षर लिखें।",
);
pub(crate) const PIN_LENGTH: Text =
    text("పిన్ కోడ్‌లో ఆరు అంకెలు ఉంటాయి.", "A PIN code has six digits.", "पिन कोड में छह अंक होते हैं।");
pub(crate) const MORE_OUTAGES: Text = text(
    "ఇంకా {} చోట్ల అంతరాయాలు ఉన్నాయి. మీ ప్రాంతం చూడాలంటే దాని పేరు లేదా పిన్ కోడ్ పంపండి.",
    "{} more are not shown here. To see yours, please send the name of your area or its PIN code.",
    "{} और जगहों पर भी कटौती है। अपना इलाका देखने के लिए कृपया उसका नाम या पिन कोड भेजें।",
);
pub(crate) const OUTAGES_SHOWN: Text =
    text("అక్కడి విద్యుత్ అంతరాయాలు:", "Power cuts there:", "वहाँ की बिजली कटौती:");
pub(crate) const HOURS: Text = text("{}న {} నుండి {} వరకు", "{}, {} to {}", "{} को {} से {} तक");
pub(crate) const HOURS_OVER_MIDNIGHT: Text =
    text("{}న {} నుండి {}న {} వరకు", "{}, {} to {}, {}", "{} को {} से {} को {} तक");
pub(crate) const PLANNED: Text = text("ముందుగా ప్రకటించినది", "Planned", "पूर्व घोषित");
pub(crate) const FAULT: Text = text("మరమ్మతు జరుగుతోంది", "Being repaired", "मरम्मत जारी है");
pub(crate) const AWAY: Text = text("\n{} కి.మీ. దూరంలో", "\n{} km from you", "\nआपसे {} कि.मी. दूर");
pub(crate) const NO_OUTAGE: Text = text(
    "ఇప్పుడు గానీ, రాబోయే ఏడు రోజుల్లో గానీ అక్కడ విద్యుత్ అంతరాయం ఏదీ నమోదు కాలేదు. కరెంటు లేకపోతే దయచేసి {}కు కాల్ చేయండి.",
    "No power cut is recorded there, now or in the coming seven days. If you have no power, please call {}.",
    "वहाँ अभी या अगले सात दिनों में कोई बिजली कटौती दर्ज नहीं है। बिजली न हो तो कृपया {} पर कॉल करें।",
);
pub(crate) const TELL_ME: Text = text("అప్పుడు చెప్పండి", "Tell me then", "तब मुझे बताएँ");
pub(crate) const PROMISED: Text = text(
    "కరెంటు రావలసిన సమయానికి ({}న {}కు) మీకు చెబుతాము.",
    "We will tell you when power should be back: {}, at {}.",
    "बिजली आने के समय ({} को {} बजे) हम आपको बताएँगे।",
);
pub(crate) const BACK: Text = text(
    "ప్రకటించిన సమయం ప్రకారం ఇప్పుడు కరెంటు వచ్చి ఉండాలి. ఇంకా రాకపోతే దయచేసి {}కు కాల్ చేయండి.",
    "By the announced time, power should be back now. If it is not, please call {}.",
    "घोषित समय के अनुसार अब बिजली आ जानी चाहिए। अगर नहीं आई है तो कृपया {} पर कॉल करें।",
);
pub(crate) const NEW_TIME: Text = text(
    "విద్యుత్ అంతరాయం ఇంకా కొనసాగుతోంది. కరెంటు {}న {}కు రావచ్చు. అప్పుడు మీకు మళ్లీ చెబుతాము.",
    "The power cut takes longer: power should be back on {}, at {}. We will tell you again then.",
    "बिजली कटौती अभी जारी है। बिजली {} को {} बजे तक आ सकती है। तब हम आपको फिर बताएँगे।",
);
pub(crate) const OTHER_PLACE: Text = text("వేరే ప్రాంతం", "Another place", "दूसरी जगह");

#[cfg(test)]
mod tests {
    use mitra_department::Language;
    use mitra_department::length::units;

    use super::*;

    #[test]
    fn every_title_fits_a_button_in_every_language() {
        for title in [
            SHOW_BILL,
            SHOW_HISTORY,
            SAVE_NUMBER,
            FORGET_NUMBER,
            OTHER_NUMBER,
            OTHER_PLACE,
            TELL_ME,
            DONE,
            application::CORRECT,
            complaint::REOPEN,
            complaint::OTHERS,
        ] {
            for language in [Language::Te, Language::En, Language::Hi] {
                let title = title.get(language);
                assert!(units(title) <= 20, "{title} has {} characters", units(title));
            }
        }
    }
}
