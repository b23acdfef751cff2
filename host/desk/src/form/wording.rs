//! What the desk says of wrong answers, in three languages: what an answer must be, and where to look.

use crate::texts::{Text, text};

pub(super) const NOT_WORDS: Text =
    text("దయచేసి ఈ జవాబును రాసి పంపండి.", "Please write this answer.", "कृपया यह उत्तर लिखकर भेजें।");
pub(super) const TOO_SHORT: Text = text(
    "దయచేసి ఇంకొంచెం వివరంగా రాయండి: కనీసం {} అక్షరాలు.",
    "Please write a little more: at least {} characters.",
    "कृपया थोड़ा और लिखें: कम से कम {} अक्षर।",
);
pub(super) const TOO_LONG: Text = text(
    "మీరు {} అక్షరాలు రాశారు; {} వరకు తీసుకోగలము. దయచేసి కుదించి పంపండి.",
    "You wrote {} characters; we can take up to {}. Please send it shorter.",
    "आपने {} अक्षर लिखे; हम {} तक ले सकते हैं। कृपया छोटा करके भेजें।",
);
pub(super) const NAME: Text = text(
    "దయచేసి పేరును అక్షరాలతో మాత్రమే, 60 అక్షరాల లోపు రాయండి.",
    "Please write the name in letters only, with at most 60 of them.",
    "कृपया नाम केवल अक्षरों में, 60 अक्षरों तक लिखें।",
);
pub(super) const NUMBER: Text = text(
    "దయచేసి సంఖ్యను అంకెలతో పంపండి, ఉదాహరణకు 25.",
    "Please send a number in digits, such as 25.",
    "कृपया संख्या अंकों में भेजें, जैसे 25।",
);
pub(super) const NUMBER_RANGE: Text = text(
    "ఈ సంఖ్య {} నుండి {} వరకు ఉండాలి.",
    "This number must be from {} to {}.",
    "यह संख्या {} से {} तक होनी चाहिए।",
);
pub(super) const MONEY: Text = text(
    "దయచేసి మొత్తాన్ని రూపాయలలో పంపండి, ఉదాహరణకు 1500 లేదా 1500.50.",
    "Please send the amount in rupees, such as 1500 or 1500.50.",
    "कृपया राशि रुपयों में भेजें, जैसे 1500 या 1500.50।",
);
pub(super) const MONEY_RANGE: Text = text(
    "ఈ మొత్తం {} నుండి {} వరకు ఉండాలి.",
    "This amount must be from {} to {}.",
    "यह राशि {} से {} तक होनी चाहिए।",
);
pub(super) const DATE: Text = text(
    "దయచేసి తేదీని రోజు/నెల/సంవత్సరంగా పంపండి, ఉదాహరణకు 15/08/1985.",
    "Please send the date as day/month/year, such as 15/08/1985.",
    "कृपया तारीख़ दिन/महीना/वर्ष के रूप में भेजें, जैसे 15/08/1985।",
);
pub(super) const NO_SUCH_DAY: Text = text(
    "క్యాలెండర్‌లో అటువంటి తేదీ లేదు. దయచేసి రోజు, నెలను సరిచూడండి.",
    "There is no such day in the calendar. Please check the day and the month.",
    "कैलेंडर में ऐसी कोई तारीख़ नहीं है। कृपया दिन और महीना जाँच लें।",
);
pub(super) const TOO_EARLY: Text = text(
    "ఈ తేదీ {} లేదా ఆ తర్వాత ఉండాలి.",
    "This date must be {} or later.",
    "यह तारीख़ {} या उसके बाद की होनी चाहिए।",
);
pub(super) const TOO_LATE: Text = text(
    "ఈ తేదీ {} లేదా అంతకు ముందు ఉండాలి.",
    "This date must be {} or earlier.",
    "यह तारीख़ {} या उससे पहले की होनी चाहिए।",
);
pub(super) const CHOICE: Text = text(
    "దయచేసి జాబితా నుండి ఎంచుకోండి, లేదా దాని సంఖ్యను పంపండి.",
    "Please choose from the list, or send its number.",
    "कृपया सूची में से चुनें, या उसकी संख्या भेजें।",
);
pub(super) const DIGITS_EXACTLY: Text =
    text("ఈ నంబరులో {} అంకెలు ఉంటాయి.", "This number has {} digits.", "इस नंबर में {} अंक होते हैं।");
