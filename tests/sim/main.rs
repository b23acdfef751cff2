//! The seeded simulation as tests: a few fixed seeds in every run; `cargo xtask sim` runs many.

use mitra_tests::sim;

/// Seeds run in every test run.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=30;

#[test]
fn the_invariants_hold_over_crashes_and_faults() {
    for seed in SEEDS {
        if let Err(violation) = sim::run(seed) {
            panic!("seed {seed}: {violation}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_history() {
    let histories = [7, 7].map(|seed| sim::run(seed).expect("seed 7 holds"));
    assert_eq!(format!("{:?}", histories[0]), format!("{:?}", histories[1]));
}
