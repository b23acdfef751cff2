//! What is kept for a citizen alone is erased when they ask for it, and say so twice.

use mitra_core::language::Language;
use mitra_core::session::Session;

use crate::desk::Reception;
use crate::menu;
use crate::texts::{Text, text};
use crate::visit::Visit;
use crate::wire::Target;

/// What goes and what stays.
pub(crate) const ASK: Text = text(
    "మీ కోసం మాత్రమే దాచినవన్నీ తొలగిస్తాము: గుర్తుంచుకున్న నంబర్లు, మీ దరఖాస్తుల జాబితా, మీ భాష తప్ప ఈ సంభాషణలో మేము దాచినవి. ఇది మళ్లీ తిరిగి రాదు.\n\nశాఖలకు మీరు పంపిన దరఖాస్తులు, ఫిర్యాదులు, బుకింగ్‌లు, చెల్లింపులు, ధ్రువపత్రాలు చట్టం ప్రకారం ఆ శాఖల వద్దే ఉంటాయి; వాటి నంబరుతో మీరు అడగవచ్చు.\n\nతొలగించమంటారా?",
    "We erase everything that is kept for you alone: remembered numbers, the lists of what you sent, and what we remember of this conversation but your language. It does not come back.\n\nApplications, complaints, bookings, payments and certificates stay with their departments as the law says; you can ask for them by their numbers.\n\nDo you want to erase it?",
    "जो केवल आपके लिए रखा गया है, वह सब मिटा दिया जाएगा: याद रखे गए नंबर, आपके भेजे आवेदनों की सूचियाँ, और भाषा को छोड़कर इस बातचीत की हमारे पास रखी बातें। यह वापस नहीं आएगा।\n\nविभागों को भेजे आवेदन, शिकायतें, बुकिंग, भुगतान और प्रमाण पत्र कानून के अनुसार उन विभागों के पास रहेंगे; आप उनके नंबर से पूछ सकते हैं।\n\nक्या इसे मिटा दें?",
);
pub(crate) const ERASE: Text = text("తొలగించండి", "Erase", "मिटा दें");
const ERASED: Text = text(
    "తొలగించాము. మీరు ఎప్పుడైనా మళ్లీ రాయవచ్చు.",
    "It is erased. You can write again at any time.",
    "मिटा दिया गया है। आप कभी भी फिर लिख सकते हैं।",
);
/// In the middle of a service: first it is left.
const LATER: Text = text(
    "ముందు తెరిచి ఉన్న సేవను ముగించండి, లేదా \"రద్దు\" అని పంపండి. తరువాత మళ్లీ అడగండి.",
    "Please finish the service that is open first, or send \"cancel\". Then ask again.",
    "पहले खुली सेवा पूरी करें, या \"रद्द\" भेजें। फिर दोबारा कहें।",
);

impl Visit<'_> {
    /// The citizen wants to have it erased: whether they are sure.
    pub(crate) fn ask_to_erase(mut self, language: Language) -> Reception {
        if self.session.conversation.is_some() {
            return self.repeat(LATER.get(language), language);
        }
        let erase = menu::way(&Target::Erase, ERASE, language);
        let ways = vec![erase, menu::menu_choice(language)];
        let reply = menu::offer(&mut self.session, ASK.get(language).to_owned(), ways);
        self.say(vec![reply])
    }

    /// They are. What stays of the session: the language, that they want no messages, what they agreed to and that it
    /// is taken back, which is the proof of it, and when they last wrote and were written to.
    pub(crate) fn erase(mut self, language: Language) -> Reception {
        let mut consents = std::mem::take(&mut self.session.consents);
        consents.withdraw(self.now);
        let mut topics = std::mem::take(&mut self.session.topics);
        topics.withdraw(self.now);
        self.session = Session {
            language: Some(language),
            quiet: self.session.quiet,
            consents,
            topics,
            announced: self.session.announced,
            heard_at: self.session.heard_at,
            last_message: self.session.last_message.take(),
            ..Session::default()
        };
        let reception = self.departments(language, 0, ERASED.get(language));
        reception.erasing()
    }

    /// An old button does not erase: the question is asked again.
    pub(crate) fn erase_if_offered(self, language: Language) -> Reception {
        let id = Target::Erase.id();
        let is_offered = self.session.offered.iter().any(|offered| offered.id == id);
        if is_offered { self.erase(language) } else { self.ask_to_erase(language) }
    }
}

/// Under what [`Visit::my_data`] says.
pub(crate) const TO_ERASE: Text = text(
    "మీ కోసం దాచినవి తొలగించడానికి \"నా డేటా తొలగించు\" అని పంపండి.",
    "To erase what is kept for you, send \"delete my data\".",
    "आपके लिए रखी जानकारी मिटाने के लिए \"मेरा डेटा मिटाएँ\" भेजें।",
);

#[cfg(test)]
mod tests {
    use mitra_core::limits::{BODY_CHARS_MAX, BUTTON_CHARS_MAX};

    use super::*;
    use crate::words::{Word, word};

    #[test]
    fn the_question_fits_over_its_buttons_and_the_hint_names_a_word() {
        for language in Language::ALL {
            assert!(ASK.get(language).encode_utf16().count() <= BODY_CHARS_MAX, "{language:?}");
            assert!(ERASE.get(language).encode_utf16().count() <= BUTTON_CHARS_MAX);
            let quoted = TO_ERASE.get(language).split('"').nth(1).expect("a word in quotes");
            assert_eq!(word(quoted), Some(Word::Erase), "{quoted}");
        }
    }
}
