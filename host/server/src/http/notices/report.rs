//! `GET /departments/{id}/notices/{notice}`: what became of a notice.
//!
//! ```text
//! {"status": "told", "taken_at": "2026-11-28T08:00:00Z", "since": "2026-11-28T08:00:03Z", "delivery": "read"}
//! ```
//!
//! Of the citizen it says no more than what their own phone tells of a message: a notice whose words are kept back, or
//! that may not be announced, waits.

use axum::Json;
use mitra_core::ids::DepartmentId;
use mitra_core::notice::NoticeId;
use mitra_pipeline::NoticeCalls;
use mitra_release::show_instant;
use mitra_storage::{NoticeDelivery, NoticeReport, NoticeStage};
use serde::Serialize;

use super::refusal::Refusal;

/// What became of a notice.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    status: &'static str,
    /// Why it was dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    taken_at: String,
    since: String,
    /// How far the template, or its words, got.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<&'static str>,
}

/// Looks it up.
pub(super) async fn report(
    calls: &NoticeCalls,
    department: DepartmentId,
    notice: &str,
) -> Result<Json<Told>, Refusal> {
    let id = NoticeId::parse(notice).map_err(Refusal::Invalid)?;
    let report = calls.report(&department, &id).await.map_err(Refusal::Unread)?;
    report.map(|report| Json(Told::from(report))).ok_or(Refusal::UnknownNotice { department })
}

impl From<NoticeReport> for Told {
    fn from(report: NoticeReport) -> Self {
        let NoticeReport { stage, taken_at, since, delivery } = report;
        let (status, reason) = match stage {
            NoticeStage::Waiting => ("waiting", None),
            NoticeStage::Announced => ("announced", None),
            NoticeStage::Told => ("told", None),
            NoticeStage::Dropped { reason } => ("dropped", Some(reason)),
        };
        let (taken_at, since) = (show_instant(taken_at), show_instant(since));
        let delivery = delivery.map(|delivery| match delivery {
            NoticeDelivery::Queued => "queued",
            NoticeDelivery::Sent => "sent",
            NoticeDelivery::Delivered => "delivered",
            NoticeDelivery::Read => "read",
            NoticeDelivery::Failed => "failed",
        });
        Self { status, reason, taken_at, since, delivery }
    }
}
