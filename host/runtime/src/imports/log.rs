//! The department's own log, bounded.

use metrics::counter;
use mitra_core::limits::{LOG_BYTES_PER_TURN_MAX, LOG_LINES_PER_TURN_MAX};

use crate::instance::TurnState;
use crate::world::v0_1_0::mitra::department::log;

/// How much a turn may still write.
#[derive(Debug)]
pub(crate) struct LogBudget {
    lines: u32,
    bytes: usize,
    /// Whether it was said that lines are dropped.
    told: bool,
}

impl Default for LogBudget {
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

impl LogBudget {
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

impl log::Host for TurnState {
    fn write(&mut self, level: log::Level, message: String) -> wasmtime::Result<()> {
        self.count_host_call()?;
        let department = self.department.as_str();
        match self.log.spend(message.len()) {
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
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_writes_a_hundred_lines_and_hears_once_of_the_rest() {
        let mut log = LogBudget::default();
        assert!((0..LOG_LINES_PER_TURN_MAX).all(|_| log.spend(1) == Verdict::Write));
        assert_eq!([log.spend(1), log.spend(1)], [Verdict::DropAndTell, Verdict::Drop]);
    }

    #[test]
    fn a_turn_writes_sixteen_kib() {
        let mut log = LogBudget::default();
        assert_eq!(log.spend(LOG_BYTES_PER_TURN_MAX), Verdict::Write);
        assert_eq!([log.spend(1), log.spend(0)], [Verdict::DropAndTell, Verdict::Drop]);
    }
}
