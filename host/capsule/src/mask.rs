//! Masks what a citizen wrote, wherever it occurs in a capsule.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mitra_core::event::Location;
use mitra_core::form::{Answer, Value as Answered};
use mitra_core::turn::TurnEvent;
use serde_json::Value;

use crate::capsule::Capsule;
use crate::compare::Replayed;

/// Words shorter than this are masked as parts of what was written alone: they occur everywhere.
const WORD_CHARS_MIN: usize = 4;

impl Capsule {
    /// The same with what the citizen wrote in this turn masked: letters and digits by others, as long as before.
    ///
    /// What records and web services say stays: the department has it anyway.
    #[must_use]
    pub fn masked(&self) -> Self {
        let secrets = self.secrets();
        let mut value = serde_json::to_value(self).expect("it has no keys but text");
        for part in ["turn", "answers", "did"] {
            mask_in(&mut value[part], &secrets);
        }
        let mut masked: Self = serde_json::from_value(value).expect("texts alone were changed");
        if let TurnEvent::Location(place) = &mut masked.turn.event {
            *place = Location {
                latitude: place.latitude.round(),
                longitude: place.longitude.round(),
                ..place.clone()
            };
        }
        masked.masked = true;
        masked
    }

    /// The same of what came of repeating it.
    #[must_use]
    pub fn masked_in(&self, replayed: &Replayed) -> Replayed {
        let secrets = self.secrets();
        let all = |lines: &[String]| lines.iter().map(|line| masked(line, &secrets)).collect();
        let Replayed { is, differences, asked_anew } = replayed;
        Replayed { is: *is, differences: all(differences), asked_anew: all(asked_anew) }
    }

    /// What the citizen wrote, the longest first: a part of it must not be masked before.
    fn secrets(&self) -> Vec<String> {
        let mut secrets = written(&self.turn.event);
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        secrets
    }
}

/// What a citizen wrote: whole texts, and words of them with digits in them.
fn written(event: &TurnEvent) -> Vec<String> {
    let texts: Vec<&str> = match event {
        TurnEvent::Text(text) => vec![text],
        TurnEvent::Location(Location { name, address, .. }) => {
            name.iter().chain(address).map(String::as_str).collect()
        }
        TurnEvent::Media(media) => {
            media.filename.iter().chain(&media.caption).map(String::as_str).collect()
        }
        TurnEvent::Form(form) => {
            let text = |Answer { value, .. }: &Answer| {
                if let Answered::Text(text) = value { with_words(text) } else { Vec::new() }
            };
            return form.answers.iter().flat_map(text).collect();
        }
        TurnEvent::Opened
        | TurnEvent::Chosen { .. }
        | TurnEvent::Back
        | TurnEvent::Timer { .. }
        | TurnEvent::Payment(_)
        | TurnEvent::Notice { .. } => Vec::new(),
    };
    texts.into_iter().flat_map(with_words).collect()
}

fn with_words(text: &str) -> Vec<String> {
    let is_telling =
        |word: &&str| word.chars().count() >= WORD_CHARS_MIN && word.chars().any(char::is_numeric);
    let words = text.split_whitespace().filter(is_telling);
    let all = std::iter::once(text.trim()).chain(words).filter(|text| !text.is_empty());
    all.map(str::to_owned).collect()
}

/// Letters and digits by others that take as many bytes, so that lengths written beside them stay true.
fn mask(text: &str) -> String {
    let masked = |c: char| match (c.is_alphanumeric(), c.is_ascii_digit(), c.len_utf8()) {
        (false, _, 1) => c,
        (_, true, _) => '0',
        (_, _, 1) => 'x',
        (_, _, 2) => 'ß',
        (_, _, 3) => 'క',
        (..) => '𐐀',
    };
    text.chars().map(masked).collect()
}

fn masked(text: &str, secrets: &[String]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, &mask(secret)))
}

fn mask_in(value: &mut Value, secrets: &[String]) {
    match value {
        Value::String(text) => *text = masked(text, secrets),
        Value::Array(values) => values.iter_mut().for_each(|value| mask_in(value, secrets)),
        Value::Object(fields) => {
            if let Some(Value::String(base64)) = fields.get_mut("base64") {
                *base64 = masked_base64(base64, secrets);
                return;
            }
            fields.values_mut().for_each(|value| mask_in(value, secrets));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn masked_base64(base64: &str, secrets: &[String]) -> String {
    let mut bytes = STANDARD.decode(base64).unwrap_or_default();
    for secret in secrets {
        let (secret, mask) = (secret.as_bytes(), mask(secret));
        let mut at = 0;
        while let Some(found) = bytes[at..].windows(secret.len()).position(|part| part == secret) {
            at += found;
            bytes[at..at + secret.len()].copy_from_slice(mask.as_bytes());
            at += secret.len();
        }
    }
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capsule::tests::capsule;

    #[test]
    fn a_mask_is_as_long_as_what_it_hides_and_keeps_its_shape() {
        for (text, expected) in
            [("Asha, 12 Main Rd", "xxxx, 00 xxxx xx"), ("ఆశ 9", "కక 0"), ("", "")]
        {
            assert_eq!(mask(text), expected);
            assert_eq!(mask(text).len(), text.len());
        }
    }

    #[test]
    fn texts_and_telling_words_are_masked_in_text_and_in_bytes() {
        let secrets = with_words("consumer AB1234 of Asha");
        assert_eq!(secrets, ["consumer AB1234 of Asha", "AB1234"]);
        assert_eq!(masked("number AB1234, Asha", &secrets), "number xx0000, Asha");
        let mut state = b"\xff\x06AB1234\x00".to_vec();
        let base64 = masked_base64(&STANDARD.encode(&state), &secrets);
        state[2..8].copy_from_slice(b"xx0000");
        assert_eq!(STANDARD.decode(base64).expect("base64"), state);
    }

    #[test]
    fn a_masked_capsule_has_nothing_of_what_was_written_and_can_be_repeated() {
        let text = "my consumer AB1234";
        let whole = capsule(text, b"\xffAB1234");
        let masked = whole.masked();
        let shown = masked.to_json();
        assert!(masked.masked && !shown.contains("AB1234") && !shown.contains("consumer AB"));
        assert!(shown.contains("xx xxxxxxxx xx0000") && shown.contains("\"key\":\"consumer\""));
        assert_eq!(Capsule::read(&shown), Ok(masked.clone()));
        assert!(masked.turn().is_ok());
        let differences = vec![format!("+says: {text}")];
        let is = crate::Comparison::Differing;
        let replayed = Replayed { is, differences, asked_anew: vec!["record `AB1234`".to_owned()] };
        let Replayed { differences, asked_anew, .. } = whole.masked_in(&replayed);
        assert_eq!(
            (&*differences[0], &*asked_anew[0]),
            ("+says: xx xxxxxxxx xx0000", "record `xx0000`")
        );
    }
}
