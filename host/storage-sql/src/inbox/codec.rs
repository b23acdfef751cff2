//! Stored text <-> events and sessions. Runs on the callers' threads, not on the writer's.

use mitra_core::event::InboundEvent;
use mitra_core::session::Session;
use mitra_core::timer::FiredTimer;

use crate::failure::{Failure, corrupt};

/// A session as its row has it.
#[derive(Debug)]
pub(super) struct SessionRow {
    /// JSON, without the bytes of the guest's state.
    pub(super) body: String,
    /// Those bytes.
    pub(super) guest_state: Option<Vec<u8>>,
}

pub(super) fn encode_event(event: &InboundEvent) -> Result<String, Failure> {
    serde_json::to_string(event).map_err(corrupt("event"))
}

pub(super) fn decode_event(payload: &str) -> Result<InboundEvent, Failure> {
    serde_json::from_str(payload).map_err(corrupt("event"))
}

pub(super) fn encode_timer(timer: &FiredTimer) -> Result<String, Failure> {
    serde_json::to_string(timer).map_err(corrupt("timer"))
}

pub(super) fn decode_timer(payload: &str) -> Result<FiredTimer, Failure> {
    serde_json::from_str(payload).map_err(corrupt("timer"))
}

/// The state's bytes go beside the JSON: as numbers in it they would take four times the room and
/// most of the time.
pub(super) fn encode_session(mut session: Session) -> Result<SessionRow, Failure> {
    let state = session.conversation.as_mut().and_then(|open| open.state.as_mut());
    let guest_state = state.map(|state| std::mem::take(&mut state.bytes));
    let body = serde_json::to_string(&session).map_err(corrupt("session"))?;
    Ok(SessionRow { body, guest_state })
}

pub(super) fn decode_session(row: SessionRow) -> Result<Session, Failure> {
    let mut session: Session = serde_json::from_str(&row.body).map_err(corrupt("session"))?;
    let state = session.conversation.as_mut().and_then(|open| open.state.as_mut());
    if let (Some(state), Some(bytes)) = (state, row.guest_state) {
        state.bytes = bytes;
    }
    Ok(session)
}
