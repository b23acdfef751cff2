//! What every pattern gets: the turn, the host, and the department.

use mitra_department::outcome::{choice, choices, text};
use mitra_department::text::Text as OwnText;
use mitra_department::{Fault, Host, Language, Level, Localized, Next, Outcome, Reply, Turn};
use mitra_service_desk_model::packed::Packed;
use mitra_service_desk_model::{About, Text};
use serde_json::Value;

use crate::template::{self, Values};
use crate::words;

/// One turn of one service.
pub(crate) struct Context<'a> {
    pub(crate) turn: &'a Turn,
    pub(crate) host: &'a mut dyn Host,
    pub(crate) language: Language,
    pub(crate) packed: &'a Packed<'a>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(turn: &'a Turn, host: &'a mut dyn Host, packed: &'a Packed<'a>) -> Self {
        Self { turn, host, language: turn.citizen.language, packed }
    }

    /// A text of the desk's own.
    pub(crate) fn say(&self, words: OwnText) -> &'static str {
        words.get(self.language)
    }

    /// The same with its `{}`s filled in.
    pub(crate) fn fill(&self, words: OwnText, parts: &[&str]) -> String {
        words.fill(self.language, parts)
    }

    /// A text of the department's.
    pub(crate) fn of<'t>(&self, words: &'t Text) -> &'t str {
        match self.language {
            Language::Te => &words.te,
            Language::En => &words.en,
            Language::Hi => &words.hi,
        }
    }

    /// A template of the department's over a record.
    pub(crate) fn show(&self, words: &Text, record: &Value) -> String {
        self.render(self.of(words), record)
    }

    /// The same of a template in the citizen's language.
    pub(crate) fn render(&self, template: &str, record: &Value) -> String {
        let values = Values { record, helpline: self.helpline(), language: self.language };
        template::render(template, &values)
    }

    /// Whom to call.
    pub(crate) fn helpline(&self) -> &str {
        &self.packed.head.department.helpline
    }

    /// What a service is called.
    pub(crate) fn service_name(&self, id: &str) -> String {
        let about = self.packed.about().unwrap_or_default();
        let name = |about: &About| self.of(&about.name).to_owned();
        about.iter().find(|about| about.id == id).map_or_else(|| "-".to_owned(), name)
    }

    /// Nothing was found: the same words whatever was wrong.
    pub(crate) fn not_found(&self) -> String {
        self.fill(words::NOT_FOUND, &[self.helpline()])
    }

    /// What to do next, after something was shown.
    pub(crate) fn another_or_done(&self) -> Reply {
        let items = vec![
            choice("another", self.say(words::ANOTHER)),
            choice("done", self.say(words::DONE)),
        ];
        choices(self.say(words::WHAT_NEXT), items)
    }

    /// The service is over, with thanks.
    pub(crate) fn thanks(&self) -> Outcome {
        mitra_department::outcome::finish(vec![text(self.say(words::THANKS))])
    }

    /// Something came by itself: it is said, and the conversation stays where it was.
    pub(crate) fn beside(&self, replies: Vec<Reply>) -> Outcome {
        let next = self.turn.state.clone().map_or(Next::Finish, Next::Stay);
        Outcome { replies, next }
    }

    /// A mistake of the office's or of the data's, for the department's log.
    pub(crate) fn complain(&self, what: &str) {
        self.host.log(Level::Error, what);
    }
}

/// A text of the department's as the contract's.
pub(crate) fn localized(text: &Text) -> Localized {
    Localized { te: text.te.clone(), en: text.en.clone(), hi: text.hi.clone() }
}

/// A record that cannot be read: to say that there is none would not be true.
pub(crate) fn unreadable(key: &str, error: impl std::fmt::Display) -> Fault {
    Fault::Bug(format!("the record `{key}`: {error}"))
}
