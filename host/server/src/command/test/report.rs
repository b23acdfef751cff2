//! What a vendor reads of played scenarios.

use std::path::Path;
use std::process::ExitCode;

use mitra_core::turn::Usage;
use mitra_rehearsal::Failure;

use crate::vendor::{GuestLine, shown};

/// What came of the scenarios so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    passed: usize,
    failed: usize,
    left_out: usize,
}

#[expect(clippy::print_stdout, reason = "the report is this command's output")]
impl Report {
    pub(super) fn passed(&mut self, title: &str, n_turns: usize, most: Usage) {
        self.passed += 1;
        let turns = if n_turns == 1 { "turn" } else { "turns" };
        let (ms, mib) = (most.cpu.as_secs_f64() * 1e3, most.memory_bytes as f64 / 1_048_576.0);
        println!(
            "  ok      {title} ({n_turns} {turns}, at most {ms:.1} ms of CPU time and {mib:.1} MiB)"
        );
    }

    /// One that asks a web service, for which a program of the vendor's would answer.
    pub(super) fn left_out(&mut self, title: &str) {
        self.left_out += 1;
        println!("  left    {title} (it needs a stand-in)");
    }

    pub(super) fn failed(
        &mut self,
        path: &Path,
        title: &str,
        failure: &Failure,
        log: &[GuestLine],
    ) {
        self.failed += 1;
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
        let Self { passed, failed, left_out } = self;
        println!();
        if !mistakes.is_empty() {
            println!("{} lines could not be read", mistakes.len());
        }
        let left_out = if left_out == 0 { String::new() } else { format!(", {left_out} left out") };
        println!("{passed} passed, {failed} failed{left_out}");
        let is_good = failed == 0 && mistakes.is_empty();
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
