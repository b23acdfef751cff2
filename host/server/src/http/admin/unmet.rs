//! What citizens asked for and did not find.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use mitra_admin::{NearServiceView, Problem, UnmetReportView, UnmetView};
use mitra_core::limits::{UNMET_CITIZENS_MIN, UNMET_DAYS};
use mitra_pipeline::SeenUnmet;
use serde::Deserialize;

use super::access::{Caller, Doing};
use super::page::{Asked, entries_max};
use super::{Door, Refusal};

/// Over how many days it is shown, if it is not said.
const DAYS: u32 = 7;

/// Of which time, and how much.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Span {
    days: Option<u32>,
    max: Option<usize>,
}

/// What citizens asked the front desk for in their own words and did not find, what most said first. Words that fewer
/// than three citizens said are shown to nobody.
#[utoipa::path(get, path = "/v1/unmet", tag = "operations", security(("token" = [])),
    params(("days" = Option<u32>, Query, description = "over how many days, today among them: 1 to 30, 7 if not said"),
           ("max" = Option<usize>, Query, description = "the most words: 1 to 200")),
    responses((status = 200, body = UnmetReportView), (status = "4XX", body = Problem)))]
pub(super) async fn unmet(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Asked(span): Asked<Span>,
) -> Result<Json<UnmetReportView>, Refusal> {
    caller.may(Doing::LookAtAll)?;
    let (days, max) = (days(span.days)?, entries_max(span.max)?);
    let seen = door.operators.unmet(days, max).await?;
    Ok(Json(UnmetReportView {
        since: seen.since.to_string(),
        until: seen.until.to_string(),
        citizens_min: UNMET_CITIZENS_MIN,
        unmet: seen.unmet.into_iter().map(view).collect(),
        more: seen.more,
    }))
}

fn days(days: Option<u32>) -> Result<u32, Refusal> {
    let days = days.unwrap_or(DAYS);
    if (1..=UNMET_DAYS).contains(&days) { Ok(days) } else { Err(Refusal::OtherDays(days)) }
}

fn view(SeenUnmet { count, nearest }: SeenUnmet) -> UnmetView {
    let near = |(department, service, name): (_, _, String)| NearServiceView {
        department: mitra_core::ids::DepartmentId::to_string(&department),
        service: mitra_core::ids::ServiceId::to_string(&service),
        name,
    };
    UnmetView {
        words: count.words.as_str().to_owned(),
        citizens: count.citizens,
        messages: count.messages,
        languages: count.languages.iter().map(|language| language.code().to_owned()).collect(),
        first: count.first.to_string(),
        last: count.last.to_string(),
        nearest: nearest.into_iter().map(near).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_days_can_be_looked_back_as_words_are_kept() {
        let asked = |n| days(n).map_err(|error| error.to_string());
        assert_eq!(asked(None), Ok(7));
        assert_eq!(asked(Some(1)), Ok(1));
        assert_eq!(asked(Some(UNMET_DAYS)), Ok(UNMET_DAYS));
        for other in [0, UNMET_DAYS + 1] {
            let words = format!("E0666: `days` must be 1 to 30, not {other}");
            assert!(asked(Some(other)).is_err_and(|error| error.starts_with(&words)));
        }
    }
}
