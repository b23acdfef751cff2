//! Everything the desk says, in three languages.

use mitra_core::language::Language;
use mitra_core::reply::Reply;

/// One text in all three languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    te: &'static str,
    en: &'static str,
    hi: &'static str,
}

impl Text {
    pub(crate) fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Te => self.te,
            Language::En => self.en,
            Language::Hi => self.hi,
        }
    }

    /// The text with one part filled in.
    pub(crate) fn with(&self, language: Language, part: &str) -> String {
        self.get(language).replace("{}", part)
    }

    /// The text with its parts filled in, in order.
    pub(crate) fn fill(&self, language: Language, parts: &[&str]) -> String {
        let mut pieces = self.get(language).split("{}");
        let first = pieces.next().unwrap_or_default().to_owned();
        // What a citizen wrote may have braces of its own: nothing is looked for in the parts.
        pieces.zip(parts).fold(first, |filled, (piece, part)| filled + part + piece)
    }
}

pub(crate) const fn text(te: &'static str, en: &'static str, hi: &'static str) -> Text {
    Text { te, en, hi }
}

/// The very first message, in all languages at once.
pub(crate) const WELCOME: &str = "నమస్తే 🙏 మిత్రకు స్వాగతం. మీ భాషను ఎంచుకోండి.\n\n\
    Namaste 🙏 Welcome to Mitra. Please choose your language.\n\n\
    नमस्ते 🙏 मित्र में आपका स्वागत है। कृपया अपनी भाषा चुनें।";

/// Asks for another language, in all of them.
pub(crate) const WHICH_LANGUAGE: &str =
    "మీ భాషను ఎంచుకోండి.\nPlease choose your language.\nकृपया अपनी भाषा चुनें।";
/// The row that leads to the languages, for whoever cannot read the others.
pub(crate) const LANGUAGES: &str = "భాష · Language · भाषा";

/// The button of every list.
pub(crate) const CHOOSE: Text = text("ఎంచుకోండి", "Choose", "चुनें");
/// Leads to all departments.
pub(crate) const MENU: Text = text("ప్రధాన మెనూ", "Main menu", "मुख्य मेनू");
/// The row that leads to the next page.
pub(crate) const NEXT_PAGE: Text = text("మరిన్ని ▸", "More ▸", "और देखें ▸");
/// The row that leads to the page before.
pub(crate) const PREVIOUS_PAGE: Text = text("◂ మునుపటివి", "◂ Previous", "◂ पिछला");
/// The row that leads from services to departments.
pub(crate) const ALL_DEPARTMENTS: Text = text("◂ అన్ని శాఖలు", "◂ All departments", "◂ सभी विभाग");

/// Shown once, before the first menu.
pub(crate) const PRIVACY: Text = text(
    "మీరు పంపే సమాచారాన్ని మీరు ఎంచుకున్న సేవ కోసం మాత్రమే ఉపయోగిస్తాము. వివరాలకు \"నా సమాచారం\" అని పంపండి.",
    "We use what you send only for the service you choose. Send \"my data\" to know more.",
    "आप जो भेजते हैं उसका उपयोग केवल आपकी चुनी हुई सेवा के लिए होता है। जानकारी के लिए \"मेरा डेटा\" भेजें।",
);
pub(crate) const DEPARTMENTS: Text = text(
    "మీకు ఏ శాఖ సేవ కావాలి? జాబితా నుండి ఎంచుకోండి, దాని సంఖ్యను పంపండి, లేదా మీకు కావలసినది మీ మాటల్లో రాయండి.",
    "Which department do you need? Choose from the list, send its number, or write what you need in your own words.",
    "आपको किस विभाग की सेवा चाहिए? सूची से चुनें, उसकी संख्या भेजें, या अपनी ज़रूरत अपने शब्दों में लिखें।",
);
/// Before the departments, when the citizen greets.
pub(crate) const NAMASTE: Text = text("నమస్తే 🙏", "Namaste 🙏", "नमस्ते 🙏");
/// When the citizen greets a day later, in the middle of a conversation about the service filled in.
pub(crate) const WELCOME_BACK: Text = text(
    "నమస్తే 🙏 మళ్లీ స్వాగతం. మీరు \"{}\" సేవలో ఉన్నారు: ఆపిన చోటు నుండి కొనసాగించండి, లేదా ప్రధాన మెనూకు వెళ్లండి.",
    "Namaste 🙏 Welcome back. You were in the middle of \"{}\": go on where you left off, or go to the main menu.",
    "नमस्ते 🙏 फिर से स्वागत है। आप \"{}\" सेवा में थे: जहाँ छोड़ा था वहीं से आगे बढ़ें, या मुख्य मेनू पर जाएँ।",
);
pub(crate) const NO_DEPARTMENTS: Text = text(
    "ప్రస్తుతం సేవలు అందుబాటులో లేవు. దయచేసి కొద్దిసేపటి తర్వాత మళ్లీ ప్రయత్నించండి.",
    "No service is available right now. Please try again in a little while.",
    "अभी कोई सेवा उपलब्ध नहीं है। कृपया थोड़ी देर बाद फिर प्रयास करें।",
);
pub(crate) const SERVICES: Text =
    text("{}: మీకు ఏ సేవ కావాలి?", "{}: which service do you need?", "{}: आपको कौन सी सेवा चाहिए?");
