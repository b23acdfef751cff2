//! What departments cost in each language that they are written in.

use std::time::{Duration, Instant};

use anyhow::anyhow;
use mitra_core::ids::ComponentDigest;
use mitra_runtime::bare::{BareLoop, link, turns_in_place};
use mitra_tests::kit;
use mitra_tests::load::{Kind, Load};

use crate::marked;
use crate::table::{MIB, Must, Row, median};
use crate::turn::{micros, sandbox, turn};

/// Measurements of each kind, in turn.
const ROUNDS: usize = 5;
/// As many departments as the government that this is built for has.
const DEPARTMENTS: usize = 36;
/// Turns in flight, where memory is measured under load.
const IN_FLIGHT: usize = 8;
/// How long they are kept in flight.
const LOADED: Duration = Duration::from_secs(10);

/// A language, its echoing department, calls in one measurement, and what a turn may take, in microseconds.
const LANGUAGES: [(&str, &str, u32, f64); 4] = [
    ("Rust", "echo", 20_000, 25.0),
    ("C", "echo-c", 20_000, 25.0),
    ("JavaScript", "echo-javascript", 1_000, 400.0),
    ("Python", "echo-python", 500, 900.0),
];

pub(crate) fn measure() -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut loads = Vec::new();
    for (language, guest, n_calls, most_micros) in LANGUAGES {
        let component = std::fs::read(kit::guest(guest))?;
        let (sandbox, release) = sandbox(&component)?;
        let digest = ComponentDigest::new(release.as_str());
        let bare = BareLoop::new(&component).map_err(|error| anyhow!("{error:#}"))?;
        let (mut turns, mut calls, mut links) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let call = bare.run(&turn(), n_calls).map_err(|error| anyhow!("{error:#}"))?;
            calls.push(micros(call));
            turns.push(micros(turns_in_place(&sandbox, &release, &turn(), n_calls)?));
            let began = Instant::now();
            link(&sandbox, &digest, &component)?;
            links.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        rows.push(
            Row::new(format!("a turn in {language}, one thread, CPU time"), median(turns), "us")
                .beside("bare wasmtime loop", median(calls))
                .must(Must::AtMost(most_micros))
                .must(Must::RatioAtMost(1.35)),
        );
        let what = format!("machine code in {language}, loaded and linked");
        loads.push(Row::new(what, median(links), "ms").must(Must::AtMost(5.0)));
    }
    rows.extend(loads);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    rows.extend(runtime.block_on(memory())?);
    Ok(rows)
}

/// What a host takes of the machine's memory that has departments in all languages, as many of each.
async fn memory() -> anyhow::Result<Vec<Row>> {
    let few = resident(LANGUAGES.len(), 0).await?;
    let idle = resident(DEPARTMENTS, 0).await?;
    let busy = resident(DEPARTMENTS, IN_FLIGHT).await?;
    let more = (DEPARTMENTS - LANGUAGES.len()) as f64;
    Ok(vec![
        Row::new("memory of one more department, idle", (idle - few) / more, "MiB")
            .must(Must::AtMost(1.0)),
        Row::new(
            format!("memory of {DEPARTMENTS} departments, {IN_FLIGHT} turns in flight"),
            busy,
            "MiB",
        )
        .beside("idle", idle)
        .must(Must::AtMost(250.0)),
    ])
}

/// Resident memory of a host with so many departments, in MiB, while so many citizens write as soon as they are
/// answered.
async fn resident(n_departments: usize, n_citizens: usize) -> anyhow::Result<f64> {
    let departments: Vec<_> =
        (0..n_departments).map(|n| (format!("l{n}"), LANGUAGES[n % LANGUAGES.len()].1)).collect();
    let options = marked::options(departments.iter().map(|(id, guest)| (id.as_str(), *guest)))?;
    let of_citizens: Vec<_> =
        departments.iter().map(|(id, _)| id.clone()).take(n_citizens).collect();
    let mut load = Load::start(Kind::Sandbox, &options, n_citizens, &of_citizens).await?;
    if n_citizens > 0 {
        load.flood(Duration::ZERO, LOADED).await?;
    }
    let bytes = load.resident_bytes() as f64;
    load.stop().await?;
    Ok(bytes / MIB)
}
