//! `mitra compile`: one component to machine code, in a process of its own.

use std::io::{Read, Write};

use anyhow::Context;
use clap::Args;

/// Compile the component on the input; machine code goes to the output. The host calls this itself.
#[derive(Debug, Args)]
pub(super) struct Compile {}

impl Compile {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut component = Vec::new();
        std::io::stdin().read_to_end(&mut component).context("cannot read the component")?;
        let compiled = mitra_runtime::compile(&component)?;
        std::io::stdout().write_all(&compiled).context("cannot write the machine code")
    }
}
