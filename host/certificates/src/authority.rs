//! Authorities: who answers for certificates, and with which key one is signed now.

use std::collections::BTreeMap;

use async_trait::async_trait;
use mitra_core::certificate::{
    Certificate, CertificatePrinter, CertificateStatus, ListPlace, PrintError,
};
use mitra_core::clock::Timestamp;
use mitra_core::ids::AuthorityId;
use mitra_core::language::{Language, Localized};
use mitra_core::limits::CERTIFICATE_LIST_PLACES;
use mitra_core::media::MediaContent;
use mitra_verifier::{
    KeyId, KindLabels, STATUS_LIST_TYPE, SignedTrustList, Status, StatusList, StatusListClaims,
    TrustedAuthority, TrustedKey,
};

use crate::claims::{claims, list_uri};
use crate::key::KeyPair;
use crate::keyring::AuthorityKey;
use crate::{code, cose, document};

/// Who answers for certificates.
#[derive(Debug, Clone)]
pub struct Authority {
    /// The operator's name for it.
    pub id: AuthorityId,
    /// The address that stands in its certificates.
    pub issuer: String,
    /// What it is called, on its certificates as well.
    pub name: Localized,
    /// Its keys.
    pub keys: Vec<AuthorityKey>,
    /// What its kinds of certificates are called.
    pub kinds: Vec<KindLabels>,
}

/// Why a key of an authority does not sign. The words are for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTrusted {
    /// The published list is not good any more.
    #[error("the time of the trust list is over: have it signed anew")]
    ListOver,
    /// There is none at all.
    #[error("it has no key: make one with `mitra certificates new-key`")]
    NoKeys,
    /// The published list does not have the authority as it is configured.
    #[error(
        "the trust list does not have it with this address and name: make the list anew with `mitra certificates trust-list`, and have it signed"
    )]
    Authority,
    /// The published list does not have the key.
    #[error(
        "the trust list does not have the key {0}: make the list anew with `mitra certificates trust-list`, and have it signed"
    )]
    NotListed(KeyId),
    /// By the published list the key does not sign now.
    #[error(
        "the trust list has the key {0} for another time: make the list anew with `mitra certificates trust-list`, and have it signed"
    )]
    OtherTime(KeyId),
    /// It signs later.
    #[error("the key {0} does not sign yet")]
    NotYet(KeyId),
    /// It signed before.
    #[error(
        "the key {0} does not sign any more: make a new one with `mitra certificates rotate` before it ends, or else `new-key`"
    )]
    Over(KeyId),
}

/// Every authority, and the list of keys that is published.
///
/// **Invariant:** nothing is signed but while the list is good, and with a key that by the list signs now: nobody could
/// check it.
#[derive(Debug, Clone)]
pub struct Authorities {
    all: BTreeMap<AuthorityId, Authority>,
    published: SignedTrustList,
    /// The page that checks codes, as it stands before them.
    page: Option<String>,
}

impl Authority {
    /// What is to be published of it.
    pub fn to_publish(&self) -> TrustedAuthority {
        let Self { id, issuer, name, keys, kinds } = self;
        let key = |key: &AuthorityKey| {
            TrustedKey::new(&key.pair.public(), key.period.from, key.period.until)
        };
        let keys = keys.iter().map(key).collect();
        let (id, issuer, name, kinds) = (id.clone(), issuer.clone(), name.clone(), kinds.clone());
        TrustedAuthority { id, issuer, name, keys, kinds }
    }

    /// The key that signs now: of those that may, the one that began last.
    pub(crate) fn signing_key(
        &self,
        published: &SignedTrustList,
        now: Timestamp,
    ) -> Result<&KeyPair, Vec<NotTrusted>> {
        if !published.is_good_at(now) {
            return Err(vec![NotTrusted::ListOver]);
        }
        let listed = published.list().authorities.iter().find(|listed| listed.id == self.id);
        let is_same = |it: &&TrustedAuthority| it.issuer == self.issuer && it.name == self.name;
        let Some(listed) = listed.filter(is_same) else { return Err(vec![NotTrusted::Authority]) };
        let (mut best, mut reasons) = (None::<&AuthorityKey>, Vec::new());
        for (key, own) in self.keys.iter().zip(self.to_publish().keys) {
            match may_sign(&own, listed, now) {
                Ok(()) if best.is_none_or(|best| best.period.from <= key.period.from) => {
                    best = Some(key);
                }
                Ok(()) => {}
                Err(reason) => reasons.push(reason),
            }
        }
        if reasons.is_empty() {
            reasons.push(NotTrusted::NoKeys);
        }
        best.map(|key| &key.pair).ok_or(reasons)
    }
}

