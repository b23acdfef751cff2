//! A form's answers -> the contract's.

use mitra_core::form::{Answer, Date, FormAnswers, Value};
use mitra_core::media::MediaKey;

use super::super::mitra::department::forms;
use super::{location, media};

pub(super) fn answers(key: &MediaKey, answers: &FormAnswers) -> forms::FormAnswers {
    let answer = |Answer { field, value }: &Answer| {
        let (field, value) = (field.to_string(), self::value(key, value));
        forms::Answer { field, value }
    };
    forms::FormAnswers {
        form: answers.form.to_string(),
        answers: answers.answers.iter().map(answer).collect(),
    }
}

fn value(key: &MediaKey, value: &Value) -> forms::Value {
    match value {
        Value::Text(text) => forms::Value::Text(text.clone()),
        Value::Number(number) => forms::Value::Number(*number),
        Value::Money(paise) => forms::Value::Money(*paise),
        Value::Date(day) => forms::Value::Date(date(*day)),
        Value::Choice(id) => forms::Value::Choice(id.to_string()),
        Value::Identity(number) => forms::Value::IdentityNumber(forms::IdentityNumber {
            last_four: number.last_four.clone(),
            token: number.token.clone(),
        }),
        Value::Location(place) => forms::Value::Location(location(place)),
        Value::Media(file) => forms::Value::Media(media(key, file)),
    }
}

fn date(date: Date) -> forms::Date {
    forms::Date { year: date.year(), month: date.month(), day: date.day() }
}
