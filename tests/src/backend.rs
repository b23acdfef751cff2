//! A transport office's computer, as a department's back end: what the department `transport` is rehearsed with.
//!
//! In: HTTP requests on one port. Out: vehicles, licences and the places of licence tests, of which none is given
//! twice.
//! Never: forgets that it did something for an idempotency key, short of [`KEYS_MAX`] newer ones; keeps anything on
//! disk.
//!
//! Everything happens under one lock, in the order in which requests came: so a place is free or not, and a request
//! with a key that is known gives what the first one gave.

mod clock;
mod date;
mod keys;
mod office;
mod places;
mod records;
mod routes;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

pub use clock::OfficeClock;
pub use keys::KEYS_MAX;
pub use office::Office;
pub use routes::router;

/// A back end that answers on a port of its own. It ends with its runtime.
#[derive(Debug, Clone)]
pub struct Backend {
    /// Where it answers.
    pub address: SocketAddr,
}

impl Backend {
    /// Starts it on this address, with the records of the seed; port 0 is any that is free.
    ///
    /// # Errors
    /// If the address cannot be listened on.
    pub async fn start(address: SocketAddr, clock: OfficeClock) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let router = router(Arc::new(clock), Office::seeded());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address })
    }
}
