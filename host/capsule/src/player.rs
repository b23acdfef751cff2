//! Answers one turn as it was answered before. Nothing is asked of anybody.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use mitra_core::certificate::{CertificateName, StoredCertificate};
use mitra_core::http::{HttpClient, HttpFailure, HttpRequest, HttpResponse};
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_core::media::{MediaContent, MediaFailure, MediaFile, MediaReader};
use mitra_core::payment::{Payment, PaymentKey};
use mitra_core::turn::{RecordKey, RecordVersion, Scope};
use mitra_runtime::{Ports, TurnReads};
use mitra_storage::{Record, RecordSizes, StorageError};

use crate::answers::{Answers, HttpAnswer, Whose};

/// What is said where there is no answer.
const UNKNOWN: &str = "the turn did not ask for this when it was written down";

/// Answers as it is written down. Where nothing is, there is nothing, and what was asked for is noted.
pub(crate) struct Player {
    answers: Answers,
    /// Requests that were not sent again yet.
    unsent: Mutex<Vec<HttpAnswer>>,
    strays: Mutex<Vec<String>>,
}

impl Player {
    /// These answers.
    pub(crate) fn of(mut answers: Answers) -> Arc<Self> {
        let unsent = Mutex::new(std::mem::take(&mut answers.http));
        Arc::new(Self { answers, unsent, strays: Mutex::default() })
    }

    /// The ports for the turn.
    pub(crate) fn ports(self: &Arc<Self>) -> Arc<Ports> {
        let (reads, http, media) = (self.clone(), self.clone(), self.clone());
        Arc::new(Ports { reads, http, media })
    }

    /// What was asked for that the first run did not ask for, each once, in order.
    pub(crate) fn strays(&self) -> Vec<String> {
        lock(&self.strays).clone()
    }

    fn stray(&self, asked: String) {
        let mut strays = lock(&self.strays);
        if !strays.contains(&asked) {
            strays.push(asked);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl TurnReads for Player {
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError> {
        let of = Whose::of(key.scope);
        let mut known = self.answers.records.iter();
        let Some(known) = known.find(|known| known.of == of && known.key == key.key) else {
            self.stray(format!("record `{}` of the {}", key.key, of.name()));
            return Ok(None);
        };
        Ok(known.found.as_ref().map(|found| Record {
            version: RecordVersion(found.version),
            value: found.value.0.clone(),
        }))
    }

    async fn record_keys(
        &self,
        _department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError> {
        let of = Whose::of(scope);
        // Fewer keys than were asked for are all that there were.
        let known = self.answers.keys.iter().find(|known| {
            let is_whole = known.max >= max || known.keys.len() < known.max;
            known.of == of && known.prefix == prefix && is_whole
        });
        if known.is_none() {
            self.stray(format!("{max} keys `{prefix}...` of the {}", of.name()));
        }
        let keys = known.iter().flat_map(|known| known.keys.iter().cloned());
        Ok(keys.take(max).collect())
    }

    /// Quotas are the same for every release: without an answer there is room.
    async fn record_sizes(
        &self,
        _department: &DepartmentId,
        _citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        let known = self.answers.sizes.as_ref();
        let sizes =
            known.map(|known| RecordSizes { department: known.department, citizen: known.citizen });
        Ok(sizes.unwrap_or_default())
    }

    async fn timer_names(
        &self,
        _citizen: CitizenId,
        _department: &DepartmentId,
        _service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        if self.answers.timers.is_none() {
            self.stray("the names of timers".to_owned());
        }
        Ok(self.answers.timers.clone().unwrap_or_default())
    }

    async fn payment(&self, key: &PaymentKey) -> Result<Option<Payment>, StorageError> {
        let reference = key.reference.to_string();
        let Some(known) = self.answers.payments.iter().find(|known| known.reference == reference)
        else {
            self.stray(format!("payment `{reference}`"));
            return Ok(None);
        };
        Ok(known.found.clone())
    }

    async fn certificate(
        &self,
        _department: &DepartmentId,
        name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError> {
        let Some(known) = self.answers.certificates.iter().find(|known| known.name == *name) else {
            self.stray(match name {
                CertificateName::Id(id) => format!("certificate {id}"),
                CertificateName::Number { kind, number } => format!("certificate {kind} {number}"),
            });
            return Ok(None);
        };
        Ok(known.found.clone())
    }
}

#[async_trait]
impl HttpClient for Player {
    /// The first request that is the same and was not sent again yet, whatever its headers.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        let mut unsent = lock(&self.unsent);
        let is_it = |known: &HttpAnswer| {
            let body = known.body.as_ref().map(|body| &body.0);
            let is_there = known.method == request.method && known.url == request.url;
            is_there && body == request.body.as_ref()
        };
        let Some(place) = unsent.iter().position(is_it) else {
            drop(unsent);
            self.stray(format!("{} {}", request.method.name(), request.url));
            return Err(HttpFailure::Unreachable(UNKNOWN.to_owned()));
        };
        unsent.remove(place).answer.map(|known| HttpResponse {
            status: known.status,
            headers: known.headers,
            body: known.body.0,
        })
    }
}

#[async_trait]
impl MediaReader for Player {
    async fn read(&self, file: &MediaFile) -> Result<MediaContent, MediaFailure> {
        let Some(known) = self.answers.media.iter().find(|known| known.id == file.id) else {
            self.stray(format!("file {}", file.id));
            return Err(MediaFailure::Unavailable(UNKNOWN.to_owned()));
        };
        known
            .answer
            .clone()
            .map(|known| MediaContent { mime_type: known.mime_type, bytes: known.bytes.0.into() })
    }
}
