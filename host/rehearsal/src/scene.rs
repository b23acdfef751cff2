//! What the sandbox reaches of the scenario that is being played: its records, its timers, and its web services.

use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use mitra_core::http::{HttpClient, HttpFailure, HttpRequest, HttpResponse};
use mitra_core::ids::{CitizenId, DepartmentId, ServiceId};
use mitra_core::turn::{RecordKey, Scope};
use mitra_scenario::{Answer, Answered, Names};
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{Record, Records, StorageError, Timers};

/// The records and web services of the present scenario. One sandbox plays all of them, one after the other.
#[derive(Default)]
pub(crate) struct Scene {
    storage: Mutex<MemoryStorage>,
    web: Mutex<Web>,
}

/// What web services answer.
#[derive(Default)]
struct Web {
    /// With what the names stood for when the scenario came to the answer; the newest counts.
    answers: Vec<(Answer, Names)>,
    /// Requests without an answer.
    unanswered: Vec<String>,
}

impl Scene {
    /// Begins anew, over this storage.
    pub(crate) fn change(&self, storage: MemoryStorage) {
        *self.storage.lock().expect("nothing panics that holds it") = storage;
        *self.web() = Web::default();
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

#[async_trait]
impl HttpClient for Scene {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        let mut web = self.web();
        let is_for = |(answer, names): &&(Answer, Names)| {
            answer.method == request.method && answer.url.fits(&request.url, names)
        };
        let Some((Answer { answered, .. }, _)) = web.answers.iter().rev().find(is_for) else {
            web.unanswered.push(format!("{} {}", request.method.name(), request.url));
            return Err(HttpFailure::Unreachable("the scenario has no answer".to_owned()));
        };
        match answered {
            Answered::Unreachable => {
                Err(HttpFailure::Unreachable("the scenario says so".to_owned()))
            }
            Answered::TimesOut => Err(HttpFailure::TimedOut),
            Answered::Response { status, content_type, body } => {
                let header = |value: &String| ("content-type".to_owned(), value.clone());
                let headers = content_type.iter().map(header).collect();
                Ok(HttpResponse { status: *status, headers, body: body.join("\n").into_bytes() })
            }
        }
    }
}

#[async_trait]
impl Records for Scene {
    async fn record(&self, key: &RecordKey) -> Result<Option<Record>, StorageError> {
        self.storage().record(key).await
    }

    async fn record_keys(
        &self,
        department: &DepartmentId,
        scope: Scope,
        prefix: &str,
        max: usize,
    ) -> Result<Vec<String>, StorageError> {
        self.storage().record_keys(department, scope, prefix, max).await
    }

    async fn seed(
        &self,
        department: &DepartmentId,
        digest: &str,
        records: Vec<(String, Vec<u8>)>,
    ) -> Result<bool, StorageError> {
        self.storage().seed(department, digest, records).await
    }
}

#[async_trait]
impl Timers for Scene {
    async fn timer_names(
        &self,
        citizen: CitizenId,
        department: &DepartmentId,
        service: &ServiceId,
    ) -> Result<Vec<String>, StorageError> {
        self.storage().timer_names(citizen, department, service).await
    }
}
