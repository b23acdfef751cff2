//! What an office says: the record is brought up to date, and its citizen is told.
//!
//! A notice that cannot be taken up is the office's mistake: it is logged, and no citizen hears of it. A fault
//! would make the department rest for everybody.

use mitra_department::reference;
use mitra_department::{Fault, Notice, Outcome};
use mitra_service_desk_model::Pattern;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::context::Context;
use crate::mine::{self, Sent};
use crate::{application, grievance};

/// The body of a notice, as JSON.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Word {
    /// Of what.
    pub(crate) reference: String,
    /// What it is now.
    pub(crate) status: String,
    /// The office's words: a text, or one in three languages.
    #[serde(default)]
    pub(crate) note: Option<Value>,
    /// For a certificate: its fields.
    #[serde(default)]
    pub(crate) facts: Map<String, Value>,
    /// For a certificate: the holder's name in Latin letters.
    #[serde(default)]
    pub(crate) holder: Option<String>,
}

/// The office sent a notice.
pub(crate) fn heard(
    context: &mut Context<'_>,
    pattern: &Pattern,
    notice: &Notice,
) -> Result<Outcome, Fault> {
    let mistake = |context: &Context<'_>, what: &str| {
        context.complain(&format!("the notice `{}` {what}", notice.id));
        Ok(context.beside(Vec::new()))
    };
    let mut word: Word = match serde_json::from_str(&notice.body) {
        Ok(word) => word,
        Err(error) => return mistake(context, &format!("cannot be read: {error}")),
    };
    let Some(reference) = reference::parse_any(&word.reference) else {
        return mistake(context, "has a reference that is none of ours");
    };
    word.reference = reference;
    match mine::own(context, &word.reference) {
        Some(Sent::Application) => match application::take_up(context, &word, notice.at)? {
            Ok(replies) => Ok(context.beside(replies)),
            Err(what) => mistake(context, &what),
        },
        Some(Sent::Complaint) => match grievance::take_up(context, pattern, &word, notice.at)? {
            Ok(outcome) => Ok(outcome),
            Err(what) => mistake(context, &what),
        },
        Some(Sent::Booking) => mistake(context, "is of a booking, which no office decides"),
        None => mistake(context, &format!("names {}, which is not this citizen's", word.reference)),
    }
}
