//! A report a day, by itself: of the day that is over, two hours after midnight in India.
//!
//! Takes: nothing but the time. Gives: a line in the log for each difference, and a number for each kind.
//! Never: changes anything. On several hosts each makes its own.

use std::sync::Arc;
use std::time::Duration;

use metrics::{counter, gauge};
use mitra_core::clock::Timestamp;
use mitra_core::day::Day;
use mitra_core::ids::DepartmentId;
use mitra_core::limits::{REPORT_AFTER_MIDNIGHT, REPORT_RETRY_PAUSE};
use mitra_core::payment::{
    Difference, DifferenceKind, PaymentProvider, PaymentReference, Reconciliation,
};
use tokio_util::sync::CancellationToken;

use crate::payments::Tills;
use crate::pipeline::Shared;
use crate::report::report;

/// The longest sleep between two looks at the clock, which may be moved.
const SLEEP_MAX: Duration = Duration::from_mins(1);

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    /// This day's report.
    Report(Day),
    /// Nothing until then.
    At(Timestamp),
}

/// Which reports were made, and when one was tried in vain.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    made: Option<Day>,
    failed_at: Option<Timestamp>,
}

impl Progress {
    /// What is to be done now.
    fn due(self, now: Timestamp) -> Due {
        let last = Day::of(now.before(REPORT_AFTER_MIDNIGHT));
        let day = last.before(1);
        if self.made == Some(day) {
            return Due::At(last.ends().after(REPORT_AFTER_MIDNIGHT));
        }
        match self.failed_at.map(|at| at.after(REPORT_RETRY_PAUSE)) {
            Some(again) if now < again => Due::At(again),
            Some(_) | None => Due::Report(day),
        }
    }

    /// After this day's report was made, or tried in vain.
    fn after(self, day: Day, is_made: bool, now: Timestamp) -> Self {
        if is_made {
            Self { made: Some(day), failed_at: None }
        } else {
            Self { failed_at: Some(now), ..self }
        }
    }
}

/// Makes reports until `stop`. The first one at once: what was said before the start may be lost.
pub(crate) async fn run(
    shared: Shared,
    provider: Arc<dyn PaymentProvider>,
    stop: CancellationToken,
) {
    let mut progress = Progress::default();
    while !stop.is_cancelled() {
        let now = shared.clock.now();
        match progress.due(now) {
            Due::Report(day) => {
                let is_made = make(&shared, &*provider, day).await;
                progress = progress.after(day, is_made, now);
            }
            Due::At(next) => {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(next.since(now).min(SLEEP_MAX)) => {}
                }
            }
        }
    }
}

/// Makes one report and says what it found. False if there is none.
async fn make(shared: &Shared, provider: &dyn PaymentProvider, day: Day) -> bool {
    let tills = Tills { provider, cards: shared.cards.as_ref() };
    match report(&*shared.storage, tills, day).await {
        Ok(made) => {
            counter!("mitra_payment_reports_total", "result" => "ok").increment(1);
            tell(&made);
            true
        }
        Err(error) => {
            counter!("mitra_payment_reports_total", "result" => "failed").increment(1);
            let error = &error as &dyn std::error::Error;
            tracing::warn!(day = %day, error, "there is no report of the day's payments yet");
            false
        }
    }
}

fn tell(made: &Reconciliation) {
    for kind in DifferenceKind::ALL {
        let count = made.count(kind);
        gauge!("mitra_payment_differences", "kind" => kind.name()).set(count as f64);
    }
    for difference in &made.differences {
        let Difference { kind, department, reference, number, here_paise, there_paise, .. } =
            difference;
        let department = department.as_ref().map(DepartmentId::as_str);
        let reference = reference.as_ref().map(PaymentReference::as_str);
        tracing::warn!(
            day = %made.day,
            kind = kind.name(),
            department,
            reference,
            number,
            here_paise,
            there_paise,
            "the provider and this host do not agree on a payment: a person must look"
        );
    }
    let (n_differences, n_not_ours) = (made.differences.len(), made.not_ours.len());
    tracing::info!(day = %made.day, n_differences, n_not_ours, "the day's payments are compared");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_days_report_is_due_once_at_two_in_the_next_night() {
        let day = Day::parse("2026-11-24").unwrap();
        let made = |day| Progress { made: Some(day), failed_at: None };
        let two = day.ends().after(Duration::from_hours(2));
        let just_before = Timestamp(two.0 - 1);
        assert_eq!(Progress::default().due(just_before), Due::Report(day.before(1)));
        assert_eq!(made(day.before(1)).due(just_before), Due::At(two));
        assert_eq!(made(day.before(1)).due(two), Due::Report(day));
        let next = two.after(Duration::from_hours(24));
        assert_eq!(made(day).due(two), Due::At(next));
        // After days asleep, the last day.
        let later = next.after(Duration::from_hours(24));
        assert_eq!(made(day).due(later), Due::Report(Day::of(next)));
    }

    #[test]
    fn a_report_that_could_not_be_made_is_tried_again_after_a_pause() {
        let day = Day::parse("2026-11-24").unwrap();
        let two = day.ends().after(Duration::from_hours(2));
        let failed = Progress::default().after(day, false, two);
        let again = two.after(REPORT_RETRY_PAUSE);
        assert_eq!(failed.due(Timestamp(again.0 - 1)), Due::At(again));
        assert_eq!(failed.due(again), Due::Report(day));
        let made = failed.after(day, true, again);
        assert_eq!(made.due(again), Due::At(two.after(Duration::from_hours(24))));
    }
}
