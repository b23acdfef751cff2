//! Everything that the desk itself says.

mod booking;
mod complaint;

pub(crate) use booking::*;
pub(crate) use complaint::*;
use mitra_department::text::{Text, text};

pub(crate) const YES: Text = text("అవును", "Yes", "हाँ");
pub(crate) const NO: Text = text("కాదు", "No", "नहीं");
pub(crate) const THANKS: Text = text("ధన్యవాదాలు.", "Thank you.", "धन्यवाद।");
pub(crate) const WHAT_NEXT: Text =
    text("ఇప్పుడు ఏం చేయమంటారు?", "What would you like to do next?", "अब आप क्या करना चाहेंगे?");
pub(crate) const ANOTHER: Text = text("మరొకటి చూడండి", "See another", "कोई और देखें");
pub(crate) const DONE: Text = text("చాలు", "Done", "हो गया");
pub(crate) const MORE: Text = text("మరిన్ని", "More", "और देखें");
pub(crate) const NOT_FOUND: Text = text(
    "ఈ వివరాలతో ఏమీ దొరకలేదు. దయచేసి వివరాలు సరిచూడండి, లేదా {}కు కాల్ చేయండి.",
    "We found nothing with these details. Please check them, or call {}.",
    "इन विवरणों से कुछ नहीं मिला। कृपया विवरण जाँच लें, या {} पर कॉल करें।",
);
pub(crate) const NOTHING_THERE: Text = text(
    "ప్రస్తుతం ఇక్కడ ఏమీ లేదు. వివరాలకు {}కు కాల్ చేయండి.",
    "There is nothing here at present. For details, please call {}.",
    "अभी यहाँ कुछ नहीं है। जानकारी के लिए कृपया {} पर कॉल करें।",
);
pub(crate) const TAKE_ONE: Text = text(
    "దయచేసి జాబితా నుంచి ఒకటి ఎంచుకోండి, లేదా పేరు రాయండి.",
    "Please choose one from the list, or write its name.",
    "कृपया सूची में से एक चुनें, या उसका नाम लिखें।",
);
pub(crate) const TAKE_OPTION: Text =
    text("దయచేసి జాబితా నుంచి ఒకటి ఎంచుకోండి.", "Please choose one from the list.", "कृपया सूची में से एक चुनें।");

// What cannot be an answer.
pub(crate) const NO_ANSWER: Text = text(
    "ఇది సరైన సమాధానంలా లేదు. ఉదాహరణ: {}",
    "That does not look right. It should look like this: {}.",
    "यह सही नहीं लगता। उदाहरण: {}",
);
pub(crate) const NO_DIGITS: Text = text(
    "ఇక్కడ {} అంకెలు ఉండాలి. ఉదాహరణ: {}",
    "It should have {} digits, such as {}.",
    "इसमें {} अंक होने चाहिए। उदाहरण: {}",
);
pub(crate) const NO_DATE: Text = text(
    "దయచేసి తేదీని రోజు/నెల/సంవత్సరంగా రాయండి. ఉదాహరణ: {}",
    "Please write the date as day/month/year, such as {}.",
    "कृपया तारीख़ दिन/महीना/साल के रूप में लिखें। उदाहरण: {}",
);
pub(crate) const NO_MOBILE: Text = text(
    "దయచేసి 10 అంకెల మొబైల్ నంబరు రాయండి.",
    "Please write a mobile number of 10 digits.",
    "कृपया 10 अंकों का मोबाइल नंबर लिखें।",
);

// Applications.
pub(crate) const RECEIVED: Text = text(
    "మీ దరఖాస్తు అందింది: {}\n\nనంబరు: {}\nనిర్ణయ గడువు: {}\n\nనిర్ణయం రాగానే ఇక్కడే తెలియజేస్తాము.",
    "We have your application: {}\n\nNumber: {}\nTo be decided by: {}\n\nWe will tell you here when it is decided.",
    "आपका आवेदन मिल गया: {}\n\nनंबर: {}\nनिर्णय की अंतिम तिथि: {}\n\nनिर्णय होने पर हम यहीं बताएँगे।",
);
pub(crate) const KEPT_UNPAID: Text = text(
    "మీ దరఖాస్తు {} సిద్ధంగా ఉంది. రుసుము {} చెల్లించిన తర్వాతే అది కార్యాలయానికి వెళుతుంది.",
    "Your application {} is ready. It goes to the office once the fee of {} is paid.",
    "आपका आवेदन {} तैयार है। शुल्क {} चुकाने के बाद ही यह कार्यालय में जाएगा।",
);
pub(crate) const STILL_UNPAID: Text = text(
    "మీ దరఖాస్తు {} రుసుము {} ఇంకా చెల్లించలేదు.",
    "The fee of your application {}, {}, is not paid yet.",
    "आपके आवेदन {} का शुल्क {} अभी नहीं चुकाया गया है।",
);
pub(crate) const FEE_PURPOSE: Text =
    text("దరఖాస్తు {} రుసుము", "Fee of application {}", "आवेदन {} का शुल्क");
