//! A department's form -> the host's, with every limit checked.

use mitra_core::form::{Alternative, Date, Field, FieldKind, Form, FormError};
use mitra_core::ids::{AlternativeId, FieldId, FormId, InvalidId};

use super::super::mitra::department::forms;
use super::localized;

/// Why a form cannot be asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum FormRefused {
    /// An id is none.
    #[error("the {what} id `{id}` cannot be used: {fault}")]
    Id { what: &'static str, id: String, fault: InvalidId },
    /// A day does not exist.
    #[error("the field `{field}` names {day}-{month}-{year}, there is no such day")]
    Date { field: String, year: u16, month: u8, day: u8 },
    /// It breaks a limit.
    #[error(transparent)]
    Limit(#[from] FormError),
}

pub(super) fn form(asked: forms::Form) -> Result<Form, FormRefused> {
    let id = id("form", asked.id, FormId::parse)?;
    let fields: Result<_, _> = asked.fields.into_iter().map(field).collect();
    let form = Form { id, title: localized(asked.title), fields: fields? };
    form.validate()?;
    Ok(form)
}

fn field(asked: forms::Field) -> Result<Field, FormRefused> {
    Ok(Field {
        kind: kind(asked.kind, &asked.id)?,
        id: id("field", asked.id, FieldId::parse)?,
        label: localized(asked.label),
        question: localized(asked.question),
        help: asked.help.map(localized),
        optional: asked.optional,
        purpose: None,
    })
}

fn kind(kind: forms::FieldKind, field: &str) -> Result<FieldKind, FormRefused> {
    Ok(match kind {
        forms::FieldKind::Text(forms::Length { min, max }) => FieldKind::Text { min, max },
        forms::FieldKind::Name => FieldKind::Name,
        forms::FieldKind::Number(forms::Numbers { min, max }) => FieldKind::Number { min, max },
        forms::FieldKind::Money(forms::Amounts { min, max }) => FieldKind::Money { min, max },
        forms::FieldKind::Date(days) => FieldKind::Date {
            earliest: days.earliest.map(|day| date(day, field)).transpose()?,
            latest: days.latest.map(|day| date(day, field)).transpose()?,
        },
        forms::FieldKind::Choice(alternatives) => {
            let alternatives: Result<_, _> = alternatives.into_iter().map(alternative).collect();
            FieldKind::Choice(alternatives?)
        }
        forms::FieldKind::Digits(forms::Length { min, max }) => FieldKind::Digits { min, max },
        forms::FieldKind::Mobile => FieldKind::Mobile,
        forms::FieldKind::PinCode => FieldKind::PinCode,
        forms::FieldKind::Aadhaar => FieldKind::Aadhaar,
        forms::FieldKind::Pan => FieldKind::Pan,
        forms::FieldKind::Vehicle => FieldKind::Vehicle,
        forms::FieldKind::DrivingLicence => FieldKind::DrivingLicence,
        forms::FieldKind::VoterId => FieldKind::VoterId,
        forms::FieldKind::Ifsc => FieldKind::Ifsc,
        forms::FieldKind::BankAccount => FieldKind::BankAccount,
        forms::FieldKind::Upi => FieldKind::Upi,
        forms::FieldKind::SurveyNumber => FieldKind::SurveyNumber,
        forms::FieldKind::Email => FieldKind::Email,
        forms::FieldKind::Photo => FieldKind::Photo,
        forms::FieldKind::Document => FieldKind::Document,
        forms::FieldKind::Location => FieldKind::Location,
        forms::FieldKind::Place(forms::Length { min, max }) => FieldKind::Place { min, max },
    })
}

fn date(asked: forms::Date, field: &str) -> Result<Date, FormRefused> {
    let forms::Date { year, month, day } = asked;
    let field = field.to_owned();
    Date::new(year, month, day).ok_or(FormRefused::Date { field, year, month, day })
}

fn alternative(asked: forms::Alternative) -> Result<Alternative, FormRefused> {
    Ok(Alternative {
        id: id("alternative", asked.id, AlternativeId::parse)?,
        title: localized(asked.title),
        description: asked.description.map(localized),
    })
}

fn id<T>(
    what: &'static str,
    id: String,
    parse: fn(&str) -> Result<T, InvalidId>,
) -> Result<T, FormRefused> {
    parse(&id).map_err(|fault| FormRefused::Id { what, id, fault })
}
