//! What the host with the two real departments takes of the machine's memory.

use std::time::Duration;

use mitra_tests::kit::AppOptions;

use crate::table::{MIB, Must, Row};
use mitra_tests::load::{Kind, Load};

/// Citizens who write again as soon as they are answered.
const CITIZENS: usize = 512;
/// How long they do.
const LOADED: Duration = Duration::from_secs(10);

pub(crate) async fn measure() -> anyhow::Result<Vec<Row>> {
    let mut options = AppOptions::default();
    let idle = {
        let load = Load::start(Kind::Sandbox, &options, 0, &[]).await?;
        let bytes = load.resident_bytes() as f64;
        load.stop().await?;
        bytes
    };
    // What makes load is the echoing department, beside the two.
    options.departments.push(("echo".to_owned(), "echo".to_owned()));
    let mut load = Load::start(Kind::Sandbox, &options, CITIZENS, &["echo".to_owned()]).await?;
    load.flood(Duration::ZERO, LOADED).await?;
    let loaded = load.resident_bytes() as f64;
    load.stop().await?;
    let row = |what, bytes| Row::new(what, bytes / MIB, "MiB").must(Must::AtMost(80.0));
    Ok(vec![
        row("resident memory with the two departments, idle", idle),
        row("resident memory after a flood of messages", loaded).beside("idle", idle / MIB),
    ])
}
