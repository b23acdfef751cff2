//! Forms: you say what you need to know, and the front desk asks, checks and shows it.
//!
//! ```
//! use mitra_department::forms::{self, alternative, form};
//! use mitra_department::text::text;
//!
//! let relations = vec![
//!     alternative("son", text("కొడుకు", "Son", "बेटा")),
//!     alternative("daughter", text("కూతురు", "Daughter", "बेटी")),
//! ];
//! let member = form("member", text("కుటుంబ సభ్యుడు", "A family member", "परिवार का सदस्य"))
//!     .field(forms::name(
//!         "name",
//!         text("పేరు", "Name", "नाम"),
//!         text("వారి పేరు ఏమిటి?", "What is their name?", "उनका नाम क्या है?"),
//!     ))
//!     .field(forms::choice(
//!         "relation",
//!         text("బంధుత్వం", "Relation", "रिश्ता"),
//!         text("వారు మీకు ఏమవుతారు?", "How are they related to you?", "उनसे आपका क्या रिश्ता है?"),
//!         relations,
//!     ))
//!     .field(
//!         forms::aadhaar(
//!             "aadhaar",
//!             text("ఆధార్", "Aadhaar", "आधार"),
//!             text("వారి ఆధార్ నంబరు?", "Their Aadhaar number?", "उनका आधार नंबर?"),
//!         )
//!         .optional(),
//!     );
//! assert_eq!(member.fields.len(), 3);
//! ```
//!
//! Return it with [`crate::outcome::ask_form`]; the answers come as [`crate::Event::Form`].

use std::ops::RangeInclusive;

use crate::{FieldKind, IdentityNumber, Localized, Location, Media};

pub use crate::bindings::mitra::department::forms::{
    Alternative, Amounts, Answer, Date, Days, Field, Form, FormAnswers, Length, Numbers, Value,
};

/// A form without fields. `title` stands over the summary, in one line of at most 60 characters.
pub fn form(id: &str, title: impl Into<Localized>) -> Form {
    Form { id: id.to_owned(), title: title.into(), fields: Vec::new() }
}

impl Form {
    /// The same form with one field more, asked last.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }
}

/// A required field. `label` stands before the answer in the summary, in one line of at most 24 characters.
pub fn field(
    id: &str,
    label: impl Into<Localized>,
    question: impl Into<Localized>,
    kind: FieldKind,
) -> Field {
    let (id, label, question) = (id.to_owned(), label.into(), question.into());
    Field { id, label, question, help: None, optional: false, kind }
}

impl Field {
    /// The same field, which the citizen may skip.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The same field, with words for whoever asks for help or gave a wrong answer.
    #[must_use]
    pub fn help(mut self, help: impl Into<Localized>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// One of the answers to [`choice`].
pub fn alternative(id: &str, title: impl Into<Localized>) -> Alternative {
    Alternative { id: id.to_owned(), title: title.into(), description: None }
}

/// The same with a line under it.
pub fn described(
    id: &str,
    title: impl Into<Localized>,
    description: impl Into<Localized>,
) -> Alternative {
    Alternative { description: Some(description.into()), ..alternative(id, title) }
}

/// Asks for words, of so many characters: at most 1,024.
pub fn text(
    id: &str,
    label: impl Into<Localized>,
    question: impl Into<Localized>,
    length: RangeInclusive<u32>,
) -> Field {
    field(id, label, question, FieldKind::Text(self::length(length)))
}

/// Asks for a whole number.
pub fn number(
    id: &str,
    label: impl Into<Localized>,
    question: impl Into<Localized>,
    range: RangeInclusive<i64>,
) -> Field {
    let (min, max) = range.into_inner();
    field(id, label, question, FieldKind::Number(Numbers { min, max }))
}

/// Asks for an amount, in paise.
pub fn money(
    id: &str,
    label: impl Into<Localized>,
    question: impl Into<Localized>,
    paise: RangeInclusive<u64>,
) -> Field {
    let (min, max) = paise.into_inner();
    field(id, label, question, FieldKind::Money(Amounts { min, max }))
}

/// Asks for any day.
pub fn date(id: &str, label: impl Into<Localized>, question: impl Into<Localized>) -> Field {
    date_between(id, label, question, None, None)
}

/// Asks for a day, not before the first and not after the last.
pub fn date_between(
    id: &str,
    label: impl Into<Localized>,
    question: impl Into<Localized>,
    earliest: Option<Date>,
    latest: Option<Date>,
) -> Field {
    field(id, label, question, FieldKind::Date(Days { earliest, latest }))
}

/// Asks for one of these: 2 to 10, or 9 if the field is optional.
pub fn choice(
    id: &str,
    label: impl Into<Localized>,
    question: impl Into<Localized>,
    alternatives: Vec<Alternative>,
) -> Field {
    field(id, label, question, FieldKind::Choice(alternatives))
}

/// Asks for a number of so many digits: at most 30.
pub fn digits(
    id: &str,
    label: impl Into<Localized>,
    question: impl Into<Localized>,
    length: RangeInclusive<u32>,
) -> Field {
    field(id, label, question, FieldKind::Digits(self::length(length)))
}

/// Asks for a shared location, or for a place in words of so many characters: at most 1,024.
pub fn place(
    id: &str,
    label: impl Into<Localized>,
    question: impl Into<Localized>,
    length: RangeInclusive<u32>,
) -> Field {
    field(id, label, question, FieldKind::Place(self::length(length)))
}

fn length(range: RangeInclusive<u32>) -> Length {
    let (min, max) = range.into_inner();
    Length { min, max }
}

/// One function for each kind of field that has nothing to say of itself.
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident => $kind:ident,)*) => {
        $(
            $(#[$doc])*
            pub fn $name(
                id: &str,
                label: impl Into<Localized>,
                question: impl Into<Localized>,
            ) -> Field {
                field(id, label, question, FieldKind::$kind)
            }
        )*
    };
}

