//! One step of a form: what a citizen did -> where they are in the form then. A pure state machine.

use mitra_core::form::{Field, FormPlace, OpenForm};
use mitra_core::ids::FieldId;

use super::answer::{Sent, take};
use super::tap::Tap;
use super::wrong::Wrong;

/// What a citizen did.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Act {
    /// Sent something.
    Sent(Sent),
    /// Took one of the desk's choices.
    Tap(Tap),
    /// Asked to go one step back.
    Back,
}

/// How the form goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The citizen is asked what the form's place says, perhaps after hearing why again.
    Ask(Option<Wrong>),
    /// The same after a tap on an old question.
    Stale,
    /// The department gets the answers.
    Send,
    /// The citizen stepped back out of the first field.
    Leave,
    /// The citizen does not want it any more.
    Cancel,
}

/// Takes one step.
pub(super) fn step(open: &mut OpenForm, act: Act, token: &dyn Fn(&str) -> String) -> Step {
    match (open.place, act) {
        (FormPlace::Field { index, is_change }, act) => {
            at_field(open, index, is_change, act, token)
        }
        // The desk's own choices, which lead on and out, are known by their ids.
        (FormPlace::Notice, Act::Sent(_)) => Step::Ask(Some(Wrong::NotAChoice)),
        (FormPlace::Notice, Act::Tap(_)) => Step::Stale,
        (FormPlace::Notice, Act::Back) => Step::Leave,
        (FormPlace::Summary, act) => at_summary(open, act),
        (FormPlace::Fields { .. }, act) => at_fields(open, act),
    }
}

fn at_field(
    open: &mut OpenForm,
    index: usize,
    is_change: bool,
    act: Act,
    token: &dyn Fn(&str) -> String,
) -> Step {
    let field = &open.form.fields[index];
    let sent = match act {
        Act::Sent(sent) => sent,
        Act::Tap(Tap::Take(of, id)) if of == field.id => Sent::Taken(id),
        Act::Tap(Tap::Skip(of)) if of == field.id && field.optional => {
            open.answers[index] = None;
            return go(open, after(open, index, is_change));
        }
        Act::Tap(Tap::Back(of)) if of != field.id => return Step::Stale,
        Act::Tap(Tap::Back(_)) | Act::Back => {
            return match index.checked_sub(1) {
                _ if is_change => go(open, FormPlace::Summary),
                Some(index) => go(open, FormPlace::Field { index, is_change: false }),
                None => Step::Leave,
            };
        }
        Act::Tap(_) => return Step::Stale,
    };
    match take(field, &sent, token) {
        Ok(value) => {
            open.answers[index] = Some(value);
            go(open, after(open, index, is_change))
        }
        Err(wrong) => {
            open.n_wrong = open.n_wrong.saturating_add(1);
            Step::Ask(Some(wrong))
        }
    }
}

/// The place after a field.
fn after(open: &OpenForm, index: usize, is_change: bool) -> FormPlace {
    let next = index + 1;
    if is_change || next == open.form.fields.len() {
        FormPlace::Summary
    } else {
        FormPlace::Field { index: next, is_change: false }
    }
}

fn at_summary(open: &mut OpenForm, act: Act) -> Step {
    match act {
        Act::Tap(Tap::Send) => Step::Send,
        Act::Tap(Tap::Change) => go(open, FormPlace::Fields { page: 0 }),
        Act::Tap(Tap::Cancel) => Step::Cancel,
        Act::Back => {
            let index = open.form.fields.len() - 1;
            go(open, FormPlace::Field { index, is_change: false })
        }
        Act::Tap(_) => Step::Stale,
        Act::Sent(_) => Step::Ask(Some(Wrong::NotAChoice)),
    }
}

fn at_fields(open: &mut OpenForm, act: Act) -> Step {
    match act {
        Act::Tap(Tap::Pick(id)) => match place_of(&open.form.fields, &id) {
            Some(index) => go(open, FormPlace::Field { index, is_change: true }),
            None => Step::Stale,
        },
        Act::Tap(Tap::Page(page)) => go(open, FormPlace::Fields { page }),
        Act::Tap(Tap::Review) | Act::Back => go(open, FormPlace::Summary),
        Act::Tap(_) => Step::Stale,
        Act::Sent(_) => Step::Ask(Some(Wrong::NotAChoice)),
    }
}

fn place_of(fields: &[Field], id: &FieldId) -> Option<usize> {
    fields.iter().position(|field| field.id == *id)
}

fn go(open: &mut OpenForm, place: FormPlace) -> Step {
    open.place = place;
    open.n_wrong = 0;
    Step::Ask(None)
}
