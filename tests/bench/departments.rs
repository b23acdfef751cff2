//! What more departments cost: each with a component of its own.

use std::time::Duration;

use crate::marked;
use crate::table::{MIB, Must, Row, median};
use mitra_tests::load::{Kind, Load};

/// As many departments as must cost little, once they are loaded.
const MOST: usize = 500;
/// What is measured; the first is what the others are compared with.
const CASES: [Case; 5] = [
    Case { departments: 1, citizens: Spread::OnOne },
    Case { departments: 50, citizens: Spread::Evenly },
    Case { departments: MOST, citizens: Spread::OnOne },
    Case { departments: MOST, citizens: Spread::ByZipf },
    Case { departments: MOST, citizens: Spread::Evenly },
];
/// Measurements of each, in turn.
const ROUNDS: usize = 5;
/// Citizens who write again as soon as they are answered.
const CITIZENS: usize = 1_000;
/// Before the figures count.
const WARM_UP: Duration = Duration::from_secs(2);
/// How long one measurement takes.
const MEASURED: Duration = Duration::from_secs(8);

/// So many departments loaded, and which of them citizens use.
struct Case {
    departments: usize,
    citizens: Spread,
}

/// How citizens are spread over departments.
enum Spread {
    /// All at the first: what departments cost that are loaded and not used.
    OnOne,
    /// As in life, where few services have most of the traffic: a department's share falls as 1/rank (Zipf's law), down
    /// to a citizen or none.
    ByZipf,
    /// All departments are as busy as each other: when the turn of one comes, nothing of it is in the processor's
    /// caches. No government is like this; it is the worst that can be, and shown for that (ADR 0008).
    Evenly,
}

impl Case {
    fn departments(&self) -> Vec<String> {
        (0..self.departments).map(|n| format!("d{n}")).collect()
    }

    /// The department of every citizen, in no order.
    fn of_citizens(&self) -> Vec<String> {
        let places = match self.citizens {
            Spread::OnOne => vec![0; CITIZENS],
            Spread::ByZipf => zipf(self.departments),
            Spread::Evenly => (0..CITIZENS).map(|citizen| citizen % self.departments).collect(),
        };
        // A number without a factor in common with theirs brings up every citizen once.
        let mixed = (0..CITIZENS).map(|citizen| places[citizen * 617 % CITIZENS]);
        mixed.map(|department| format!("d{department}")).collect()
    }

    fn name(&self) -> String {
        let spread = match self.citizens {
            Spread::OnOne => "loaded, one busy",
            Spread::ByZipf => "busy by Zipf's law",
            Spread::Evenly => "evenly busy",
        };
        format!("messages a second, {} departments {spread}", self.departments)
    }

    /// What it must reach of one department's throughput.
    fn must(&self) -> Option<Must> {
        match self.citizens {
            Spread::OnOne | Spread::ByZipf => Some(Must::RatioAtLeast(0.9)),
            Spread::Evenly => None,
        }
    }
}

/// The department of every citizen, by rank.
fn zipf(n_departments: usize) -> Vec<usize> {
    let weight = |rank: usize| 1.0 / (rank + 1) as f64;
    let all: f64 = (0..n_departments).map(weight).sum();
    let (mut places, mut share) = (Vec::new(), 0.0);
    for rank in 0..n_departments {
        share += weight(rank) / all;
        while (places.len() as f64 + 0.5) / CITIZENS as f64 <= share {
            places.push(rank);
        }
    }
    // What rounding left.
    places.resize(CITIZENS, n_departments - 1);
    places
}

pub(crate) async fn measure() -> anyhow::Result<Vec<Row>> {
    let mut rates = CASES.map(|_| Vec::new());
    let mut idle_bytes = CASES.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (index, case) in CASES.iter().enumerate() {
            let departments = case.departments();
            let options = marked::options(departments.iter().map(|id| (id.as_str(), "echo")))?;
            let of_citizens = case.of_citizens();
            let mut load = Load::start(Kind::Sandbox, &options, CITIZENS, &of_citizens).await?;
            idle_bytes[index].push(load.resident_bytes() as f64);
            rates[index].push(load.flood(WARM_UP, MEASURED).await?);
            load.stop().await?;
        }
    }
    let rates = rates.map(median);
    let idle_bytes = idle_bytes.map(median);
    let mut rows: Vec<_> = (1..CASES.len())
        .map(|index| {
            let row = Row::new(CASES[index].name(), rates[index], "/s");
            let row = row.beside("1 department", rates[0]);
            CASES[index].must().into_iter().fold(row, Row::must)
        })
        .collect();
    let last = CASES.len() - 1;
    let more = (CASES[last].departments - CASES[0].departments) as f64;
    let each = (idle_bytes[last] - idle_bytes[0]) / more / MIB;
    rows.push(
        Row::new("memory of one more department that was used", each, "MiB")
            .must(Must::AtMost(1.0)),
    );
    Ok(rows)
}
