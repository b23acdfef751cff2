//! What turns reach beyond the sandbox.

use std::sync::Arc;

use async_trait::async_trait;
use mitra_core::certificate::{CertificateName, StoredCertificate};
use mitra_core::http::{HttpClient, HttpFailure, HttpRequest, HttpResponse};
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_core::media::{MediaContent, MediaFailure, MediaFile, MediaReader};
use mitra_core::payment::{Payment, PaymentKey};
use mitra_core::turn::{RecordKey, Scope};
use mitra_storage::{Certificates, Payments, Record, RecordSizes, Records, StorageError, Timers};

/// What turns reach beyond the sandbox.
#[derive(Clone)]
pub struct Ports {
    /// What is stored.
    pub reads: Arc<dyn TurnReads>,
    /// Sends requests that were granted.
    pub http: Arc<dyn HttpClient>,
    /// Reads citizens' files.
    pub media: Arc<dyn MediaReader>,
}

/// All that turns read of what is stored. They write nothing: what they want written is in their reports.
///
/// Every storage is one; so is what stands in its place when a turn is repeated, or a component describes itself. By
/// default nothing is stored.
#[async_trait]
pub trait TurnReads: Send + Sync {
    /// As [`Records::record`].
    async fn record(&self, _key: &RecordKey) -> Result<Option<Record>, StorageError> {
        Ok(None)
    }

    /// As [`Records::record_keys`].
    async fn record_keys(
        &self,
        _department: &DepartmentId,
        _scope: Scope,
        _prefix: &str,
        _max: usize,
    ) -> Result<Vec<String>, StorageError> {
        Ok(Vec::new())
    }

    /// As [`Records::record_sizes`].
    async fn record_sizes(
        &self,
        _department: &DepartmentId,
        _citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        Ok(RecordSizes::default())
    }

    /// As [`Timers::timer_names`].
    async fn timer_names(
        &self,
        _citizen: CitizenId,
        _department: &DepartmentId,
        _service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        Ok(Vec::new())
    }

    /// As [`Payments::payment`].
    async fn payment(&self, _key: &PaymentKey) -> Result<Option<Payment>, StorageError> {
        Ok(None)
    }

    /// As [`Certificates::certificate`].
    async fn certificate(
        &self,
        _department: &DepartmentId,
        _name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError> {
        Ok(None)
    }
}

#[async_trait]
impl<T: Records + Timers + Payments + Certificates + ?Sized> TurnReads for T {
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError> {
        Records::record(self, key).await
    }

    async fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError> {
        Records::record_keys(self, department, scope, prefix, max).await
    }

    async fn record_sizes(
        &self,
        department: &DepartmentId,
        citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        Records::record_sizes(self, department, citizen).await
    }

    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        Timers::timer_names(self, citizen, department, service).await
    }

    async fn payment(&self, key: &PaymentKey) -> Result<Option<Payment>, StorageError> {
        Payments::payment(self, key).await
    }

    async fn certificate(
        &self,
        department: &DepartmentId,
        name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError> {
        Certificates::certificate(self, department, name).await
    }
}

/// Where nothing is stored: while a component describes itself, and where each turn has answers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoReads;

impl TurnReads for NoReads {}

/// Where no request is sent: on a vendor's own machine, and while a component describes itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoHttp;

#[async_trait]
impl HttpClient for NoHttp {
    async fn send(&self, _request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        Err(HttpFailure::Denied("no requests are sent here".to_owned()))
    }
}

/// Where there are no files: on a vendor's own machine, and while a component describes itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMedia;

#[async_trait]
impl MediaReader for NoMedia {
    async fn read(&self, _file: &MediaFile) -> Result<MediaContent, MediaFailure> {
        Err(MediaFailure::Unavailable("no files are read here".to_owned()))
    }
}
