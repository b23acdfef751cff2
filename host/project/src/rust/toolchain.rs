//! The toolchain for Rust guests: an installed wasm target, or Debian's own Rust.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{BuildError, Missing};

/// What guests are built for. It has no WASI at all: a guest has exactly the contract's imports.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's Rust, whose sources come along, so that the standard library can be built for the target.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
/// How guests are built, whichever toolchain builds them.
const BUILD_ARGUMENTS: [&str; 5] = ["build", "--release", "--target", TARGET, "--config"];
/// A stack of 64 KiB instead of 1 MiB: all memory that a guest begins with is looked through for pages to clear after
/// every turn.
const STACK: &str = "-Clink-arg=-zstack-size=65536";
/// What a component says in the place of Cargo's own folder: a panic names its file, and where that lies is another
/// place for each who builds it, often with their name.
const CARGO_HOME: &str = "/cargo";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

const NO_RUST: Missing = Missing {
    what: "Rust",
    anywhere: Some("curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"),
    debian: &["rustc", "cargo"],
};
const NO_TARGET: Missing = Missing {
    what: "a Rust that builds for WebAssembly",
    anywhere: Some("rustup target add wasm32-unknown-unknown"),
    debian: &DEBIAN_PACKAGES,
};
const NO_LINKER: Missing =
    Missing { what: "a linker for WebAssembly", anywhere: None, debian: &["lld-22"] };

/// How a guest is built, whoever builds it.
pub fn recipe() -> String {
    format!("{} {}", BUILD_ARGUMENTS.join(" "), flags(Path::new("CARGO_HOME")))
}

/// The setting of Cargo's with the compiler's flags, where Cargo's own folder is this one.
fn flags(cargo_home: &Path) -> String {
    let remap = format!("--remap-path-prefix={}={CARGO_HOME}", cargo_home.display());
    format!("target.{TARGET}.rustflags={}", toml::Value::from(vec![STACK, &remap]))
}

/// A way to build guests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toolchain {
    /// The toolchain that runs us has the target.
    Installed,
    /// Debian's Rust, with this linker.
    Debian {
        /// Where the linker is.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// The first way that works here.
    ///
    /// # Errors
    /// [`BuildError::Missing`] if there is none, with what to install.
    pub fn find() -> Result<Self, BuildError> {
        let sysroot = rustc(&["--print", "sysroot"])?;
        let sysroot = Path::new(sysroot.trim());
        if sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir() {
            return Ok(Self::Installed);
        }
        if !Path::new(DEBIAN_CARGO).is_file() || !Path::new(DEBIAN_RUSTC).is_file() {
            return Err(NO_TARGET.into());
        }
        Ok(Self::Debian { linker: linker(sysroot)? })
    }

    /// What is used, in words.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Installed => "the installed target wasm32-unknown-unknown",
            Self::Debian { .. } => "Debian's Rust, building the standard library as well",
        }
    }

    /// Cargo, before any arguments.
    pub(super) fn cargo(&self) -> Command {
        match self {
            Self::Installed => Command::new("cargo"),
            Self::Debian { .. } => {
                let mut command = Command::new(DEBIAN_CARGO);
                command.env("RUSTC", DEBIAN_RUSTC);
                command.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
                command
            }
        }
    }

    /// `cargo build --release` for the target, before further arguments.
    pub(super) fn build(&self) -> Command {
        let mut command = self.cargo();
        if let Self::Debian { linker } = self {
            command
                // Building the standard library is not stable; nothing else unstable is used.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                .arg("-Zbuild-std=std,panic_abort");
        }
        let cargo_home = home::cargo_home().unwrap_or_else(|_| PathBuf::from(CARGO_HOME));
        command.args(BUILD_ARGUMENTS).arg(flags(&cargo_home)).env_remove("RUSTFLAGS");
        command
    }
}

fn linker(sysroot: &Path) -> Result<PathBuf, BuildError> {
    let version = rustc(&["-vV"])?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let candidates = [
        sysroot.join("lib/rustlib").join(host).join("bin/rust-lld"),
        PathBuf::from("/usr/bin/wasm-ld-22"),
        PathBuf::from("/usr/bin/wasm-ld"),
    ];
    let found = candidates.into_iter().find(|path| path.is_file());
    found.ok_or_else(|| NO_LINKER.into())
}

/// What `rustc` answers.
fn rustc(arguments: &[&str]) -> Result<String, BuildError> {
    let command = || format!("rustc {}", arguments.join(" "));
    let output = Command::new("rustc").args(arguments).output().map_err(|source| {
        if source.kind() == io::ErrorKind::NotFound {
            return BuildError::Missing(NO_RUST);
        }
        BuildError::Start { command: command(), source }
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let output = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(BuildError::Failed { command: command(), output })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_does_not_name_the_folder_of_who_built_it() {
        let flags = flags(Path::new(r#"/home/her "own"/.cargo"#));
        let read: toml::Table = flags.parse().expect("it is TOML");
        let flags = &read["target"][TARGET]["rustflags"];
        assert_eq!(flags[0].as_str(), Some(STACK));
        let remap = r#"--remap-path-prefix=/home/her "own"/.cargo=/cargo"#;
        assert_eq!(flags[1].as_str(), Some(remap));
    }

    #[test]
    fn what_is_missing_is_named_with_the_commands_that_install_it() {
        assert_eq!(
            NO_TARGET.to_string(),
            "E0501: a Rust that builds for WebAssembly is missing: install it with `rustup target add wasm32-unknown-unknown`; \
             or on Debian, `sudo apt-get install rustc-web cargo-web rust-web-src lld-22`"
        );
        let linker = NO_LINKER.to_string();
        assert!(
            linker.ends_with("is missing: on Debian, `sudo apt-get install lld-22`"),
            "{linker}"
        );
    }
}
