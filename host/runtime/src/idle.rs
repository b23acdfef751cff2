//! Memory of releases that nobody runs goes back to the operating system.
//!
//! A turn leaves pages of machine code mapped, and its memory's place in the pool keeps pages of the component's data
//! for the next one: 18 MiB of a Python department. A release that was idle for a while is mapped anew from its file in
//! the cache: the component that was used goes, with all of this, and the new one takes what it needs when it is run.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use metrics::counter;
use mitra_core::ids::ComponentDigest;
use rustix::mm::{Advice, madvise};
use rustix::param::page_size;
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::cache::CompiledCache;
use crate::releases::Releases;
use crate::world::{Handler, Linkers};

/// How long no turn was run on a release that is idle.
const IDLE_AFTER: Duration = Duration::from_mins(1);
/// How often idle ones are looked for.
const LOOK: Duration = Duration::from_secs(15);

/// What the operating system knows of each page of this process: eight bytes for each
/// (<https://docs.kernel.org/admin-guide/mm/pagemap.html>).
const PAGEMAP: &str = "/proc/self/pagemap";
const PAGEMAP_ENTRY_BYTES: usize = 8;
const PRESENT: u64 = 1 << 63;
const SWAPPED: u64 = 1 << 62;
const OF_A_FILE: u64 = 1 << 61;

/// Maps components anew.
#[derive(Clone)]
pub(crate) struct Mapper {
    pub(crate) engine: Engine,
    pub(crate) linkers: Arc<Linkers>,
    pub(crate) cache: Arc<CompiledCache>,
}

impl Mapper {
    /// The same component as this handler's, of which no page is in memory; none where its file is gone.
    pub(crate) fn anew(&self, digest: &ComponentDigest, handler: &Handler) -> Option<Handler> {
        let component = self.cache.find(&self.engine, digest)?;
        let handler = handler.over(&self.linkers, &component)?;
        give_back(&component);
        counter!("mitra_idle_releases_total").increment(1);
        Some(handler)
    }
}

/// Looks for idle releases until it is dropped.
#[derive(Debug)]
pub(crate) struct IdleThread {
    stop: Option<SyncSender<()>>,
    handle: Mutex<Option<JoinHandle<()>>>,
}

impl IdleThread {
    pub(crate) fn start(releases: Arc<Releases>, mapper: Mapper) -> io::Result<Self> {
        let (stop, stopped) = sync_channel(0);
        let look = move || {
            while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                releases.give_back_idle(IDLE_AFTER, &mapper);
            }
        };
        let handle = thread::Builder::new().name("mitra-idle".to_owned()).spawn(look)?;
        Ok(Self { stop: Some(stop), handle: Mutex::new(Some(handle)) })
    }
}

impl Drop for IdleThread {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(handle) = self.handle.get_mut().ok().and_then(Option::take) {
            handle.join().ok();
        }
    }
}

/// Gives back what the engine read of a component's file that nobody runs yet, unless some of it is not in its file.
fn give_back(component: &Component) {
    let code = component.image_range();
    match is_of_its_file(&code) {
        Ok(true) => unmap_until_used(&code).unwrap_or_else(|error| {
            tracing::debug!(%error, "what was read of it stays in memory");
        }),
        // An engine that could not map the file has read it, or has written to what it mapped.
        Ok(false) => {}
        Err(error) => tracing::debug!(%error, "what was read of it stays in memory"),
    }
}

/// Whether every page there is as it is in the file that is mapped there: never written to, in memory or not.
fn is_of_its_file(code: &Range<*const u8>) -> io::Result<bool> {
    let (from, to) = (code.start.addr() / page_size(), code.end.addr().div_ceil(page_size()));
    let mut entries = vec![0; (to - from) * PAGEMAP_ENTRY_BYTES];
    let at = u64::try_from(from * PAGEMAP_ENTRY_BYTES).map_err(io::Error::other)?;
    File::open(PAGEMAP)?.read_exact_at(&mut entries, at)?;
    let (entries, _) = entries.as_chunks();
    let mut entries = entries.iter().map(|entry| u64::from_ne_bytes(*entry));
    Ok(entries.all(|entry| {
        let is_ours = entry & PRESENT != 0 && entry & OF_A_FILE == 0;
        !is_ours && entry & SWAPPED == 0
    }))
}

#[expect(unsafe_code, reason = "pages that were never written to come back as they are")]
fn unmap_until_used(code: &Range<*const u8>) -> io::Result<()> {
    let start = code.start.cast_mut().cast();
    let bytes = code.end.addr() - code.start.addr();
    // SAFETY: all of it is mapped from a file, for the component is loaded, and nothing was ever written to it: what
    // is read or run there next is read from the file, as it was the first time. Files in the cache are never changed,
    // only replaced; the mapping holds on to the one that it was made of.
    unsafe { madvise(start, bytes, Advice::LinuxDontNeed)? };
    Ok(())
}
