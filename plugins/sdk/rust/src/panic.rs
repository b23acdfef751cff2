//! What a panic says goes to the department's log: the trap that follows says nothing but where.

/// Has panics of this turn logged: each turn runs in fresh memory.
#[cfg(target_family = "wasm")]
pub(crate) fn log() {
    use crate::host::{Host as _, Imported, Level};

    std::panic::set_hook(Box::new(|panic| Imported.log(Level::Error, &panic.to_string())));
}

/// Elsewhere panics are the test runner's.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn log() {}
