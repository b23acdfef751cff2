//! Forms of the data, as the contract has them.

use mitra_department::forms::{
    Amounts, Days, Length, Numbers, alternative, described, field, form,
};
use mitra_department::{Field as Asked, FieldKind, Form as AskedForm, FormAnswers, Localized};
use mitra_service_desk_model::{Alternative, Field, Kind};

use crate::calendar::Day;
use crate::context::localized;

/// The most characters of a text, where the data says nothing.
const TEXT_MAX: u32 = 1_024;
/// The most characters of a place in words, where the data says nothing.
const PLACE_MAX: u32 = 200;

/// A form with these fields.
pub(crate) fn asked(
    id: &str,
    title: impl Into<Localized>,
    fields: &[Field],
    now: u64,
) -> AskedForm {
    let today = Day::of(now);
    fields.iter().map(|field| of(field, today)).fold(form(id, title), AskedForm::field)
}

/// Whether everything is answered that must be: the answers may be to another release's form.
pub(crate) fn are_answered(fields: &[Field], answers: &FormAnswers) -> bool {
    let is_answered = |it: &Field| it.optional || answers.value(&it.id).is_some();
    fields.iter().all(is_answered)
}

fn of(written: &Field, today: Day) -> Asked {
    let kind = kind(written, today);
    let mut asked =
        field(&written.id, localized(&written.label), localized(&written.question), kind);
    asked.help = written.help.as_ref().map(localized);
    asked.optional = written.optional;
    asked
}

fn kind(written: &Field, today: Day) -> FieldKind {
    match written.kind {
        Kind::Text => FieldKind::Text(length(written, TEXT_MAX)),
        Kind::Digits => FieldKind::Digits(length(written, 30)),
        Kind::Place => FieldKind::Place(length(written, PLACE_MAX)),
        Kind::Number => FieldKind::Number(Numbers {
            min: written.min.unwrap_or(0),
            max: written.max.unwrap_or(i64::MAX),
        }),
        Kind::Money => {
            let paise = |it: Option<i64>| it.and_then(|it| u64::try_from(it).ok());
            let (min, max) = (paise(written.min), paise(written.max));
            FieldKind::Money(Amounts { min: min.unwrap_or(0), max: max.unwrap_or(u64::MAX) })
        }
        Kind::Date => {
            let day = |it: &Option<String>| it.as_deref().and_then(|it| day(it, today)?.date());
            FieldKind::Date(Days { earliest: day(&written.earliest), latest: day(&written.latest) })
        }
        Kind::Choice => FieldKind::Choice(written.options.iter().map(option).collect()),
        Kind::Mobile => FieldKind::Mobile,
        Kind::PinCode => FieldKind::PinCode,
        Kind::Aadhaar => FieldKind::Aadhaar,
        Kind::Pan => FieldKind::Pan,
        Kind::Vehicle => FieldKind::Vehicle,
        Kind::DrivingLicence => FieldKind::DrivingLicence,
        Kind::VoterId => FieldKind::VoterId,
        Kind::Ifsc => FieldKind::Ifsc,
        Kind::BankAccount => FieldKind::BankAccount,
        Kind::Upi => FieldKind::Upi,
        Kind::SurveyNumber => FieldKind::SurveyNumber,
        Kind::Email => FieldKind::Email,
        Kind::Photo => FieldKind::Photo,
        Kind::Document => FieldKind::Document,
        Kind::Location => FieldKind::Location,
        Kind::Name => FieldKind::Name,
    }
}

fn length(written: &Field, most: u32) -> Length {
    let given = |it: Option<i64>| it.and_then(|it| u32::try_from(it).ok());
    Length { min: given(written.min).unwrap_or(1), max: given(written.max).unwrap_or(most) }
}

fn option(option: &Alternative) -> mitra_department::Alternative {
    match &option.description {
        Some(line) => described(&option.id, localized(&option.title), localized(line)),
        None => alternative(&option.id, localized(&option.title)),
    }
}

/// A day as the data names it: itself, or so many days from today.
fn day(written: &str, today: Day) -> Option<Day> {
    match written.strip_prefix("today") {
        Some("") => Some(today),
        Some(days) => Some(today.plus(days.parse().ok()?)),
        None => Day::from_iso(written),
    }
}
