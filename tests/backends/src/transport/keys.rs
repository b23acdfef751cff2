//! What was done for which idempotency key.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

/// How many keys are remembered; of one more, the oldest is forgotten. A host repeats a turn within the hour, and no
/// office has that many requests in an hour.
pub const KEYS_MAX: usize = 10_000;

/// What a request was answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) body: Option<Value>,
}

/// The answers that were given, by key.
#[derive(Debug, Default)]
pub(super) struct Keys {
    answers: HashMap<String, (String, Answered)>,
    oldest_first: VecDeque<String>,
}

/// The key was used for another request: whoever asks has a bug.
#[derive(Debug, PartialEq)]
pub(super) struct Reused;

impl Keys {
    /// What `request` was answered the last time it came with this key; none for a new key.
    pub(super) fn answer(&self, key: &str, request: &str) -> Result<Option<Answered>, Reused> {
        match self.answers.get(key) {
            Some((known, answered)) if known == request => Ok(Some(answered.clone())),
            Some(_) => Err(Reused),
            None => Ok(None),
        }
    }

    /// A request with a new key was answered.
    pub(super) fn remember(&mut self, key: String, request: String, answered: Answered) {
        if self.oldest_first.len() >= KEYS_MAX
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            self.answers.remove(&oldest);
        }
        self.oldest_first.push_back(key.clone());
        self.answers.insert(key, (request, answered));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_its_answer_again_and_stands_for_one_request() {
        let mut keys = Keys::default();
        let answered = Answered { status: 201, body: None };
        assert_eq!(keys.answer("a", "POST /x"), Ok(None));
        keys.remember("a".to_owned(), "POST /x".to_owned(), answered.clone());
        assert_eq!(keys.answer("a", "POST /x"), Ok(Some(answered.clone())));
        assert_eq!(keys.answer("a", "POST /y"), Err(Reused));
        for n in 1..KEYS_MAX {
            keys.remember(n.to_string(), String::new(), answered.clone());
        }
        assert!(keys.answer("a", "POST /x").expect("it is known").is_some());
        keys.remember("one more".to_owned(), String::new(), answered);
        assert_eq!(keys.answer("a", "POST /x"), Ok(None), "the oldest is forgotten");
        assert_eq!(keys.answers.len(), KEYS_MAX);
    }
}
