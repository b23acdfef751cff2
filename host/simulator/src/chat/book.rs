//! All citizens, their chats, and who waits for a change.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::watch;

use super::citizen::Citizen;
use super::entry::{ChatEntry, Ticks};
use super::feed::{Chat, Update};
use crate::clock::now_ms;

/// Messages kept of one chat; the oldest go first.
const ENTRIES_MAX: usize = 2_000;

/// All chats.
#[derive(Debug)]
pub(crate) struct Book {
    pages: Mutex<Pages>,
    /// The last change; watchers look again at each.
    changes: watch::Sender<u64>,
    keep: bool,
}

#[derive(Debug, Default)]
struct Pages {
    /// How many changes there were.
    revision: u64,
    by_key: HashMap<String, Page>,
}

/// One citizen with their chat.
#[derive(Debug)]
struct Page {
    citizen: Citizen,
    entries: Vec<Kept>,
    wrote_at_ms: u64,
    /// Since which change the host shows that it is writing.
    typing_since: Option<u64>,
    /// The last change of anything of this page.
    revision: u64,
}

/// A message and the last change of it.
#[derive(Debug)]
struct Kept {
    entry: ChatEntry,
    revision: u64,
}

/// What became of a read mark.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReadMark {
    /// There is no such message.
    Unknown,
    /// It is read.
    Taken,
    /// It is read, and the host is writing an answer from this change on.
    Typing { citizen: String, since: u64 },
}

