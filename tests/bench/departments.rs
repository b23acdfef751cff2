//! What more departments cost: each with a component of its own, all of them in use.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use mitra_tests::kit::{self, AppOptions};

use crate::load::{Kind, Load};
use crate::table::{MIB, Must, Row, median};

/// How many departments are loaded; the first is what the others are compared with.
const COUNTS: [usize; 3] = [1, 50, 500];
/// Measurements of each, in turn.
const ROUNDS: usize = 3;
/// Citizens who write again as soon as they are answered: two for each department at the most.
const CITIZENS: usize = 1_000;
/// Before the figures count.
const WARM_UP: Duration = Duration::from_secs(3);
/// How long one measurement takes.
const MEASURED: Duration = Duration::from_secs(12);

pub(crate) async fn measure() -> anyhow::Result<Vec<Row>> {
    let mut rates = COUNTS.map(|_| Vec::new());
    let mut idle_bytes = COUNTS.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (index, count) in COUNTS.into_iter().enumerate() {
            let departments: Vec<_> = (0..count).map(|n| format!("d{n}")).collect();
            let options = options(&departments)?;
            let mut load = Load::start(Kind::Sandbox, &options, CITIZENS, &departments).await?;
            idle_bytes[index].push(load.resident_bytes() as f64);
            rates[index].push(load.flood(WARM_UP, MEASURED).await?);
            load.stop().await?;
        }
    }
    let rates = rates.map(median);
    let idle_bytes = idle_bytes.map(median);
    let mut rows: Vec<_> = (1..COUNTS.len())
        .map(|index| {
            let what = format!("messages a second with {} departments", COUNTS[index]);
            Row::new(what, rates[index], "/s").beside("1 department", rates[0])
        })
        .collect();
    if let Some(last) = rows.pop() {
        rows.push(last.must(Must::RatioAtLeast(0.9)));
    }
    let more = (COUNTS[2] - COUNTS[0]) as f64;
    let each = (idle_bytes[2] - idle_bytes[0]) / more / MIB;
    rows.push(
        Row::new("memory of one more department that was used", each, "MiB")
            .must(Must::AtMost(1.0)),
    );
    Ok(rows)
}

/// These departments, each with a component of its own.
fn options(departments: &[String]) -> anyhow::Result<AppOptions> {
    let mut config = String::new();
    for id in departments {
        let component = component(id)?;
        let component = component.display();
        writeln!(config, "[[department]]\nid = '{id}'\ncomponent = '{component}'")?;
        writeln!(config, "config = {{ id = '{id}' }}")?;
    }
    Ok(AppOptions { departments: Vec::new(), config, ..AppOptions::default() })
}

/// The echoing component with a mark of its own: other bytes, and so machine code of its own.
fn component(id: &str) -> anyhow::Result<PathBuf> {
    let folder = kit::guests_folder().join("marked");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{id}.wasm"));
    let mut bytes = std::fs::read(kit::guest("echo"))?;
    // A custom section: its kind, its length, the length of its name, its name.
    let name = format!("mark {id}");
    let length = u8::try_from(name.len())?;
    bytes.extend([0, length + 1, length]);
    bytes.extend(name.as_bytes());
    std::fs::write(&path, bytes)?;
    Ok(path)
}
