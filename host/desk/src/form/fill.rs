//! A citizen at an open form: one event of theirs, and what the desk makes of it.

use mitra_core::form::{FormPlace, OpenForm};
use mitra_core::language::Language;
use mitra_core::reply::{Choices, Reply};
use mitra_core::turn::TurnEvent;

use super::answer::Sent;
use super::interview::{Act, Step, step};
use super::tap::Tap;
use super::{open, question, texts};
use crate::desk::Reception;
use crate::texts as desk;
use crate::visit::Visit;
use crate::{menu, wire};

impl Visit<'_> {
    /// Whether a form is open.
    pub(crate) fn has_form(&self) -> bool {
        open(&self.session).is_some()
    }

    /// Something was sent or done that may be an answer. A form is open.
    pub(crate) fn fill(self, event: TurnEvent, language: Language) -> Reception {
        let act = match event {
            TurnEvent::Text(text) => Act::Sent(Sent::Text(text)),
            TurnEvent::Location(place) => Act::Sent(Sent::Location(place)),
            TurnEvent::Media(file) => Act::Sent(Sent::Media(file)),
            TurnEvent::Back => Act::Back,
            // Nobody but a department hears these.
            TurnEvent::Opened
            | TurnEvent::Chosen { .. }
            | TurnEvent::Form(_)
            | TurnEvent::Timer { .. }
            | TurnEvent::Payment(_)
            | TurnEvent::Notice { .. } => return self.ask_again(None, language),
        };
        self.act(act, language)
    }

    /// A choice with this id was taken. A form is open; whether the choice is still offered is known.
    pub(crate) fn fill_by_tap(self, id: &str, is_offered: bool, language: Language) -> Reception {
        let conversation = self.session.conversation.as_ref().filter(|_| is_offered);
        let own = conversation.and_then(|conversation| wire::unmark(conversation, id));
        let tap = own.zip(open(&self.session)).and_then(|(own, open)| Tap::parse(own, &open.form));
        match tap {
            Some(tap) => self.act(Act::Tap(tap), language),
            None => self.ask_again(Some(texts::STALE.get(language).to_owned()), language),
        }
    }

    fn act(mut self, act: Act, language: Language) -> Reception {
        let conversation = self.session.conversation.as_mut().expect("a conversation is open");
        if self.desk.table.way(conversation).is_none() {
            return self.departments(language, 0, desk::GONE.get(language));
        }
        let department = &conversation.department;
        let open = conversation.form.as_mut().expect("a form is open");
        let token = |number: &str| self.tokens.aadhaar(department, number);
        match step(open, act, &token) {
            Step::Ask(wrong) => {
                let help = help(open, language).filter(|_| wrong.is_some());
                let reason = wrong.map(|wrong| wrong.reason(language));
                let before: Vec<_> = reason.into_iter().chain(help).collect();
                let before = (!before.is_empty()).then(|| before.join("\n"));
                self.ask_again(before, language)
            }
            Step::Stale => self.ask_again(Some(texts::STALE.get(language).to_owned()), language),
            Step::Send => {
                let answers = open.to_answers();
                self.turn(TurnEvent::Form(answers), language)
            }
            Step::Leave => self.turn(TurnEvent::Back, language),
            Step::Cancel => self.departments(language, 0, desk::CANCELLED.get(language)),
        }
    }

    /// Explains the field, and how to get on.
    pub(crate) fn explain(self, language: Language) -> Reception {
        let help = open(&self.session).and_then(|open| help(open, language));
        let way = desk::HELP.get(language);
        let before = help.map_or_else(|| way.to_owned(), |help| format!("{help}\n\n{way}"));
        self.ask_again(Some(before), language)
    }

    /// Welcomes back a citizen who left the form a day ago, with the question that is open.
    pub(crate) fn resume(self, welcome: String, language: Language) -> Reception {
        let button = desk::CHOOSE.get(language).to_owned();
        let items = vec![menu::menu_choice(language)];
        let welcome = Reply::Choices(Choices { body: welcome, button, items });
        let again = self.ask_again(None, language);
        crate::visit::prepend(vec![welcome], again)
    }

    /// Asks what the form asks at its place, after some words.
    pub(crate) fn ask_again(mut self, before: Option<String>, language: Language) -> Reception {
        let conversation = self.session.conversation.as_ref().expect("a conversation is open");
        let open = conversation.form.as_ref().expect("a form is open");
        let asked = question::ask(conversation, open, language, before);
        self.session.offered = asked.offered;
        self.say(asked.replies)
    }
}

/// What the department says of the field that is asked for.
fn help(open: &OpenForm, language: Language) -> Option<String> {
    let FormPlace::Field { index, .. } = open.place else {
        return None;
    };
    let help = open.form.fields[index].help.as_ref()?;
    Some(help.get(language).to_owned())
}
