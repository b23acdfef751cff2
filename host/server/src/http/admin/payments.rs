//! Payments, and what is paid back of them.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use mitra_admin::{PaymentView, Problem, RefundView, RefundWanted};
use mitra_core::clock::Clock;
use mitra_core::limits::REFUND_KEY_BYTES_MAX;
use mitra_core::payment::{
    Payment, PaymentKey, PaymentReference, Refund, RefundKey, RefundRequest, RefundStage,
};
use mitra_pipeline::SeenPayment;
use mitra_release::show_instant;

use super::access::{Caller, Doing};
use super::releases::{department_id, reason};
use super::{Door, Refusal};
use crate::clock::SystemClock;

/// A payment by its department's name for it, and what was paid back of it: who as the department knows them.
#[utoipa::path(get, path = "/v1/payments/{department}/{reference}", tag = "payments",
    security(("token" = [])),
    responses((status = 200, body = PaymentView), (status = "4XX", body = Problem)))]
pub(super) async fn payment(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path((department, reference)): Path<(String, String)>,
) -> Result<Json<PaymentView>, Refusal> {
    caller.may(Doing::LookAt(&department_id(&department)?))?;
    let (_, seen) = found(&door, &department, &reference).await?;
    Ok(Json(view(&seen)))
}

/// Has a payment paid back, or a part of it: once for each key, however often it is asked for.
#[utoipa::path(post, path = "/v1/payments/{department}/{reference}/refunds", tag = "payments",
    security(("token" = [])), request_body = RefundWanted,
    responses((status = 200, body = RefundView), (status = "4XX", body = Problem)))]
pub(super) async fn refund(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path((department, reference)): Path<(String, String)>,
    body: Result<Json<RefundWanted>, JsonRejection>,
) -> Result<Json<RefundView>, Refusal> {
    caller.may(Doing::Operate)?;
    let Json(wanted) = body.map_err(|error| Refusal::Unreadable(error.body_text()))?;
    let reason = reason(&wanted.reason)?;
    let key = RefundKey::parse(&wanted.key).ok_or_else(|| {
        let words = format!(
            "`key` must have 1 to {REFUND_KEY_BYTES_MAX} letters (A to Z), digits, `_`, `-` and `.`"
        );
        Refusal::Unreadable(words)
    })?;
    let (payment_key, seen) = found(&door, &department, &reference).await?;
    let id = door.refunds.id(&seen.payment, &key);
    let (by, reason) = (caller.name.clone(), reason.to_owned());
    let request = RefundRequest { id, paise: wanted.paise, key, by, reason };
    let planned = seen.would_refund(&request, SystemClock.now()).map_err(Refusal::NoRefund)?;
    if seen.refunds.contains(&planned) {
        return Ok(Json(refund_view(&planned)));
    }
    // Written down first: what is not in the audit log is not done.
    let words = audited(&reference, &planned);
    let id = &payment_key.department;
    door.note(&caller, "payment.refunded", (Some(id), None), &words).await?;
    let asked = door.refunds.ask(&payment_key, &request).await?;
    let asked = asked.ok_or_else(|| no_payment(&payment_key))?.map_err(Refusal::NoRefund)?;
    Ok(Json(refund_view(&asked)))
}

fn audited(reference: &str, refund: &Refund) -> String {
    let Refund { paise, key, reason, .. } = refund;
    format!("{reference}: {paise} paise as {}: {reason}", key.as_str())
}

/// The payment that is meant.
async fn found(
    door: &Door,
    department: &str,
    reference: &str,
) -> Result<(PaymentKey, SeenPayment), Refusal> {
    let department = door.department(department)?.clone();
    let no_reference = || {
        let (department, reference) = (department.clone(), reference.to_owned());
        Refusal::NoPayment { department, reference }
    };
    let parsed = PaymentReference::parse(reference).map_err(|_| no_reference())?;
    let key = PaymentKey { department: department.clone(), reference: parsed };
    let seen = door.refunds.payment(&key).await?.ok_or_else(no_reference)?;
    Ok((key, seen))
}

fn no_payment(key: &PaymentKey) -> Refusal {
    let (department, reference) = (key.department.clone(), key.reference.to_string());
    Refusal::NoPayment { department, reference }
}

fn view(seen: &SeenPayment) -> PaymentView {
    let Payment { department, service, request, asked_at, stage, order, way, .. } = &seen.payment;
    let receipt = seen.payment.receipt();
    PaymentView {
        department: department.to_string(),
        service: service.to_string(),
        reference: request.reference.to_string(),
        order: order.as_str().to_owned(),
        citizen: seen.citizen.to_string(),
        purpose: request.purpose.en.clone(),
        paise: request.paise,
        stage: stage.name().to_owned(),
        way: stage.was_offered().then(|| way.name().to_owned()),
        asked_at: show_instant(*asked_at),
        expires_at: show_instant(seen.payment.expires_at()),
        paid_at: receipt.map(|receipt| show_instant(receipt.at)),
        payment: receipt.map(|receipt| receipt.id.clone()),
        refundable_paise: seen.payment.refundable(&seen.refunds),
        refunds: seen.refunds.iter().map(refund_view).collect(),
    }
}

fn refund_view(refund: &Refund) -> RefundView {
    let Refund { id, paise, key, by, reason, asked_at, stage, .. } = refund;
    let (number, at, why) = match stage {
        RefundStage::Asked => (None, None, None),
        RefundStage::Given { number } => (Some(number.clone()), None, None),
        RefundStage::Refunded { number, at } => (Some(number.clone()), Some(*at), None),
        RefundStage::Failed { why } => (None, None, Some(why.clone())),
    };
    RefundView {
        id: id.to_string(),
        key: key.as_str().to_owned(),
        paise: *paise,
        stage: stage.name().to_owned(),
        by: by.clone(),
        reason: reason.clone(),
        asked_at: show_instant(*asked_at),
        number,
        refunded_at: at.map(show_instant),
        why,
    }
}