pub(super) const DIGITS_BETWEEN: Text = text(
    "ఈ నంబరులో {} నుండి {} అంకెలు ఉంటాయి.",
    "This number has {} to {} digits.",
    "इस नंबर में {} से {} अंक होते हैं।",
);
pub(super) const MOBILE: Text = text(
    "మొబైల్ నంబరులో 10 అంకెలు ఉంటాయి, అది 6, 7, 8 లేదా 9తో మొదలవుతుంది.",
    "A mobile number has 10 digits and begins with 6, 7, 8 or 9.",
    "मोबाइल नंबर में 10 अंक होते हैं और यह 6, 7, 8 या 9 से शुरू होता है।",
);
pub(super) const PIN_CODE: Text = text(
    "పిన్ కోడ్‌లో ఆరు అంకెలు ఉంటాయి, అది 0తో మొదలవదు.",
    "A PIN code has six digits and does not begin with 0.",
    "पिन कोड में छह अंक होते हैं और यह 0 से शुरू नहीं होता।",
);
pub(super) const AADHAAR: Text = text(
    "ఆధార్ నంబరులో 12 అంకెలు ఉంటాయి.",
    "An Aadhaar number has 12 digits.",
    "आधार नंबर में 12 अंक होते हैं।",
);
pub(super) const AADHAAR_CHECK: Text = text(
    "ఈ ఆధార్ నంబరులో ఏదో ఒక అంకె తప్పుగా ఉంది. దయచేసి కార్డు చూసి మళ్లీ పంపండి.",
    "One digit of this Aadhaar number is not right. Please look at the card and send it again.",
    "इस आधार नंबर का कोई अंक सही नहीं है। कृपया कार्ड देखकर फिर से भेजें।",
);
pub(super) const PAN: Text = text(
    "పాన్‌లో ఐదు అక్షరాలు, నాలుగు అంకెలు, ఒక అక్షరం ఉంటాయి, ఉదాహరణకు ABCDE1234F.",
    "A PAN has five letters, four digits and one letter, such as ABCDE1234F.",
    "पैन में पाँच अक्षर, चार अंक और एक अक्षर होता है, जैसे ABCDE1234F।",
);
pub(super) const VEHICLE: Text = text(
    "దయచేసి నంబరు ప్లేటుపై ఉన్నట్లు పంపండి, ఉదాహరణకు AP 39 AB 1234.",
    "Please send it as it is on the number plate, such as AP 39 AB 1234.",
    "कृपया नंबर प्लेट पर जैसा लिखा है वैसा भेजें, जैसे AP 39 AB 1234।",
);
pub(super) const DRIVING_LICENCE: Text = text(
    "డ్రైవింగ్ లైసెన్సు నంబరులో రెండు అక్షరాలు, 13 అంకెలు ఉంటాయి, ఉదాహరణకు AP03 20190001234.",
    "A driving licence has two letters and 13 digits, such as AP03 20190001234.",
    "ड्राइविंग लाइसेंस में दो अक्षर और 13 अंक होते हैं, जैसे AP03 20190001234।",
);
pub(super) const VOTER_ID: Text = text(
    "ఓటరు గుర్తింపు నంబరులో మూడు అక్షరాలు, ఏడు అంకెలు ఉంటాయి, ఉదాహరణకు ABC1234567.",
    "A voter ID has three letters and seven digits, such as ABC1234567.",
    "वोटर आईडी में तीन अक्षर और सात अंक होते हैं, जैसे ABC1234567।",
);
pub(super) const IFSC: Text = text(
    "IFSCలో 11 అక్షరాలు, అంకెలు ఉంటాయి, ఐదవది 0, ఉదాహరణకు SBIN0001234. అది పాస్‌బుక్‌పై ఉంటుంది.",
    "An IFSC has 11 letters and digits, the fifth is 0, such as SBIN0001234. It is printed in the passbook.",
    "IFSC में 11 अक्षर और अंक होते हैं, पाँचवाँ 0 होता है, जैसे SBIN0001234। यह पासबुक पर छपा होता है।",
);
pub(super) const BANK_ACCOUNT: Text = text(
    "బ్యాంకు ఖాతా నంబరులో 9 నుండి 18 అంకెలు ఉంటాయి.",
    "A bank account number has 9 to 18 digits.",
    "बैंक खाता नंबर में 9 से 18 अंक होते हैं।",
);
pub(super) const UPI: Text = text(
    "యూపీఐ చిరునామా name@bank లాగా ఉంటుంది. దయచేసి యాప్‌లో ఉన్నట్లు పంపండి.",
    "A UPI address looks like name@bank. Please send it as your app shows it.",
    "यूपीआई पता name@bank जैसा होता है। कृपया ऐप में जैसा दिखता है वैसा भेजें।",
);
pub(super) const SURVEY_NUMBER: Text = text(
    "సర్వే నంబరు 123 లేదా 123/4A లాగా ఉంటుంది.",
    "A survey number looks like 123 or 123/4A.",
    "सर्वे नंबर 123 या 123/4A जैसा होता है।",
);
pub(super) const EMAIL: Text = text(
    "ఈమెయిల్ చిరునామా name@example.com లాగా ఉంటుంది.",
    "An e-mail address looks like name@example.com.",
    "ईमेल पता name@example.com जैसा होता है।",
);
pub(super) const PHOTO: Text =
    text("దయచేసి ఒక ఫోటో పంపండి.", "Please send a photo.", "कृपया एक फ़ोटो भेजें।");
