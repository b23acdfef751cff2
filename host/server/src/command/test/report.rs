//! What a vendor reads of played scenarios.

use std::path::Path;
use std::process::ExitCode;

use mitra_core::turn::Usage;
use mitra_rehearsal::Failure;

use crate::vendor::{GuestLine, shown};

/// What came of the scenarios so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    n_passed: usize,
    n_failed: usize,
}

#[expect(clippy::print_stdout, reason = "the report is this command's output")]
impl Report {
    pub(super) fn passed(&mut self, title: &str, n_turns: usize, most: Usage) {
        self.n_passed += 1;
        let turns = if n_turns == 1 { "turn" } else { "turns" };
        let (ms, mib) = (most.cpu.as_secs_f64() * 1e3, most.memory_bytes as f64 / 1_048_576.0);
        println!(
            "  ok      {title} ({n_turns} {turns}, at most {ms:.1} ms of CPU time and {mib:.1} MiB)"
        );
    }

    pub(super) fn failed(
        &mut self,
        path: &Path,
        title: &str,
        failure: &Failure,
        log: &[GuestLine],
    ) {
        self.n_failed += 1;
        println!("  FAILED  {title}");
        let told = failure.to_string();
        let mut told = told.lines();
        println!("          {}:{}: {}", shown(path), failure.line, told.next().unwrap_or_default());
        for line in told {
            println!("            {line}");
        }
        for line in log {
            println!("          the department's log: {line}");
        }
    }

    /// The last lines, and what the command ends with.
    pub(super) fn finish(self, mistakes: Vec<String>) -> ExitCode {
        for mistake in &mistakes {
            println!("{mistake}");
        }
        let Self { n_passed, n_failed } = self;
        println!();
        if !mistakes.is_empty() {
            println!("{} lines could not be read", mistakes.len());
        }
        println!("{n_passed} passed, {n_failed} failed");
        let is_good = n_failed == 0 && mistakes.is_empty();
        if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// The scenarios of this file come next.
#[expect(clippy::print_stdout, reason = "the report is this command's output")]
pub(super) fn file(path: &Path) {
    println!("{}", shown(path));
}

/// The file has new expectations.
#[expect(clippy::print_stdout, reason = "the report is this command's output")]
pub(super) fn written(path: &Path) {
    println!("  written: {}", shown(path));
}
