//! The binary `mitra`.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use clap::Parser;

/// Set to `0`, it keeps the engine from walking our own stack at every trap of a guest: with backtraces on, as
/// developers have them, a storm of traps costs twenty times as much.
const LIBRARY_BACKTRACE: &str = "RUST_LIB_BACKTRACE";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            // The chain of causes on one line: what failed, and what made it fail.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<ExitCode> {
    if std::env::var_os("RUST_BACKTRACE").is_some() && std::env::var_os(LIBRARY_BACKTRACE).is_none()
    {
        let mut again = Command::new(std::env::current_exe()?);
        let error = again.args(std::env::args_os().skip(1)).env(LIBRARY_BACKTRACE, "0").exec();
        return Err(error.into());
    }
    mitra_server::command::Cli::parse().run()
}
