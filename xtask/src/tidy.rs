//! The repository's rules, each a function from what there is to what breaks it.

mod arrows;
mod docs;
mod sources;

/// Checks all rules, and prints what breaks one.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut findings = arrows::check()?;
    findings.extend(sources::check()?);
    findings.extend(docs::check()?);
    for finding in &findings {
        println!("    {finding}");
    }
    anyhow::ensure!(findings.is_empty(), "{} findings", findings.len());
    Ok(())
}