pub(crate) const DID_YOU_MEAN: Text = text(
    "మీరు వీటిలో ఏదైనా అడుగుతున్నారా?",
    "Did you mean one of these?",
    "क्या आप इनमें से किसी के बारे में पूछ रहे हैं?",
);
pub(crate) const NOT_FOUND: Text = text(
    "క్షమించండి, ఆ సేవ మాకు దొరకలేదు. దయచేసి వేరే మాటల్లో రాయండి, లేదా జాబితా నుండి ఎంచుకోండి.",
    "Sorry, I did not find such a service. Please try other words, or choose from the list.",
    "क्षमा करें, ऐसी कोई सेवा नहीं मिली। कृपया दूसरे शब्दों में लिखें, या सूची से चुनें।",
);
pub(crate) const CANCELLED: Text = text(
    "సరే, ఆపివేశాను. మీకు ఇంకేమి కావాలి?",
    "All right, stopped. What else do you need?",
    "ठीक है, रोक दिया गया। आपको और क्या चाहिए?",
);
pub(crate) const HELP: Text = text(
    "జాబితాలోని వరుసను తాకండి, లేదా దాని సంఖ్యను పంపండి. ఎప్పుడైనా \"మెనూ\", \"వెనక్కి\", \"రద్దు\" లేదా \"భాష\" అని పంపవచ్చు.",
    "Tap a choice, or send its number. At any time you can send \"menu\", \"back\", \"cancel\" or \"language\".",
    "किसी विकल्प को छुएँ, या उसकी संख्या भेजें। आप कभी भी \"मेनू\", \"वापस\", \"रद्द\" या \"भाषा\" भेज सकते हैं।",
);
pub(crate) const MY_DATA: Text = text(
    "మా వద్ద ఉండేవి: మీ సంభాషణ, మీరు ఎంచుకున్న శాఖలకు పంపిన వివరాలు, మీరు దరఖాస్తు చేసిన సేవల జాబితా; మీరు అడిగినది మా వద్ద లేకపోతే, ఆ మాటలు 30 రోజులు. శాఖల వద్ద ఉన్నవి చూడడానికి లేదా తొలగించడానికి ఆ శాఖ కార్యాలయాన్ని సంప్రదించండి.",
    "We keep this conversation, what you sent to the departments you chose, and the list of services you applied to; for 30 days, also the words of what you asked for and we do not have. To see or erase what a department has, please ask its office.",
    "हमारे पास यह बातचीत, आपके चुने विभागों को भेजी जानकारी और आपके आवेदनों की सेवाओं की सूची रहती है; और जो आपने माँगा पर हमारे पास नहीं है, उसके शब्द 30 दिन तक। विभाग के पास जो है उसे देखने या मिटाने के लिए उसके कार्यालय से संपर्क करें।",
);
pub(crate) const STALE: Text = text(
    "ఆ ఎంపిక ఇప్పుడు అందుబాటులో లేదు. దయచేసి వీటిలో ఒకటి ఎంచుకోండి.",
    "That choice is no longer open. Please choose one of these.",
    "वह विकल्प अब उपलब्ध नहीं है। कृपया इनमें से एक चुनें।",
);
/// The same where there is nothing to choose from: the department waits for something else.
pub(crate) const STALE_ALONE: Text = text(
    "ఆ ఎంపిక ఇప్పుడు అందుబాటులో లేదు. దయచేసి మీ జవాబును రాసి పంపండి.",
    "That choice is no longer open. Please write your answer.",
    "वह विकल्प अब उपलब्ध नहीं है। कृपया अपना उत्तर लिखकर भेजें।",
);
pub(crate) const CHOICES_AGAIN: Text = text(
    "దయచేసి ఒకటి ఎంచుకోండి, లేదా మీ జవాబు రాయండి.",
    "Please choose one, or write your answer.",
    "कृपया एक चुनें, या अपना उत्तर लिखें।",
);
pub(crate) const GO_ON: Text = text(
    "మీరు ఆపిన చోటు నుండి కొనసాగించండి.",
    "Please go on where you left off.",
    "जहाँ आपने छोड़ा था वहीं से आगे बढ़ें।",
);
pub(crate) const GONE: Text = text(
    "ఆ సేవ ప్రస్తుతం అందుబాటులో లేదు. దయచేసి మరొక సేవను ఎంచుకోండి.",
    "That service is not available right now. Please choose another one.",
    "वह सेवा अभी उपलब्ध नहीं है। कृपया कोई दूसरी सेवा चुनें।",
);
const RENEWED: Text = text(
    "ఈ సేవను ఇప్పుడే మెరుగుపరిచాము, కాబట్టి మళ్లీ మొదటి నుండి ప్రారంభిద్దాం.",
    "This service has just been improved, so let us start again from the beginning.",
    "यह सेवा अभी बेहतर की गई है, इसलिए आइए फिर से शुरू करें।",
);
pub(crate) const TAKEN_BACK: Text = text(
    "ఈ సేవలో ఒక లోపాన్ని సరిచేశాము, కాబట్టి ఒక అడుగు వెనక్కి వెళ్దాం. మీరు ముందు ఇచ్చిన వివరాలు భద్రంగా ఉన్నాయి.",
    "We have put something right in this service, so let us take one step back. What you told us before is still there.",
    "इस सेवा में एक कमी ठीक की गई है, इसलिए आइए एक कदम पीछे चलें। आपकी पहले दी गई जानकारी सुरक्षित है।",
);
pub(crate) const FINISHED: Text = text(
    "మీకు ఇంకేమైనా సహాయం కావాలా?",
    "Is there anything else you need?",
    "क्या आपको और कोई सहायता चाहिए?",
);
/// Fewer than 20 characters each: it is a button.
pub(crate) const MORE_SERVICES: Text = text("ఈ శాఖ సేవలు", "Other services", "विभाग की सेवाएँ");
pub(crate) const FAULT: Text = text(
    "క్షమించండి, మా వైపు ఒక సమస్య వచ్చింది. మీరు ఇచ్చిన వివరాలు భద్రంగా ఉన్నాయి; దయచేసి మీ చివరి జవాబును కొద్దిసేపటి తర్వాత మళ్లీ పంపండి.",
    "Sorry, something went wrong on our side. Nothing of yours is lost; please send your last answer again in a moment.",
    "क्षमा करें, हमारी ओर से कुछ गड़बड़ हुई। आपकी दी हुई जानकारी सुरक्षित है; कृपया थोड़ी देर में अपना पिछला उत्तर फिर भेजें।",
);
pub(crate) const OPENING_FAULT: Text = text(
    "క్షమించండి, ఈ సేవను ఇప్పుడు తెరవలేకపోయాము. దయచేసి కొద్దిసేపటి తర్వాత మళ్లీ ప్రయత్నించండి.",
    "Sorry, this service could not be opened just now. Please try again in a little while.",
    "क्षमा करें, यह सेवा अभी नहीं खुल सकी। कृपया थोड़ी देर बाद फिर प्रयास करें।",
);
/// For a department that failed several citizens in a row.
pub(crate) const RESTING: Text = text(
    "క్షమించండి, ఈ సేవకు ప్రస్తుతం అంతరాయం ఉంది; దానిని సరిచేస్తున్నాము. మీరు ఇచ్చిన వివరాలు భద్రంగా ఉన్నాయి; దయచేసి కొన్ని నిమిషాల తర్వాత మళ్లీ ప్రయత్నించండి. ఇతర సేవలు పనిచేస్తున్నాయి.",
    "Sorry, this service is resting while it is put right. Nothing of yours is lost; please try again in a few minutes. Other services work.",
    "क्षमा करें, यह सेवा ठीक होने तक रुकी है। आपकी दी हुई जानकारी सुरक्षित है; कृपया कुछ मिनट बाद फिर प्रयास करें। बाकी सेवाएँ चल रही हैं।",
);
pub(crate) const TRY_AGAIN: Text = text("మళ్లీ ప్రయత్నించండి", "Try again", "फिर प्रयास करें");
/// After words of a department that nobody asked for just now, about the service filled in.
pub(crate) const OPEN_TO_ANSWER: Text = text(
    "\"{}\" సేవలో జవాబు ఇవ్వాలనుకుంటే, దయచేసి కింది బటన్ నొక్కండి.",
    "To answer in \"{}\", please tap the button below.",
    "\"{}\" सेवा में उत्तर देने के लिए कृपया नीचे का बटन दबाएँ।",
);
/// Behind it, in the middle of another service, which is filled in.
pub(crate) const STILL_OPEN: Text = text(
    "మీరు ఇంకా \"{}\" సేవలో ఉన్నారు: అక్కడ మునుపటిలాగే కొనసాగవచ్చు. వేరే సేవను తెరిస్తే అది ముగుస్తుంది.",
    "You are still in the middle of \"{}\": you can go on there as before. Opening another service ends it.",
    "आप अभी \"{}\" सेवा में हैं: वहाँ पहले की तरह आगे बढ़ सकते हैं। दूसरी सेवा खोलने पर वह समाप्त हो जाएगी।",
);
pub(crate) const OPEN: Text = text("సేవను తెరవండి", "Open the service", "सेवा खोलें");
pub(crate) const RECEIVED: Text = text("అందింది.", "Received.", "मिल गया।");
const WAIT: Text = text(
    "దీనికి కొంచెం ఎక్కువ సమయం పడుతోంది. జవాబు సిద్ధం కాగానే పంపుతాము; మీరు మళ్లీ పంపనవసరం లేదు.",
    "This takes a little longer. We will answer as soon as it is ready; there is no need to send it again.",
    "इसमें थोड़ा अधिक समय लग रहा है। तैयार होते ही उत्तर भेजेंगे; आपको दोबारा भेजने की ज़रूरत नहीं है।",
);

