//! Wakes a stage that waits for work.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

/// The longest a stage sleeps without a ring: a lost wake-up costs this much, never a message.
const LISTEN_MAX: Duration = Duration::from_secs(1);

/// A bell between a stage that makes work and the one that does it. Rings before listening are kept, as one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bell(Arc<Notify>);

impl Bell {
    /// Says that there may be work.
    pub(crate) fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits for a ring, at most `longest` and never more than a second.
    pub(crate) async fn listen(&self, longest: Option<Duration>) {
        let longest = longest.map_or(LISTEN_MAX, |span| span.min(LISTEN_MAX));
        // A missed deadline is the normal way to wake for postponed work.
        drop(tokio::time::timeout(longest, self.0.notified()).await);
    }
}
