//! Everything that a laptop or CI runs: `cargo xtask <command>`.

#![expect(clippy::print_stdout, reason = "a command's progress and findings are its output")]

mod backends;
mod bench;
mod c;
mod catalogue;
mod conformance;
mod demo;
mod guests;
mod hostile;
mod install;
mod limits;
mod python;
mod sim;
mod step;
mod test;
mod tidy;
mod toolchain;
mod typescript;
mod verify_page;
mod wit;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Everything that a laptop or CI runs.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start it with a chat page.
    Demo(demo::Demo),
    /// Run everything that CI runs.
    Test,
    /// Build the departments and the test guests.
    Guests(guests::Guests),
    /// Build the back ends that departments are rehearsed with.
    Backends,
    /// What citizens are promised, and whether scenarios show it.
    #[command(subcommand)]
    Catalogue(catalogue::Action),
    /// Make the page that checks certificates, and measure it.
    VerifyPage,
    /// Check the repository's rules.
    Tidy,
    /// The contract's reference pages and releases.
    #[command(subcommand)]
    Wit(wit::Wit),
    /// Write the page of limits.
    Limits,
    /// Run the seeded simulation of the data plane.
    Sim(sim::Sim),
    /// Measure what the host does and costs.
    Bench(bench::Bench),
    /// Let departments misbehave, and measure what their neighbour notices.
    Hostile(hostile::Hostile),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes on one line; a backtrace of this tool helps nobody.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Demo(command) => command.run(),
        Command::Test => test::run(),
        Command::Guests(command) => command.run(),
        Command::Backends => backends::build(),
        Command::Catalogue(action) => action.run(),
        Command::VerifyPage => verify_page::build(),
        Command::Tidy => tidy::run(),
        Command::Wit(command) => command.run(),
        Command::Limits => limits::write(),
        Command::Sim(command) => command.run(),
        Command::Bench(command) => command.run(),
        Command::Hostile(hostile) => hostile.run(),
    }
}
