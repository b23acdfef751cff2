//! Stored text <-> events and sessions. Runs on the callers' threads, not on the writer's.

use mitra_core::event::InboundEvent;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::session::Session;
use mitra_core::timer::FiredTimer;
use mitra_core::turn::GuestState;

use crate::failure::{Failure, corrupt};

/// A session as its row has it.
#[derive(Debug)]
pub(crate) struct SessionRow {
    /// JSON, without the bytes of the guest's states.
    pub(super) body: String,
    /// Those of the state.
    pub(super) guest_state: Option<Vec<u8>>,
    /// Those of the state that the conversation had before its release took it over.
    pub(super) earlier_state: Option<Vec<u8>>,
    /// With whom the conversation is, and on which release; none without one.
    pub(super) conversation: Option<(DepartmentId, ReleaseDigest)>,
}

impl SessionRow {
    /// A row that was read.
    pub(crate) fn new(
        body: String,
        guest_state: Option<Vec<u8>>,
        earlier_state: Option<Vec<u8>>,
    ) -> Self {
        Self { body, guest_state, earlier_state, conversation: None }
    }
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
    let take = |state: &mut GuestState| std::mem::take(&mut state.bytes);
    let mut open = session.conversation.as_mut();
    let guest_state = open.as_mut().and_then(|open| open.state.as_mut()).map(take);
    let before = open.as_mut().and_then(|open| open.before.as_mut());
    let earlier_state = before.map(|before| take(&mut before.state));
    let conversation = open.map(|open| (open.department.clone(), open.release.clone()));
    let body = serde_json::to_string(&session).map_err(corrupt("session"))?;
    Ok(SessionRow { body, guest_state, earlier_state, conversation })
}

/// Whether the session with this body has something that another would take over.
pub(super) fn is_absorbed(body: &str) -> Result<bool, Failure> {
    let session: Session = serde_json::from_str(body).map_err(corrupt("session"))?;
    Ok(session.is_absorbed())
}

/// The body of a session that takes over what must not be lost of another's.
pub(super) fn absorb(own: &str, other: &str) -> Result<String, Failure> {
    let mut session: Session = serde_json::from_str(own).map_err(corrupt("session"))?;
    session.absorb(serde_json::from_str(other).map_err(corrupt("session"))?);
    serde_json::to_string(&session).map_err(corrupt("session"))
}

pub(crate) fn decode_session(row: SessionRow) -> Result<Session, Failure> {
    let mut session: Session = serde_json::from_str(&row.body).map_err(corrupt("session"))?;
    if let Some(open) = &mut session.conversation {
        if let (Some(state), Some(bytes)) = (&mut open.state, row.guest_state) {
            state.bytes = bytes;
        }
        if let (Some(before), Some(bytes)) = (&mut open.before, row.earlier_state) {
            before.state.bytes = bytes;
        }
    }
    Ok(session)
}
