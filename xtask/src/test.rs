//! Everything that CI runs, in its order.

use std::process::Command;

use crate::backends;
use crate::c;
use crate::catalogue;
use crate::conformance;
use crate::guests::Guests;
use crate::install;
use crate::python;
use crate::sim::Sim;
use crate::step::Steps;
use crate::tidy;
use crate::typescript;
use crate::verify_page;
use crate::workspace::{self, cargo, root, target};

const NEXTEST: &str = "0.9.143";
const DENY: &str = "0.20.2";
/// Seeds of the simulation in every run.
const SEEDS: u64 = 200;

/// Runs every step, and fails if one did.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut steps = Steps::default();
    steps.run("tools", tools);
    steps.run("format", format);
    steps.run("tidy", tidy::run);
    steps.run("licences and duplicate crates", deny);
    steps.run("departments and test guests", || Guests::default().run());
    steps.run("the page that checks certificates", verify_page::build);
    steps.run("the contract's types in TypeScript", typescript::check_types);
    steps.run("lints", lints);
    steps.run("tests", tests);
    steps.run("departments' own tests", || {
        workspace::run(plugins("test").args(["--quiet", "--locked"]))?;
        python::tests()
    });
    steps.run("tests in TypeScript", typescript::tests);
    steps.run("tests in C", c::tests);
    steps.run("departments' scenarios, against the catalogue", catalogue::check);
    steps.run("one behaviour in every language", conformance::run);
    steps.run("fuzz targets compile", fuzz_targets);
    steps.run("simulation", || Sim { seeds: SEEDS, seed: 1, log: false }.run());
    steps.finish()
}

fn tools() -> anyhow::Result<()> {
    if !install::has("chromium") || !install::has("chromedriver") {
        install::debian(
            "Chromium",
            &["chromium", "chromium-driver", "fonts-noto-core", "fonts-noto-color-emoji"],
        )?;
    }
    if !install::has("docker-registry") {
        install::debian("a registry", &["docker-registry"])?;
    }
    // The operators' page has a citizen write with it.
    if !install::has("curl") {
        install::debian("curl", &["curl"])?;
    }
    install::cargo_tool("cargo-nextest", NEXTEST)?;
    install::cargo_tool("cargo-deny", DENY)
}

fn format() -> anyhow::Result<()> {
    workspace::run(cargo().args(["fmt", "--all", "--check"]))?;
    workspace::run(plugins("fmt").args(["--all", "--check"]))
}

/// The advisories need a database from the network; a scheduled job with network runs them.
fn deny() -> anyhow::Result<()> {
    // Also of the crates for other systems, which no build here has fetched.
    workspace::run(cargo().args(["fetch", "--quiet", "--locked"]))?;
    workspace::run(cargo().args([
        "deny",
        "--log-level",
        "error",
        "--offline",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))
}

fn lints() -> anyhow::Result<()> {
    let strict = ["--all-targets", "--all-features", "--quiet", "--", "--deny", "warnings"];
    workspace::run(cargo().args(["clippy", "--workspace"]).args(strict))?;
    workspace::run(plugins("clippy").arg("--workspace").args(strict))?;
    python::lints()
}

fn tests() -> anyhow::Result<()> {
    // Programs together with the tests: for other packages' features, wasmtime would be compiled twice.
    workspace::run(cargo().args(["build", "--quiet", "--workspace", "--bins", "--tests"]))?;
    backends::place("debug")?;
    workspace::run(cargo().args([
        "nextest",
        "run",
        "--workspace",
        "--no-fail-fast",
        "--show-progress",
        "none",
    ]))?;
    workspace::run(cargo().args(["test", "--quiet", "--workspace", "--doc"]))
}

/// They are run by hand or by a nightly job; here it is enough that they keep up with the code.
fn fuzz_targets() -> anyhow::Result<()> {
    let manifest = root().join("tests/fuzz/Cargo.toml");
    let mut check = cargo();
    check.args(["check", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
    workspace::run(check.arg("--target-dir").arg(target().join("fuzz")))
}

/// Cargo in the departments' own workspace.
fn plugins(subcommand: &str) -> Command {
    let mut command = cargo();
    command.current_dir(root().join("plugins")).arg(subcommand);
    command
}