pub(crate) const PAY_NOW: Text = text("ఇప్పుడు చెల్లించండి", "Pay now", "अभी भुगतान करें");
pub(crate) const NEW_APPLICATION: Text = text("కొత్త దరఖాస్తు", "New application", "नया आवेदन");
pub(crate) const YOUR_APPLICATIONS: Text = text(
    "మీరు ఇక్కడ ఇప్పటికే దరఖాస్తు చేశారు. ఎంతవరకు వచ్చిందో చూడడానికి ఒకటి ఎంచుకోండి, లేదా కొత్తది మొదలుపెట్టండి.",
    "You have applied here before. Choose one to see how far it has come, or begin a new one.",
    "आप यहाँ पहले आवेदन कर चुके हैं। कहाँ तक पहुँचा, यह देखने के लिए एक चुनें, या नया शुरू करें।",
);
pub(crate) const LATER: Text = text("తర్వాత", "Later", "बाद में");
pub(crate) const FEE_PAID: Text = text(
    "{} రుసుము అందింది. రసీదు: {}",
    "We have received the fee of {}. Receipt: {}",
    "{} शुल्क मिल गया। रसीद: {}",
);
pub(crate) const NOT_PAID: Text = text(
    "చెల్లింపు పూర్తి కాలేదు: {}. ఒకవేళ మీ ఖాతా నుంచి డబ్బు వెళ్లి ఉంటే, మీ బ్యాంకు కొన్ని రోజుల్లో దాన్ని తిరిగి జమ చేస్తుంది.",
    "The payment was not completed: {}. If money was taken from your account, your bank gives it back by itself within some days.",
    "भुगतान पूरा नहीं हुआ: {}। यदि आपके खाते से पैसे कटे हैं, तो बैंक कुछ दिनों में उन्हें अपने आप लौटा देगा।",
);
pub(crate) const PAY_BY_OPENING: Text = text(
    "చెల్లించడానికి ఈ సేవను మళ్లీ తెరవండి: {}.",
    "To pay, open this service again: {}.",
    "भुगतान के लिए यह सेवा फिर खोलें: {}।",
);
pub(crate) const CHANGE_ANSWER: Text = text("సమాధానం మార్చండి", "Change an answer", "जवाब बदलें");
pub(crate) const STOP: Text = text("ఆపండి", "Stop", "रहने दें");
pub(crate) const OWED: Text = text(
    "మీరు {} చెల్లించారు (రసీదు {}), కానీ ఇది ఇప్పటికే చెల్లించి ఉంది. ఈ మొత్తం మీకు తిరిగి ఇవ్వాలని నమోదు చేశాము. వివరాలకు {}కు కాల్ చేయండి.",
    "You paid {} (receipt {}), and it had been paid already. We have written down that this amount is to be paid back to you. Please call {} for details.",
    "आपने {} चुकाए (रसीद {}), पर यह पहले ही चुकाया जा चुका था। हमने दर्ज कर लिया है कि यह राशि आपको लौटानी है। जानकारी के लिए {} पर कॉल करें।",
);
pub(crate) const APPLICATION_NEWS: Text = text(
    "మీ దరఖాస్తు గురించి సమాచారం.\n{}\nనంబరు: {}\nస్థితి: {}",
    "There is news of your application.\n{}\nNumber: {}\nStatus: {}",
    "आपके आवेदन के बारे में जानकारी।\n{}\nनंबर: {}\nस्थिति: {}",
);
pub(crate) const APPLICATION_SHOWN: Text = text(
    "{}\nనంబరు: {}\nపంపిన తేదీ: {}\nనిర్ణయ గడువు: {}\nస్థితి: {}",
    "{}\nNumber: {}\nSent on: {}\nTo be decided by: {}\nStatus: {}",
    "{}\nनंबर: {}\nभेजने की तारीख़: {}\nनिर्णय की अंतिम तिथि: {}\nस्थिति: {}",
);
pub(crate) const UNPAID: Text = text("రుసుము చెల్లించాలి", "Fee not paid", "शुल्क बाकी");
pub(crate) const STATUS_RECEIVED: Text = text("అందింది", "Received", "प्राप्त हुआ");
pub(crate) const UNDER_REVIEW: Text = text("పరిశీలనలో ఉంది", "Under review", "जाँच में है");
pub(crate) const APPROVED: Text = text("మంజూరైంది", "Approved", "स्वीकृत");
pub(crate) const REJECTED: Text = text("తిరస్కరించారు", "Rejected", "अस्वीकृत");
pub(crate) const NOTE: Text = text("కార్యాలయం మాట: {}", "The office says: {}", "कार्यालय का संदेश: {}");