impl Book {
    /// An empty book; without `keep`, messages themselves are forgotten at once.
    pub(crate) fn new(keep: bool) -> Self {
        Self { pages: Mutex::default(), changes: watch::channel(0).0, keep }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes a citizen's page; watchers hear of it if it says that something changed.
    fn change(&self, citizen: &str, change: impl FnOnce(&mut Page, u64) -> bool) {
        let mut pages = self.pages();
        let revision = pages.revision + 1;
        let Some(page) = pages.by_key.get_mut(citizen) else {
            return;
        };
        if change(page, revision) {
            page.revision = revision;
            pages.revision = revision;
            drop(pages);
            self.announce(revision);
        }
    }

    fn announce(&self, revision: u64) {
        if self.keep {
            self.changes.send_modify(|last| *last = revision.max(*last));
        }
    }

    /// Wakes watchers though no chat changed.
    pub(crate) fn wake(&self) {
        self.announce(0);
    }

    /// Changes as they come.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Adds a citizen, if there is none of that key.
    pub(crate) fn add(&self, citizen: Citizen) {
        let mut pages = self.pages();
        if pages.by_key.contains_key(&citizen.key) {
            return;
        }
        pages.revision += 1;
        let revision = pages.revision;
        // Whoever is added counts as having just written: the host may answer notifications made by hand.
        let wrote_at_ms = now_ms();
        let key = citizen.key.clone();
        let (entries, typing_since) = (Vec::new(), None);
        pages.by_key.insert(key, Page { citizen, entries, wrote_at_ms, typing_since, revision });
        drop(pages);
        self.announce(revision);
    }

    /// The citizen of this number or user id.
    pub(crate) fn citizen(&self, address: &str) -> Option<Citizen> {
        let pages = self.pages();
        if let Some(page) = pages.by_key.get(address) {
            return Some(page.citizen.clone());
        }
        let is_theirs = |page: &&Page| page.citizen.bsuid.as_deref() == Some(address);
        pages.by_key.values().find(is_theirs).map(|page| page.citizen.clone())
    }

    /// Appends a message to a citizen's chat.
    pub(crate) fn append(&self, citizen: &str, entry: ChatEntry) {
        self.change(citizen, |page, revision| {
            if entry.from_citizen {
                page.wrote_at_ms = now_ms();
            } else {
                page.typing_since = None;
            }
            if self.keep {
                page.entries.push(Kept { entry, revision });
                if page.entries.len() > ENTRIES_MAX {
                    page.entries.remove(0);
                }
            }
            true
        });
    }

    /// The citizen last wrote so much earlier than they did.
    pub(crate) fn write_earlier(&self, citizen: &str, span_ms: u64) {
        self.change(citizen, |page, _| {
            page.wrote_at_ms = page.wrote_at_ms.saturating_sub(span_ms);
            true
        });
    }

    /// When the citizen last wrote, in milliseconds since 1970; 0 if never.
    pub(crate) fn wrote_at_ms(&self, citizen: &str) -> u64 {
        self.pages().by_key.get(citizen).map_or(0, |page| page.wrote_at_ms)
    }

    /// Raises the ticks of a message, whoever sent it.
    pub(crate) fn tick(&self, citizen: &str, wamid: &str, ticks: Ticks) {
        if !self.keep {
            return;
        }
        self.change(citizen, |page, revision| {
            let mut latest = page.entries.iter_mut().rev();
            match latest.find(|kept| kept.entry.wamid == wamid) {
                Some(kept) => kept.raise(ticks, revision),
                None => false,
            }
        });
    }

    /// Sets a part of what a message of the host's has: something that changes after it was sent.
    pub(crate) fn amend(&self, citizen: &str, wamid: &str, part: &str, value: Value) {
        self.change(citizen, |page, revision| {
            let mut latest = page.entries.iter_mut().rev();
            let Some(kept) = latest.find(|kept| kept.entry.wamid == wamid) else { return false };
            kept.entry.content[part] = value;
            kept.revision = revision;
            true
        });
    }

    /// The host read a message and all before it; perhaps it is writing an answer.
    pub(crate) fn read(&self, wamid: &str, typing: bool) -> ReadMark {
        let mut pages = self.pages();
        let revision = pages.revision + 1;
        let place = |page: &Page| page.entries.iter().rposition(|kept| kept.entry.wamid == wamid);
        let found = pages.by_key.values_mut().find_map(|page| Some((place(page)?, page)));
        let Some((place, page)) = found else {
            return if self.keep { ReadMark::Unknown } else { ReadMark::Taken };
        };
        for kept in page.entries[..=place].iter_mut().filter(|kept| kept.entry.from_citizen) {
            kept.raise(Ticks::Read, revision);
        }
        // A mark can be overtaken by the answer that it announces: then nobody is writing any more.
        let is_answered = page.entries[place..].iter().any(|kept| !kept.entry.from_citizen);
        page.typing_since = (typing && !is_answered).then_some(revision);
        page.revision = revision;
        let typing = page.typing_since.map(|since| (page.citizen.key.clone(), since));
        pages.revision = revision;
        drop(pages);
        self.announce(revision);
        match typing {
            Some((citizen, since)) => ReadMark::Typing { citizen, since },
            None => ReadMark::Taken,
        }
    }

    /// The host is not writing any more, unless it began again since.
    pub(crate) fn stop_typing(&self, citizen: &str, since: u64) {
        self.change(citizen, |page, _| {
            let is_same = page.typing_since == Some(since);
            if is_same {
                page.typing_since = None;
            }
            is_same
        });
    }

    /// The last message of the host's that offers this choice.
    pub(crate) fn offer(&self, citizen: &str, choice: &str) -> Option<String> {
        let pages = self.pages();
        let mut latest = pages.by_key.get(citizen)?.entries.iter().rev();
        let offers = |kept: &&Kept| {
            !kept.entry.from_citizen && kept.entry.choices.iter().any(|(id, _)| id == choice)
        };
        latest.find(offers).map(|kept| kept.entry.wamid.clone())
    }

    /// A citizen's chat.
    pub(crate) fn entries(&self, citizen: &str) -> Vec<ChatEntry> {
        let pages = self.pages();
        let kept = pages.by_key.get(citizen).map(|page| page.entries.as_slice());
        kept.unwrap_or_default().iter().map(|kept| kept.entry.clone()).collect()
    }

    /// What changed after this change, and the last change in it. Without one: everything.
    pub(crate) fn since(&self, seen: Option<u64>) -> (Update, u64) {
        let pages = self.pages();
        let is_new = |revision: u64| seen.is_none_or(|seen| revision > seen);
        let changed = pages.by_key.values().filter(|page| is_new(page.revision));
        let mut chats: Vec<_> = changed
            .map(|page| {
                let kept = page.entries.iter().filter(|kept| is_new(kept.revision));
                Chat {
                    citizen: page.citizen.clone(),
                    typing: page.typing_since.is_some(),
                    entry_count: page.entries.len(),
                    entries: kept.map(|kept| kept.entry.clone()).collect(),
                }
            })
            .collect();
        chats.sort_by(|a, b| a.citizen.key.cmp(&b.citizen.key));
        (Update { whole: seen.is_none(), chats, faults: None }, pages.revision)
    }
}

impl Kept {
    /// Raises the ticks; says whether that changed them.
    fn raise(&mut self, ticks: Ticks, revision: u64) -> bool {
        let is_higher = ticks > self.entry.ticks;
        if is_higher {
            (self.entry.ticks, self.revision) = (ticks, revision);
        }
        is_higher
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ASHA: &str = "15550100101";

    fn book() -> Book {
        let book = Book::new(true);
        for phone in [ASHA, "15550100102"] {
            book.add(Citizen::new(Some(phone), None, "Citizen").expect("a number"));
        }
        book
    }

    fn says(book: &Book, wamid: &str, from_citizen: bool) {
        let sent = json!({ "type": "text", "text": { "body": wamid } });
        let entry = ChatEntry::of_host(wamid.to_owned(), &sent, 0);
        book.append(ASHA, ChatEntry { from_citizen, ..entry });
    }

    /// Which messages of which citizens an update holds.
    fn parts(update: &Update) -> Vec<(&str, Vec<&str>)> {
        let parts = update.chats.iter().map(|chat| {
            (chat.citizen.key.as_str(), chat.entries.iter().map(|e| e.wamid.as_str()).collect())
        });
        parts.collect()
    }

    #[test]
    fn a_watcher_gets_everything_and_then_what_changed() {
        let book = book();
        says(&book, "a", true);
        let (whole, seen) = book.since(None);
        assert!(whole.whole);
        assert_eq!(parts(&whole), [(ASHA, vec!["a"]), ("15550100102", vec![])]);
        says(&book, "b", false);
        book.tick(ASHA, "b", Ticks::Sent);
        let (update, seen) = book.since(Some(seen));
        assert_eq!(parts(&update), [(ASHA, vec!["b"])]);
        assert_eq!(update.chats[0].entry_count, 2);
        book.tick(ASHA, "b", Ticks::Sent);
        assert!(book.since(Some(seen)).0.is_empty(), "the same tick again is no change");
        book.tick(ASHA, "a", Ticks::Read);
        assert_eq!(parts(&book.since(Some(seen)).0), [(ASHA, vec!["a"])]);
    }

    #[test]
    fn typing_ends_with_the_answer_and_after_a_while() {
        let book = book();
        let is_typing = || book.since(None).0.chats[0].typing;
        says(&book, "a", true);
        let ReadMark::Typing { citizen, since } = book.read("a", true) else {
            panic!("the host is writing");
        };
        assert!(is_typing());
        says(&book, "b", false);
        assert!(!is_typing());
        assert_eq!(book.read("a", true), ReadMark::Taken, "the answer was faster than the mark");
        assert!(!is_typing());

        says(&book, "c", true);
        assert!(matches!(book.read("c", true), ReadMark::Typing { .. }));
        book.stop_typing(&citizen, since);
        assert!(is_typing(), "an earlier mark's end is not this one's");
        let ReadMark::Typing { since, .. } = book.read("c", true) else {
            panic!("the host is writing");
        };
        book.stop_typing(&citizen, since);
        assert!(!is_typing());
        assert_eq!(book.read("nobody's", true), ReadMark::Unknown);
    }
}
