//! `cargo xtask sim`: many seeded histories of the data plane.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use clap::Parser;
use mitra_tests::sim::{self, Summary};

/// Run seeded histories of the data plane and check its invariants.
#[derive(Parser)]
struct Args {
    /// How many seeds.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The first seed. With `--seeds 1`, repeats one history.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print what the host logs (for one seed).
    #[arg(long)]
    log: bool,
}

#[expect(clippy::print_stdout, reason = "the outcome is this program's output")]
fn main() -> ExitCode {
    let args = Args::parse();
    if args.log {
        tracing_subscriber::fmt().with_env_filter("debug").without_time().init();
    }
    let started = Instant::now();
    let next = AtomicU64::new(args.seed);
    let end = args.seed + args.seeds;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<_> = std::thread::scope(|scope| {
        let work = || {
            let mut done = Vec::new();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= end {
                    return done;
                }
                done.push((seed, sim::run(seed)));
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect()
    });
    let mut total = Summary::default();
    let mut n_violations = 0;
    for (seed, result) in results {
        match result {
            Ok(summary) => {
                total.crashes += summary.crashes;
                total.drains += summary.drains;
                total.events += summary.events;
                total.turns += summary.turns;
                total.timers += summary.timers;
                total.payments += summary.payments;
                total.refunds += summary.refunds;
                total.cards += summary.cards;
                total.templates += summary.templates;
                total.topics += summary.topics;
                total.notices += summary.notices;
                total.deliveries += summary.deliveries;
                total.doubles += summary.doubles;
            }
            Err(violation) => {
                n_violations += 1;
                println!("seed {seed}: {violation}");
                println!("  repeat with: cargo xtask sim --seed {seed} --seeds 1");
            }
        }
    }
    println!(
        "{} seeds in {:.1} s: {} messages, {} crashes, {} drains, {} turns, {} of timers, \
         {} payments, {} refunds, {} cards, {} templates, {} topics, {} notices, {} deliveries, \
         {} sent twice after an unknown outcome without a receipt; {n_violations} violations",
        args.seeds,
        started.elapsed().as_secs_f64(),
        total.events,
        total.crashes,
        total.drains,
        total.turns,
        total.timers,
        total.payments,
        total.refunds,
        total.cards,
        total.templates,
        total.topics,
        total.notices,
        total.deliveries,
        total.doubles,
    );
    if n_violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
