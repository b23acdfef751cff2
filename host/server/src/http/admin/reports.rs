//! A day's payments: the host's books against the provider's.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use mitra_admin::{
    NotOursView, PaymentDifferenceView, PaymentReportView, PaymentTotalsView, Problem, SumView,
};
use mitra_core::day::Day;
use mitra_core::ids::DepartmentId;
use mitra_core::payment::{Difference, NotOurs, Reconciliation, Sum, Totals};
use mitra_release::show_instant;
use serde::Deserialize;

use super::access::{Caller, Doing};
use super::page::Asked;
use super::{Door, Refusal};

/// Of which day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    day: Option<String>,
}

/// A day's payments and refunds, as the host and as the provider know them: totals by department, and what does not
/// agree. The provider is asked; nothing is changed.
#[utoipa::path(get, path = "/v1/payments/report", tag = "payments", security(("token" = [])),
    params(("day" = Option<String>, Query,
        description = "the day of India's calendar, as 2026-11-24, which must be over; yesterday, if it is not said")),
    responses((status = 200, body = PaymentReportView), (status = "4XX", body = Problem),
        (status = "5XX", body = Problem)))]
pub(super) async fn report(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<PaymentReportView>, Refusal> {
    caller.may(Doing::LookAtAll)?;
    let read = |text: String| Day::parse(&text).ok_or(Refusal::NoDay(text));
    let day = wanted.day.map(read).transpose()?;
    Ok(Json(view(&door.reports.report(day).await?)))
}

fn view(made: &Reconciliation) -> PaymentReportView {
    PaymentReportView {
        day: made.day.to_string(),
        agrees: made.differences.is_empty(),
        totals: made.totals.iter().map(totals_view).collect(),
        differences: made.differences.iter().map(difference_view).collect(),
        not_ours: made.not_ours.iter().map(not_ours_view).collect(),
    }
}

fn totals_view((department, totals): (&DepartmentId, &Totals)) -> PaymentTotalsView {
    let sum = |Sum { count, paise }: Sum| SumView { count, paise };
    PaymentTotalsView {
        department: department.to_string(),
        paid_here: sum(totals.paid_here),
        paid_there: sum(totals.paid_there),
        refunded_here: sum(totals.refunded_here),
        refunded_there: sum(totals.refunded_there),
    }
}

fn difference_view(difference: &Difference) -> PaymentDifferenceView {
    let Difference { kind, department, reference, order, number, here_paise, there_paise, at } =
        difference;
    PaymentDifferenceView {
        kind: kind.name().to_owned(),
        department: department.as_ref().map(ToString::to_string),
        reference: reference.as_ref().map(ToString::to_string),
        order: order.as_ref().map(ToString::to_string),
        number: number.clone(),
        here_paise: *here_paise,
        there_paise: *there_paise,
        at: show_instant(*at),
    }
}

fn not_ours_view(it: &NotOurs) -> NotOursView {
    let NotOurs { number, is_refund, paise, at } = it;
    let (number, at) = (number.clone(), show_instant(*at));
    NotOursView { number, refund: *is_refund, paise: *paise, at }
}
