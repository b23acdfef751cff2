//! What departments write into their log, kept for the vendor who runs them.

use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// The target of departments' lines.
const TARGET: &str = "guest";

/// One line of a department's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GuestLine {
    /// `ERROR`, `WARN`, `INFO` or `DEBUG`.
    pub(crate) level: &'static str,
    /// In the department's words.
    pub(crate) text: String,
}

impl fmt::Display for GuestLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:5} {}", self.level, self.text)
    }
}

/// The lines so far. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct GuestLog(Arc<Mutex<Vec<GuestLine>>>);

impl GuestLog {
    /// Takes the place of the process's log.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let log = Self::default();
        tracing_subscriber::registry().with(log.clone()).try_init()?;
        Ok(log)
    }

    /// The lines since this was last asked.
    pub(crate) fn take(&self) -> Vec<GuestLine> {
        std::mem::take(&mut *self.0.lock().expect("nothing panics that holds it"))
    }
}

impl<S: Subscriber> Layer<S> for GuestLog {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        if event.metadata().target() != TARGET {
            return;
        }
        let mut message = Message::default();
        event.record(&mut message);
        let line = GuestLine { level: event.metadata().level().as_str(), text: message.0 };
        self.0.lock().expect("nothing panics that holds it").push(line);
    }
}

/// The words of an event, without its other fields.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_lines_are_kept_and_the_hosts_own_are_not() {
        let log = GuestLog::default();
        let subscriber = tracing_subscriber::registry().with(log.clone());
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(target: "guest", department = "water", "no such ward");
            tracing::warn!("the host's own");
        });
        let line = GuestLine { level: "WARN", text: "no such ward".to_owned() };
        assert_eq!((log.take(), log.take()), (vec![line], Vec::new()));
    }
}
