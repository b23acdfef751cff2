//! The limits of everything that fills up, as metrics, so that a dashboard can show how full it is.

use metrics::gauge;
use mitra_core::limits;

use crate::http;

/// Every gauge that has a limit, without its `mitra_`; and the limit, in the gauge's unit.
const LIMITS: [(&str, usize); 9] = [
    ("connections", http::WEBHOOK_CONNECTIONS_MAX),
    ("executor_queue_turns", limits::EXECUTOR_QUEUE_MAX),
    ("inbox_events", limits::INBOX_EVENTS_MAX),
    ("quarantined_items", limits::QUARANTINE_ITEMS_MAX),
    ("sends_in_flight", limits::SENDS_IN_FLIGHT_MAX),
    ("turn_memory_bytes", limits::GUEST_MEMORY_BYTES_MAX),
    ("turns_in_flight", limits::TURNS_IN_FLIGHT_MAX),
    ("webhook_admitted", http::NOTIFICATIONS_ADMITTED_MAX),
    ("webhook_large_bytes", http::LARGE_BODIES_BYTES_MAX),
];

/// Shows every limit as `mitra_limit{name=...}`. They never change while a host runs.
pub(crate) fn export_limits() {
    for (name, limit) in LIMITS {
        gauge!("mitra_limit", "name" => name).set(limit as f64);
    }
}
