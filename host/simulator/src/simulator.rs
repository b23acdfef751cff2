//! One running simulator.

use std::collections::{BTreeMap, HashSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::chance::Chance;
use crate::chat::Book;
use crate::faults::Faults;
use crate::graph;
use crate::handle::{SimulatorHandle, Taken};
use crate::media::MediaStore;
use crate::options::SimulatorOptions;
use crate::orders::{self, Orders};
use crate::payments::{self, Links, OtherPayments, Refunds};
use crate::rate::Rates;
use crate::templates::Templates;
use crate::webhook::Webhook;
use crate::{chat, handle};

/// References remembered to notice doubles; benchmarks send more, and do not ask.
const REFERENCES_MAX: usize = 1_000_000;

/// Taken messages that wait for whoever watches them.
const TAKEN_WAITING_MAX: usize = 65_536;

/// Why a simulator does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: is another program using the port?")]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The HTTP client cannot be made.
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
}

/// Everything of one simulator.
pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) options: SimulatorOptions,
    pub(crate) book: Book,
    pub(crate) media: MediaStore,
    pub(crate) links: Links,
    pub(crate) refunds: Refunds,
    pub(crate) others: OtherPayments,
    pub(crate) templates: Templates,
    pub(crate) orders: Orders,
    pub(crate) webhook: Webhook,
    pub(crate) chance: Chance,
    pub(crate) lanes: handle::Lanes,
    pub(crate) taken: broadcast::Sender<Taken>,
    faults: Mutex<Faults>,
    rates: Mutex<Rates>,
    wamids: AtomicU64,
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    accepted: u64,
    duplicate_sends: u64,
    typing_shown: u64,
    references: HashSet<String>,
    refused: BTreeMap<i64, u64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    /// What goes wrong now.
    pub(crate) fn faults(&self) -> Faults {
        *lock(&self.faults)
    }

    pub(crate) fn set_faults(&self, faults: Faults) {
        *lock(&self.faults) = faults;
        self.book.wake();
    }

    pub(crate) fn rates(&self) -> MutexGuard<'_, Rates> {
        lock(&self.rates)
    }

    /// Counts a citizen's message: Meta's throughput is of both directions.
    pub(crate) fn count_received(&self) {
        if self.options.limits.per_second.is_some() {
            self.rates().receive(Instant::now());
        }
    }

    /// A message id nobody had before, also over restarts.
    pub(crate) fn next_wamid(&self, direction: &str) -> String {
        let number = self.wamids.fetch_add(1, Ordering::Relaxed);
        format!("wamid.{direction}{number:016x}")
    }

    pub(crate) fn count_accepted(&self, reference: Option<&str>) {
        let mut counted = lock(&self.counted);
        counted.accepted += 1;
        if let Some(reference) = reference.filter(|_| self.options.keep_transcripts)
            && counted.references.len() < REFERENCES_MAX
            && !counted.references.insert(reference.to_owned())
        {
            counted.duplicate_sends += 1;
        }
    }

    pub(crate) fn count_refusal(&self, code: i64) {
        *lock(&self.counted).refused.entry(code).or_default() += 1;
    }

    pub(crate) fn count_typing(&self) {
        lock(&self.counted).typing_shown += 1;
    }

    pub(crate) fn counters(&self) -> handle::Counters {
        let counted = lock(&self.counted);
        let (notifications_taken, notifications_refused) = self.webhook.counts();
        handle::Counters {
            accepted: counted.accepted,
            duplicate_sends: counted.duplicate_sends,
            typing_shown: counted.typing_shown,
            refused: counted.refused.clone(),
            notifications_taken,
            notifications_refused,
            handshake: *self.webhook.handshake().borrow(),
        }
    }
}

/// A running simulator.
pub struct Simulator {
    world: Arc<World>,
    serving: JoinHandle<()>,
    stop: CancellationToken,
}

impl Simulator {
    /// Starts listening.
    pub async fn start(options: SimulatorOptions) -> Result<Self, StartError> {
        let address = options.listen;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|source| StartError::Listen { address, source })?;
        let address = listener.local_addr().unwrap_or(address);
        let stop = CancellationToken::new();
        let webhook = Webhook::start(options.clone(), stop.clone()).map_err(StartError::Client)?;
        let world = Arc::new(World {
            address,
            book: Book::new(options.keep_transcripts),
            media: MediaStore::default(),
            links: Links::default(),
            refunds: Refunds::default(),
            others: OtherPayments::default(),
            templates: Templates::new(options.templates.clone()),
            orders: Orders::default(),
            webhook,
            chance: Chance::new(options.seed),
            lanes: handle::Lanes::default(),
            taken: broadcast::channel(TAKEN_WAITING_MAX).0,
            faults: Mutex::new(options.faults),
            rates: Mutex::new(Rates::new(options.limits)),
            // Ids of earlier runs are smaller: a host that kept its database takes no new message for an old one.
            wamids: AtomicU64::new(crate::clock::now_ms() << 16),
            counted: Mutex::default(),
            options,
        });
        let router = Router::new()
            .merge(graph::router(Arc::clone(&world)))
            .merge(payments::router(Arc::clone(&world)))
            .merge(orders::router(Arc::clone(&world)))
            .merge(chat::router(Arc::clone(&world), stop.clone()));
        let stopped = stop.clone();
        let serving = tokio::spawn(async move {
            let serve = axum::serve(listener, router);
            if let Err(error) = serve.with_graceful_shutdown(stopped.cancelled_owned()).await {
                tracing::error!(%error, "the simulator's listener failed");
            }
        });
        Ok(Self { world, serving, stop })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.world.address
    }

    /// The chat page.
    pub fn chat_url(&self) -> String {
        format!("http://{}/", self.world.address)
    }

    /// The root of its Graph API; a host adds version, number and `messages`.
    pub fn graph_url(&self) -> String {
        format!("http://{}", self.world.address)
    }

    /// What tests drive it by.
    pub fn handle(&self) -> SimulatorHandle {
        SimulatorHandle::new(Arc::clone(&self.world))
    }

    /// Stops listening and posting. What waited to be posted is lost, as it would be if Meta gave up.
    pub async fn stop(self) {
        self.stop.cancel();
        self.world.webhook.ended().await;
        // Sends that are never answered, as told by the faults, are cut off.
        self.serving.abort();
        self.serving.await.ok();
    }
}
