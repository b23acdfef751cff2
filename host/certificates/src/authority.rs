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
    KeyId, STATUS_LIST_TYPE, Status, StatusList, StatusListClaims, TrustList, TrustedAuthority,
    TrustedKey,
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
}

/// Why a key of an authority does not sign. The words are for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTrusted {
    /// There is none at all.
    #[error("it has no key: make one with `mitra certificates new-key`")]
    NoKeys,
    /// The published list does not have the authority as it is configured.
    #[error(
        "the trust list does not have it with this address and name: make it anew with `mitra certificates trust-list`, and publish it"
    )]
    Authority,
    /// The published list does not have the key.
    #[error(
        "the trust list does not have the key {0}: make it anew with `mitra certificates trust-list`, and publish it"
    )]
    NotListed(KeyId),
    /// The published list has the key for another time.
    #[error(
        "the trust list has the key {0} for another time: make it anew with `mitra certificates trust-list`, and publish it"
    )]
    OtherTime(KeyId),
    /// It signs later.
    #[error("the key {0} does not sign yet")]
    NotYet(KeyId),
    /// It signed before.
    #[error("the key {0} does not sign any more: make a new one with `mitra certificates new-key`")]
    Over(KeyId),
}

/// Every authority, and the list of keys that is published.
///
/// **Invariant:** nothing is signed with a key that the list does not have, or has for another time: nobody could check
/// it.
#[derive(Debug, Clone)]
pub struct Authorities {
    all: BTreeMap<AuthorityId, Authority>,
    published: TrustList,
    /// The page that checks codes, as it stands before them.
    page: Option<String>,
}

impl Authority {
    /// What is to be published of it.
    pub fn to_publish(&self) -> TrustedAuthority {
        let Self { id, issuer, name, keys } = self;
        let key = |key: &AuthorityKey| {
            TrustedKey::new(&key.pair.public(), key.period.from, key.period.until)
        };
        let keys = keys.iter().map(key).collect();
        TrustedAuthority { id: id.clone(), issuer: issuer.clone(), name: name.clone(), keys }
    }

    /// The key that signs now: of those that may, the one that began last.
    fn signing_key(
        &self,
        published: &TrustList,
        now: Timestamp,
    ) -> Result<&KeyPair, Vec<NotTrusted>> {
        let listed = published.authorities.iter().find(|listed| listed.id == self.id);
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
    let kid = own.kid;
    let listed = listed.key(kid).ok_or(NotTrusted::NotListed(kid))?;
    if listed != own {
        return Err(NotTrusted::OtherTime(kid));
    }
    if own.signs_at(now) {
        return Ok(());
    }
    Err(if own.begins_after(now) { NotTrusted::NotYet(kid) } else { NotTrusted::Over(kid) })
}

impl Authorities {
    /// These authorities, whose keys are published in this list.
    pub fn new(authorities: impl IntoIterator<Item = Authority>, published: TrustList) -> Self {
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
    pub fn published(&self) -> &TrustList {
        &self.published
    }

    /// The list that is to be published: of these authorities with all their keys.
    pub fn to_publish(&self) -> TrustList {
        TrustList { authorities: self.all.values().map(Authority::to_publish).collect() }
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
