//! Citizens who want to hear nothing but answers.

use mitra_core::language::Language;
use mitra_core::reply::Reply;

use crate::desk::Reception;
use crate::menu;
use crate::texts::{self, Text, text};
use crate::visit::Visit;

pub(crate) const STOPPED: Text = text(
    "సరే, మేము మీకు మా అంతట మేముగా సందేశాలు పంపము. మీరు రాసినప్పుడు జవాబు ఇస్తాము; మీ చెల్లింపుల ఫలితం మాత్రం తెలియజేస్తాము. మళ్లీ సందేశాలు కావాలంటే \"సందేశాలు పంపండి\" అని పంపండి.",
    "All right, we will not write to you by ourselves. We answer when you write, and tell you what became of your payments. To get messages again, send \"start messages\".",
    "ठीक है, हम अपनी ओर से आपको संदेश नहीं भेजेंगे। आपके लिखने पर उत्तर देंगे, और आपके भुगतान का परिणाम बताएँगे। फिर से संदेश पाने के लिए \"संदेश भेजें\" भेजें।",
);
pub(crate) const STARTED: Text = text(
    "సరే, ఇక నుండి శాఖలు మీకు సందేశాలు పంపవచ్చు.",
    "All right, departments may write to you again.",
    "ठीक है, अब विभाग आपको फिर से संदेश भेज सकते हैं।",
);

impl Visit<'_> {
    /// From now on nothing is sent that the citizen did not ask for just then.
    pub(crate) fn hush(mut self, language: Language) -> Reception {
        self.session.quiet = true;
        self.repeat(STOPPED.get(language), language)
    }

    /// The same for somebody who has no language yet.
    pub(crate) fn hush_stranger(mut self) -> Reception {
        self.session.quiet = true;
        self.say(vec![in_all_languages(STOPPED)])
    }

    /// Departments may write again.
    pub(crate) fn speak_up(mut self, language: Language) -> Reception {
        self.session.quiet = false;
        self.repeat(STARTED.get(language), language)
    }

    /// The same for somebody who has no language yet: they are asked for one.
    pub(crate) fn speak_up_to_stranger(mut self) -> Reception {
        self.session.quiet = false;
        let languages = menu::languages(&mut self.session, texts::WELCOME);
        self.say(vec![in_all_languages(STARTED), languages])
    }
}

fn in_all_languages(text: Text) -> Reply {
    Reply::Text { body: Language::ALL.map(|language| text.get(language)).join("\n\n") }
}
