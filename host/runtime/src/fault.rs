//! Traps -> faults in the domain's words.

use mitra_core::limits::FAULT_DETAIL_CHARS_MAX;
use mitra_core::turn::TurnFault;

use crate::limiter::MemoryLimiter;

/// Why a call into a guest failed: the fault that the host named when it ended the turn, or what the guest died of.
pub(crate) fn of_trap(
    error: &wasmtime::Error,
    named: Option<TurnFault>,
    memory: &MemoryLimiter,
) -> TurnFault {
    if let Some(fault) = named {
        return fault;
    }
    if memory.denied() {
        return TurnFault::MemoryExceeded { bytes_max: memory.memory_bytes_max() };
    }
    if error.is::<wasmtime::PoolConcurrencyLimitError>() {
        return TurnFault::Overloaded;
    }
    // The alternate form has the trap and the guest's own frames.
    let detail = format!("{error:#}");
    TurnFault::Trapped { detail: detail.chars().take(FAULT_DETAIL_CHARS_MAX).collect() }
}
