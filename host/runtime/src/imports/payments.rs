//! Payments: where a request stands, and whether a turn may ask for one. Asking itself is a reply.

use mitra_core::clock::Timestamp;
use mitra_core::limits::PAYMENT_FINDS_PER_TURN_MAX;
use mitra_core::payment::{
    Payment, PaymentEnd, PaymentKey, PaymentReceipt, PaymentReference, PaymentRequest,
    PaymentUpdate,
};
use mitra_core::turn::{Turn, TurnFault};

use crate::grants::PaymentDenied;
use crate::instance::TurnState;
use crate::ports::Ports;
use crate::settings::Settings;
use crate::world::v1_0_0::mitra::department::payments;

/// Why what a turn asks for is not asked for. The words are for the department's vendor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AskRefused {
    #[error(transparent)]
    Denied(PaymentDenied),
    #[error("the reference `{0}` is another citizen's: take a new one")]
    AnotherCitizens(PaymentReference),
    #[error("the reference `{0}` was asked for with another amount or purpose: take a new one")]
    Other(PaymentReference),
    #[error("the request `{reference}` {ended}: take a new reference")]
    Over { reference: PaymentReference, ended: &'static str },
}

impl payments::Host for TurnState {
    async fn find(
        &mut self,
        reference: String,
    ) -> wasmtime::Result<Option<payments::PaymentStatus>> {
        self.count_host_call()?;
        if self.payment_finds >= PAYMENT_FINDS_PER_TURN_MAX {
            let limit = format!("payments looked up in a turn: {PAYMENT_FINDS_PER_TURN_MAX}");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        }
        self.payment_finds += 1;
        // What is no reference names nothing.
        let Ok(reference) = PaymentReference::parse(&reference) else { return Ok(None) };
        let key = PaymentKey { department: self.department.clone(), reference };
        let found = self.ports.reads.payment(&key).await;
        let found = found.map_err(|error| self.fail_host("storage", &error))?;
        Ok(found.map(|payment| status(&payment)))
    }
}

fn status(payment: &Payment) -> payments::PaymentStatus {
    payment.stage.end().map_or(payments::PaymentStatus::Open, |end| ended(&end))
}

fn ended(end: &PaymentEnd) -> payments::PaymentStatus {
    match end {
        PaymentEnd::Paid(PaymentReceipt { id, at }) => {
            let at = instant(*at);
            payments::PaymentStatus::Paid(payments::Receipt { id: id.clone(), at })
        }
        PaymentEnd::Failed => payments::PaymentStatus::Failed,
        PaymentEnd::Expired => payments::PaymentStatus::Expired,
    }
}

/// Instants before 1970 are its beginning.
fn instant(at: Timestamp) -> u64 {
    u64::try_from(at.0).unwrap_or(0)
}

/// What became of a payment, in the contract's words.
pub(crate) fn update(update: &PaymentUpdate) -> payments::PaymentUpdate {
    let (reference, status) = (update.reference.to_string(), ended(&update.end));
    payments::PaymentUpdate { reference, amount: update.paise, status }
}

/// Holds what a turn asks for against the grants, and against what was asked for before. Settling checks the latter
/// once more, in its transaction.
pub(crate) async fn check(
    ports: &Ports,
    settings: &Settings,
    turn: &Turn,
    request: &PaymentRequest,
) -> Result<(), TurnFault> {
    let invalid = |refused: AskRefused| {
        Err(TurnFault::OutcomeInvalid { detail: format!("`ask-payment`: {refused}") })
    };
    if let Err(denied) = settings.grants.payments.check(request.paise) {
        return invalid(AskRefused::Denied(denied));
    }
    let (department, reference) = (turn.department.clone(), request.reference.clone());
    let found = ports.reads.payment(&PaymentKey { department, reference }).await;
    let found = found.map_err(|error| TurnFault::HostFailed { detail: error.to_string() })?;
    match found {
        None => Ok(()),
        Some(before) if before.is_same(turn.citizen, request) => Ok(()),
        Some(before) => invalid(refusal(&before, turn, request)),
    }
}

fn refusal(before: &Payment, turn: &Turn, request: &PaymentRequest) -> AskRefused {
    let reference = request.reference.clone();
    if before.citizen != turn.citizen {
        return AskRefused::AnotherCitizens(reference);
    }
    match before.stage.end() {
        Some(PaymentEnd::Failed) => AskRefused::Over { reference, ended: "failed" },
        Some(PaymentEnd::Expired) => AskRefused::Over { reference, ended: "expired" },
        Some(PaymentEnd::Paid(_)) | None => AskRefused::Other(reference),
    }
}
