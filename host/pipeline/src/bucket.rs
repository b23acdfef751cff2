//! Tokens that come back with time.

use mitra_core::clock::Timestamp;

/// Tokens that come back with time, kept as the microsecond (since 1970) at which all of them are back.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bucket {
    full_at_us: i64,
}

impl Bucket {
    /// Whether all tokens are back.
    pub(crate) fn is_full(self, now: Timestamp) -> bool {
        self.full_at_us <= now.0.saturating_mul(1_000)
    }

    /// Takes one token, or says when there will be one.
    pub(crate) fn take(
        &mut self,
        now: Timestamp,
        interval_us: i64,
        burst: u32,
    ) -> Result<(), Timestamp> {
        // Microseconds since the epoch fit an i64 for 290,000 years.
        let now_us = now.0.saturating_mul(1_000);
        let full_us = self.full_at_us.max(now_us);
        let next_full_us = full_us.saturating_add(interval_us);
        let capacity_us = interval_us.saturating_mul(i64::from(burst));
        let ready_us = next_full_us.saturating_sub(capacity_us);
        if ready_us > now_us {
            return Err(Timestamp(ready_us.div_euclid(1_000) + 1));
        }
        self.full_at_us = next_full_us;
        Ok(())
    }
}
