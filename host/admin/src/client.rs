//! A client of the admin API.

use std::fmt;
use std::time::Duration;

use reqwest::blocking::{Body, Client, Response};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::demand::UnmetReportView;
use crate::operations::{
    DeadLetterOutcome, DeadLetterView, DepartmentBreakersView, DepartmentDrainsView, GrantsView,
    SessionView,
};
use crate::payments::{PaymentView, RefundView, RefundWanted};
use crate::reports::PaymentReportView;
use crate::words::{
    AuditEntryView, CapsuleView, DepartmentView, KeyView, NewKey, Problem, RepeatedView,
    Signatures, Staged, Wanted,
};

/// How long the host may take for one answer: a release of the largest size has to get there.
const TIMEOUT: Duration = Duration::from_mins(5);
/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A client of one host. Blocks.
pub struct AdminClient {
    client: Client,
    url: Url,
}

impl fmt::Debug for AdminClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdminClient").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

/// Why the host did not do it.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The address or the token cannot be used.
    #[error("the address `{0}` or the token cannot be used")]
    Unusable(String),
    /// No answer came.
    #[error("the host does not answer at `{url}`: is `[admin]` configured, and the host running?")]
    Unreachable {
        /// Where.
        url: String,
        /// What the transport said.
        #[source]
        source: reqwest::Error,
    },
    /// The host refused, in its own words.
    #[error("{words}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Who must do what.
        words: String,
    },
    /// The answer cannot be read.
    #[error("the host's answer cannot be read: is it of another version?")]
    Unreadable(#[source] reqwest::Error),
}

impl AdminClient {
    /// A client of the host at this address, such as `http://127.0.0.1:8082`.
    pub fn new(url: &str, token: &str) -> Result<Self, AdminError> {
        let unusable = || AdminError::Unusable(url.to_owned());
        let base = format!("{}/", url.trim_end_matches('/'));
        let address = Url::parse(&base).map_err(|_| unusable())?;
        let mut headers = HeaderMap::new();
        let token = HeaderValue::from_str(&format!("Bearer {}", token.trim()));
        let mut token = token.map_err(|_| unusable())?;
        token.set_sensitive(true);
        headers.insert(AUTHORIZATION, token);
        let client = Client::builder().default_headers(headers).timeout(TIMEOUT);
        let client = client.connect_timeout(CONNECT_TIMEOUT).no_proxy().build();
        Ok(Self { client: client.map_err(|_| unusable())?, url: address })
    }

    /// All departments that the token may see.
    pub fn departments(&self) -> Result<Vec<DepartmentView>, AdminError> {
        self.get("v1/departments")
    }

    /// One department.
    pub fn department(&self, id: &str) -> Result<DepartmentView, AdminError> {
        self.get(&format!("v1/departments/{id}"))
    }

    /// Stages a release.
    pub fn stage(&self, id: &str, release: Vec<u8>, reason: &str) -> Result<Staged, AdminError> {
        let mut url = self.address(&format!("v1/departments/{id}/releases"))?;
        url.query_pairs_mut().append_pair("reason", reason);
        self.send(self.client.post(url).body(Body::from(release)))
    }

    /// The envelope of a release, to be looked at and signed.
    pub fn envelope(&self, id: &str, digest: &str) -> Result<serde_json::Value, AdminError> {
        self.get(&format!("v1/departments/{id}/releases/{digest}/envelope"))
    }

    /// Agrees to what a release asks for, with its envelope and an approver's signature in it.
    pub fn approve(
        &self,
        id: &str,
        digest: &str,
        envelope: Vec<u8>,
        reason: &str,
    ) -> Result<Staged, AdminError> {
        let path = format!("v1/departments/{id}/releases/{digest}/approval");
        let mut url = self.address(&path)?;
        url.query_pairs_mut().append_pair("reason", reason);
        self.send(self.client.post(url).body(envelope))
    }

    /// What a release made of turns of the live one: those that it did not do the same in.
    pub fn shadow(&self, id: &str, digest: &str) -> Result<Vec<RepeatedView>, AdminError> {
        self.get(&format!("v1/departments/{id}/releases/{digest}/shadow"))
    }

    /// A department's newest turns that were written down.
    pub fn capsules(&self, id: &str) -> Result<Vec<CapsuleView>, AdminError> {
        self.get(&format!("v1/departments/{id}/capsules"))
    }

    /// One of them; `whole` with what the citizen wrote.
    pub fn capsule(
        &self,
        id: &str,
        capsule: &str,
        whole: bool,
        reason: &str,
    ) -> Result<serde_json::Value, AdminError> {
        let mut url = self.address(&format!("v1/departments/{id}/capsules/{capsule}"))?;
        url.query_pairs_mut()
            .append_pair("whole", if whole { "true" } else { "false" })
            .append_pair("reason", reason);
        self.send(self.client.get(url))
    }

    /// Has something done with a department: `promote`, `roll-back`, `reject`, `hold`, `let-go`, `freeze`, `thaw`,
    /// `remove` or `bring-back`.
    pub fn act(&self, id: &str, act: &str, wanted: &Wanted) -> Result<Staged, AdminError> {
        self.post(Method::POST, &format!("v1/departments/{id}/{act}"), wanted)
    }

