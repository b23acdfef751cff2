//! Topics: whether departments may write when a citizen's window has closed. Asked once for each, and changed at will.

use mitra_core::clock::Timestamp;
use mitra_core::language::{Language, Localized};
use mitra_core::reply::{Choice, Reply};
use mitra_core::session::{Conversation, Session};
use mitra_core::topic::{TopicKey, TopicWish, Wish};

use crate::conclude::Conclusion;
use crate::desk::{Desk, Reception};
use crate::instant::instant;
use crate::menu::{self, menu_choice};
use crate::texts::{self, Text, text};
use crate::visit::Visit;
use crate::wire::Target;

/// The version of the words that citizens say yes to. Raised when they promise something else.
pub(crate) const WORDS: u32 = 1;

/// With the topic's name.
pub(crate) const ASK: Text = text(
    "\"{}\" గురించి మేము మీకు వాట్సాప్‌లో రాయవచ్చా? మీ చివరి సందేశం తర్వాత ఒక రోజు దాటినా కూడా. దీన్ని ఎప్పుడైనా మార్చవచ్చు: \"నా సందేశాలు\" అని పంపండి.",
    "May we write to you on WhatsApp about \"{}\", also later than a day after your last message? You can change this at any time: send \"my messages\".",
    "क्या हम आपको \"{}\" के बारे में व्हाट्सऐप पर लिख सकते हैं, आपके अंतिम संदेश के एक दिन बाद भी? इसे कभी भी बदल सकते हैं: \"मेरे संदेश\" भेजें।",
);
pub(crate) const YES: Text = text("అవును", "Yes", "हाँ");
pub(crate) const NO: Text = text("వద్దు", "No", "नहीं");
/// With the topic's name.
const ON: Text = text(
    "సరే, \"{}\" గురించి కొత్త విషయం ఉంటే మీకు రాస్తాము.",
    "All right, we will write to you when there is news about \"{}\".",
    "ठीक है, \"{}\" के बारे में कुछ नया होने पर हम आपको लिखेंगे।",
);
/// With the topic's name.
const OFF: Text = text(
    "సరే, \"{}\" గురించి మేము మీకు మా అంతట మేముగా రాయము. మీరు రాసినప్పుడు చెబుతాము.",
    "All right, we will not write to you about \"{}\" by ourselves. You hear of it when you write.",
    "ठीक है, \"{}\" के बारे में हम अपनी ओर से नहीं लिखेंगे। आपके लिखने पर बताएँगे।",
);
/// To somebody who said "stop".
const BUT_QUIET: Text = text(
    "మీరు అన్ని సందేశాలను ఆపారు. మళ్లీ కావాలంటే \"సందేశాలు పంపండి\" అని పంపండి.",
    "You have stopped all messages. To get them again, send \"start messages\".",
    "आपने सभी संदेश बंद किए हैं। फिर से पाने के लिए \"संदेश भेजें\" भेजें।",
);
/// Over the topics.
const LIST: Text = text(
    "మేము మీకు ఈ విషయాల గురించి రాయవచ్చా అని అడిగాము. మార్చడానికి ఒకదాన్ని ఎంచుకోండి.",
    "These are the topics that you were asked about. Choose one to change it.",
    "इन विषयों के बारे में आपसे पूछा गया था। बदलने के लिए एक चुनें।",
);
const NONE: Text = text(
    "మా అంతట మేముగా మీకు రాయడం గురించి ఇంకా ఏమీ అడగలేదు.",
    "You have not been asked yet whether we may write to you by ourselves.",
    "हमने अभी तक आपसे नहीं पूछा है कि क्या हम अपनी ओर से लिख सकते हैं।",
);
/// With the day.
pub(crate) const IS_ON: Text = text("ఉంది, {} నుండి", "On since {}", "चालू, {} से");
pub(crate) const IS_OFF: Text = text("లేదు", "Off", "बंद");
/// Over the topics among what is kept.
const GIVEN: Text = text(
    "మీరు సందేశాలకు అంగీకరించిన విషయాలు:",
    "Topics that you want to be written to about:",
    "जिन विषयों पर आपने संदेश चाहे हैं:",
);
const CHANGE: Text = text(
    "మార్చడానికి \"నా సందేశాలు\" అని పంపండి.",
    "To change it, send \"my messages\".",
    "बदलने के लिए \"मेरे संदेश\" भेजें।",
);
/// For the button under a template, when all was told.
const NO_NEWS: Text = text(
    "కొత్తగా ఏమీ లేదు: అన్నీ మీకు చెప్పాము.",
    "There is nothing new: you have been told everything.",
    "कुछ नया नहीं है: आपको सब बता दिया गया है।",
);

