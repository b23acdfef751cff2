//! Shorthand for what a turn gives back.

use serde::Serialize;

use crate::payments::PaymentRequest;
use crate::{CertificateReply, Choice, Choices, File, Form, Next, Outcome, Reply, state};

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

/// A file that the department made: at most 512 KiB, and 1 MiB in a turn. Pictures (`image/jpeg`, `image/png`) are
/// shown, audio and video are played, documents (`application/pdf`, `text/plain`, Office's) are shown by their name.
pub fn file(mime_type: &str, filename: &str, bytes: Vec<u8>, caption: Option<String>) -> Reply {
    let (mime_type, filename) = (mime_type.to_owned(), filename.to_owned());
    Reply::File(File { bytes, mime_type, filename, caption })
}

/// A certificate of the department's own, as a document that can be printed and checked: issued in this turn or before,
/// and not revoked. Who may have it is the department's to decide.
pub fn certificate(id: impl Into<String>, caption: Option<String>) -> Reply {
    Reply::Certificate(CertificateReply { id: id.into(), caption })
}

/// The conversation goes on from `state`.
pub fn stay<S: Serialize>(replies: Vec<Reply>, state: &S) -> Outcome {
    Outcome { replies, next: Next::Stay(state::write(state)) }
}

/// The conversation goes on from `state` once the citizen has sent this form, or stepped back out of it.
pub fn ask_form<S: Serialize>(mut replies: Vec<Reply>, form: Form, state: &S) -> Outcome {
    replies.push(Reply::AskForm(form));
    stay(replies, state)
}

/// The conversation goes on from `state`, and the host asks the citizen to pay.
pub fn ask_payment<S: Serialize>(
    mut replies: Vec<Reply>,
    payment: PaymentRequest,
    state: &S,
) -> Outcome {
    replies.push(Reply::AskPayment(payment));
    stay(replies, state)
}

/// The conversation is over.
pub fn finish(replies: Vec<Reply>) -> Outcome {
    Outcome { replies, next: Next::Finish }
}
