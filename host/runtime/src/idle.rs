//! Memory of releases that nobody runs goes back to the operating system.
//!
//! A turn leaves pages of machine code mapped, and its memory's place in the pool keeps pages of the component's data
//! for the next one: 18 MiB of a Python department. A release that was idle for a while is mapped anew from its file in
//! the cache: the component that was used goes, with all of this, and the new one takes what it needs when it is run.

use std::io;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use metrics::counter;
use mitra_core::ids::ReleaseDigest;
use wasmtime::Engine;

use crate::cache::CompiledCache;
use crate::releases::Releases;
use crate::world::{Handler, Linkers};

/// How long no turn was run on a release that is idle.
const IDLE_AFTER: Duration = Duration::from_mins(1);
/// How often idle ones are looked for.
const LOOK: Duration = Duration::from_secs(15);

/// Maps components anew.
#[derive(Clone)]
pub(crate) struct Mapper {
    pub(crate) engine: Engine,
    pub(crate) linkers: Arc<Linkers>,
    pub(crate) cache: Arc<CompiledCache>,
}

impl Mapper {
    /// The same component as this handler's, of which no page is in memory; none where its file is gone.
    pub(crate) fn anew(&self, digest: &ReleaseDigest, handler: &Handler) -> Option<Handler> {
        let component = self.cache.find(&self.engine, digest)?;
        let handler = handler.over(&self.linkers, &component)?;
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
