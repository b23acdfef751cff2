//! A form that a citizen is filling in: a part of the session.

use serde::{Deserialize, Serialize};

use super::{Answer, Form, FormAnswers, Value};

/// A form that a citizen is filling in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenForm {
    /// What is asked.
    pub form: Form,
    /// One place for each field, empty if it was not answered yet or skipped.
    pub answers: Vec<Option<Value>>,
    /// Where the citizen is.
    pub place: FormPlace,
    /// How many wrong answers the field has had in a row.
    pub n_wrong: u32,
}

/// A place in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum FormPlace {
    /// Asked whether the department may have the answers: before the first field, once for each department.
    Notice,
    /// Asked for a field.
    Field {
        /// From 0.
        index: usize,
        /// Whether the way leads back to the summary.
        is_change: bool,
    },
    /// Shown all answers.
    Summary,
    /// Asked which field to change.
    Fields {
        /// From 0.
        page: usize,
    },
}

impl OpenForm {
    /// A form of which nothing is answered.
    pub fn new(form: Form) -> Self {
        let answers = vec![None; form.fields.len()];
        let place = FormPlace::Field { index: 0, is_change: false };
        Self { form, answers, place, n_wrong: 0 }
    }

    /// What the department gets.
    pub fn to_answers(&self) -> FormAnswers {
        let answered = self.form.fields.iter().zip(&self.answers);
        let answer = |(field, value): (&super::Field, &Option<Value>)| {
            Some(Answer { field: field.id.clone(), value: value.clone()? })
        };
        FormAnswers { form: self.form.id.clone(), answers: answered.filter_map(answer).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Location, Media, MediaKind};
    use crate::form::{Alternative, Date, Field, FieldKind, IdentityNumber};
    use crate::ids::{AlternativeId, FieldId, FormId, MediaId};
    use crate::language::Localized;

    fn same(text: &str) -> Localized {
        Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
    }

    fn kinds() -> Vec<FieldKind> {
        let alternative = Alternative {
            id: AlternativeId::parse("roads").unwrap(),
            title: same("Roads"),
            description: Some(same("And bridges")),
        };
        vec![
            FieldKind::Text { min: 1, max: 10 },
            FieldKind::Name,
            FieldKind::Number { min: i64::MIN, max: i64::MAX },
            FieldKind::Money { min: 0, max: u64::MAX },
            FieldKind::Date { earliest: Date::new(1900, 1, 1), latest: None },
            FieldKind::Choice(vec![alternative]),
            FieldKind::Digits { min: 1, max: 30 },
            FieldKind::Mobile,
            FieldKind::PinCode,
            FieldKind::Aadhaar,
            FieldKind::Pan,
            FieldKind::Vehicle,
            FieldKind::DrivingLicence,
            FieldKind::VoterId,
            FieldKind::Ifsc,
            FieldKind::BankAccount,
            FieldKind::Upi,
            FieldKind::SurveyNumber,
            FieldKind::Email,
            FieldKind::Photo,
            FieldKind::Document,
            FieldKind::Location,
            FieldKind::Place { min: 1, max: 10 },
        ]
    }

    fn values() -> Vec<Value> {
        let (name, address) = (Some("PHC".to_owned()), None);
        let (last_four, token) = ("2346".to_owned(), "ab".repeat(16));
        vec![
            Value::Text("పేరు".to_owned()),
            Value::Number(i64::MIN),
            Value::Money(u64::MAX),
            Value::Date(Date::new(2024, 2, 29).unwrap()),
            Value::Choice(AlternativeId::parse("roads").unwrap()),
            Value::Identity(IdentityNumber { last_four, token }),
            Value::Location(Location { latitude: 16.5, longitude: 80.625, name, address }),
            Value::Media(Media {
                kind: MediaKind::Image,
                id: MediaId::new("44"),
                mime_type: "image/jpeg".to_owned(),
                sha256: None,
                filename: None,
                caption: Some("dark".to_owned()),
            }),
        ]
    }

    fn open() -> OpenForm {
        let field = |(number, kind)| Field {
            id: FieldId::parse(&format!("f{number}")).unwrap(),
            label: same("Label"),
            question: same("Which?"),
            help: Some(same("Help")),
            optional: true,
            kind,
            purpose: None,
        };
        let fields = kinds().into_iter().enumerate().map(field).collect();
        let id = FormId::parse("all").unwrap();
        OpenForm::new(Form { id, title: same("All"), fields })
    }

    #[test]
    fn every_kind_of_field_and_answer_is_read_back_as_it_was_stored() {
        let mut open = open();
        for (place, value) in open.answers.iter_mut().zip(values()) {
            *place = Some(value);
        }
        for place in [
            FormPlace::Field { index: 3, is_change: true },
            FormPlace::Summary,
            FormPlace::Fields { page: 1 },
        ] {
            open.place = place;
            let stored = serde_json::to_string(&open).unwrap();
            assert_eq!(serde_json::from_str::<OpenForm>(&stored).unwrap(), open);
        }
    }

    #[test]
    fn answers_come_in_the_order_of_the_fields_without_those_that_were_skipped() {
        let mut open = open();
        let [first, last] = [0, 22].map(|index: usize| open.form.fields[index].id.clone());
        open.answers[22] = Some(Value::Text("last".to_owned()));
        open.answers[0] = Some(Value::Text("first".to_owned()));
        let answers = open.to_answers();
        assert_eq!(answers.form, open.form.id);
        let fields: Vec<_> = answers.answers.into_iter().map(|answer| answer.field).collect();
        assert_eq!(fields, [first, last]);
    }
}
