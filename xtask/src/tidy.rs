//! The repository's rules, each a function from what there is to what breaks it.

mod arrows;
mod docs;
mod sources;

use clap::Args;

/// Check the repository's rules.
#[derive(Args)]
pub(crate) struct Tidy {}

impl Tidy {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut findings = arrows::check()?;
        findings.extend(sources::check()?);
        findings.extend(docs::check()?);
        for finding in &findings {
            println!("    {finding}");
        }
        anyhow::ensure!(findings.is_empty(), "{} findings", findings.len());
        Ok(())
    }
}
