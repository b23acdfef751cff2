//! How much an engine takes before it says no.

use mitra_core::limits;

/// The limits of the bounded parts. Every host uses the default ones; tests use smaller ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageLimits {
    /// Unsettled events in the inbox. Beyond, [`crate::StorageError::InboxFull`].
    pub inbox_events_max: usize,
    /// Unsettled events of one citizen. Beyond, they go to quarantine.
    pub lane_depth_max: usize,
    /// Different words of one day that led to no service. Beyond, messages are counted without their words.
    pub unmet_words_max: usize,
}

impl Default for StorageLimits {
    fn default() -> Self {
        Self {
            inbox_events_max: limits::INBOX_EVENTS_MAX,
            lane_depth_max: limits::LANE_DEPTH_MAX,
            unmet_words_max: limits::UNMET_WORDS_PER_DAY_MAX,
        }
    }
}
