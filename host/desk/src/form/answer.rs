//! What a citizen sent -> the answer to a field, or why it is none.

use mitra_core::event::{Location, Media, MediaKind};
use mitra_core::form::{Alternative, Field, FieldKind, IdentityNumber, Value};
use mitra_core::ids::AlternativeId;
use mitra_core::language::Language;
use mitra_core::limits::ANSWER_BYTES_MAX;

use super::wrong::Wrong;
use super::{amounts, formats, words};
use crate::words::tidy;

/// What a citizen sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sent {
    Text(String),
    Location(Location),
    Media(Media),
    /// An alternative, by a tap, its number or its title.
    Taken(AlternativeId),
}

/// The answer to a field. `token` makes what stands for an Aadhaar number.
pub(super) fn take(
    field: &Field,
    sent: &Sent,
    token: &dyn Fn(&str) -> String,
) -> Result<Value, Wrong> {
    match sent {
        Sent::Text(text) => written(&field.kind, text, token),
        Sent::Taken(id) if offers(&field.kind, id) => Ok(Value::Choice(id.clone())),
        Sent::Location(place) if takes_places(&field.kind) => located(place),
        Sent::Media(file) if takes_file(&field.kind, file) => filed(file),
        Sent::Media(file) if file.kind == MediaKind::Voice => Err(Wrong::Voice),
        Sent::Taken(_) | Sent::Location(_) | Sent::Media(_) => Err(not_words(&field.kind)),
    }
}

fn offers(kind: &FieldKind, id: &AlternativeId) -> bool {
    matches!(kind, FieldKind::Choice(all) if all.iter().any(|alternative| alternative.id == *id))
}

fn takes_places(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Location | FieldKind::Place { .. })
}

fn takes_file(kind: &FieldKind, file: &Media) -> bool {
    let is_document = *kind == FieldKind::Document && file.kind == MediaKind::Document;
    is_document || (matches!(kind, FieldKind::Photo | FieldKind::Document) && is_picture(file))
}

/// A picture, also one that was sent as a file to keep it sharp.
fn is_picture(file: &Media) -> bool {
    let is_file = file.kind == MediaKind::Document && file.mime_type.starts_with("image/");
    file.kind == MediaKind::Image || is_file
}

fn filed(file: &Media) -> Result<Value, Wrong> {
    let texts = [file.caption.as_ref(), file.filename.as_ref()];
    within_bytes(&texts).map(|()| Value::Media(file.clone()))
}

fn located(place: &Location) -> Result<Value, Wrong> {
    let texts = [place.name.as_ref(), place.address.as_ref()];
    within_bytes(&texts).map(|()| Value::Location(place.clone()))
}

fn within_bytes(texts: &[Option<&String>]) -> Result<(), Wrong> {
    let bytes: usize = texts.iter().flatten().map(|text| text.len()).sum();
    if bytes > ANSWER_BYTES_MAX { Err(Wrong::TooLarge) } else { Ok(()) }
}

/// An answer in words, or what is wanted instead of them.
fn written(kind: &FieldKind, text: &str, token: &dyn Fn(&str) -> String) -> Result<Value, Wrong> {
    let code = |code: Option<String>, wrong| code.map(Value::Text).ok_or(wrong);
    match kind {
        FieldKind::Text { min, max } => words::words(text, *min, *max).map(Value::Text),
        FieldKind::Name => words::name(text).map(Value::Text),
        FieldKind::Number { min, max } => amounts::number(text, *min, *max).map(Value::Number),
        FieldKind::Money { min, max } => amounts::money(text, *min, *max).map(Value::Money),
        FieldKind::Date { earliest, latest } => {
            amounts::date(text, *earliest, *latest).map(Value::Date)
        }
        FieldKind::Choice(alternatives) => titled(alternatives, text),
        FieldKind::Digits { min, max } => {
            let is_fit = |number: &String| (*min as usize..=*max as usize).contains(&number.len());
            code(formats::digits(text).filter(is_fit), Wrong::Digits { min: *min, max: *max })
        }
        FieldKind::Mobile => code(formats::mobile(text), Wrong::Mobile),
        FieldKind::PinCode => code(formats::pin_code(text), Wrong::PinCode),
        FieldKind::Aadhaar => aadhaar(text, token),
        FieldKind::Pan => code(formats::pan(text), Wrong::Pan),
        FieldKind::Vehicle => code(formats::vehicle(text), Wrong::Vehicle),
        FieldKind::DrivingLicence => code(formats::driving_licence(text), Wrong::DrivingLicence),
        FieldKind::VoterId => code(formats::voter_id(text), Wrong::VoterId),
        FieldKind::Ifsc => code(formats::ifsc(text), Wrong::Ifsc),
        FieldKind::BankAccount => code(formats::bank_account(text), Wrong::BankAccount),
        FieldKind::Upi => code(formats::upi(text), Wrong::Upi),
        FieldKind::SurveyNumber => code(formats::survey_number(text), Wrong::SurveyNumber),
        FieldKind::Email => code(formats::email(text), Wrong::Email),
        FieldKind::Place { min, max } => words::words(text, *min, *max).map(Value::Text),
        FieldKind::Photo | FieldKind::Document | FieldKind::Location => Err(not_words(kind)),
    }
}

/// Only the last four digits and the token leave this function.
fn aadhaar(text: &str, token: &dyn Fn(&str) -> String) -> Result<Value, Wrong> {
    let number = formats::twelve_digits(text).ok_or(Wrong::Aadhaar)?;
    if !formats::is_aadhaar(&number) {
        return Err(Wrong::AadhaarCheck);
    }
    let last_four = number[8..].to_owned();
    Ok(Value::Identity(IdentityNumber { last_four, token: token(&number) }))
}

/// The alternative with this title, in whichever language it was typed.
fn titled(alternatives: &[Alternative], text: &str) -> Result<Value, Wrong> {
    let wanted = tidy(text);
    let is_titled = |alternative: &&Alternative| {
        Language::ALL.into_iter().any(|l| tidy(alternative.title.get(l)) == wanted)
    };
    let found = alternatives.iter().find(is_titled);
    found.map(|alternative| Value::Choice(alternative.id.clone())).ok_or(Wrong::Choice)
}

/// What a field wants of a citizen who sent another kind of message.
fn not_words(kind: &FieldKind) -> Wrong {
    match kind {
        FieldKind::Photo => Wrong::Photo,
        FieldKind::Document => Wrong::Document,
        FieldKind::Location => Wrong::Location,
        FieldKind::Place { .. } => Wrong::Place,
        FieldKind::Choice(_) => Wrong::Choice,
        FieldKind::Text { .. }
        | FieldKind::Name
        | FieldKind::Number { .. }
        | FieldKind::Money { .. }
        | FieldKind::Date { .. }
        | FieldKind::Digits { .. }
        | FieldKind::Mobile
        | FieldKind::PinCode
        | FieldKind::Aadhaar
        | FieldKind::Pan
        | FieldKind::Vehicle
        | FieldKind::DrivingLicence
        | FieldKind::VoterId
        | FieldKind::Ifsc
        | FieldKind::BankAccount
        | FieldKind::Upi
        | FieldKind::SurveyNumber
        | FieldKind::Email => Wrong::NotWords,
    }
}
