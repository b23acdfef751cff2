//! Citizens who fill in forms while releases take each other's place, and whoever looks whether one of their
//! conversations changes its release meanwhile.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_simulator::{Inbound, SimulatorHandle};
use mitra_storage::Conversations;
use mitra_storage_sql::{SqliteOptions, SqliteStorage};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Citizens who fill in forms.
const CITIZENS: usize = 32;
/// How long each looks at a form.
const FILLING: Duration = Duration::from_secs(5);
/// How often it is looked on which releases they are.
const LOOK: Duration = Duration::from_millis(100);
/// More conversations than there are.
const ALL: usize = 10_000;

/// What was seen.
#[derive(Default)]
pub(super) struct Seen {
    /// Forms that were open.
    pub(super) forms: usize,
    /// Of these, in conversations that changed their release while they were: those releases.
    pub(super) left: Vec<ReleaseDigest>,
}

impl Seen {
    /// How many conversations changed their release in a form, and of these how many because it was taken back.
    pub(super) fn flips(&self, taken_back: &HashSet<String>) -> (usize, usize) {
        let of_them = |release: &&ReleaseDigest| taken_back.contains(release.as_str());
        let because = self.left.iter().filter(of_them).count();
        (self.left.len() - because, because)
    }
}

/// Citizens who fill in forms, until they are told to end.
pub(super) struct Forms {
    filling: Vec<JoinHandle<()>>,
    looking: JoinHandle<anyhow::Result<Seen>>,
    stop: CancellationToken,
}

impl Forms {
    /// Begins, with a host whose database is in this folder.
    pub(super) fn begin(meta: SimulatorHandle, folder: &Path) -> Self {
        let stop = CancellationToken::new();
        let fills = |n| tokio::spawn(fill(meta.clone(), format!("1556{n:07}"), stop.clone()));
        let filling = (0..CITIZENS).map(fills).collect();
        let looking = tokio::spawn(look(folder.join("mitra.db"), stop.clone()));
        Self { filling, looking, stop }
    }

    /// Ends, and gives what was seen.
    pub(super) async fn end(self) -> anyhow::Result<Seen> {
        self.stop.cancel();
        for filling in self.filling {
            filling.await?;
        }
        self.looking.await?
    }
}

/// Opens the service, asks for a form, looks at it for a while, and leaves it.
async fn fill(meta: SimulatorHandle, citizen: String, stop: CancellationToken) {
    meta.add_citizen(Some(&citizen), None, "Citizen");
    let says = |text: &str| meta.citizen_sends(&citizen, Inbound::text(text));
    let pause = async |pause| {
        tokio::select! {
            biased;
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    };
    for text in ["Hi", "English"] {
        says(text);
    }
    while !stop.is_cancelled() {
        says("echo echo");
        pause(Duration::from_millis(300)).await;
        says("!form");
        pause(FILLING).await;
        says("cancel");
        pause(Duration::from_millis(300)).await;
    }
}

/// Looks at all forms that are open, again and again.
async fn look(database: PathBuf, stop: CancellationToken) -> anyhow::Result<Seen> {
    let opening = tokio::task::spawn_blocking(move || {
        SqliteStorage::open_shared(&SqliteOptions::new(&database))
    });
    let storage = Arc::new(opening.await?.context("the host's database cannot be read")?);
    let department = DepartmentId::parse("echo")?;
    // A conversation with a form, by whose it is and when it was opened, and the release that it was on.
    let (mut forms, mut left) = (HashMap::new(), HashMap::new());
    while !stop.is_cancelled() {
        for open in storage.listed_conversations(&department, 0, ALL).await? {
            if open.has_form {
                let conversation = (open.citizen, open.opened_at);
                let on = forms.entry(conversation).or_insert_with(|| open.release.clone());
                if *on != open.release {
                    left.insert(conversation, on.clone());
                }
            }
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(Seen { forms: forms.len(), left: left.into_values().collect() })
}