// What a citizen sent.
pub(crate) const NOTHING_SENT: Text = text(
    "మీరు ఈ శాఖకు పంపినవి ఏవీ ఇక్కడ లేవు. మీ దగ్గర నంబరు ఉంటే, దయచేసి అది పంపండి.",
    "Nothing that you sent to this department is listed here. If you have its number, please send it.",
    "आपने इस विभाग को जो भेजा हो, वह यहाँ सूची में नहीं है। आपके पास उसका नंबर हो तो कृपया भेजें।",
);
pub(crate) const NUMBER_NOT_YOURS: Text = text(
    "మీరు పంపిన వాటిలో ఈ నంబరు లేదు. దయచేసి నంబరు సరిచూసి మళ్లీ ప్రయత్నించండి.",
    "There is no such number among what you sent. Please check the number and try again.",
    "आपके भेजे हुओं में यह नंबर नहीं है। कृपया नंबर जाँचकर फिर कोशिश करें।",
);
pub(crate) const WHICH: Text = text(
    "దేని స్థితి చూడాలనుకుంటున్నారు?",
    "Which one would you like to see?",
    "आप किसकी स्थिति देखना चाहते हैं?",
);
pub(crate) const NOT_YOURS: Text = text(
    "మీరు పంపిన వాటిలో ఈ నంబరు లేదు. దయచేసి జాబితా నుంచి ఎంచుకోండి.",
    "There is no such number among what you sent. Please choose one from the list.",
    "आपके भेजे हुओं में यह नंबर नहीं है। कृपया सूची में से चुनें।",
);

// Bills and gifts.
pub(crate) const NOTHING_DUE: Text =
    text("చెల్లించాల్సినది ఏమీ లేదు.", "Nothing is due.", "कुछ भी बाकी नहीं है।");
pub(crate) const PAY: Text = text("{} చెల్లించండి", "Pay {}", "{} चुकाएँ");
pub(crate) const BEING_PAID: Text = text(
    "దీన్ని మరొకరు ఇప్పుడు చెల్లిస్తున్నారు. కొద్దిసేపటి తర్వాత మళ్లీ చూడండి.",
    "Somebody else is paying this just now. Please look again in a while.",
    "इसे अभी कोई और चुका रहा है। कृपया थोड़ी देर बाद फिर देखें।",
);
pub(crate) const BILL_PAID: Text = text(
    "{} చెల్లింపు అందింది. రసీదు: {}",
    "We have received {}. Receipt: {}",
    "{} का भुगतान मिल गया। रसीद: {}",
);
pub(crate) const PAID_ON: Text =
    text("చెల్లించిన తేదీ: {}. రసీదు: {}", "Paid on {}. Receipt: {}", "भुगतान की तारीख़: {}। रसीद: {}");
pub(crate) const NO_AMOUNT: Text = text(
    "దయచేసి {} నుంచి {} వరకు ఒక మొత్తం రాయండి లేదా ఎంచుకోండి.",
    "Please choose or write an amount from {} to {}.",
    "कृपया {} से {} तक कोई राशि चुनें या लिखें।",
);
pub(crate) const GIFT_RECEIPT: Text = text(
    "మొత్తం: {}\nనంబరు: {}\nరసీదు: {}",
    "Amount: {}\nNumber: {}\nReceipt: {}",
    "राशि: {}\nनंबर: {}\nरसीद: {}",
);

