//! All of the catalogue on one host: what it takes of the machine's memory, and how long "Hi" waits for the menu when
//! the directory has as many services as the state announced.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, ensure};
use mitra_tests::kit::{self, AppOptions};
use mitra_tests::load::{Kind, Load};

use crate::marked;
use crate::table::{MIB, Must, Row, median};

/// Departments of the catalogue.
const DEPARTMENTS: usize = 36;
/// More departments, each with one service, that make 521 services of the catalogue's 161.
const MORE: usize = 360;
/// Citizens who say "Hi", in turn.
const CITIZENS: usize = 1_000;
/// Messages a second.
const STEADY: u32 = 1_000;
/// How long one measurement takes.
const MEASURED: Duration = Duration::from_secs(10);
/// Measurements, of which the middle one counts.
const ROUNDS: usize = 3;

pub(crate) async fn measure() -> anyhow::Result<Vec<Row>> {
    let catalogue = catalogue()?;
    let load = Load::start(Kind::Sandbox, &catalogue, 0, &[]).await?;
    let idle = load.resident_bytes() as f64 / MIB;
    load.stop().await?;
    let more: Vec<String> = (0..MORE).map(|n| format!("d{n}")).collect();
    let more = marked::options(more.iter().map(|id| (id.as_str(), "echo")))?;
    let config = catalogue.config + &more.config;
    let all = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    let (mut halves, mut p99s) = (Vec::new(), Vec::new());
    let mut load = Load::begin(Kind::Sandbox, &all, CITIZENS).await?;
    load.greet().await?;
    for _ in 0..ROUNDS {
        let waits = load.hi(STEADY, MEASURED).await?;
        let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1e3;
        halves.push(at(50));
        p99s.push(at(99));
    }
    load.stop().await?;
    let what = format!("resident memory with the catalogue's {DEPARTMENTS} departments, idle");
    Ok(vec![
        Row::new(what, idle, "MiB").must(Must::AtMost(150.0)),
        Row::new(
            "521 services, \"Hi\" 1,000 times a second: half have the menu within",
            median(halves),
            "ms",
        ),
        Row::new("the same: 99 % have the menu within", median(p99s), "ms")
            .must(Must::AtMost(50.0)),
    ])
}

/// A host with every department of the catalogue, each with what it asks for and its starting records.
fn catalogue() -> anyhow::Result<AppOptions> {
    let mut config = String::new();
    let mut n_departments = 0;
    for folder in folders()? {
        let manifest = folder.join("department.toml");
        if !manifest.is_file() {
            continue;
        }
        let id = folder.file_name().context("a folder has a name")?.to_string_lossy().into_owned();
        let component = kit::guest(&id);
        writeln!(config, "[[department]]\nid = '{id}'\ncomponent = '{}'", component.display())?;
        let seed = folder.join("seed.json");
        if seed.is_file() {
            writeln!(config, "seed = '{}'", seed.display())?;
        }
        n_departments += 1;
    }
    ensure!(n_departments == DEPARTMENTS, "there are {n_departments} departments");
    Ok(AppOptions { departments: Vec::new(), config, ..AppOptions::default() })
}

fn folders() -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in [kit::plugins_folder(), kit::plugins_folder().join("catalogue")] {
        for entry in std::fs::read_dir(folder)? {
            found.push(entry?.path());
        }
    }
    found.sort();
    Ok(found)
}
