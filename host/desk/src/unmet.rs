//! What a citizen asked for and did not find, as far as it can be known.
//!
//! Known is: the search found nothing for their words; or it asked whether they mean one of these, and they took the
//! way to the menu or wrote other words. Whoever goes away, or comes back a day later, has said neither.

use mitra_core::language::Language;
use mitra_core::session::Offered;
use mitra_core::unmet::{Unmet, UnmetWords};

use crate::receive::Said;
use crate::search::masked;
use crate::understand::Meaning;
use crate::visit::Visit;
use crate::wire::Target;
use crate::words::Word;

/// What an event says about the question whether the citizen means one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// None of these was meant.
    NotMet,
    /// The question still stands.
    Open,
    /// One was meant, or nobody knows.
    Gone,
}

impl Visit<'_> {
    /// Looks what this event says about what the citizen asked for last, before it is answered.
    pub(crate) fn weigh_asked(&mut self, said: &Said, language: Language) {
        let Some(asked) = self.session.asked.take() else { return };
        if self.was_away || self.session.conversation.is_some() {
            return;
        }
        match verdict(said, &asked) {
            Verdict::NotMet => self.unmet.push(Unmet { words: asked, language }),
            Verdict::Open => self.session.asked = Some(asked),
            Verdict::Gone => {}
        }
    }

    /// The search found nothing for these words.
    pub(crate) fn note_unmet(&mut self, text: &str, language: Language) {
        self.unmet.extend(masked(text).map(|words| Unmet { words, language }));
    }
}

fn verdict(said: &Said, asked: &UnmetWords) -> Verdict {
    match said {
        Said::Meaning(Meaning::Word(word)) => match word {
            Word::Menu | Word::Back | Word::Cancel => Verdict::NotMet,
            Word::Hi | Word::Receipts | Word::Applications | Word::MyMessages | Word::Erase => {
                Verdict::Gone
            }
            Word::Help
            | Word::Language
            | Word::MyData
            | Word::Withdraw
            | Word::Stop
            | Word::Start => Verdict::Open,
        },
        Said::Meaning(Meaning::Choice(Offered { id, .. })) | Said::Tap(id, _) => {
            match Target::parse(id) {
                Some(Target::Departments(_)) => Verdict::NotMet,
                Some(Target::Language(_) | Target::Languages) => Verdict::Open,
                _ => Verdict::Gone,
            }
        }
        Said::Meaning(Meaning::Text(text)) => match masked(text) {
            // Said once more, it is asked once more, and counted once.
            Some(words) if words != *asked => Verdict::NotMet,
            _ => Verdict::Open,
        },
        Said::Meaning(Meaning::Language(..)) | Said::Event(_) | Said::Unusable(_) => Verdict::Open,
    }
}
