//! All citizens, their chats, and who waits for a change.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::watch;

use super::entry::{ChatEntry, Ticks};
use crate::clock::now_ms;

/// Messages kept of one chat; the oldest go first.
const ENTRIES_MAX: usize = 2_000;

/// One citizen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Citizen {
    /// The number if there is one, else the user id.
    pub(crate) key: String,
    pub(crate) phone: Option<String>,
    pub(crate) bsuid: Option<String>,
    pub(crate) name: String,
}

/// One citizen with their chat.
#[derive(Debug)]
struct Page {
    citizen: Citizen,
    entries: Vec<ChatEntry>,
    wrote_at_ms: u64,
    /// Whether the host shows that it is writing.
    typing: bool,
}

/// All chats.
#[derive(Debug)]
pub(crate) struct Book {
    pages: Mutex<HashMap<String, Page>>,
    /// Counts changes; watchers look again at each.
    changes: watch::Sender<u64>,
    keep: bool,
}

/// One citizen as the page shows them.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    #[serde(flatten)]
    citizen: Citizen,
    entries: Vec<ChatEntry>,
    typing: bool,
}

impl Book {
    /// An empty book; without `keep`, messages themselves are forgotten at once.
    pub(crate) fn new(keep: bool) -> Self {
        Self { pages: Mutex::default(), changes: watch::channel(0).0, keep }
    }

    fn pages(&self) -> MutexGuard<'_, HashMap<String, Page>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) {
        if self.keep {
            self.changes.send_modify(|n| *n += 1);
        }
    }

    /// Changes as they come.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Adds a citizen, if there is none of that key.
    pub(crate) fn add(&self, citizen: Citizen) {
        // Whoever is added counts as having just written: the host may answer notifications made by hand.
        let wrote_at_ms = now_ms();
        let page = |citizen| Page { citizen, entries: Vec::new(), wrote_at_ms, typing: false };
        self.pages().entry(citizen.key.clone()).or_insert_with(|| page(citizen));
        self.changed();
    }

    /// The citizen of this number or user id.
    pub(crate) fn citizen(&self, address: &str) -> Option<Citizen> {
        let pages = self.pages();
        if let Some(page) = pages.get(address) {
            return Some(page.citizen.clone());
        }
        let is_theirs = |page: &&Page| page.citizen.bsuid.as_deref() == Some(address);
        pages.values().find(is_theirs).map(|page| page.citizen.clone())
    }

    /// Appends a message to a citizen's chat.
    pub(crate) fn append(&self, citizen: &str, entry: ChatEntry) {
        if let Some(page) = self.pages().get_mut(citizen) {
            if entry.from_citizen {
                page.wrote_at_ms = now_ms();
            } else {
                page.typing = false;
            }
            if self.keep {
                page.entries.push(entry);
                if page.entries.len() > ENTRIES_MAX {
                    page.entries.remove(0);
                }
            }
        }
        self.changed();
    }

    /// When the citizen last wrote, in milliseconds since 1970; 0 if never.
    pub(crate) fn wrote_at_ms(&self, citizen: &str) -> u64 {
        self.pages().get(citizen).map_or(0, |page| page.wrote_at_ms)
    }

    /// Raises the ticks of a message, whoever sent it.
    pub(crate) fn tick(&self, citizen: &str, wamid: &str, ticks: Ticks) {
        if !self.keep {
            return;
        }
        if let Some(page) = self.pages().get_mut(citizen) {
            for entry in page.entries.iter_mut().filter(|entry| entry.wamid == wamid) {
                entry.ticks = entry.ticks.max(ticks);
            }
        }
        self.changed();
    }

    /// The host read a message and all before it; perhaps it is writing an answer.
    pub(crate) fn read(&self, wamid: &str, typing: bool) -> bool {
        let mut pages = self.pages();
        let of = |page: &&mut Page| page.entries.iter().any(|entry| entry.wamid == wamid);
        let Some(page) = pages.values_mut().find(of) else {
            return !self.keep;
        };
        page.typing = typing;
        for entry in page.entries.iter_mut().filter(|entry| entry.from_citizen) {
            entry.ticks = Ticks::Read;
            if entry.wamid == wamid {
                break;
            }
        }
        drop(pages);
        self.changed();
        true
    }

    /// A citizen's chat.
    pub(crate) fn entries(&self, citizen: &str) -> Vec<ChatEntry> {
        self.pages().get(citizen).map(|page| page.entries.clone()).unwrap_or_default()
    }

    /// Everything, for the page.
    pub(crate) fn shown(&self) -> Vec<Shown> {
        let pages = self.pages();
        let mut shown: Vec<_> = pages
            .values()
            .map(|page| Shown {
                citizen: page.citizen.clone(),
                entries: page.entries.clone(),
                typing: page.typing,
            })
            .collect();
        shown.sort_by(|a, b| a.citizen.key.cmp(&b.citizen.key));
        shown
    }
}
