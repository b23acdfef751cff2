//! `cargo xtask bench`: what the host does and costs, each figure beside a baseline of the same run.

#![expect(clippy::print_stdout, reason = "the table is this program's output")]

mod catalogue;
mod certificates;
mod departments;
mod marked;
mod memory;
mod messages;
mod native;
mod sandbox;
mod search;
mod spin;
mod swap;
mod table;
mod turn;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand, ValueEnum};

use crate::native::NativeHost;
use crate::table::Row;

/// Measure what the host does and costs.
#[derive(Parser)]
struct Cli {
    /// Only these groups.
    group: Vec<Group>,
    /// Write the figures to this file as well, as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Fail when a figure falls short of what it must reach.
    #[arg(long)]
    check: bool,
    /// Another host's program, to compare with.
    #[arg(long)]
    wasmtime: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// What the benchmarks start as a child process.
    #[command(hide = true)]
    NativeHost(NativeHost),
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    /// One turn in the sandbox.
    Turn,
    /// Whole messages.
    Messages,
    /// Memory.
    Memory,
    /// Many departments.
    Departments,
    /// Departments in each language.
    Sandbox,
    /// Releases that are swapped under load.
    Swap,
    /// Citizens who write what they need in their own words.
    Search,
    /// Certificates signed, drawn and checked.
    Certificates,
    /// All departments of the catalogue on one host.
    Catalogue,
}

impl Group {
    fn measure(self, wasmtime: Option<&Path>) -> anyhow::Result<Vec<Row>> {
        let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
        match self {
            Self::Turn => turn::measure(),
            Self::Messages => runtime()?.block_on(messages::measure()),
            Self::Memory => runtime()?.block_on(memory::measure()),
            Self::Departments => runtime()?.block_on(departments::measure()),
            Self::Sandbox => {
                let mut rows = runtime()?.block_on(spin::measure(wasmtime))?;
                rows.extend(sandbox::measure()?);
                Ok(rows)
            }
            Self::Swap => runtime()?.block_on(swap::measure(wasmtime)),
            Self::Search => Ok(search::measure()),
            Self::Certificates => runtime()?.block_on(certificates::measure()),
            Self::Catalogue => runtime()?.block_on(catalogue::measure()),
        }
    }
}

fn main() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    if let Some(Command::NativeHost(host)) = cli.command {
        host.run()?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = Vec::new();
    for group in Group::value_variants() {
        if cli.group.is_empty() || cli.group.contains(group) {
            rows.extend(group.measure(cli.wasmtime.as_deref())?);
        }
    }
    print!("{}", table::text(&rows));
    if let Some(path) = cli.json {
        let json = format!("{:#}\n", table::to_json(&rows));
        std::fs::write(&path, json)
            .with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    let n_short = rows.iter().filter(|row| row.holds() == Some(false)).count();
    if n_short > 0 {
        println!("{n_short} fall short");
    }
    Ok(if cli.check && n_short > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
