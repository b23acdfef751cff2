//! The seeded simulation as tests: a few fixed seeds in every run; `cargo xtask sim` runs many.

use mitra_tests::sim::{self, Outage, Summary};

/// Seeds run in every test run.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=30;

#[test]
fn the_invariants_hold_over_crashes_and_faults() {
    let run = |seed| sim::run(seed).unwrap_or_else(|violation| panic!("seed {seed}: {violation}"));
    let summaries: Vec<_> = SEEDS.map(run).collect();
    // Each of these happens, so that the invariants say something of it.
    let total = |of: fn(&Summary) -> usize| summaries.iter().map(of).sum::<usize>();
    for (name, n) in [
        ("payments", total(|it| it.payments)),
        ("refunds", total(|it| it.refunds)),
        ("cards", total(|it| it.cards)),
        ("notices", total(|it| it.notices)),
        ("topics", total(|it| it.topics)),
        ("templates", total(|it| it.templates)),
    ] {
        assert!(n >= 5, "{n} {name}");
    }
}

#[test]
fn the_same_seed_gives_the_same_history() {
    // In these, several wait for one crash at once.
    for seed in [2, 7, 9, 12, 18, 25] {
        let history = || format!("{:?}", sim::run(seed).expect("it holds"));
        let first = history();
        assert_eq!([history(), history()], [first.clone(), first], "seed {seed}");
    }
}

#[test]
fn an_hour_of_outage_loses_and_doubles_nothing() {
    for outage in Outage::ALL {
        for n_citizens in [1, 5, 20] {
            let summary = sim::run_outage(outage, n_citizens);
            let summary = summary.unwrap_or_else(|error| panic!("{outage:?}: {error}"));
            assert_eq!(summary.dead, 0, "{outage:?}, {n_citizens} citizens: {summary:?}");
            assert_eq!(summary.doubles, 0, "{outage:?}, {n_citizens} citizens: {summary:?}");
        }
    }
}

#[test]
fn a_message_that_makes_the_host_panic_ends_and_the_next_one_is_answered() {
    let summary = sim::run_poison().expect("the invariants hold");
    // The first citizen's two turns beside the poisoned one, the second one's three.
    assert_eq!(summary.turns, 5, "{summary:?}");
    assert_eq!(summary.dead, 0, "{summary:?}");
}
