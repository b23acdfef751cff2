//! What a local host's departments reach of the web: stand-ins first, and for all other addresses the services
//! themselves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use mitra_core::clock::Clock;
use mitra_core::http::{HttpClient, HttpFailure, HttpRequest, HttpResponse};
use mitra_outbound::OutboundClient;
use mitra_runtime::grants::HttpRule;
use mitra_stand_in::{StandIn, StandInError, StandIns};

use crate::clock::SystemClock;
use crate::config::HttpGrantConfig;

/// The web of a local host. Dropped, its stand-ins end, whoever still holds its client.
pub(crate) struct Web(Arc<Answering>);

/// Sends a request to the stand-in of its address, or out.
struct Answering {
    stand_ins: Mutex<StandIns>,
    outbound: Arc<dyn HttpClient>,
}

impl Web {
    /// A web without stand-ins yet. Must be called on a runtime.
    pub(crate) fn open() -> anyhow::Result<Self> {
        let outbound = Arc::new(OutboundClient::new(tokio::runtime::Handle::current())?);
        Ok(Self(Arc::new(Answering { stand_ins: Mutex::default(), outbound })))
    }

    /// Has these stand-ins from now on. Those that are there already and run keep what they know. Gives why some do not
    /// answer: what is for them is unreachable.
    pub(crate) async fn stand_in(&self, wanted: Vec<StandIn>) -> Vec<StandInError> {
        if self.0.stand_ins().are(&wanted) {
            return Vec::new();
        }
        let (stand_ins, errors) = StandIns::start(wanted, &self.0.outbound).await;
        *self.0.stand_ins() = stand_ins;
        errors
    }

    /// What sends departments' requests.
    pub(crate) fn client(&self) -> Arc<dyn HttpClient> {
        self.0.clone()
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        *self.0.stand_ins() = StandIns::default();
    }
}

impl Answering {
    fn stand_ins(&self) -> MutexGuard<'_, StandIns> {
        self.stand_ins.lock().expect("nothing panics that holds it")
    }
}

#[async_trait]
impl HttpClient for Answering {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        let stand_ins = self.stand_ins().clone();
        match stand_ins.find(&request.url) {
            Some(standing) => standing.answer(request, SystemClock.now()).await,
            None => self.outbound.send(request).await,
        }
    }
}

/// Grants of what is asked for, as far as stand-ins answer for it.
pub(crate) fn grant_stood_for(asked: &[HttpRule], stand_ins: &[StandIn]) -> Vec<HttpGrantConfig> {
    let is_stood_for = |rule: &&HttpRule| {
        let of = |stand_in: &StandIn| HttpRule::new(&stand_in.address, rule.methods()).ok();
        let stood_for: Vec<_> = stand_ins.iter().filter_map(of).collect();
        rule.is_within(&stood_for)
    };
    asked.iter().filter(is_stood_for).map(grant).collect()
}

/// The grant of what is asked for, on its vendor's own machine: the service may be there, too.
pub(crate) fn grant(rule: &HttpRule) -> HttpGrantConfig {
    HttpGrantConfig { rule: rule.clone(), headers: BTreeMap::new(), private: true }
}

/// A grant, as a configuration has it.
pub(crate) fn block(HttpGrantConfig { rule, private, .. }: &HttpGrantConfig) -> toml::Value {
    let methods = rule.methods().map(|method| toml::Value::from(method.name())).collect();
    let entries = [
        ("to", rule.to().to_string().into()),
        ("methods", toml::Value::Array(methods)),
        ("private", (*private).into()),
    ];
    toml::Table::from_iter(entries.map(|(key, value)| (key.to_owned(), value))).into()
}

#[cfg(test)]
mod tests {
    use mitra_core::http::HttpMethod;

    use super::*;

    #[test]
    fn what_a_stand_in_answers_for_is_granted_and_nothing_more() {
        let rule = |to| HttpRule::new(to, [HttpMethod::Get, HttpMethod::Post]).expect("a rule");
        let stand_in = |address: &str| {
            let command = vec!["back-end".to_owned()];
            StandIn { address: address.to_owned(), command, folder: ".".into() }
        };
        let asked =
            ["https://a.example/api/", "https://a.example/api/x", "https://a.example/"].map(rule);
        let granted = grant_stood_for(&asked, &[stand_in("https://a.example/api/")]);
        let granted: Vec<_> = granted.into_iter().map(|grant| grant.rule).collect();
        assert_eq!(granted, asked[..2]);
        assert!(grant_stood_for(&asked, &[stand_in("https://b.example/")]).is_empty());
    }

    #[test]
    fn a_grant_is_written_as_a_configuration_reads_it() {
        let rule = HttpRule::new("https://a.example/api/", [HttpMethod::Get, HttpMethod::Delete]);
        let rule = rule.expect("a rule");
        let read: HttpGrantConfig = block(&grant(&rule)).try_into().expect("it is read");
        assert!(read.rule == rule && read.private && read.headers.is_empty());
    }
}