pub(super) const DOCUMENT: Text = text(
    "దయచేసి పత్రాన్ని ఫైల్‌గా లేదా ఫోటోగా పంపండి.",
    "Please send the document as a file or as a photo.",
    "कृपया दस्तावेज़ फ़ाइल या फ़ोटो के रूप में भेजें।",
);
pub(super) const LOCATION: Text = text(
    "దయచేసి కింది బటన్‌తో లొకేషన్ పంపండి.",
    "Please share the location with the button.",
    "कृपया बटन से लोकेशन भेजें।",
);
pub(super) const PLACE: Text = text(
    "దయచేసి లొకేషన్ పంపండి, లేదా చిరునామా రాయండి.",
    "Please share the location, or write the address.",
    "कृपया लोकेशन भेजें, या पता लिखें।",
);
pub(super) const TOO_LARGE: Text = text(
    "దానితో వచ్చిన రాత చాలా పొడవుగా ఉంది. దయచేసి కుదించి మళ్లీ పంపండి.",
    "The words that came with it are too long. Please send it again with fewer.",
    "उसके साथ लिखा पाठ बहुत लंबा है। कृपया छोटा करके फिर से भेजें।",
);

#[cfg(test)]
mod tests {
    use mitra_core::language::Language;
    use mitra_core::text::length;

    use super::*;

    #[test]
    fn a_reason_leaves_room_for_a_question() {
        let all = [
            NOT_WORDS,
            TOO_SHORT,
            TOO_LONG,
            NAME,
            NUMBER,
            NUMBER_RANGE,
            MONEY,
            MONEY_RANGE,
            DATE,
            NO_SUCH_DAY,
            TOO_EARLY,
            TOO_LATE,
            CHOICE,
            DIGITS_EXACTLY,
            DIGITS_BETWEEN,
            MOBILE,
            PIN_CODE,
            AADHAAR,
            AADHAAR_CHECK,
            PAN,
            VEHICLE,
            DRIVING_LICENCE,
            VOTER_ID,
            IFSC,
            BANK_ACCOUNT,
            UPI,
            SURVEY_NUMBER,
            EMAIL,
            PHOTO,
            DOCUMENT,
            LOCATION,
            PLACE,
            TOO_LARGE,
        ];
        for reason in all {
            let parts = |language: Language| reason.get(language).matches("{}").count();
            for language in Language::ALL {
                assert!((1..=200).contains(&length(reason.get(language))), "{reason:?}");
                assert_eq!(parts(language), parts(Language::En), "{reason:?}");
            }
        }
    }
}
