//! Shorthand for what a turn gives back.

use serde::Serialize;

use crate::{Choice, Choices, Next, Outcome, Reply, state};

/// Plain text.
pub fn text(body: impl Into<String>) -> Reply {
    Reply::Text(body.into())
}

/// A question with choices: id and title of each.
pub fn choices(body: impl Into<String>, items: Vec<Choice>) -> Reply {
    Reply::Choices(Choices { body: body.into(), button: None, items })
}

/// One choice.
pub fn choice(id: impl Into<String>, title: impl Into<String>) -> Choice {
    Choice { id: id.into(), title: title.into(), description: None }
}

/// One choice with a line under it.
pub fn described(
    id: impl Into<String>,
    title: impl Into<String>,
    description: impl Into<String>,
) -> Choice {
    Choice { description: Some(description.into()), ..choice(id, title) }
}

/// The conversation goes on from `state`.
pub fn stay<S: Serialize>(replies: Vec<Reply>, state: &S) -> Outcome {
    Outcome { replies, next: Next::Stay(state::write(state)) }
}

/// The conversation is over.
pub fn finish(replies: Vec<Reply>) -> Outcome {
    Outcome { replies, next: Next::Finish }
}