fn may_sign(own: &TrustedKey, listed: &TrustedAuthority, now: Timestamp) -> Result<(), NotTrusted> {
    let kid = own.id();
    let listed = listed.key(kid).ok_or(NotTrusted::NotListed(kid))?;
    if own.signs_at(now) {
        // A key that is to end earlier than the list says yet is trusted as long as it signs.
        return if listed.signs_at(now) { Ok(()) } else { Err(NotTrusted::OtherTime(kid)) };
    }
    Err(if own.begins_after(now) { NotTrusted::NotYet(kid) } else { NotTrusted::Over(kid) })
}

impl Authorities {
    /// These authorities, whose keys are published in this list.
    pub fn new(
        authorities: impl IntoIterator<Item = Authority>,
        published: SignedTrustList,
    ) -> Self {
        let all = authorities.into_iter().map(|it| (it.id.clone(), it)).collect();
        Self { all, published, page: None }
    }

    /// The same, whose codes lead to this page.
    #[must_use]
    pub fn leading_to(self, page: Option<String>) -> Self {
        Self { page, ..self }
    }

    /// Whether there is such an authority.
    pub fn has(&self, id: &AuthorityId) -> bool {
        self.all.contains_key(id)
    }

    /// The list that is published.
    pub fn published(&self) -> &SignedTrustList {
        &self.published
    }

    /// Each authority.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Authority> {
        self.all.values()
    }

    /// Each authority that cannot sign now, and what is wrong with each of its keys.
    pub fn cannot_sign(&self, now: Timestamp) -> Vec<(&AuthorityId, Vec<NotTrusted>)> {
        let signs = |authority: &Authority| authority.signing_key(&self.published, now).err();
        let each = self.all.iter();
        each.filter_map(|(id, authority)| Some((id, signs(authority)?))).collect()
    }

    /// The text of a certificate's code, signed with a key that may sign now.
    ///
    /// # Errors
    /// As with [`CertificatePrinter::print`]: there is no such authority, or it has no key that may sign now.
    pub fn code(
        &self,
        certificate: &Certificate,
        place: ListPlace,
        now: Timestamp,
    ) -> Result<String, PrintError> {
        let (authority, key) = self.signer(&certificate.authority, now)?;
        let claims = claims(certificate, place, &authority.issuer, now);
        let signed = cose::sign(claims.encode(), None, key);
        Ok(code::pack(&signed, self.page.as_deref()))
    }

    /// One of an authority's lists of statuses as it is published: all but these places are valid.
    ///
    /// # Errors
    /// As with [`CertificatePrinter::print`]: there is no such authority, or it has no key that may sign now.
    pub fn status_list(
        &self,
        authority: &AuthorityId,
        list: u32,
        not_valid: &[(u32, CertificateStatus)],
        now: Timestamp,
    ) -> Result<Vec<u8>, PrintError> {
        let (authority, key) = self.signer(authority, now)?;
        let place = |(index, status): &(u32, CertificateStatus)| {
            let status = match status {
                CertificateStatus::Valid => Status::Valid,
                CertificateStatus::Suspended => Status::Suspended,
                CertificateStatus::Revoked => Status::Revoked,
            };
            (*index, status)
        };
        let places = StatusList::new(CERTIFICATE_LIST_PLACES, not_valid.iter().map(place));
        let claims = StatusListClaims::new(list_uri(&authority.issuer, list), places, now);
        Ok(cose::sign(claims.encode(), Some(STATUS_LIST_TYPE), key))
    }

    /// An authority, and the key that it signs with now.
    fn signer(
        &self,
        id: &AuthorityId,
        now: Timestamp,
    ) -> Result<(&Authority, &KeyPair), PrintError> {
        let authority = self.all.get(id);
        let authority =
            authority.ok_or_else(|| PrintError::NoAuthority { authority: id.clone() })?;
        let key = authority.signing_key(&self.published, now).map_err(|reasons| {
            let why: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            PrintError::NoKey { authority: id.clone(), why: why.join("; ") }
        })?;
        Ok((authority, key))
    }
}

#[async_trait]
impl CertificatePrinter for Authorities {
    async fn print(
        &self,
        certificate: &Certificate,
        place: ListPlace,
        language: Language,
        now: Timestamp,
    ) -> Result<MediaContent, PrintError> {
        let (authority, _) = self.signer(&certificate.authority, now)?;
        let code = self.code(certificate, place, now)?;
        let bytes = document::make(certificate, &authority.name, language, &code)
            .map_err(|error| PrintError::Failed(error.to_string()))?;
        Ok(MediaContent { mime_type: "application/pdf".to_owned(), bytes: bytes.into() })
    }
}

#[cfg(test)]
mod tests;
