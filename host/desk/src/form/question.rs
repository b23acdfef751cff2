//! What a citizen is asked at a form's place.

use mitra_core::form::{Alternative, Field, FieldKind, FormPlace, OpenForm};
use mitra_core::language::Language;
use mitra_core::limits::{BODY_CHARS_MAX, ROWS_MAX, TEXT_CHARS_MAX, WRONG_ANSWERS_MAX};
use mitra_core::reply::{Choice, Choices, Reply};
use mitra_core::session::{Conversation, Offered};
use mitra_core::text::length;

use super::tap::Tap;
use super::{notice, summary, texts};
use crate::texts::{self as desk, Text};
use crate::wire::{self, Target};
use crate::{consent, menu};

/// Messages, and the choices in them.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) replies: Vec<Reply>,
    pub(crate) offered: Vec<Offered>,
}

/// Asks what the form's place says, after `before`: a reason, or help. The form is one of this conversation.
pub(crate) fn ask(
    conversation: &Conversation,
    open: &OpenForm,
    language: Language,
    before: Option<String>,
) -> Asked {
    let mut asking = Asking { conversation, open, language, before, asked: Asked::default() };
    match open.place {
        FormPlace::Field { index, .. } => {
            asking.field(&open.form.fields[index]);
        }
        FormPlace::Notice => asking.notice(),
        FormPlace::Summary => summary::show(&mut asking),
        FormPlace::Fields { page } => summary::list(&mut asking, page),
    }
    asking.asked
}

/// Messages in the making.
pub(super) struct Asking<'a> {
    pub(super) conversation: &'a Conversation,
    pub(super) open: &'a OpenForm,
    pub(super) language: Language,
    /// Goes before the question, in the same message if there is room.
    before: Option<String>,
    asked: Asked,
}

impl Asking<'_> {
    /// Asks for one field. After some wrong answers there are ways on beside it.
    fn field(&mut self, field: &Field) {
        let mut skip = Vec::new();
        if field.optional {
            skip.push(self.choice(&Tap::Skip(field.id.clone()), texts::SKIP));
        }
        let is_stuck = self.open.n_wrong >= WRONG_ANSWERS_MAX;
        let mut ways = Vec::new();
        if is_stuck {
            ways.push(self.choice(&Tap::Back(field.id.clone()), texts::BACK));
            ways.push(menu::menu_choice(self.language));
        }
        let beside = if is_stuck { texts::WAYS_ON } else { texts::OR_SKIP };
        let question = field.question.get(self.language);
        if let FieldKind::Choice(alternatives) = &field.kind {
            let row = |alternative| self.row(field, alternative);
            let mut rows: Vec<Choice> = alternatives.iter().map(row).collect();
            rows.extend(skip);
            if rows.len() + ways.len() <= ROWS_MAX {
                rows.append(&mut ways);
            }
            self.choices(question, rows);
            return self.beside(beside, ways);
        }
        skip.extend(ways);
        if matches!(field.kind, FieldKind::Location | FieldKind::Place { .. }) {
            let body = self.joined(question, BODY_CHARS_MAX);
            self.asked.replies.push(Reply::AskLocation { body });
            return self.beside(beside, skip);
        }
        if skip.is_empty() {
            let body = self.joined(question, TEXT_CHARS_MAX);
            return self.say(body);
        }
        self.choices(question, skip);
    }

    /// Says what will be asked, and asks whether the department may have it.
    fn notice(&mut self) {
        let (form, language) = (&self.open.form, self.language);
        let body = notice::notice(form, language);
        let agree = Target::Agree(self.conversation.department.clone(), form.purposes());
        let agree = menu::way(&agree, consent::AGREE, language);
        let decline = menu::way(&Target::Decline, consent::DECLINE, language);
        self.choices(&body, vec![agree, decline]);
    }

    fn row(&self, field: &Field, alternative: &Alternative) -> Choice {
        let description = alternative.description.as_ref();
        Choice {
            id: self.id(&Tap::Take(field.id.clone(), alternative.id.clone())),
            title: alternative.title.get(self.language).to_owned(),
            description: description.map(|text| text.get(self.language).to_owned()),
        }
    }

    /// Choices in a message of their own, if there are any.
    fn beside(&mut self, body: Text, items: Vec<Choice>) {
        if !items.is_empty() {
            self.choices(body.get(self.language), items);
        }
    }

    /// A question with choices, which may be taken from now on.
    pub(super) fn choices(&mut self, question: &str, mut items: Vec<Choice>) {
        menu::tell_apart(&mut items);
        self.asked.offered.extend(items.iter().map(menu::offered));
        let body = self.joined(question, BODY_CHARS_MAX);
        let button = desk::CHOOSE.get(self.language).to_owned();
        self.asked.replies.push(Reply::Choices(Choices { body, button, items }));
    }

    /// A message without choices.
    pub(super) fn say(&mut self, body: String) {
        self.asked.replies.push(Reply::Text { body });
    }

    /// The question behind what goes before it; what has no room with it becomes a message of its own.
    pub(super) fn joined(&mut self, question: &str, chars_max: usize) -> String {
        let Some(before) = self.before.take() else {
            return question.to_owned();
        };
        let whole = format!("{before}\n\n{question}");
        if length(&whole) <= chars_max {
            return whole;
        }
        self.say(before);
        question.to_owned()
    }

    /// One of the desk's own choices.
    pub(super) fn choice(&self, tap: &Tap, title: Text) -> Choice {
        let title = title.get(self.language).to_owned();
        Choice { id: self.id(tap), title, description: None }
    }

    /// The id on the wire: at most 140 bytes.
    pub(super) fn id(&self, tap: &Tap) -> String {
        wire::mark(self.conversation, &tap.id(&self.open.form))
    }
}
