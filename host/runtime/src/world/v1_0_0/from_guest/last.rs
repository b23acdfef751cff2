//! The replies that nobody renders: a form and a payment, which the host acts on. One of them at most, as the last.

use std::time::Duration;

use mitra_core::payment::PaymentRequest;
use mitra_core::reply::Reply;
use mitra_core::turn::{Next, TurnFault, TurnOutcome};

use super::super::mitra::department::{forms, payments};
use super::{form, localized};

/// What the host acts on.
pub(super) struct Last {
    /// The contract's name of it.
    pub(super) name: &'static str,
    asked: Asked,
}

enum Asked {
    Form(forms::Form),
    Payment(payments::PaymentRequest),
}

impl Last {
    pub(super) fn form(form: forms::Form) -> Self {
        Self { name: "ask-form", asked: Asked::Form(form) }
    }

    pub(super) fn payment(payment: payments::PaymentRequest) -> Self {
        Self { name: "ask-payment", asked: Asked::Payment(payment) }
    }

    /// The outcome with these replies before it.
    pub(super) fn outcome(self, replies: Vec<Reply>, next: Next) -> Result<TurnOutcome, TurnFault> {
        let invalid = |detail| Err(TurnFault::OutcomeInvalid { detail });
        match (self.asked, next) {
            (Asked::Payment(asked), next) => match request(asked) {
                Ok(request) => Ok(TurnOutcome { replies, next, payment: Some(request) }),
                Err(error) => invalid(format!("`ask-payment`: {error}")),
            },
            (Asked::Form(asked), Next::Stay(state)) => match form::form(asked) {
                Ok(form) => {
                    let next = Next::Ask(state, Box::new(form));
                    Ok(TurnOutcome { replies, next, payment: None })
                }
                Err(error) => invalid(format!("`ask-form`: {error}")),
            },
            (Asked::Form(_), Next::Finish | Next::Ask(..)) => {
                invalid("`ask-form` comes with `next.finish`, it must be `next.stay`".to_owned())
            }
        }
    }
}

fn request(
    asked: payments::PaymentRequest,
) -> Result<PaymentRequest, mitra_core::payment::InvalidRequest> {
    let valid_for = Duration::from_secs(u64::from(asked.valid_for));
    PaymentRequest::new(&asked.reference, asked.amount, localized(asked.purpose), valid_for)
}
