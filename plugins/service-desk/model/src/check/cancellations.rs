//! Whether bookings can be cancelled, and what goes back is plain.

use super::Findings;
use super::patterns::DAYS_MAX;
use super::texts::Texts;
use crate::patterns::Cancellation;
use crate::service::{Pattern, Service};

/// Lines of what goes back.
const REFUNDS_MAX: usize = 10;

/// A service that cancels.
pub(super) fn check(findings: &mut Findings<'_>, cancellation: &Cancellation) {
    findings.slug("of", &cancellation.of);
    findings.body("question", &cancellation.question);
    findings.template("none", &cancellation.none);
    findings.template("done", &cancellation.done);
    let refunds = &cancellation.refunds;
    if refunds.len() > REFUNDS_MAX {
        findings
            .add("refunds", format!("{} lines, there may be at most {REFUNDS_MAX}", refunds.len()));
    }
    let is_plain = |line: &crate::Refund| line.hours <= 24 * DAYS_MAX && line.percent <= 100;
    findings.add_if(
        !refunds.iter().all(is_plain),
        "refunds",
        "write hours up to 8760, and percent up to 100",
    );
    // The first line that holds is taken: another order would give back less to who is earlier.
    let is_falling = |pair: &[crate::Refund]| {
        pair[0].hours > pair[1].hours && pair[0].percent >= pair[1].percent
    };
    findings.add_if(
        !refunds.windows(2).all(is_falling),
        "refunds",
        "write the line with the most hours first; who is later gets no more back",
    );
}

/// Whose bookings it cancels: a service that takes some, and that no other one cancels.
pub(super) fn check_of(
    findings: &mut Findings<'_>,
    cancellation: &Cancellation,
    earlier: &[Service],
    all: &[Service],
) {
    let of = &cancellation.of;
    let is_booking = |it: &Service| matches!(it.pattern, Pattern::Booking(_));
    if !all.iter().any(|it| it.about.id == *of && is_booking(it)) {
        findings
            .add("of", format!("no service `{of}` of this department has `pattern = \"booking\"`"));
    }
    let is_same = |it: &&Service| matches!(&it.pattern, Pattern::Cancellation(it) if it.of == *of);
    if let Some(other) = earlier.iter().find(is_same) {
        findings.add("of", format!("`{}` cancels them already: remove one", other.about.id));
    }
}
