//! How much memory one turn may have, over all memories and tables of its instance together.
//!
//! The engine's own `StoreLimits` counts each memory apart: a component with three would have three
//! times as much.

use wasmtime::ResourceLimiter;

/// The limits of one turn, and what it took so far.
#[derive(Debug)]
pub(crate) struct MemoryLimiter {
    memory_bytes_max: usize,
    table_elements_max: usize,
    memory_bytes: usize,
    table_elements: usize,
    denied: Option<Denied>,
}

/// What a guest first wanted too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Denied {
    /// Linear memory.
    Memory,
    /// Table elements.
    Table,
}

impl MemoryLimiter {
    pub(crate) fn new(memory_bytes_max: usize, table_elements_max: usize) -> Self {
        let (memory_bytes, table_elements, denied) = (0, 0, None);
        Self { memory_bytes_max, table_elements_max, memory_bytes, table_elements, denied }
    }

    /// Linear memory taken, in bytes. Memory never shrinks, so this is the peak as well.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.memory_bytes
    }

    /// What the guest wanted more of than it may have, if it did. It may have gone on without, or
    /// died of it.
    pub(crate) fn denied(&self) -> Option<Denied> {
        self.denied
    }

    /// The limit, in bytes.
    pub(crate) fn memory_bytes_max(&self) -> usize {
        self.memory_bytes_max
    }

    /// The limit on all tables together.
    pub(crate) fn table_elements_max(&self) -> usize {
        self.table_elements_max
    }
}

fn grow(taken: &mut usize, max: usize, current: usize, desired: usize) -> bool {
    let wanted = taken.saturating_add(desired.saturating_sub(current));
    let granted = wanted <= max;
    if granted {
        *taken = wanted;
    }
    granted
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let granted = grow(&mut self.memory_bytes, self.memory_bytes_max, current, desired);
        if !granted {
            self.denied.get_or_insert(Denied::Memory);
        }
        Ok(granted)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let granted = grow(&mut self.table_elements, self.table_elements_max, current, desired);
        if !granted {
            self.denied.get_or_insert(Denied::Table);
        }
        Ok(granted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memories_count_together() {
        let mut limiter = MemoryLimiter::new(100, 10);
        assert!(limiter.memory_growing(0, 60, None).unwrap());
        assert!(limiter.memory_growing(0, 40, None).unwrap(), "a second memory fills the rest");
        assert_eq!(limiter.denied(), None);
        assert!(!limiter.memory_growing(60, 61, None).unwrap());
        assert_eq!(limiter.denied(), Some(Denied::Memory));
        assert_eq!(limiter.memory_bytes(), 100);
    }

    #[test]
    fn tables_count_together() {
        let mut limiter = MemoryLimiter::new(100, 10);
        assert!(limiter.table_growing(0, 10, None).unwrap());
        assert!(!limiter.table_growing(0, 1, None).unwrap());
        assert_eq!(limiter.denied(), Some(Denied::Table));
    }
}
