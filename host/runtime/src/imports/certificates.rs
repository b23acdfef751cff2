//! Certificates: lookups go to storage, what is issued and changed is buffered until the turn is settled.

use std::collections::BTreeMap;

use mitra_core::certificate::{
    Certificate, CertificateDelivery, CertificateDraft, CertificateEffects, CertificateId,
    CertificateName, CertificateRead, CertificateRequest, CertificateStatus, Fact, FactValue,
    Holder, LocalName, NewCertificate, StatusChange, StatusReason, StoredCertificate,
};
use mitra_core::clock::Timestamp;
use mitra_core::form::Date;
use mitra_core::ids::DepartmentId;
use mitra_core::language::Language;
use mitra_core::limits::{
    CERTIFICATE_CHANGES_PER_TURN_MAX, CERTIFICATE_FINDS_PER_TURN_MAX, CERTIFICATE_NUMBER_CHARS_MAX,
    CERTIFICATES_ISSUED_PER_TURN_MAX, REPLIES_PER_TURN_MAX,
};
use mitra_core::text::length;
use mitra_core::turn::{TurnFault, TurnSeed};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::{certificates, conversation, types};

/// What a turn read of certificates, and wants to do with them.
#[derive(Debug, Default)]
pub(crate) struct CertificateBuffer {
    /// Each name looked up, with what was there: a second look sees the same.
    read: BTreeMap<CertificateName, Option<StoredCertificate>>,
    issued: Vec<NewCertificate>,
    changes: Vec<StatusChange>,
    issue_calls: u32,
    change_calls: u32,
    find_calls: u32,
}

/// Certificates that a turn's replies name, by the ids that they name them by, and what their documents are called.
pub(crate) type Sendable = BTreeMap<String, (CertificateDelivery, String)>;

/// A certificate as the turn has left it so far.
struct Seen {
    certificate: Certificate,
    status: CertificateStatus,
}

impl CertificateBuffer {
    /// What is to be settled.
    pub(crate) fn into_effects(self, department: &DepartmentId) -> CertificateEffects {
        let read = |(name, stored): (CertificateName, Option<StoredCertificate>)| CertificateRead {
            department: department.clone(),
            name,
            seen: stored.map(|stored| (stored.certificate.id, stored.changes)),
        };
        let reads = self.read.into_iter().map(read).collect();
        CertificateEffects { reads, issued: self.issued, changes: self.changes }
    }

    /// One that this turn issued.
    fn own(&self, name: &CertificateName) -> Option<&Certificate> {
        let is_named = |certificate: &&Certificate| match name {
            CertificateName::Id(id) => certificate.id == *id,
            CertificateName::Number { .. } => certificate.number() == *name,
        };
        self.issued.iter().map(|new| &new.certificate).find(is_named)
    }

    fn seen(&self, certificate: Certificate, stored: CertificateStatus) -> Seen {
        let changed = self.changes.iter().rev().find(|change| change.id == certificate.id);
        Seen { status: changed.map_or(stored, |change| change.status), certificate }
    }
}

/// The id of what the `n`-th call issues, and where its status is told: from the turn's own seed, so that a turn which
/// is repeated issues the same. The guest's own chance is stream 0 of that seed, and says nothing of the others.
fn draw(seed: &TurnSeed, n: u32) -> (CertificateId, u32) {
    let mut source = ChaCha20Rng::from_seed(*seed.bytes());
    source.set_stream(u64::from(n) + 1);
    let mut id = [0; 16];
    source.fill_bytes(&mut id);
    (CertificateId::new(id), source.next_u32())
}

impl TurnState {
    /// The certificate of this name, as the turn has left it so far.
    async fn look_up(&mut self, name: CertificateName) -> wasmtime::Result<Option<Seen>> {
        let buffer = &self.certificates;
        if let Some(certificate) = buffer.own(&name) {
            return Ok(Some(buffer.seen(certificate.clone(), CertificateStatus::Valid)));
        }
        if !buffer.read.contains_key(&name) {
            let stored = self.ports.reads.certificate(&self.department, &name).await;
            let stored = stored.map_err(|error| self.fail_host("storage", &error))?;
            self.certificates.read.insert(name.clone(), stored);
        }
        let buffer = &self.certificates;
        let stored = buffer.read.get(&name).and_then(Option::as_ref);
        Ok(stored.map(|stored| buffer.seen(stored.certificate.clone(), stored.status)))
    }

