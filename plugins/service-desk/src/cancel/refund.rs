//! What goes back when a booking is cancelled.

use mitra_department::calendar::HOUR_MS;
use mitra_service_desk_model::Refund;

use crate::ticket::{self, Booked, Standing};

/// What goes back, in paise; none if it cannot be cancelled any more. What cost nothing can until it begins.
pub(super) fn of(refunds: &[Refund], booked: &Booked, now: u64) -> Option<u64> {
    let left = ticket::begins(booked)?.checked_sub(now).filter(|left| *left > 0)?;
    if booked.status != Standing::Booked {
        return None;
    }
    let Some(paid) = &booked.paid else { return Some(0) };
    let line = refunds.iter().find(|line| left >= u64::from(line.hours) * HOUR_MS)?;
    // Whole paise: what is left of one stays with the department.
    let paise = u128::from(paid.paise) * u128::from(line.percent.min(100)) / 100;
    u64::try_from(paise).ok()
}