impl Desk {
    /// Whether departments may write when the window has closed: asked in the place of the question for what else is
    /// needed, when a conversation has ended that may have more to say, and once for each topic.
    ///
    /// `before` is the session of the turn, and `sets_far` whether the turn set a timer that comes when the window has
    /// closed. The host calls this only if there is a template.
    pub fn ask_about_topic(
        &self,
        before: &Session,
        concluded: &mut Conclusion,
        sets_far: bool,
        now: Timestamp,
    ) {
        let Some(open) = &before.conversation else { return };
        if let Some(still) = &mut concluded.session.conversation {
            still.reaches_far |= sets_far;
            return;
        }
        let language = before.language.unwrap_or(Language::En);
        let farewell = texts::FINISHED.get(language);
        let is_farewell =
            |reply: &&mut Reply| matches!(&**reply, Reply::Choices(it) if it.body == farewell);
        let Some(last) = concluded.replies.last_mut().filter(is_farewell) else {
            return;
        };
        let Some((topic, name)) = self.topic_to_ask_about(before, open, sets_far) else { return };
        let session = &mut concluded.session;
        let yes = menu::way(&Target::Topic(topic.clone(), true), YES, language);
        let no = menu::way(&Target::Topic(topic.clone(), false), NO, language);
        session.topics.ask(topic, WORDS, now);
        let ways = vec![yes, no, menu_choice(language)];
        *last = menu::offer(session, ASK.with(language, name.get(language)), ways);
    }

    /// The topic of a conversation that may have more to say, if its citizen was never asked about it.
    fn topic_to_ask_about(
        &self,
        session: &Session,
        open: &Conversation,
        sets_far: bool,
    ) -> Option<(TopicKey, &Localized)> {
        let live = self.table.route(&open.department)?.live();
        let may_say_more = live.takes_notices || open.reaches_far || sets_far;
        let topic = live.topic_of(&open.service);
        let is_new = !session.quiet && session.topics.get(&topic).is_none();
        let name = live.topic_name(&topic)?;
        (may_say_more && is_new).then_some((topic, name))
    }

    /// The session of somebody who tapped the button under a template: the news itself is the answer.
    #[must_use]
    pub fn hear_news_button(&self, session: Session, now: Timestamp) -> Session {
        Session { heard_at: Some(now), ..session }
    }

    fn topic_name(&self, topic: &TopicKey, language: Language) -> Option<&str> {
        let live = self.table.route(&topic.department)?.live();
        live.topic_name(topic).map(|name| name.get(language))
    }
}

