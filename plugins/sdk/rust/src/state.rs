//! A conversation's state: any serializable value.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Turn;

/// The state that the last turn left, if it can be read.
///
/// None on the first turn, and for bytes that are no such state: start over, politely.
pub fn read<S: DeserializeOwned>(turn: &Turn) -> Option<S> {
    serde_json::from_slice(turn.state.as_ref()?).ok()
}

/// The bytes of a state.
pub fn write<S: Serialize>(state: &S) -> Vec<u8> {
    serde_json::to_vec(state).expect("a state of plain data can be written")
}
