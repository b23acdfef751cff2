//! Writes down what the host answers one turn, on its way.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use mitra_core::certificate::{CertificateName, StoredCertificate};
use mitra_core::http::{HttpClient, HttpFailure, HttpRequest, HttpResponse};
use mitra_core::ids::{CitizenId, DepartmentId, PhoneNumberId, ServiceId};
use mitra_core::media::{MediaContent, MediaFailure, MediaFile, MediaReader};
use mitra_core::payment::{Payment, PaymentKey};
use mitra_core::turn::{RecordKey, Scope};
use mitra_runtime::{Ports, TurnReads};
use mitra_storage::{Record, RecordSizes, StorageError};

use crate::answers::{
    ANOTHER, Answers, CITIZEN, CertificateAnswer, ContentAnswer, FoundRecord, HttpAnswer,
    KeysAnswer, MediaAnswer, PaymentAnswer, RecordAnswer, ResponseAnswer, SizesAnswer, Whose,
};
use crate::bytes::Bytes;

/// Writes down what the ports below answer.
pub(crate) struct Recorder {
    below: Arc<Ports>,
    answers: Mutex<Answers>,
}

impl Recorder {
    /// Over the ports of the host.
    pub(crate) fn over(below: Arc<Ports>) -> Arc<Self> {
        Arc::new(Self { below, answers: Mutex::default() })
    }

    /// The ports for the turn.
    pub(crate) fn ports(self: &Arc<Self>) -> Arc<Ports> {
        let (reads, http, media) = (self.clone(), self.clone(), self.clone());
        Arc::new(Ports { reads, http, media })
    }

    /// What was answered so far.
    pub(crate) fn take(&self) -> Answers {
        std::mem::take(&mut self.answers())
    }

    /// A guest that ended in the middle of a call leaves what was written down before it.
    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TurnReads for Recorder {
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError> {
        let record = self.below.reads.record(key).await?;
        let found = record.as_ref().map(|Record { version, value }| FoundRecord {
            version: version.0,
            value: Bytes(value.clone()),
        });
        let (of, key) = (Whose::of(key.scope), key.key.clone());
        self.answers().records.push(RecordAnswer { of, key, found });
        Ok(record)
    }

    async fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError> {
        let keys = self.below.reads.record_keys(department, scope, prefix, max).await?;
        let (of, prefix) = (Whose::of(scope), prefix.to_owned());
        self.answers().keys.push(KeysAnswer { of, prefix, max, keys: keys.clone() });
        Ok(keys)
    }

    async fn record_sizes(
        &self,
        department: &DepartmentId,
        citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        let sizes = self.below.reads.record_sizes(department, citizen).await?;
        let RecordSizes { department, citizen } = sizes;
        self.answers().sizes = Some(SizesAnswer { department, citizen });
        Ok(sizes)
    }

    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        let names = self.below.reads.timer_names(citizen, department, service).await?;
        self.answers().timers = Some(names.clone());
        Ok(names)
    }

    async fn payment(&self, key: &PaymentKey) -> Result<Option<Payment>, StorageError> {
        let payment = self.below.reads.payment(key).await?;
        let reference = key.reference.to_string();
        self.answers().payments.push(PaymentAnswer { reference, found: payment.clone() });
        Ok(payment)
    }

    async fn certificate(
        &self,
        department: &DepartmentId,
        name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError> {
        let found = self.below.reads.certificate(department, name).await?;
        let name = name.clone();
        self.answers().certificates.push(CertificateAnswer { name, found: found.clone() });
        Ok(found)
    }
}

#[async_trait]
impl HttpClient for Recorder {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        let HttpRequest { method, url, headers, body, .. } = request.clone();
        let answered = self.below.http.send(request).await;
        let answer = answered.clone().map(|HttpResponse { status, headers, body }| {
            ResponseAnswer { status, headers, body: Bytes(body) }
        });
        let body = body.map(Bytes);
        self.answers().http.push(HttpAnswer { method, url, headers, body, answer });
        answered
    }
}

#[async_trait]
impl MediaReader for Recorder {
    async fn read(&self, file: &MediaFile) -> Result<MediaContent, MediaFailure> {
        let read = self.below.media.read(file).await;
        let answer = read.clone().map(|MediaContent { mime_type, bytes }| ContentAnswer {
            mime_type,
            bytes: Bytes(bytes.to_vec()),
        });
        self.answers().media.push(MediaAnswer { id: file.id.clone(), answer });
        read
    }
}

impl Answers {
    /// The same without who the citizen is, and without how they are written to.
    pub(crate) fn of_nobody(mut self, citizen: CitizenId) -> Self {
        for payment in self.payments.iter_mut().filter_map(|payment| payment.found.as_mut()) {
            payment.citizen = if payment.citizen == citizen { CITIZEN } else { ANOTHER };
            payment.contact.from = PhoneNumberId::new("");
        }
        self
    }
}
