//! `mitra compile`: one component to machine code, in a process of its own.

use std::io::{Read, Write};

use anyhow::Context;

/// Reads a component from the input and writes its machine code to the output.
pub(super) fn run() -> anyhow::Result<()> {
    let mut component = Vec::new();
    std::io::stdin().read_to_end(&mut component).context("cannot read the component")?;
    let compiled = mitra_runtime::compile(&component)?;
    std::io::stdout().write_all(&compiled).context("cannot write the machine code")
}
