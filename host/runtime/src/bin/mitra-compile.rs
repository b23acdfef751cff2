//! The smallest compiler process: a component on its input, machine code on its output.

use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut component = Vec::new();
    std::io::stdin().read_to_end(&mut component)?;
    std::io::stdout().write_all(&mitra_runtime::compile(&component)?)?;
    Ok(())
}
