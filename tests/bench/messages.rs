//! Whole messages: signed webhook -> durable -> turn -> durable reply -> taken by Meta, over real
//! HTTP and a real disk. Citizens, Meta and the host share this machine.

use std::time::Duration;

use mitra_tests::kit::AppOptions;

use crate::table::{Must, Row, median};
use mitra_tests::load::{Kind, Load};

/// Measurements of each kind, in turn.
const ROUNDS: usize = 3;
/// Citizens who write again as soon as they are answered.
const CITIZENS: usize = 512;
/// Before the figures count.
const WARM_UP: Duration = Duration::from_secs(3);
/// How long one measurement takes.
const MEASURED: Duration = Duration::from_secs(15);
/// Messages a second of the steady load.
const STEADY: u32 = 1_000;

pub(crate) async fn measure() -> anyhow::Result<Vec<Row>> {
    let (mut sandboxed, mut native) = (Figures::default(), Figures::default());
    for _ in 0..ROUNDS {
        sandboxed.measure(Kind::Sandbox).await?;
        native.measure(Kind::Native).await?;
    }
    let row = |what: &str, of: fn(&Figures) -> Vec<f64>, unit| {
        Row::new(what, median(of(&sandboxed)), unit).beside("native no-op", median(of(&native)))
    };
    Ok(vec![
        row("messages a second, every one durable before its 200", |f| f.rates.clone(), "/s")
            .must(Must::AtLeast(4_000.0))
            .must(Must::RatioAtLeast(0.75)),
        row("at 1,000/s: half are answered within", |f| f.halves_ms.clone(), "ms"),
        row("at 1,000/s: 99 % are answered within", |f| f.p99s_ms.clone(), "ms")
            .must(Must::AtMost(100.0)),
    ])
}

#[derive(Default)]
struct Figures {
    rates: Vec<f64>,
    halves_ms: Vec<f64>,
    p99s_ms: Vec<f64>,
}

impl Figures {
    async fn measure(&mut self, kind: Kind) -> anyhow::Result<()> {
        let mut load = Load::start(kind, &echo(), CITIZENS, &["echo".to_owned()]).await?;
        let waits = load.steady(STEADY, MEASURED).await?;
        let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1e3;
        self.halves_ms.push(at(50));
        self.p99s_ms.push(at(99));
        self.rates.push(load.flood(WARM_UP, MEASURED).await?);
        load.stop().await
    }
}

/// The echoing department alone.
fn echo() -> AppOptions {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    AppOptions { departments, ..AppOptions::default() }
}
