//! Steps with a line each.

use std::time::Instant;

/// What was run, and what failed.
#[derive(Default)]
pub(crate) struct Steps {
    n_passed: usize,
    failed: Vec<String>,
}

impl Steps {
    /// Runs a step; goes on if it fails.
    pub(crate) fn run(&mut self, name: &str, step: impl FnOnce() -> anyhow::Result<()>) {
        let started = Instant::now();
        println!("==> {name}");
        match step() {
            Ok(()) => {
                self.n_passed += 1;
                println!("    {name}: ok ({:.1} s)", started.elapsed().as_secs_f64());
            }
            Err(error) => {
                println!(
                    "    {name}: FAILED ({:.1} s): {error:#}",
                    started.elapsed().as_secs_f64()
                );
                self.failed.push(name.to_owned());
            }
        }
    }

    /// Runs a step without which the next make no sense.
    pub(crate) fn must(
        name: &str,
        step: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        println!("==> {name}");
        step()
    }

    /// The closing line, and an error if anything failed.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        for name in &self.failed {
            println!("failed: {name}");
        }
        println!("{} passed, {} failed", self.n_passed, self.failed.len());
        anyhow::ensure!(self.failed.is_empty(), "{} steps failed", self.failed.len());
        Ok(())
    }
}
