//! Forms: the desk asks a department's form field by field, and knows what can be an answer.
//!
//! In: an open form and what the citizen did. Out: the form's next place, and what the citizen is asked there.
//! Never: keeps or hands on an Aadhaar number.

mod amounts;
mod answer;
mod digits;
mod fill;
mod formats;
mod interview;
mod notice;
mod question;
mod show;
mod summary;
mod tap;
mod texts;
mod wording;
mod words;
mod wrong;

pub(crate) use question::ask;
pub(crate) use show::rupees;

use mitra_core::form::{FieldKind, FormPlace, OpenForm};
use mitra_core::session::Session;

/// The form that is open, if one is.
pub(crate) fn open(session: &Session) -> Option<&OpenForm> {
    session.conversation.as_ref()?.form.as_deref()
}

/// Whether a number that the citizen types stands for a choice. Where a form asks in words it is the answer, also while
/// there is a button to skip it.
pub(crate) fn takes_numbers_for_choices(session: &Session) -> bool {
    let Some(OpenForm { form, place: FormPlace::Field { index, .. }, .. }) = open(session) else {
        return true;
    };
    matches!(form.fields[*index].kind, FieldKind::Choice(_))
}

#[cfg(test)]
mod tests;