/// For kinds of messages that nobody here can use.
pub(crate) const CANNOT_READ: Text = text(
    "క్షమించండి, ఈ రకం సందేశాన్ని మేము చదవలేము. దయచేసి రాసి పంపండి.",
    "Sorry, I cannot read this kind of message. Please write it.",
    "क्षमा करें, हम इस प्रकार का संदेश नहीं पढ़ सकते। कृपया लिखकर भेजें।",
);
pub(crate) const CANNOT_LISTEN: Text = text(
    "క్షమించండి, వాయిస్ సందేశాలను ఇంకా వినలేము. దయచేసి రాసి పంపండి.",
    "Sorry, I cannot listen to voice messages yet. Please write it.",
    "क्षमा करें, हम अभी वॉइस संदेश नहीं सुन सकते। कृपया लिखकर भेजें।",
);
pub(crate) const SEND_AGAIN: Text = text(
    "క్షమించండి, మీ సందేశం మాకు పూర్తిగా అందలేదు. దయచేసి మళ్లీ పంపండి.",
    "Sorry, your message did not reach us completely. Please send it again.",
    "क्षमा करें, आपका संदेश हमें पूरा नहीं मिला। कृपया फिर से भेजें।",
);
pub(crate) const SEND_SMALLER: Text = text(
    "క్షమించండి, ఆ ఫైల్ మాకు అందలేదు. దయచేసి చిన్న ఫైల్‌ను మళ్లీ పంపండి.",
    "Sorry, the file did not reach us. Please send a smaller one again.",
    "क्षमा करें, वह फ़ाइल हमें नहीं मिली। कृपया छोटी फ़ाइल फिर से भेजें।",
);
pub(crate) const EDITED: Text = text(
    "మీ మొదటి సందేశాన్ని మేము ఇప్పటికే తీసుకున్నాము. మార్పు కావాలంటే, దయచేసి కొత్త సందేశంగా పంపండి.",
    "We had already taken your first message. To change it, please send it as a new message.",
    "हम आपका पहला संदेश पहले ही ले चुके हैं। बदलने के लिए कृपया नया संदेश भेजें।",
);
pub(crate) const NOT_NOW: Text = text(
    "ధన్యవాదాలు. దీనిని ఉపయోగించే సేవను ముందుగా ఎంచుకోండి.",
    "Thank you. Please choose first the service that this is for.",
    "धन्यवाद। कृपया पहले वह सेवा चुनें जिसके लिए यह है।",
);

