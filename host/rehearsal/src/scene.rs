//! What the sandbox reaches of the scenario that is being played: its records, its timers, its payments, its
//! certificates, its web services and its citizens' files.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use mitra_core::certificate::{CertificateName, StoredCertificate};
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::http::{HttpClient, HttpFailure, HttpRequest, HttpResponse};
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_core::limits::MEDIA_READ_BYTES_MAX;
use mitra_core::media::{MediaContent, MediaFailure, MediaFile, MediaReader};
use mitra_core::payment::{Payment, PaymentKey};
use mitra_core::turn::{RecordKey, Scope};
use mitra_runtime::TurnReads;
use mitra_scenario::{Answer, Answered, Names};
use mitra_stand_in::StandIns;
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{Certificates, Payments, Record, RecordSizes, Records, StorageError, Timers};

use crate::clock::SceneClock;

/// How long Meta keeps what citizens send.
const KEPT: Duration = Duration::from_hours(7 * 24);
/// Ids count from here, so that they look like Meta's.
const IDS_FROM: usize = 4_400_110_022;

/// The records, web services and files of the present scenario. One sandbox plays all of them, one after the other.
#[derive(Default)]
pub(crate) struct Scene {
    storage: Mutex<MemoryStorage>,
    web: Mutex<Web>,
    files: Mutex<Files>,
}

/// What citizens have sent.
#[derive(Default)]
struct Files {
    clock: Option<Arc<SceneClock>>,
    /// The bytes of those that the scenario has bytes of, by their names on the vendor's disk.
    bytes: BTreeMap<String, Arc<[u8]>>,
    /// In the order of their ids.
    sent: Vec<Sent>,
    /// Those that were read and have no bytes.
    read_in_vain: Vec<String>,
}

/// One file that was sent.
struct Sent {
    name: String,
    mime_type: String,
    at: Timestamp,
}

/// What web services answer.
#[derive(Default)]
struct Web {
    /// With what the names stood for when the scenario came to the answer; the newest counts.
    answers: Vec<(Answer, Names)>,
    /// Programs that answer what no answer is written for.
    stand_ins: StandIns,
    /// Requests without an answer.
    unanswered: Vec<String>,
}

impl Scene {
    /// Begins anew, over this storage, by this clock, with the bytes of these files and with these stand-ins.
    pub(crate) fn change(
        &self,
        storage: MemoryStorage,
        clock: Arc<SceneClock>,
        bytes: BTreeMap<String, Arc<[u8]>>,
        stand_ins: StandIns,
    ) {
        *self.storage.lock().expect("nothing panics that holds it") = storage;
        *self.web() = Web { stand_ins, ..Web::default() };
        *self.files() = Files { clock: Some(clock), bytes, ..Files::default() };
    }

    /// A citizen sends the file of this name, or of this kind. Gives its id.
    pub(crate) fn put(&self, name: &str, mime_type: &str, at: Timestamp) -> String {
        let mut files = self.files();
        let mime_type = mime_type.split(';').next().unwrap_or_default().to_owned();
        files.sent.push(Sent { name: name.to_owned(), mime_type, at });
        (IDS_FROM + files.sent.len() - 1).to_string()
    }

    /// The first file since the last question that was read and has no bytes.
    pub(crate) fn read_in_vain(&self) -> Option<String> {
        std::mem::take(&mut self.files().read_in_vain).into_iter().next()
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().expect("nothing panics that holds it")
    }

    /// A web service answers so from now on.
    pub(crate) fn answer(&self, answer: &Answer, names: &Names) {
        self.web().answers.push((answer.clone(), names.clone()));
    }

    /// The first request since the last question that had no answer.
    pub(crate) fn unanswered(&self) -> Option<String> {
        std::mem::take(&mut self.web().unanswered).into_iter().next()
    }

    fn web(&self) -> MutexGuard<'_, Web> {
        self.web.lock().expect("nothing panics that holds it")
    }

    fn storage(&self) -> MemoryStorage {
        self.storage.lock().expect("nothing panics that holds it").clone()
    }
}

impl Web {
    /// What is written for a request; none if it is for a stand-in to answer.
    fn written(&self, request: &HttpRequest) -> Option<Result<HttpResponse, HttpFailure>> {
        let is_for = |(answer, names): &&(Answer, Names)| {
            answer.method == request.method && answer.url.fits(&request.url, names)
        };
        let (answer, _) = self.answers.iter().rev().find(is_for)?;
        match &answer.answered {
            Answered::StandIn => None,
            Answered::Unreachable => {
                Some(Err(HttpFailure::Unreachable("the scenario says so".to_owned())))
            }
            Answered::TimesOut => Some(Err(HttpFailure::TimedOut)),
            Answered::Response { status, content_type, body } => {
                let header = |value: &String| ("content-type".to_owned(), value.clone());
                let headers = content_type.iter().map(header).collect();
                let body = body.join("\n").into_bytes();
                Some(Ok(HttpResponse { status: *status, headers, body }))
            }
        }
    }
}

#[async_trait]
impl HttpClient for Scene {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        let (written, stand_ins) = {
            let web = self.web();
            (web.written(&request), web.stand_ins.clone())
        };
        if let Some(written) = written {
            return written;
        }
        let asked = format!("{} {}", request.method.name(), request.url);
        let now = self.files().clock.as_ref().map(|clock| clock.now()).unwrap_or_default();
        if let Some(standing) = stand_ins.find(&request.url) {
            return standing.answer(request, now).await;
        }
        self.web().unanswered.push(asked);
        Err(HttpFailure::Unreachable("the scenario has no answer".to_owned()))
    }
}

#[async_trait]
impl MediaReader for Scene {
    async fn read(&self, file: &MediaFile) -> Result<MediaContent, MediaFailure> {
        let mut files = self.files();
        let place = file.id.as_str().parse().ok().and_then(|id: usize| id.checked_sub(IDS_FROM));
        let sent = place.and_then(|place| files.sent.get(place)).ok_or(MediaFailure::Gone)?;
        let now = files.clock.as_ref().map(|clock| clock.now());
        if now.is_some_and(|now| now >= sent.at.after(KEPT)) {
            return Err(MediaFailure::Gone);
        }
        let (name, mime_type) = (sent.name.clone(), sent.mime_type.clone());
        let Some(bytes) = files.bytes.get(&name).cloned() else {
            files.read_in_vain.push(name);
            return Err(MediaFailure::Unavailable("the scenario has no bytes".to_owned()));
        };
        if bytes.len() > MEDIA_READ_BYTES_MAX {
            return Err(MediaFailure::TooLarge);
        }
        Ok(MediaContent { mime_type, bytes })
    }
}

#[async_trait]
impl TurnReads for Scene {
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError> {
        Records::record(&self.storage(), key).await
    }

    async fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError> {
        Records::record_keys(&self.storage(), department, scope, prefix, max).await
    }

    async fn record_sizes(
        &self,
        department: &DepartmentId,
        citizen: CitizenId,
    ) -> Result<RecordSizes, StorageError> {
        Records::record_sizes(&self.storage(), department, citizen).await
    }

    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        Timers::timer_names(&self.storage(), citizen, department, service).await
    }

    async fn payment(&self, key: &PaymentKey) -> Result<Option<Payment>, StorageError> {
        Payments::payment(&self.storage(), key).await
    }

    async fn certificate(
        &self,
        department: &DepartmentId,
        name: &CertificateName,
    ) -> Result<Option<StoredCertificate>, StorageError> {
        Certificates::certificate(&self.storage(), department, name).await
    }
}
