//! The binary `mitra`.

use clap::Parser;

fn main() -> anyhow::Result<()> {
    mitra_server::command::Cli::parse().run()
}
