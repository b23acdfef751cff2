//! Who signs certificates while the host runs: keys and the trust list are read again when their files change.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use async_trait::async_trait;
use metrics::gauge;
use mitra_certificates::Authorities;
use mitra_core::causes::with_causes;
use mitra_core::certificate::{Certificate, CertificatePrinter, ListPlace, PrintError};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::language::Language;
use mitra_core::media::MediaContent;
use mitra_verifier::TrustKeys;
use tokio_util::sync::CancellationToken;

use super::{AuthoritiesError, load, read_trust_keys, read_trust_list};
use crate::config::{AuthorityConfig, CertificatesConfig, Config};

/// How often keys and the trust list are read again: a few small files.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(5);
/// How long before its end a trust list is complained of.
const ENDS_SOON: Duration = Duration::from_hours(14 * 24);
/// How often it is complained of.
const COMPLAIN_AFTER: Duration = Duration::from_hours(24);

/// Who signs certificates now.
#[derive(Debug)]
pub(crate) struct Signing {
    configured: Vec<AuthorityConfig>,
    roots: TrustKeys,
    trust_list: PathBuf,
    page: Option<String>,
    current: ArcSwap<Authorities>,
}

/// What was said last, so that it is not said every few seconds.
#[derive(Default)]
struct Said {
    trouble: Option<String>,
    ends_soon_at: Option<Timestamp>,
}

impl Said {
    /// Whether it is to be said now that the list is good for so long only.
    fn complains(&mut self, left_s: i64, now: Timestamp) -> bool {
        let is_soon = left_s < i64::try_from(ENDS_SOON.as_secs()).unwrap_or(i64::MAX);
        let is_quiet = self.ends_soon_at.is_none_or(|at| now.since(at) >= COMPLAIN_AFTER);
        let complains = is_soon && is_quiet;
        if complains {
            self.ends_soon_at = Some(now);
        }
        complains
    }
}

impl Signing {
    /// Reads keys and list; none if nobody is configured. All or none: each authority can sign at this instant.
    pub(crate) fn open(
        config: &Config,
        now: Timestamp,
    ) -> Result<Option<Arc<Self>>, AuthoritiesError> {
        // `Config::load` refuses authorities without a trust list.
        let Some(certificates) =
            config.certificates.as_ref().filter(|_| !config.authorities.is_empty())
        else {
            return Ok(None);
        };
        let CertificatesConfig { trust_list, trust_keys, verify_page, .. } = certificates;
        let roots = read_trust_keys(trust_keys)?;
        let authorities: Result<Vec<_>, _> = config.authorities.iter().map(load).collect();
        let published = read_trust_list(trust_list, &roots, now, None)?;
        let page = verify_page.clone();
        let authorities = Authorities::new(authorities?, published).leading_to(page.clone());
        cannot_sign(&authorities, now).map_or(Ok(()), Err)?;
        Ok(Some(Arc::new(Self {
            configured: config.authorities.clone(),
            roots,
            trust_list: trust_list.clone(),
            page,
            current: ArcSwap::from_pointee(authorities),
        })))
    }

    /// Who signs at this moment.
    pub(crate) fn current(&self) -> Arc<Authorities> {
        self.current.load_full()
    }

    /// Takes keys and list as they are in their files now. A list that is not trusted, or has a lower number, is not
    /// taken. One that lacks an authority's keys is: it is for its signer to say whom to trust.
    ///
    /// # Errors
    /// Nothing was changed; or an authority cannot sign any more.
    pub(crate) fn read_again(&self, now: Timestamp) -> Result<(), AuthoritiesError> {
        let known = self.current().published().claims().number;
        let authorities: Result<Vec<_>, _> = self.configured.iter().map(load).collect();
        let published = read_trust_list(&self.trust_list, &self.roots, now, Some(known))?;
        let number = published.claims().number;
        let fresh = Authorities::new(authorities?, published).leading_to(self.page.clone());
        let failing = cannot_sign(&fresh, now);
        self.current.store(Arc::new(fresh));
        if number != known {
            tracing::info!(number, "another trust list is published");
        }
        failing.map_or(Ok(()), Err)
    }

    /// Reads keys and list again and again, until `stop`.
    pub(crate) async fn watch(self: Arc<Self>, clock: Arc<dyn Clock>, stop: CancellationToken) {
        let mut said = Said::default();
        while !stop.is_cancelled() {
            let (signing, now) = (Arc::clone(&self), clock.now());
            let read = tokio::task::spawn_blocking(move || signing.read_again(now)).await;
            let trouble = read.ok().and_then(Result::err);
            self.tell(&mut said, trouble.as_ref(), now);
            tokio::select! {
                biased;
                () = stop.cancelled() => {}
                () = tokio::time::sleep(READ_AGAIN_AFTER) => {}
            }
        }
    }

    /// Says what is wrong, once, and how long the list is still good.
    fn tell(&self, said: &mut Said, trouble: Option<&AuthoritiesError>, now: Timestamp) {
        let words = trouble.map(|error| with_causes(error));
        if let (Some(words), true) = (&words, words != said.trouble) {
            tracing::error!(error = words, "keys or the trust list cannot be taken as they are");
        }
        said.trouble = words;
        let left_s = self.ends_in_seconds(now);
        #[expect(clippy::cast_precision_loss, reason = "a gauge holds floats")]
        gauge!("mitra_trust_list_expires_seconds").set(left_s as f64);
        if said.complains(left_s, now) {
            let days = left_s.div_euclid(86_400);
            tracing::warn!(days, "the trust list is good for so long only: have it signed anew");
        }
    }

    /// How long the list is still good; below zero if its time is over.
    fn ends_in_seconds(&self, now: Timestamp) -> i64 {
        let until = self.current().published().claims().good_until;
        (until.0.saturating_sub(now.0)).div_euclid(1_000)
    }
}

/// The first authority that cannot sign now.
fn cannot_sign(authorities: &Authorities, now: Timestamp) -> Option<AuthoritiesError> {
    let (authority, reasons) = authorities.cannot_sign(now).into_iter().next()?;
    let why: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    let (authority, why) = (authority.clone(), why.join("; "));
    Some(AuthoritiesError::CannotSign { authority, why })
}

#[async_trait]
impl CertificatePrinter for Signing {
    async fn print(
        &self,
        certificate: &Certificate,
        place: ListPlace,
        language: Language,
        now: Timestamp,
    ) -> Result<MediaContent, PrintError> {
        self.current().print(certificate, place, language, now).await
    }
}

#[cfg(test)]
mod tests;
