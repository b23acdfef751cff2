//! Answers to a form, as records keep them.

use mitra_department::forms::Answer;
use mitra_department::{FormAnswers, Location, Value as Given};
use serde_json::{Map, Value, json};

use crate::calendar::Day;

/// The answers by their fields.
pub(crate) fn kept(answers: &FormAnswers) -> Map<String, Value> {
    let pair = |answer: &Answer| (answer.field.clone(), value(&answer.value));
    answers.answers.iter().map(pair).collect()
}

fn value(given: &Given) -> Value {
    match given {
        Given::Text(text) | Given::Choice(text) => json!(text),
        Given::Number(number) => json!(number),
        Given::Money(paise) => json!(paise),
        Given::Date(date) => json!(Day::from_date(*date).map(Day::iso)),
        Given::IdentityNumber(number) => {
            json!({"last_four": number.last_four, "token": number.token})
        }
        Given::Location(Location { latitude, longitude, name, address }) => {
            json!({"latitude": latitude, "longitude": longitude, "name": name, "address": address})
        }
        Given::Media(file) => {
            json!({"file": file.id, "type": file.mime_type, "caption": file.caption})
        }
    }
}
