//! Citizens' files: counted, checked against what was asked for and granted, and read by one port.

use std::sync::Arc;
use std::time::{Duration, Instant};

use metrics::{counter, histogram};
use mitra_core::limits::{MEDIA_READ_TIME_MAX, MEDIA_READS_PER_TURN_MAX};
use mitra_core::media::{MediaContent, MediaFailure, MediaFile};
use mitra_core::turn::TurnFault;

use crate::instance::TurnState;
use crate::media_name;
use crate::ports::Ports;
use crate::world::v1_0_0::mitra::department::media;

/// How much of its reading a turn has done.
#[derive(Debug, Default)]
pub(crate) struct MediaReads {
    n_reads: u32,
    spent: Duration,
}

impl MediaReads {
    /// How long the next read may take; none if there may be no next one.
    fn next(&mut self) -> Option<Duration> {
        if self.n_reads >= MEDIA_READS_PER_TURN_MAX {
            return None;
        }
        self.n_reads += 1;
        Some(MEDIA_READ_TIME_MAX.saturating_sub(self.spent))
    }
}

impl media::Host for TurnState {
    async fn read(
        &mut self,
        id: String,
    ) -> wasmtime::Result<Result<media::Content, media::Failure>> {
        self.count_host_call()?;
        let Some(patience) = self.media.next() else {
            let limit = format!("files of citizens: {MEDIA_READS_PER_TURN_MAX} in a turn");
            return Err(self.fail(TurnFault::LimitExceeded { limit }));
        };
        let began = Instant::now();
        let answer = match find(self, &id) {
            Ok(file) => read(Arc::clone(&self.ports), file, patience).await,
            Err(failure) => Err(failure),
        };
        let took = began.elapsed();
        self.media.spent += took;
        let department = self.department.as_str().to_owned();
        histogram!("mitra_media_read_seconds", "department" => department.clone())
            .record(took.as_secs_f64());
        let outcome = answer.as_ref().map_or_else(outcome, |_| "read");
        counter!("mitra_media_reads_total", "department" => department, "outcome" => outcome)
            .increment(1);
        Ok(answer)
    }
}

/// The file of this name, if this turn may read it.
fn find(state: &TurnState, id: &str) -> Result<MediaFile, media::Failure> {
    let granted = state.settings.grants.media.check_read();
    granted.map_err(|denied| media::Failure::Denied(denied.to_string()))?;
    media_name::find(&state.media_key, id).ok_or(media::Failure::Unknown)
}

async fn read(
    ports: Arc<Ports>,
    file: MediaFile,
    patience: Duration,
) -> Result<media::Content, media::Failure> {
    let reading = tokio::time::timeout(patience, ports.media.read(&file));
    let late = || {
        let words = format!("all files of a turn took more than {MEDIA_READ_TIME_MAX:?}");
        MediaFailure::Unavailable(words)
    };
    match reading.await.unwrap_or_else(|_| Err(late())) {
        Ok(MediaContent { mime_type, bytes }) => {
            Ok(media::Content { mime_type, bytes: bytes.to_vec() })
        }
        Err(MediaFailure::Gone) => Err(media::Failure::Gone),
        Err(MediaFailure::TooLarge) => Err(media::Failure::TooLarge),
        Err(MediaFailure::Unavailable(words)) => Err(media::Failure::Unavailable(words)),
    }
}

/// In one word, for metrics.
fn outcome(failure: &media::Failure) -> &'static str {
    match failure {
        media::Failure::Denied(_) => "denied",
        media::Failure::Unknown => "unknown",
        media::Failure::Gone => "gone",
        media::Failure::TooLarge => "too_large",
        media::Failure::Unavailable(_) => "unavailable",
    }
}