/// Says that an answer takes a little longer; sent once for an event.
pub fn wait_sentence(language: Language) -> Reply {
    Reply::Text { body: WAIT.get(language).to_owned() }
}

/// Says that the service has changed and begins again; sent before what its first turn says.
pub fn renewed_sentence(language: Language) -> Reply {
    Reply::Text { body: RENEWED.get(language).to_owned() }
}

/// Says that something went wrong on our side and nothing is lost; for an event that a bug of the host ends.
pub fn sorry_sentence(language: Language) -> Reply {
    Reply::Text { body: FAULT.get(language).to_owned() }
}

#[cfg(test)]
mod tests {
    use mitra_core::limits::{BODY_CHARS_MAX, BUTTON_CHARS_MAX, ROW_TITLE_CHARS_MAX};

    use super::*;

    fn longest(text: Text) -> usize {
        Language::ALL.into_iter().map(|l| text.get(l).encode_utf16().count()).max().unwrap_or(0)
    }

    #[test]
    fn every_text_fits_its_place_in_every_language() {
        for button in [CHOOSE, MENU, MORE_SERVICES, TRY_AGAIN, OPEN] {
            assert!(longest(button) <= BUTTON_CHARS_MAX, "{button:?}");
        }
        for row in [NEXT_PAGE, PREVIOUS_PAGE, ALL_DEPARTMENTS] {
            assert!(longest(row) <= ROW_TITLE_CHARS_MAX, "{row:?}");
        }
        assert!(LANGUAGES.encode_utf16().count() <= ROW_TITLE_CHARS_MAX);
        let bodies = [
            PRIVACY,
            DEPARTMENTS,
            NAMASTE,
            WELCOME_BACK,
            NO_DEPARTMENTS,
            SERVICES,
            DID_YOU_MEAN,
            NOT_FOUND,
            CANCELLED,
            HELP,
            MY_DATA,
            STALE,
            STALE_ALONE,
            CHOICES_AGAIN,
            GO_ON,
            GONE,
            RENEWED,
            TAKEN_BACK,
            FINISHED,
            FAULT,
            OPENING_FAULT,
            RESTING,
            OPEN_TO_ANSWER,
            STILL_OPEN,
            RECEIVED,
            WAIT,
            CANNOT_READ,
            CANNOT_LISTEN,
            SEND_AGAIN,
            SEND_SMALLER,
            EDITED,
            NOT_NOW,
            crate::quiet::STOPPED,
            crate::quiet::STARTED,
        ];
        for body in bodies {
            // Two of them and a department's name may share one body.
            assert!(longest(body) <= BODY_CHARS_MAX / 2 - ROW_TITLE_CHARS_MAX, "{body:?}");
            assert!(Language::ALL.iter().all(|l| !body.get(*l).is_empty()), "{body:?}");
        }
    }
}
