//! Traps -> faults in the domain's words.

use mitra_core::limits::{FAULT_DETAIL_CHARS_MAX, GUEST_HANDLES_MAX};
use mitra_core::turn::TurnFault;
use wasmtime::component::ResourceTableError;

use crate::instance::HANDED_OVER_BYTES_MAX;
use crate::limiter::{Denied, MemoryLimiter};

/// What the engine says when a guest hands over too much: it has no public type for this error.
const HANDED_OVER_TOO_MUCH: &str = "too much data is being copied between the host and the guest";
/// The same when a guest holds too many handles.
const TOO_MANY_HANDLES: &str = "store handle limit exceeded";

/// Why a call into a guest failed: the fault that the host named when it ended the turn, or what
/// the guest died of.
pub(crate) fn of_trap(
    error: &wasmtime::Error,
    named: Option<TurnFault>,
    memory: &MemoryLimiter,
) -> TurnFault {
    if let Some(fault) = named {
        return fault;
    }
    // A guest that cannot have its memory dies by a trap of its own; the denial says more.
    match memory.denied() {
        Some(Denied::Memory) => {
            return TurnFault::MemoryExceeded { bytes_max: memory.memory_bytes_max() };
        }
        Some(Denied::Table) => {
            let limit = format!("table elements: {}", memory.table_elements_max());
            return TurnFault::LimitExceeded { limit };
        }
        None => {}
    }
    if error.is::<wasmtime::PoolConcurrencyLimitError>() {
        return TurnFault::Overloaded;
    }
    if error.root_cause().to_string().starts_with(HANDED_OVER_TOO_MUCH) {
        let limit = format!("bytes handed to the host in one call: {HANDED_OVER_BYTES_MAX}");
        return TurnFault::LimitExceeded { limit };
    }
    if has_too_many_handles(error) {
        return TurnFault::LimitExceeded { limit: format!("handles at once: {GUEST_HANDLES_MAX}") };
    }
    TurnFault::Trapped { detail: cut(&trap_words(error)) }
}

/// Whether the engine's table of handles is full, or the one of what stands behind them.
fn has_too_many_handles(error: &wasmtime::Error) -> bool {
    let is_full = |error: &ResourceTableError| matches!(error, ResourceTableError::Full);
    error.downcast_ref().is_some_and(is_full)
        || error.root_cause().to_string().contains(TOO_MANY_HANDLES)
}

/// The trap first and the guest's own frames below it: a cut must not cost the reason.
pub(crate) fn trap_words(error: &wasmtime::Error) -> String {
    let mut words = error.root_cause().to_string();
    for outer in error.chain() {
        let outer = outer.to_string();
        if !words.contains(outer.trim()) {
            words.push('\n');
            words.push_str(outer.trim_end());
        }
    }
    words.lines().map(readable).collect::<Vec<_>>().join("\n")
}

/// A line with the name of a Rust function as its author wrote it, if it is a frame with one.
fn readable(line: &str) -> String {
    // Such as `    0:  0x12fca - water.wasm!_RNvNtCs_5water4bill6amount`.
    match line.split_once('!') {
        Some((module, function))
            if module.trim_start().starts_with(|c: char| c.is_ascii_digit()) =>
        {
            format!("{module}!{:#}", rustc_demangle::demangle(function))
        }
        Some(_) | None => line.to_owned(),
    }
}

/// The beginning of a text, as much of it as is kept for the vendor.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(FAULT_DETAIL_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_have_the_names_that_their_authors_gave() {
        let frame = "    0:  0x12fca - water.wasm!_RNvNtCs1234_5water4bill6amount";
        assert_eq!(readable(frame), "    0:  0x12fca - water.wasm!water::bill::amount");
        for line in ["    1:   0x1db5 - module.wasm!handle", "wasm trap: unreachable!_RNvC1a1b"] {
            assert_eq!(readable(line), line);
        }
    }

    #[test]
    fn the_reason_comes_before_the_frames_and_survives_the_cut() {
        let frames = format!("error while executing:\n{}", "frame\n".repeat(1_000));
        let error = wasmtime::Error::msg("wasm trap: unreachable").context(frames);
        let fault = of_trap(&error, None, &MemoryLimiter::new(1, 1));
        let TurnFault::Trapped { detail } = fault else { panic!("{fault:?}") };
        assert!(detail.starts_with("wasm trap: unreachable\nerror while executing"), "{detail}");
        assert_eq!(detail.chars().count(), FAULT_DETAIL_CHARS_MAX);
    }
}
