//! Back ends of this repository's departments, which they are rehearsed and shown with.
//!
//! In: HTTP requests on one port. Out: what a department's own computer would answer, with made-up records.
//! Never: keeps anything on disk, knows the host or a handler.

mod clock;
mod crowd;
mod date;
mod stock;
pub mod transport;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use axum::routing::get;
use clap::ValueEnum;
use mitra_core::clock::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub use clock::BackendClock;

/// Which back end it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BackendName {
    /// A transport office's computer, below `/api`.
    Transport,
    /// What ration shops have in stock, below `/stock`.
    Stock,
    /// The temples' queue counters, below `/api/crowd`.
    Crowd,
}

impl BackendName {
    fn router(self, clock: Arc<BackendClock>) -> Router {
        match self {
            Self::Transport => transport::router(clock, transport::Office::seeded()),
            Self::Stock => telling("/stock/{shop}", clock, stock::of),
            Self::Crowd => telling("/api/crowd/{temple}", clock, crowd::of),
        }
    }
}

/// A back end that answers on a port of its own. It ends with its runtime.
#[derive(Debug, Clone)]
pub struct Backend {
    /// Where it answers.
    pub address: SocketAddr,
}

impl Backend {
    /// Starts it on this address, with the records of its seed; port 0 is any that is free.
    ///
    /// # Errors
    /// If the address cannot be listened on.
    pub async fn start(
        name: BackendName,
        address: SocketAddr,
        clock: BackendClock,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let router = name.router(Arc::new(clock));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address })
    }
}

/// A back end that tells one thing of what the path's last part names, or that there is no such thing.
fn telling(
    path: &str,
    clock: Arc<BackendClock>,
    tell: fn(&str, Timestamp) -> Option<Value>,
) -> Router {
    let answer = async move |Path(name): Path<String>, headers: HeaderMap| {
        let missing = || (StatusCode::NOT_FOUND, Json(json!({"error": "not-found"})));
        tell(&name, clock.at(&headers)).map(Json).ok_or_else(missing)
    };
    Router::new().route(path, get(answer))
}
