//! The catalogue as a table.

use std::collections::BTreeMap;

use super::coverage::Coverage;
use super::list::{Catalogue, Pattern, Promised};

/// Prints what is promised and shown, by pattern.
#[expect(clippy::print_stdout, reason = "this is the command's output")]
pub(super) fn print(catalogue: &Catalogue, coverage: &Coverage) {
    println!("pattern     | services | shown | scenarios | languages");
    let (mut n_all, mut n_shown_all, mut n_scenarios_all) = (0, 0, 0);
    for pattern in Pattern::ALL {
        let (mut n, mut n_shown, mut n_scenarios) = (0, 0, 0);
        for (department, service, _) in
            catalogue.services().filter(|(_, _, promised)| promised.pattern == pattern)
        {
            let shown = coverage.of(department, service);
            n += 1;
            n_shown += usize::from(shown.n_scenarios > 0);
            n_scenarios += shown.n_scenarios;
        }
        let languages: Vec<_> = coverage.languages(catalogue, pattern).into_iter().collect();
        let languages = languages.join(" ");
        println!("{pattern:<11} | {n:>8} | {n_shown:>5} | {n_scenarios:>9} | {languages}");
        (n_all, n_shown_all, n_scenarios_all) =
            (n_all + n, n_shown_all + n_shown, n_scenarios_all + n_scenarios);
    }
    let served = |services: &BTreeMap<String, Promised>, department: &str| {
        services.keys().any(|service| coverage.of(department, service).n_scenarios > 0)
    };
    let n_departments =
        catalogue.0.iter().filter(|(name, services)| served(services, name)).count();
    println!(
        "{n_departments} of {} departments, {n_shown_all} of {n_all} services, {n_scenarios_all} scenarios",
        catalogue.0.len()
    );
}
