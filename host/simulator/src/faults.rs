//! What goes wrong on demand.

use serde::{Deserialize, Serialize};

/// How often things go wrong, in a thousand; and how. By default nothing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Sends answered with HTTP 500 and without an error object.
    pub server_error: u16,
    /// Sends never answered, and not taken.
    pub silent_lost: u16,
    /// Sends never answered, but taken.
    pub silent_taken: u16,
    /// Sends refused with error 130429 (the number is too fast).
    pub throttled: u16,
    /// Sends refused with error 131056 (this citizen gets too much).
    pub pair_limited: u16,
    /// Sends refused with error 131000 (something went wrong).
    pub transient: u16,
    /// Whether the access token is refused with error 190, whatever it is.
    pub token_revoked: bool,
    /// Messages taken that do not arrive: `sent`, then `failed` with error 131026.
    pub receipts_failed: u16,
    /// Receipts sent twice.
    pub receipts_doubled: u16,
    /// Receipts sent before an earlier one.
    pub receipts_reordered: u16,
    /// Receipts never sent.
    pub receipts_lost: u16,
    /// How long receipts are late, in milliseconds.
    pub receipts_delay_ms: u32,
    /// Citizens' messages notified twice, and ends of payments that were brought about on their page.
    pub notifications_doubled: u16,
}