    /// All registered keys.
    pub fn keys(&self) -> Result<Vec<KeyView>, AdminError> {
        self.get("v1/keys")
    }

    /// Registers a key.
    pub fn register_key(&self, key: &NewKey) -> Result<KeyView, AdminError> {
        self.post(Method::POST, "v1/keys", key)
    }

    /// Trusts a key no more.
    pub fn revoke_key(&self, id: &str, wanted: &Wanted) -> Result<KeyView, AdminError> {
        self.post(Method::POST, &format!("v1/keys/{id}/revoke"), wanted)
    }

    /// Has so many publishers sign each release of a department.
    pub fn require_signatures(&self, id: &str, wanted: &Signatures) -> Result<Staged, AdminError> {
        self.post(Method::PUT, &format!("v1/departments/{id}/signatures"), wanted)
    }

    /// Entries of the audit log after the one with this number, oldest first.
    pub fn audit(&self, after: u64) -> Result<Vec<AuditEntryView>, AdminError> {
        self.get(&format!("v1/audit?after={after}"))
    }

    /// The breakers of the departments after this one, by id.
    pub fn breakers(&self, after: &str) -> Result<Vec<DepartmentBreakersView>, AdminError> {
        self.get(&format!("v1/breakers?after={after}"))
    }

    /// Ends the rest of a department.
    pub fn close_breakers(
        &self,
        id: &str,
        wanted: &Wanted,
    ) -> Result<DepartmentBreakersView, AdminError> {
        self.post(Method::POST, &format!("v1/breakers/{id}/close"), wanted)
    }

    /// Messages that were given up after the one with this number, oldest first.
    pub fn dead_letters(&self, after: i64) -> Result<Vec<DeadLetterView>, AdminError> {
        self.get(&format!("v1/dead-letters?after={after}"))
    }

    /// Has something done with a message that was given up: `retry` or `discard`.
    pub fn on_dead_letter(
        &self,
        id: i64,
        act: &str,
        wanted: &Wanted,
    ) -> Result<DeadLetterOutcome, AdminError> {
        self.post(Method::POST, &format!("v1/dead-letters/{id}/{act}"), wanted)
    }

    /// A department's open conversations, without the first ones.
    pub fn sessions(&self, id: &str, skip: usize) -> Result<Vec<SessionView>, AdminError> {
        self.get(&format!("v1/sessions?department={id}&skip={skip}"))
    }

    /// Releases that drain, of the departments after this one, by id.
    pub fn drains(&self, after: &str) -> Result<Vec<DepartmentDrainsView>, AdminError> {
        self.get(&format!("v1/drains?after={after}"))
    }

    /// What a department asks for and what it is granted.
    pub fn grants(&self, id: &str) -> Result<GrantsView, AdminError> {
        self.get(&format!("v1/grants/{id}"))
    }

    /// A payment, by its department's name for it.
    pub fn payment(&self, department: &str, reference: &str) -> Result<PaymentView, AdminError> {
        self.get(&format!("v1/payments/{department}/{reference}"))
    }

    /// Has a payment paid back, or a part of it.
    pub fn refund(
        &self,
        department: &str,
        reference: &str,
        wanted: &RefundWanted,
    ) -> Result<RefundView, AdminError> {
        let path = format!("v1/payments/{department}/{reference}/refunds");
        self.post(Method::POST, &path, wanted)
    }

    /// A day's payments, as the host and as the provider know them; yesterday's, if no day is said.
    pub fn payment_report(&self, day: Option<&str>) -> Result<PaymentReportView, AdminError> {
        let mut url = self.address("v1/payments/report")?;
        if let Some(day) = day {
            url.query_pairs_mut().append_pair("day", day);
        }
        self.send(self.client.get(url))
    }

    /// What citizens asked for in so many days and did not find.
    pub fn unmet(&self, days: u32) -> Result<UnmetReportView, AdminError> {
        self.get(&format!("v1/unmet?days={days}"))
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, AdminError> {
        self.send(self.client.get(self.address(path)?))
    }

    fn post<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, AdminError> {
        self.send(self.client.request(method, self.address(path)?).json(body))
    }

    fn address(&self, path: &str) -> Result<Url, AdminError> {
        self.url.join(path).map_err(|_| AdminError::Unusable(path.to_owned()))
    }

    fn send<T: DeserializeOwned>(
        &self,
        request: reqwest::blocking::RequestBuilder,
    ) -> Result<T, AdminError> {
        let url = self.url.to_string();
        let response = request.send();
        let response = response.map_err(|source| AdminError::Unreachable { url, source })?;
        if response.status().is_success() {
            return response.json().map_err(AdminError::Unreadable);
        }
        Err(refused(response))
    }
}

fn refused(response: Response) -> AdminError {
    let status = response.status();
    let words = response.json::<Problem>().map(|problem| problem.error);
    let words = words.unwrap_or_else(|_| format!("the host answered {status}"));
    AdminError::Refused { status: status.as_u16(), words }
}
