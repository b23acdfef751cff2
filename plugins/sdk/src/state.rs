//! A conversation's state: any serializable value, with the schema number that guards it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Turn;

/// The state that the last turn left, if it is of this schema and can be read.
///
/// None on the first turn, and for bytes of another release: start over, politely.
pub fn read<S: DeserializeOwned>(turn: &Turn, schema: u32) -> Option<S> {
    let state = turn.state.as_ref().filter(|state| state.schema == schema)?;
    serde_json::from_slice(&state.bytes).ok()
}

/// The bytes of a state.
pub fn write<S: Serialize>(state: &S) -> Vec<u8> {
    serde_json::to_vec(state).expect("a state of plain data can be written")
}