// Certificates.
pub(crate) const NO_CERTIFICATE: Text = text(
    "ఈ ధ్రువపత్రాన్ని ఇప్పుడు ఇక్కడ ఇవ్వలేము. దయచేసి {}కు కాల్ చేయండి.",
    "This certificate cannot be given here now. Please call {}.",
    "यह प्रमाण पत्र अभी यहाँ नहीं दिया जा सकता। कृपया {} पर कॉल करें।",
);

// What is near.
pub(crate) const NONE_NEAR: Text = text(
    "ఈ పిన్ కోడ్ లేదా ఊరికి ఏమీ దొరకలేదు. లొకేషన్ పంపండి, లేదా {}కు కాల్ చేయండి.",
    "We found nothing for that PIN code or town. Please share your location, or call {}.",
    "इस पिन कोड या शहर के लिए कुछ नहीं मिला। कृपया लोकेशन भेजें, या {} पर कॉल करें।",
);
pub(crate) const NONE_WITHIN: Text = text(
    "మీరు పంపిన ప్రదేశానికి {} కి.మీ. లోపల ఏమీ లేదు. దయచేసి {}కు కాల్ చేయండి.",
    "There is nothing within {} km of that place. Please call {}.",
    "आपकी भेजी जगह से {} कि.मी. के भीतर कुछ नहीं है। कृपया {} पर कॉल करें।",
);
pub(crate) const NEAR_PIN: Text = text(
    "పిన్ కోడ్ {}కి నేరుగా ఏమీ దొరకలేదు. ఇవి ఆ పిన్ కోడ్ పరిసరాలవి. మీకు దగ్గరివి కావాలంటే లొకేషన్ పంపండి.",
    "We found nothing for PIN code {} itself. This is in the area around it. Share your location for what is nearest to you.",
    "पिन कोड {} के लिए सीधे कुछ नहीं मिला। यह उस पिन कोड के आसपास का है। अपने सबसे पास के लिए लोकेशन भेजें।",
);
pub(crate) const PIN_FIRST: Text = text(
    "ముందు పిన్ కోడ్ {}లోనివి, తర్వాత దానికి దగ్గరివి:",
    "First what is in PIN code {}, then what is near it:",
    "पहले पिन कोड {} के, फिर उसके पास के:",
);
pub(crate) const NO_LONGER_FRESH: Text = text(
    "⚠️ ఇది {} వరకే చెల్లింది, ఇప్పుడు ఇలాగే ఉందని చెప్పలేము. దయచేసి {}కు కాల్ చేసి తెలుసుకోండి.",
    "⚠️ This was valid until {} and may no longer be so. Please call {} and ask.",
    "⚠️ यह {} तक मान्य था, अब शायद ऐसा न हो। कृपया {} पर कॉल करके पूछें।",
);
pub(crate) const NEVER_FRESH: Text = text(
    "⚠️ ఇది ఎప్పటి వరకు చెల్లుతుందో తెలియదు. దయచేసి {}కు కాల్ చేసి తెలుసుకోండి.",
    "⚠️ It is not known until when this is valid. Please call {} and ask.",
    "⚠️ यह कब तक मान्य है, पता नहीं। कृपया {} पर कॉल करके पूछें।",
);
pub(crate) const KM: Text = text("{} కి.మీ.", "{} km", "{} कि.मी.");

#[cfg(test)]
mod tests {
    use mitra_department::Language;
    use mitra_department::length::units;

    use super::*;

    #[test]
    fn every_title_fits_its_row_in_every_language() {
        let mut titles = vec![
            ANOTHER,
            DONE,
            MORE,
            PAY_NOW,
            NEW_APPLICATION,
            CHANGE_ANSWER,
            STOP,
            LATER,
            NEW_BOOKING,
            CANCEL,
            CANCEL_YES,
            CANCEL_NO,
            CANCELLED,
            NEW_COMPLAINT,
            REOPEN,
            NAME,
            PLACE,
            PHOTO,
            DESCRIPTION,
            UNPAID,
            STATUS_RECEIVED,
            UNDER_REVIEW,
            APPROVED,
            REJECTED,
            RESOLVED,
            ESCALATED,
        ];
        titles.extend(RATINGS);
        for title in titles {
            for language in [Language::Te, Language::En, Language::Hi] {
                let title = title.get(language);
                assert!(units(title) <= 24, "{title} has {} characters", units(title));
            }
        }
    }
}
