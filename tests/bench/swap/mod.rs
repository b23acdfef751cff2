//! Releases that take each other's place under a steady load: what citizens notice of it, and what it costs.

mod forms;
mod office;
mod restart;

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use mitra_tests::kit::{AppOptions, Process, free_address};
use mitra_tests::load::{Kind, Load};

use crate::table::{MIB, Must, Row, median};
use forms::Forms;
use office::Office;

/// Releases that take each other's place, one after the other.
const SWAPS: usize = 1_000;
/// Of these, one in so many is taken back again.
const ROLLBACKS_EVERY: usize = 10;
/// How long after each other: of a department 32 earlier releases drain at most, and our forms are open for five and a
/// half seconds.
const SWAP_INTERVAL: Duration = Duration::from_millis(250);
/// Messages a second meanwhile.
const STEADY: u32 = 1_000;
/// Citizens who write them.
const CITIZENS: usize = 512;
/// They come in so many parts, each after a while without a swap, and the middle one counts: a machine is not as fast
/// in every minute, and stands still now and then.
const PARTS: usize = 10;
/// How long that while is.
const UNDISTURBED: Duration = Duration::from_secs(5);

/// What was measured while releases took each other's place.
#[derive(Default)]
struct Swapped {
    promoted_ms: Vec<f64>,
    first_turn_ms: Vec<f64>,
    rolled_back_ms: Vec<f64>,
    taken_back: HashSet<String>,
    memory_mib: Vec<f64>,
    mappings: Vec<f64>,
}

pub(crate) async fn measure(wasmtime: Option<&Path>) -> anyhow::Result<Vec<Row>> {
    let admin = free_address()?;
    let options = AppOptions {
        departments: vec![("echo".to_owned(), String::new())],
        config: office::config(admin),
        ..AppOptions::default()
    };
    let mut load = Load::begin(Kind::Sandbox, &options, CITIZENS).await?;
    let mut office = Office::open(admin).await?;
    office.stage_first().await?;
    load.open(&["echo".to_owned()]).await?;
    let forms = Forms::begin(load.meta(), load.folder());
    let (mut swapped, mut quiet, mut waits) = (Swapped::default(), Vec::new(), Vec::new());
    for _ in 0..PARTS {
        quiet.push(load.steady(STEADY, UNDISTURBED).await?);
        // In a task of its own: what the operator is busy with is no wait of citizens'.
        let swapping = tokio::spawn(swap(office, swapped, load.process()));
        waits.push(load.steady_while(STEADY, || !swapping.is_finished()).await?);
        (office, swapped) = swapping.await??;
    }
    let seen = forms.end().await?;
    load.stop().await?;
    let lost = match wasmtime {
        Some(program) => Some(restart::unanswered(program).await?),
        None => None,
    };
    Ok(rows(&quiet, &waits, swapped, &seen, lost))
}

/// A part of the swaps, one after the other.
async fn swap(
    mut office: Office,
    mut swapped: Swapped,
    host: Process,
) -> anyhow::Result<(Office, Swapped)> {
    for n in 1..=SWAPS / PARTS {
        let next = tokio::time::Instant::now() + SWAP_INTERVAL;
        office.stage_next().await?;
        let (promoted, first_turn) = office.promote().await?;
        swapped.promoted_ms.push(promoted.as_secs_f64() * 1e3);
        swapped.first_turn_ms.push(first_turn.as_secs_f64() * 1e3);
        if n % ROLLBACKS_EVERY == 0 {
            let (took, release) = office.roll_back().await?;
            swapped.rolled_back_ms.push(took.as_secs_f64() * 1e3);
            swapped.taken_back.insert(release);
        }
        swapped.memory_mib.push(host.resident_bytes() as f64 / MIB);
        swapped.mappings.push(host.mappings() as f64);
        tokio::time::sleep_until(next).await;
    }
    Ok((office, swapped))
}

fn rows(
    quiet: &[Vec<Duration>],
    waits: &[Vec<Duration>],
    swapped: Swapped,
    seen: &forms::Seen,
    lost: Option<f64>,
) -> Vec<Row> {
    let p99 = |parts: &[Vec<Duration>]| {
        let of_part = |part: &Vec<Duration>| part[(part.len() - 1) * 99 / 100].as_secs_f64() * 1e3;
        median(parts.iter().map(of_part).collect())
    };
    let worst = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.last().copied().unwrap_or(f64::NAN)
    };
    let tenth = SWAPS / 10;
    let hundred = |values: &[f64]| {
        (median(values[..tenth].to_vec()), median(values[SWAPS - tenth..].to_vec()))
    };
    let Swapped { promoted_ms, first_turn_ms, rolled_back_ms, taken_back, memory_mib, mappings } =
        swapped;
    let (flips, because_taken_back) = seen.flips(&taken_back);
    let (memory_first, memory_last) = hundred(&memory_mib);
    let (mappings_first, mappings_last) = hundred(&mappings);
    let count: usize = waits.iter().map(Vec::len).sum();
    let all = "all of them, in order and once each";
    let answered = Row::new(
        format!("messages answered while {SWAPS} releases took over: {all}"),
        count as f64,
        "",
    );
    let unanswered =
        Row::new("requests without an answer, for each swap", 0.0, "").must(Must::AtMost(0.0));
    vec![
        answered,
        match lost {
            Some(lost) => unanswered.beside("wasmtime serve, restarted", lost),
            None => unanswered,
        },
        Row::new("conversations that changed their release in a form", flips as f64, "")
            .must(Must::AtMost(0.0)),
        Row::new("the same, of releases that were taken back", because_taken_back as f64, ""),
        Row::new("forms that were open meanwhile", seen.forms as f64, "")
            .must(Must::AtLeast(100.0)),
        Row::new("99 % of messages are answered within", p99(waits), "ms")
            .beside("no swaps", p99(quiet))
            .must(Must::RatioAtMost(1.5)),
        Row::new(
            "asked to promote -> first turn on the release, half",
            median(first_turn_ms.clone()),
            "ms",
        ),
        Row::new("the same, the worst", worst(first_turn_ms), "ms").must(Must::AtMost(50.0)),
        Row::new(
            "asked to promote -> decided, written down and published, half",
            median(promoted_ms),
            "ms",
        ),
        Row::new("asked to roll back -> done, half", median(rolled_back_ms.clone()), "ms")
            .must(Must::AtMost(10.0)),
        Row::new("the same, the worst", worst(rolled_back_ms), "ms"),
        Row::new("memory, the last hundred swaps", memory_last, "MiB")
            .beside("the first hundred", memory_first)
            .must(Must::RatioAtMost(1.1)),
        Row::new("mappings, the last hundred swaps", mappings_last, "")
            .beside("the first hundred", mappings_first)
            .must(Must::RatioAtMost(1.1)),
    ]
}
