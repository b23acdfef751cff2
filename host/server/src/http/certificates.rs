//! What anybody who checks a certificate needs: the trust list, and each authority's lists of statuses. Public: no
//! token, and nobody learns who is checked, for a list has a million places.
//!
//! | status | when | who must act |
//! | --- | --- | --- |
//! | 200 | the list | nobody |
//! | 404 | there is no such authority, or none of its certificates has a place in the list | nobody |
//! | 503 | the places cannot be read, or no key of the authority may sign now | the platform team: see the runbook |

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::ids::AuthorityId;
use mitra_storage::SharedStorage;
use mitra_verifier::STATUS_LIST_TYPE;
use tokio::sync::Mutex;

use crate::authorities::Signing;

/// Where the signed trust list is.
const TRUST_LIST: &str = "/certificates/trust-list";
/// Where an authority's lists are. Its `issuer` must lead to `/certificates/<authority>`.
const STATUS_LISTS: &str = "/certificates/{authority}/status/{list}";
/// A `COSE_Sign1`. Source: RFC 9052, 11.3.1.
const TRUST_LIST_MIME: &str = "application/cose; cose-type=\"cose-sign1\"";
/// How often a list is made anew, at most. Whoever checks keeps one for a day anyway.
const MADE_AGAIN_AFTER: Duration = Duration::from_mins(1);
/// What proxies and browsers are told: as long as it is not made anew.
const CACHE: &str = "public, max-age=60";

/// The public lists as a router.
pub(crate) struct CertificatesDoor;

struct Door {
    signing: Arc<Signing>,
    storage: SharedStorage,
    clock: Arc<dyn Clock>,
    /// The lists as they were made last. Only those that exist are kept. Held while one is made: of those who ask at
    /// once, one makes it.
    made: Mutex<HashMap<(AuthorityId, u32), Made>>,
}

#[derive(Clone)]
struct Made {
    at: Timestamp,
    list: Bytes,
}

impl CertificatesDoor {
    /// Routes `GET` of the lists.
    pub(crate) fn router(
        signing: Arc<Signing>,
        storage: SharedStorage,
        clock: Arc<dyn Clock>,
    ) -> Router {
        let made = Mutex::default();
        let door = Arc::new(Door { signing, storage, clock, made });
        Router::new()
            .route(TRUST_LIST, get(trust_list))
            .route(STATUS_LISTS, get(status_list))
            .with_state(door)
    }
}

/// A list that anybody may have, pages of other sites among them.
fn published(mime_type: &'static str, list: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, mime_type),
        (header::CACHE_CONTROL, CACHE),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, list).into_response()
}

/// The list as it is now.
async fn trust_list(State(door): State<Arc<Door>>) -> Response {
    let authorities = door.signing.current();
    published(TRUST_LIST_MIME, Bytes::copy_from_slice(authorities.published().bytes()))
}

async fn status_list(
    State(door): State<Arc<Door>>,
    Path((authority, list)): Path<(String, String)>,
) -> Response {
    let authority = AuthorityId::parse(&authority).ok();
    // One address for each list: `007` is none.
    let list = list.parse::<u32>().ok().filter(|number| number.to_string() == list);
    let (Some(authority), Some(list)) = (authority, list) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match door.list(&authority, list).await {
        Ok(Some(list)) => published(STATUS_LIST_TYPE, list),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%authority, list, error = &*error, "a list of statuses is not made");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Door {
    /// A list that is younger than a minute; none if there is no such list.
    async fn list(&self, authority: &AuthorityId, list: u32) -> Result<Option<Bytes>, Failure> {
        let authorities = self.signing.current();
        if !authorities.has(authority) {
            return Ok(None);
        }
        let mut made = self.made.lock().await;
        let (key, now) = ((authority.clone(), list), self.clock.now());
        let is_young = |made: &&Made| now.since(made.at) < MADE_AGAIN_AFTER && made.at <= now;
        if let Some(made) = made.get(&key).filter(is_young) {
            return Ok(Some(made.list.clone()));
        }
        let Some(places) = self.storage.not_valid(authority, list).await? else {
            return Ok(None);
        };
        let authority = authority.clone();
        // It packs a quarter of a megabyte, and signs.
        let sign = move || authorities.status_list(&authority, list, &places, now);
        let bytes = Bytes::from(tokio::task::spawn_blocking(sign).await??);
        made.insert(key, Made { at: now, list: bytes.clone() });
        Ok(Some(bytes))
    }
}
