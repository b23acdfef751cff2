//! Answers to a form, as records keep them, and a conversation that a notice or a timer must not disturb.

use mitra_department::forms::Answer;
use mitra_department::{FormAnswers, Next, Outcome, Reply, Turn, Value as Given};
use serde_json::{Map, Value, json};

/// The answers by their fields.
pub(crate) fn kept(answers: &FormAnswers) -> Map<String, Value> {
    answers.answers.iter().map(|it: &Answer| (it.field.clone(), value(&it.value))).collect()
}

fn value(given: &Given) -> Value {
    match given {
        Given::Text(text) | Given::Choice(text) => json!(text),
        Given::Number(number) => json!(number),
        Given::Money(paise) => json!(paise),
        Given::Date(date) => json!(format!("{}-{:02}-{:02}", date.year, date.month, date.day)),
        Given::IdentityNumber(number) => {
            json!({"last_four": number.last_four, "token": number.token})
        }
        Given::Location(place) => {
            json!({"latitude": place.latitude, "longitude": place.longitude, "name": place.name})
        }
        Given::Media(file) => json!({"file": file.id, "type": file.mime_type}),
    }
}

/// Says something without moving the conversation on.
pub(crate) fn beside(turn: &Turn, replies: Vec<Reply>) -> Outcome {
    let next = turn.state.clone().map_or(Next::Finish, Next::Stay);
    Outcome { replies, next }
}