    fn beyond(&mut self, what: &str, max: u32) -> wasmtime::Error {
        let limit = format!("{what} in a turn: {max}");
        self.fail(TurnFault::LimitExceeded { limit })
    }

    fn count_find(&mut self) -> wasmtime::Result<()> {
        self.count_host_call()?;
        if self.certificates.find_calls >= CERTIFICATE_FINDS_PER_TURN_MAX {
            return Err(self.beyond("certificates looked up", CERTIFICATE_FINDS_PER_TURN_MAX));
        }
        self.certificates.find_calls += 1;
        Ok(())
    }

    /// What can be sent of the certificates that these replies name, or why one cannot.
    pub(crate) async fn sendable(
        &mut self,
        replies: &[conversation::Reply],
        language: Language,
    ) -> wasmtime::Result<Result<Sendable, TurnFault>> {
        let mut sendable = Sendable::new();
        // With more replies than that, the outcome is refused as a whole.
        for reply in replies.iter().take(REPLIES_PER_TURN_MAX) {
            let conversation::Reply::Certificate(named) = reply else { continue };
            let found = match CertificateId::parse(&named.id) {
                Some(id) => self.look_up(CertificateName::Id(id)).await?,
                None => None,
            };
            let invalid = |why: &str| {
                let detail = format!("`certificate.id` is `{:.32}`: {why}", named.id);
                Ok(Err(TurnFault::OutcomeInvalid { detail }))
            };
            let Some(Seen { certificate, status }) = found else {
                return invalid("your department has no such certificate");
            };
            if status == CertificateStatus::Revoked {
                return invalid("it is revoked");
            }
            let filename = certificate.filename();
            let Certificate { department, id, .. } = certificate;
            let delivery = CertificateDelivery { department, id, language };
            sendable.insert(named.id.clone(), (delivery, filename));
        }
        Ok(Ok(sendable))
    }
}

impl certificates::Host for TurnState {
    async fn issue(
        &mut self,
        request: certificates::CertificateRequest,
    ) -> wasmtime::Result<Result<certificates::Certificate, certificates::Failure>> {
        self.count_host_call()?;
        let call = self.certificates.issue_calls;
        if call >= CERTIFICATES_ISSUED_PER_TURN_MAX {
            return Err(self.beyond("certificates issued", CERTIFICATES_ISSUED_PER_TURN_MAX));
        }
        self.certificates.issue_calls += 1;
        let (kind, authority) = match self.settings.grants.certificates.check(&request.kind) {
            Ok((kind, authority)) => (kind.clone(), authority.clone()),
            Err(denied) => return Ok(Err(certificates::Failure::Denied(denied.to_string()))),
        };
        let checked = draft(request).and_then(|draft| {
            CertificateRequest::new(draft, &kind, self.now).map_err(|error| error.to_string())
        });
        let request = match checked {
            Ok(request) => request,
            Err(why) => return Ok(Err(certificates::Failure::Invalid(why))),
        };
        let (id, chance) = draw(&self.seed, call);
        let CertificateRequest { number, holder, facts, valid_from, valid_until, .. } = request;
        let certificate = Certificate {
            id,
            department: self.department.clone(),
            authority,
            kind,
            number,
            holder,
            facts,
            issued_at: self.now,
            valid_from,
            valid_until,
        };
        if let Some(seen) = self.look_up(certificate.number()).await? {
            let id = seen.certificate.id.to_string();
            return Ok(Err(certificates::Failure::AlreadyIssued(id)));
        }
        let shown = shown(&certificate, CertificateStatus::Valid);
        let new = NewCertificate { certificate, turn: self.turn.clone(), chance };
        self.certificates.issued.push(new);
        Ok(Ok(shown))
    }

