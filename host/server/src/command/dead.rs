//! `mitra dead`: messages that were given up, beside the database: also of a host that does not run.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use mitra_core::clock::Clock;
use mitra_core::ids::DeliveryId;
use mitra_storage::{DeadLetter, Outbox, RetriedDead};
use mitra_storage_sql::{SqliteOptions, SqliteStorage};

use crate::clock::SystemClock;
use crate::config::Config;
use crate::dead_letters;

/// Letters read at once.
const PAGE: usize = 500;

/// Show, resend and discard messages that were given up. Works beside a running host.
#[derive(Debug, Args)]
pub(super) struct Dead {
    /// The host's configuration file.
    #[arg(long, default_value = "mitra.toml", global = true)]
    config: PathBuf,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List them, oldest first: delivery, citizen, attempts, instant, reason.
    List {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Send again: a copy goes to the end of the citizen's lane.
    Retry {
        /// Which deliveries.
        #[arg(required_unless_present = "all")]
        deliveries: Vec<i64>,
        /// All that nobody retried yet.
        #[arg(long, conflicts_with = "deliveries")]
        all: bool,
    },
    /// Remove with all that they say: nobody can send them again.
    Discard {
        /// Which deliveries.
        #[arg(required = true)]
        deliveries: Vec<i64>,
    },
}

impl Dead {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let path = Config::load(&self.config)?.storage.path;
        let storage = SqliteStorage::open_shared(&SqliteOptions::new(&path))
            .with_context(|| format!("cannot open the database `{}`", path.display()))?;
        let storage = Arc::new(storage);
        super::runtime()?.block_on(async {
            match self.action {
                Action::List { json } => list(&storage, json).await,
                Action::Retry { all: true, .. } => {
                    let letters = letters(&storage).await?;
                    let open = letters.iter().filter(|letter| letter.retried_as.is_none());
                    retry(&storage, open.map(|letter| letter.delivery).collect()).await
                }
                Action::Retry { deliveries, .. } => {
                    retry(&storage, deliveries.into_iter().map(DeliveryId).collect()).await
                }
                Action::Discard { deliveries } => discard(&storage, deliveries).await,
            }
        })
    }
}

async fn letters(storage: &SqliteStorage) -> anyhow::Result<Vec<DeadLetter>> {
    let mut letters: Vec<DeadLetter> = Vec::new();
    loop {
        let after = letters.last().map(|letter| letter.delivery);
        let page = storage.dead_letters(after, PAGE).await?;
        if page.is_empty() {
            return Ok(letters);
        }
        letters.extend(page);
    }
}

#[expect(clippy::print_stdout, reason = "the list is this command's output")]
async fn list(storage: &SqliteStorage, json: bool) -> anyhow::Result<()> {
    let letters = letters(storage).await?;
    if letters.is_empty() && !json {
        println!("no message was given up");
    }
    for letter in letters {
        if json {
            let DeadLetter { delivery, citizen, reason, dead_at, attempts, retried_as } = letter;
            let line = serde_json::json!({
                "delivery": delivery, "citizen": citizen, "reason": reason, "dead_at_ms": dead_at,
                "attempts": attempts, "retried_as": retried_as,
            });
            println!("{line}");
        } else {
            println!("{}", dead_letters::line(&dead_letters::view(&letter)));
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the outcome is this command's output")]
async fn retry(storage: &SqliteStorage, deliveries: Vec<DeliveryId>) -> anyhow::Result<()> {
    let mut n_unknown = 0;
    for delivery in deliveries {
        match storage.retry_dead(delivery, SystemClock.now()).await? {
            RetriedDead::Queued(id) => println!("{delivery}: will be sent again as {id}"),
            RetriedDead::Already(id) => println!("{delivery}: was sent again before as {id}"),
            RetriedDead::NotDead => {
                println!("{delivery}: is no dead delivery");
                n_unknown += 1;
            }
        }
    }
    all_were_dead(n_unknown)
}

#[expect(clippy::print_stdout, reason = "the outcome is this command's output")]
async fn discard(storage: &SqliteStorage, deliveries: Vec<i64>) -> anyhow::Result<()> {
    let mut n_unknown = 0;
    for delivery in deliveries {
        if storage.discard_dead(DeliveryId(delivery)).await? {
            println!("{delivery}: is discarded");
        } else {
            println!("{delivery}: is no dead delivery");
            n_unknown += 1;
        }
    }
    all_were_dead(n_unknown)
}

fn all_were_dead(n_unknown: usize) -> anyhow::Result<()> {
    if n_unknown > 0 {
        bail!(
            "{n_unknown} of the deliveries named are not dead; `mitra dead list` shows those that are"
        );
    }
    Ok(())
}
