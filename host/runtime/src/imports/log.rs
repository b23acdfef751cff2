//! The department's own log, bounded.

use std::sync::{Arc, Mutex};

use metrics::counter;
use mitra_core::ids::DepartmentId;
use mitra_core::limits::{LOG_BYTES_PER_TURN_MAX, LOG_LINES_PER_TURN_MAX};

use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::log;

/// How much a turn may still write. Made when it first writes; its standard output and error share it.
#[derive(Debug, Default)]
pub(crate) struct LogBudget(Option<Arc<Mutex<Left>>>);

/// What is left of a turn's log.
#[derive(Debug)]
struct Left {
    lines: u32,
    bytes: usize,
    /// Whether it was said that lines are dropped.
    told: bool,
}

impl Default for Left {
    fn default() -> Self {
        Self { lines: LOG_LINES_PER_TURN_MAX, bytes: LOG_BYTES_PER_TURN_MAX, told: false }
    }
}

/// What to do with one line.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Write,
    DropAndTell,
    Drop,
}

impl Left {
    fn spend(&mut self, bytes: usize) -> Verdict {
        if self.lines > 0 && self.bytes >= bytes {
            self.lines -= 1;
            self.bytes -= bytes;
            return Verdict::Write;
        }
        // Once something was dropped, shorter lines must not slip through out of context.
        self.lines = 0;
        if std::mem::replace(&mut self.told, true) { Verdict::Drop } else { Verdict::DropAndTell }
    }
}

/// A turn's log.
#[derive(Debug, Clone)]
pub(crate) struct GuestLog {
    department: DepartmentId,
    left: Arc<Mutex<Left>>,
}

impl GuestLog {
    /// Writes one line, unless the turn has written too much.
    pub(crate) fn write(&self, level: log::Level, message: &str) {
        let department = self.department.as_str();
        let verdict = self.left.lock().expect("nothing panics that holds it").spend(message.len());
        match verdict {
            Verdict::Write => match level {
                log::Level::Debug => tracing::debug!(target: "guest", department, "{message}"),
                log::Level::Info => tracing::info!(target: "guest", department, "{message}"),
                log::Level::Warn => tracing::warn!(target: "guest", department, "{message}"),
                log::Level::Error => tracing::error!(target: "guest", department, "{message}"),
            },
            Verdict::DropAndTell => {
                counter!("mitra_guest_log_overruns_total", "department" => department.to_owned())
                    .increment(1);
                let told = "the turn logs too much, the rest is dropped";
                tracing::warn!(department, "{told}");
            }
            Verdict::Drop => {}
        }
    }
}

impl TurnState {
    /// The turn's log, for whoever writes to it.
    pub(crate) fn guest_log(&mut self) -> GuestLog {
        let left = Arc::clone(self.log.0.get_or_insert_default());
        GuestLog { department: self.department.clone(), left }
    }
}

impl log::Host for TurnState {
    fn write(&mut self, level: log::Level, message: String) -> wasmtime::Result<()> {
        self.count_host_call()?;
        self.guest_log().write(level, &message);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_writes_a_hundred_lines_and_hears_once_of_the_rest() {
        let mut log = Left::default();
        assert!((0..LOG_LINES_PER_TURN_MAX).all(|_| log.spend(1) == Verdict::Write));
        assert_eq!([log.spend(1), log.spend(1)], [Verdict::DropAndTell, Verdict::Drop]);
    }

    #[test]
    fn a_turn_writes_sixteen_kib() {
        let mut log = Left::default();
        assert_eq!(log.spend(LOG_BYTES_PER_TURN_MAX), Verdict::Write);
        assert_eq!([log.spend(1), log.spend(0)], [Verdict::DropAndTell, Verdict::Drop]);
    }
}
