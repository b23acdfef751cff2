//! The toolchain for Rust guests: an installed wasm target, or Debian's own Rust.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::install;
use crate::workspace::output;

/// What guests are built for. It has no WASI at all: a guest has exactly the contract's imports.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's Rust, whose sources come along, so that the standard library can be built for the target.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
/// How guests are built, whichever toolchain builds them. With a stack of 64 KiB instead of 1 MiB: all memory that a
/// guest begins with is looked through for pages to clear after every turn.
pub(crate) const BUILD_ARGUMENTS: [&str; 6] = [
    "build",
    "--release",
    "--target",
    TARGET,
    "--config",
    "target.wasm32-unknown-unknown.rustflags=['-Clink-arg=-zstack-size=65536']",
];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// A way to build guests.
pub(crate) enum Toolchain {
    /// The toolchain that runs us has the target.
    Installed,
    /// Debian's Rust, with this linker.
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// The first way that works here, installed if it can be.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
        let sysroot = Path::new(sysroot.trim());
        if sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir() {
            return Ok(Self::Installed);
        }
        if !Path::new(DEBIAN_CARGO).is_file() || !Path::new(DEBIAN_RUSTC).is_file() {
            install::debian("a Rust that builds for WebAssembly", &DEBIAN_PACKAGES).with_context(
                || format!("or, where rustup is used: `rustup target add {TARGET}`"),
            )?;
        }
        Ok(Self::Debian { linker: linker(sysroot)? })
    }

    /// What is used, in words.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Installed => "the installed target wasm32-unknown-unknown",
            Self::Debian { .. } => "Debian's Rust, building the standard library as well",
        }
    }

    /// `cargo build --release` for the target, before further arguments.
    pub(crate) fn build(&self) -> Command {
        let mut command;
        match self {
            Self::Installed => {
                command = Command::new("cargo");
                command.args(BUILD_ARGUMENTS);
            }
            Self::Debian { linker } => {
                command = Command::new(DEBIAN_CARGO);
                command
                    .env("RUSTC", DEBIAN_RUSTC)
                    // Building the standard library is not stable; nothing else unstable is used.
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("CARGO")
                    .args(BUILD_ARGUMENTS)
                    .arg("-Zbuild-std=std,panic_abort");
            }
        }
        command.env_remove("RUSTFLAGS").env_remove("CARGO_TARGET_DIR");
        command
    }
}

fn linker(sysroot: &Path) -> anyhow::Result<PathBuf> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let candidates = [
        sysroot.join("lib/rustlib").join(host).join("bin/rust-lld"),
        PathBuf::from("/usr/bin/wasm-ld-22"),
        PathBuf::from("/usr/bin/wasm-ld"),
    ];
    let found = candidates.into_iter().find(|path| path.is_file());
    found.context("no linker for WebAssembly: `sudo apt-get install lld-22`")
}
