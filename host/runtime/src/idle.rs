//! Machine code that nobody runs goes back to the operating system, which has it on disk.
//!
//! Of a Python department's, 16 MiB are touched by a single turn. Given back, the pages stay in the operating system's
//! cache as long as it has no better use for them, and come back as they are run.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use metrics::counter;
use rustix::mm::{Advice, madvise};
use rustix::param::page_size;
use wasmtime::component::Component;

use crate::releases::Releases;

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

/// Looks for idle releases until it is dropped.
#[derive(Debug)]
pub(crate) struct IdleThread {
    stop: Option<SyncSender<()>>,
    handle: Mutex<Option<JoinHandle<()>>>,
}

impl IdleThread {
    pub(crate) fn start(releases: Arc<Releases>) -> io::Result<Self> {
        let (stop, stopped) = sync_channel(0);
        let look = move || {
            while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                releases.give_back_idle(IDLE_AFTER);
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

/// Gives back the memory of a component's machine code, unless some of it is not in its file.
pub(crate) fn give_back(component: &Component) {
    let code = component.image_range();
    match is_of_its_file(&code) {
        Ok(true) => match unmap_until_used(&code) {
            Ok(()) => counter!("mitra_idle_releases_total").increment(1),
            Err(error) => tracing::debug!(%error, "machine code stays in memory"),
        },
        // An engine that could not map the file has read it, or has written to what it mapped.
        Ok(false) => {}
        Err(error) => tracing::debug!(%error, "machine code stays in memory"),
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
