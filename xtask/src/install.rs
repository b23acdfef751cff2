//! Getting what is missing, or saying how.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

use crate::workspace::{cargo, output, run};

/// Whether a program is there.
pub(crate) fn has(program: &str) -> bool {
    #[expect(clippy::disallowed_methods, reason = "the search path has no other way in")]
    let path = std::env::var("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Installs Debian packages, as root where there is `apt-get`; else says what to do.
pub(crate) fn debian(what: &str, packages: &[&str]) -> anyhow::Result<()> {
    let list = packages.join(" ");
    let is_root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !is_root || !has("apt-get") {
        bail!("{what} is missing: install it, on Debian with `sudo apt-get install {list}`");
    }
    println!("    installing {what}: apt-get install {list}");
    let install = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
        output(&mut command)
    };
    if install().is_err() {
        // The package lists of a new machine may be old.
        output(Command::new("apt-get").args(["update", "-qq"]))?;
        install()?;
    }
    Ok(())
}

/// Installs a cargo subcommand that is missing. Built without optimization: it runs for seconds and builds for minutes.
pub(crate) fn cargo_tool(name: &str, version: &str) -> anyhow::Result<()> {
    if has(name) || home_has(name) {
        return Ok(());
    }
    println!("    installing {name} {version}: cargo install --locked {name}");
    run(cargo().args(["install", "--quiet", "--locked", "--debug", name, "--version", version]))
}

fn home_has(name: &str) -> bool {
    #[expect(clippy::disallowed_methods, reason = "cargo's own variable")]
    let home =
        std::env::var("CARGO_HOME").or_else(|_| std::env::var("HOME").map(|h| h + "/.cargo"));
    home.is_ok_and(|home| Path::new(&home).join("bin").join(name).is_file())
}
