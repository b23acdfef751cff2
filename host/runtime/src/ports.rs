//! What turns reach beyond the sandbox.

use std::sync::Arc;

use async_trait::async_trait;
use mitra_core::http::{HttpClient, HttpFailure, HttpRequest, HttpResponse};
use mitra_core::media::{MediaContent, MediaFailure, MediaFile, MediaReader};
use mitra_storage::{Certificates, Payments, Records, Timers};

/// What turns reach beyond the sandbox.
#[derive(Clone)]
pub struct Ports {
    /// Departments' records, to be read.
    pub records: Arc<dyn Records>,
    /// Citizens' timers, to be read.
    pub timers: Arc<dyn Timers>,
    /// Departments' payments, to be read.
    pub payments: Arc<dyn Payments>,
    /// Departments' certificates, to be read.
    pub certificates: Arc<dyn Certificates>,
    /// Sends requests that were granted.
    pub http: Arc<dyn HttpClient>,
    /// Reads citizens' files.
    pub media: Arc<dyn MediaReader>,
}

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
