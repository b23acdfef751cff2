//! Names -> addresses that may be reached. The connection goes to these very addresses: there is no second question.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use mitra_core::http::HttpReach;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address::is_allowed;

/// Asks the system, or a test, for the addresses of a name.
pub(crate) type Lookup =
    Arc<dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> + Send + Sync>;

/// The name leads to an address that departments may not reach.
#[derive(Debug, thiserror::Error)]
#[error("E0303: `{host}` is at an address that departments may not reach")]
pub(crate) struct Forbidden {
    pub(crate) host: String,
}

/// Refuses names of which even one address may not be reached.
pub(crate) struct Guarded {
    pub(crate) reach: HttpReach,
    pub(crate) lookup: Lookup,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, host) = (self.reach, name.as_str().to_owned());
        let found = (self.lookup)(host.clone());
        Box::pin(async move {
            let found = found.await?;
            if !found.iter().all(|address| is_allowed(address.ip(), reach)) {
                return Err(Forbidden { host }.into());
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

/// The system's own resolver.
pub(crate) fn system() -> Lookup {
    Arc::new(|host| {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.collect()) })
    })
}