    async fn set_status(
        &mut self,
        id: String,
        status: certificates::CertificateStatus,
        reason: String,
    ) -> wasmtime::Result<Result<certificates::Certificate, certificates::Failure>> {
        self.count_host_call()?;
        if self.certificates.change_calls >= CERTIFICATE_CHANGES_PER_TURN_MAX {
            let max = CERTIFICATE_CHANGES_PER_TURN_MAX;
            return Err(self.beyond("statuses of certificates changed", max));
        }
        self.certificates.change_calls += 1;
        let Some(reason) = StatusReason::parse(&reason) else {
            let why = "`reason` must be 1 to 40 lower-case letters, digits and hyphens";
            return Ok(Err(certificates::Failure::Invalid(why.to_owned())));
        };
        let Some(id) = CertificateId::parse(&id) else {
            return Ok(Err(certificates::Failure::Unknown));
        };
        let Some(seen) = self.look_up(CertificateName::Id(id)).await? else {
            return Ok(Err(certificates::Failure::Unknown));
        };
        let Ok(status) = seen.status.changed(self::status(status)) else {
            return Ok(Err(certificates::Failure::Revoked));
        };
        let (department, turn) = (self.department.clone(), self.turn.clone());
        let change = StatusChange { department, id, status, reason, turn };
        self.certificates.changes.push(change);
        Ok(Ok(shown(&seen.certificate, status)))
    }

    async fn find(
        &mut self,
        kind: String,
        number: String,
    ) -> wasmtime::Result<Option<certificates::Certificate>> {
        self.count_find()?;
        if length(&number) > CERTIFICATE_NUMBER_CHARS_MAX {
            return Ok(None);
        }
        let seen = self.look_up(CertificateName::Number { kind, number }).await?;
        Ok(seen.map(|seen| shown(&seen.certificate, seen.status)))
    }

    async fn get(&mut self, id: String) -> wasmtime::Result<Option<certificates::Certificate>> {
        self.count_find()?;
        let Some(id) = CertificateId::parse(&id) else { return Ok(None) };
        let seen = self.look_up(CertificateName::Id(id)).await?;
        Ok(seen.map(|seen| shown(&seen.certificate, seen.status)))
    }
}

fn draft(request: certificates::CertificateRequest) -> Result<CertificateDraft, String> {
    let certificates::CertificateRequest { number, holder, facts, valid_from, valid_until, .. } =
        request;
    let local_name = holder
        .local_name
        .map(|local| LocalName { language: language(local.language), name: local.name });
    let certificates::Holder { name, aadhaar_last_four, .. } = holder;
    let facts: Result<_, _> = facts.into_iter().map(fact).collect();
    Ok(CertificateDraft {
        number,
        holder: Holder { name, local_name, aadhaar_last_four },
        facts: facts?,
        valid_from: valid_from.map(timestamp),
        valid_until: valid_until.map(timestamp),
    })
}

fn fact(fact: certificates::Fact) -> Result<Fact, String> {
    let certificates::Fact { field, value } = fact;
    let value = match value {
        certificates::FactValue::Text(text) => FactValue::Text(text),
        certificates::FactValue::Number(number) => FactValue::Number(number),
        certificates::FactValue::Money(paise) => FactValue::Money(paise),
        certificates::FactValue::Date(day) => {
            let date = Date::new(day.year, day.month, day.day);
            let no_such = || {
                format!("`{field}` is {}-{}-{}, there is no such day", day.day, day.month, day.year)
            };
            FactValue::Date(date.ok_or_else(no_such)?)
        }
    };
    Ok(Fact { field, value })
}

fn language(language: types::Language) -> Language {
    match language {
        types::Language::Te => Language::Te,
        types::Language::En => Language::En,
        types::Language::Hi => Language::Hi,
    }
}

fn status(status: certificates::CertificateStatus) -> CertificateStatus {
    match status {
        certificates::CertificateStatus::Valid => CertificateStatus::Valid,
        certificates::CertificateStatus::Suspended => CertificateStatus::Suspended,
        certificates::CertificateStatus::Revoked => CertificateStatus::Revoked,
    }
}

fn shown(certificate: &Certificate, status: CertificateStatus) -> certificates::Certificate {
    certificates::Certificate {
        id: certificate.id.to_string(),
        kind: certificate.kind.id.to_string(),
        number: certificate.number.clone(),
        status: match status {
            CertificateStatus::Valid => certificates::CertificateStatus::Valid,
            CertificateStatus::Suspended => certificates::CertificateStatus::Suspended,
            CertificateStatus::Revoked => certificates::CertificateStatus::Revoked,
        },
        issued_at: instant(certificate.issued_at),
        valid_until: certificate.valid_until.map(instant),
    }
}

/// The latest instant there is, for one that is later.
fn timestamp(instant: u64) -> Timestamp {
    Timestamp(i64::try_from(instant).unwrap_or(i64::MAX))
}

/// Instants before 1970 are its beginning.
fn instant(at: Timestamp) -> u64 {
    u64::try_from(at.0).unwrap_or(0)
}