fields! {
    /// Asks for a person's name, 2 to 60 characters in any script.
    name => Name,
    /// Asks for an Indian mobile number; you get ten digits.
    mobile => Mobile,
    /// Asks for a PIN code; you get six digits.
    pin_code => PinCode,
    /// Asks for an Aadhaar number; you get its last four digits and a token.
    aadhaar => Aadhaar,
    /// Asks for a permanent account number.
    pan => Pan,
    /// Asks for a vehicle's registration; you get it without spaces.
    vehicle => Vehicle,
    /// Asks for a driving licence; you get it without spaces.
    driving_licence => DrivingLicence,
    /// Asks for the number of a voter's card.
    voter_id => VoterId,
    /// Asks for a bank branch.
    ifsc => Ifsc,
    /// Asks for a bank account; you get 9 to 18 digits.
    bank_account => BankAccount,
    /// Asks for a UPI address; you get it in lower case.
    upi => Upi,
    /// Asks for a survey number, such as 123/4A.
    survey_number => SurveyNumber,
    /// Asks for an e-mail address; you get it in lower case.
    email => Email,
    /// Asks for a picture.
    photo => Photo,
    /// Asks for a file, or a picture of a paper.
    document => Document,
    /// Asks for a shared location. Phones without a map cannot share one: see [`place`].
    location => Location,
}

impl FormAnswers {
    /// The answer to a field; none if it was skipped.
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.answers.iter().find(|answer| answer.field == field).map(|answer| &answer.value)
    }

    /// The answer, if it is text: words, a name, or a number by which something is known.
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The answer, if it is a whole number.
    pub fn number(&self, field: &str) -> Option<i64> {
        match self.value(field)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The answer, if it is an amount; in paise.
    pub fn money(&self, field: &str) -> Option<u64> {
        match self.value(field)? {
            Value::Money(paise) => Some(*paise),
            _ => None,
        }
    }

    /// The answer, if it is a day.
    pub fn date(&self, field: &str) -> Option<Date> {
        match self.value(field)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The answer, if it is one of the alternatives: its id.
    pub fn choice(&self, field: &str) -> Option<&str> {
        match self.value(field)? {
            Value::Choice(id) => Some(id),
            _ => None,
        }
    }

    /// The answer, if it is a number that identifies a person.
    pub fn identity(&self, field: &str) -> Option<&IdentityNumber> {
        match self.value(field)? {
            Value::IdentityNumber(number) => Some(number),
            _ => None,
        }
    }

    /// The answer, if it is a shared location.
    pub fn location(&self, field: &str) -> Option<&Location> {
        match self.value(field)? {
            Value::Location(place) => Some(place),
            _ => None,
        }
    }

    /// The answer, if it is a file.
    pub fn media(&self, field: &str) -> Option<&Media> {
        match self.value(field)? {
            Value::Media(file) => Some(file),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_by_its_field_and_type() {
        let answer = |field: &str, value| Answer { field: field.to_owned(), value };
        let date = Date { year: 2024, month: 2, day: 29 };
        let answers = FormAnswers {
            form: "member".to_owned(),
            answers: vec![
                answer("name", Value::Text("Asha".to_owned())),
                answer("age", Value::Number(40)),
                answer("income", Value::Money(100)),
                answer("born", Value::Date(date)),
                answer("relation", Value::Choice("son".to_owned())),
            ],
        };
        assert_eq!(answers.text("name"), Some("Asha"));
        assert_eq!((answers.number("age"), answers.money("income")), (Some(40), Some(100)));
        assert_eq!(answers.date("born"), Some(date));
        assert_eq!(answers.choice("relation"), Some("son"));
        assert_eq!((answers.text("age"), answers.number("skipped")), (None, None));
    }
}