impl Visit<'_> {
    /// The citizen says whether they want to be written to about this.
    pub(crate) fn set_topic(
        mut self,
        topic: TopicKey,
        is_on: bool,
        language: Language,
    ) -> Reception {
        let Some(name) = self.desk.topic_name(&topic, language) else {
            return self.repeat(texts::GONE.get(language), language);
        };
        let mut body = if is_on { ON } else { OFF }.with(language, name);
        if is_on && self.session.quiet {
            body = format!("{body}\n\n{}", BUT_QUIET.get(language));
        }
        let department = topic.department.clone();
        self.session.topics.set(topic, WORDS, is_on, self.now);
        if self.session.conversation.is_some() {
            return self.repeat(&body, language);
        }
        let body = format!("{body}\n\n{}", texts::FINISHED.get(language));
        let more = menu::way(&Target::Services(department, 0), texts::MORE_SERVICES, language);
        let reply = menu::offer(&mut self.session, body, vec![more, menu_choice(language)]);
        self.say(vec![reply])
    }

    /// The topics that the citizen was asked about, each to be switched.
    pub(crate) fn my_messages(mut self, language: Language, page: usize) -> Reception {
        if self.session.quiet {
            return self.repeat(BUT_QUIET.get(language), language);
        }
        let rows: Vec<_> = self.known_topics().map(|wish| self.topic_row(wish, language)).collect();
        if rows.is_empty() {
            return self.repeat(NONE.get(language), language);
        }
        if self.session.conversation.is_some() {
            let line = |row: &Choice| {
                format!("• {}: {}", row.title, row.description.as_deref().unwrap_or_default())
            };
            let lines: Vec<_> = rows.iter().map(line).collect();
            return self.repeat(&lines.join("\n"), language);
        }
        let id = |page| Target::Topics(page).id();
        let (rows, _) = menu::paged(rows, page, language, Some(menu_choice(language)), id);
        let reply = menu::offer(&mut self.session, LIST.get(language).to_owned(), rows);
        self.say(vec![reply])
    }

    /// Of departments that are still there.
    fn known_topics(&self) -> impl Iterator<Item = &TopicWish> {
        let is_known =
            |wish: &&TopicWish| self.desk.topic_name(&wish.topic, Language::En).is_some();
        self.session.topics.iter().filter(is_known)
    }

    fn topic_row(&self, wish: &TopicWish, language: Language) -> Choice {
        let is_on = wish.wish == Wish::On;
        let state = if is_on {
            IS_ON.with(language, &instant(wish.at))
        } else {
            IS_OFF.get(language).to_owned()
        };
        Choice {
            id: Target::Topic(wish.topic.clone(), !is_on).id(),
            title: self.desk.topic_name(&wish.topic, language).unwrap_or_default().to_owned(),
            description: Some(state),
        }
    }

    /// What the citizen wants to be written to about, for what is kept of them; none for nothing.
    pub(crate) fn wanted_topics(&self, language: Language) -> Option<String> {
        let wanted = self.known_topics().filter(|wish| wish.wish == Wish::On);
        let line = |wish: &TopicWish| {
            let name = self.desk.topic_name(&wish.topic, language).unwrap_or_default();
            format!("• {name}: {}", instant(wish.at))
        };
        let mut lines: Vec<_> = wanted.map(line).collect();
        let n_more = lines.len().saturating_sub(LISTED_MAX);
        if n_more > 0 {
            lines.truncate(LISTED_MAX);
            lines.push(format!("• +{n_more}"));
        }
        let lines = (!lines.is_empty()).then(|| lines.join("\n"))?;
        Some(format!("{}\n{lines}\n{}", GIVEN.get(language), CHANGE.get(language)))
    }

    /// The button under a template, when nothing waits any more.
    pub(crate) fn no_news(self, language: Language) -> Reception {
        self.repeat(NO_NEWS.get(language), language)
    }
}

/// Topics that are listed by name among what is kept; of more their number is told.
const LISTED_MAX: usize = 5;

#[cfg(test)]
mod tests {
    use mitra_core::limits::{
        BODY_CHARS_MAX, BUTTON_CHARS_MAX, ROW_DESCRIPTION_CHARS_MAX, ROW_TITLE_CHARS_MAX,
    };

    use super::*;
    use crate::quiet::STOPPED;
    use crate::words::{Word, unambiguous_word};

    fn longest(text: Text) -> usize {
        Language::ALL.into_iter().map(|l| text.get(l).encode_utf16().count()).max().unwrap_or(0)
    }

    #[test]
    fn every_text_fits_its_place() {
        for body in [ASK, ON, OFF, BUT_QUIET, LIST, NONE, NO_NEWS, GIVEN, CHANGE] {
            assert!(longest(body) <= BODY_CHARS_MAX / 2 - ROW_TITLE_CHARS_MAX, "{body:?}");
        }
        for button in [YES, NO] {
            assert!(longest(button) <= BUTTON_CHARS_MAX, "{button:?}");
        }
        let day = "24-11-2026, 11:00".len();
        for row in [IS_ON, IS_OFF] {
            assert!(longest(row) + day <= ROW_DESCRIPTION_CHARS_MAX, "{row:?}");
        }
    }

    #[test]
    fn the_words_that_are_told_are_words_of_the_desk() {
        for (text, meant) in [
            (ASK, Word::MyMessages),
            (CHANGE, Word::MyMessages),
            (BUT_QUIET, Word::Start),
            (STOPPED, Word::Start),
        ] {
            for language in Language::ALL {
                let quoted = text.get(language).split('"').filter_map(unambiguous_word).next_back();
                assert_eq!(quoted, Some(meant), "{language:?}");
            }
        }
    }
}
