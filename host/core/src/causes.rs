//! Errors in words, with what led to them.

use std::error::Error;

/// An error and all its causes in one line: `cannot read x: no such file`. A cause whose words stand at the end already
/// is not said twice.
pub fn with_causes(error: &dyn Error) -> String {
    let mut words = error.to_string();
    for cause in std::iter::successors(error.source(), |cause| (*cause).source()) {
        let said = cause.to_string();
        if !words.ends_with(&said) {
            words = format!("{words}: {said}");
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Said(&'static str, #[source] Option<Box<Said>>);

    fn said(words: &[&'static str]) -> String {
        let chain =
            words.iter().rev().fold(None, |cause, words| Some(Box::new(Said(words, cause))));
        with_causes(&*chain.expect("some words"))
    }

    #[test]
    fn every_cause_is_said_once() {
        assert_eq!(said(&["cannot start"]), "cannot start");
        assert_eq!(said(&["cannot start", "no port", "in use"]), "cannot start: no port: in use");
        assert_eq!(
            said(&["cannot start: no port", "no port", "in use"]),
            "cannot start: no port: in use"
        );
    }
}
