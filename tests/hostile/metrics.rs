//! What the host counted of one behaviour's departments.

use std::collections::BTreeMap;

/// What the host counted of one behaviour's departments.
pub(crate) struct Counted {
    /// Turns by what they ended with.
    results: BTreeMap<String, u64>,
    /// Turns by the bucket of their CPU time, cumulative. Of seconds their bits, which have the same order.
    cpu: BTreeMap<u64, u64>,
}

impl Counted {
    /// From the page of metrics, over all departments whose id begins with this.
    pub(crate) fn of(page: &str, department: &str) -> Self {
        let mut counted = Self { results: BTreeMap::new(), cpu: BTreeMap::new() };
        for line in page.lines().filter(|line| line.contains(&format!("department=\"{department}")))
        {
            let count = line.rsplit(' ').next().and_then(|count| count.parse::<u64>().ok());
            let Some(count) = count else { continue };
            if line.starts_with("mitra_turns_total{")
                && let Some(result) = label(line, "result")
            {
                *counted.results.entry(result.to_owned()).or_default() += count;
            }
            let bucket = label(line, "le").and_then(|le| le.parse::<f64>().ok());
            if line.starts_with("mitra_turn_cpu_seconds_bucket{")
                && let Some(le) = bucket
            {
                *counted.cpu.entry(le.to_bits()).or_default() += count;
            }
        }
        counted
    }

    /// All turns.
    pub(crate) fn turns(&self) -> u64 {
        self.results.values().sum()
    }

    /// How many turns ended with this.
    pub(crate) fn ended_with(&self, result: &str) -> u64 {
        self.results.get(result).copied().unwrap_or(0)
    }

    /// What turns ended with, most often first.
    pub(crate) fn results(&self) -> String {
        let mut results: Vec<_> = self.results.iter().collect();
        results.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        results.into_iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The bucket that the most expensive turn is in, in seconds of CPU time.
    pub(crate) fn cpu_max(&self) -> f64 {
        let all = self.cpu.values().copied().max().unwrap_or(0);
        let most = self.cpu.iter().find(|(_, turns)| **turns == all);
        most.map_or(f64::INFINITY, |(bits, _)| f64::from_bits(*bits))
    }
}

fn label<'line>(line: &'line str, name: &str) -> Option<&'line str> {
    let start = line.find(&format!("{name}=\""))? + name.len() + 2;
    line[start..].split('"').next()
}
