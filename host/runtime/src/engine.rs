//! The engine's configuration, in one function: host and compiler must agree on all of it.

use mitra_core::limits::{GUEST_STACK_BYTES_MAX, GUEST_TABLE_ELEMENTS_MAX};
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig,
};

/// Memories of one component: one for its code, one or two for the runtime of its language.
const MEMORIES_PER_COMPONENT: u32 = 4;
/// Tables of one component. JavaScript and Python engines have several.
const TABLES_PER_COMPONENT: u32 = 8;
/// Core instances of one component: its modules and the adapters between them.
const CORE_INSTANCES_PER_COMPONENT: u32 = 20;
/// The largest bookkeeping of one instance, in bytes. Python's is the largest we know.
const INSTANCE_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Memory of a finished turn that stays mapped, in bytes, zeroed page by page where `pagemap_scan`
/// finds it dirty. With the two below, worth 2.6 times the turns of the defaults (ADR 0003).
const MEMORY_KEEP_RESIDENT: usize = 4 * 1024 * 1024;
/// The same for tables.
const TABLE_KEEP_RESIDENT: usize = 1024 * 1024;
/// The same for stacks.
const STACK_KEEP_RESIDENT: usize = 128 * 1024;

/// Memories that keep the image of their last component mapped when they are not in use: a turn that finds one of its
/// own component's has nothing to map. More than there are departments; an unused one costs address space alone.
const WARM_MEMORIES: u32 = 1024;

/// Room reserved at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PoolSize {
    /// Turns at once.
    pub(crate) turns: u32,
    /// The largest memory of one turn, in bytes.
    pub(crate) memory_bytes: usize,
}

/// An engine whose instances come from a pool of this size, and whether they do.
///
/// Where the address space for the pool cannot be had, falls back to slower allocation, and says
/// so.
pub(crate) fn engine(pool: PoolSize) -> wasmtime::Result<(Engine, bool)> {
    match Engine::new(&config(Some(pool))) {
        Ok(engine) => Ok((engine, true)),
        Err(error) => {
            tracing::warn!(
                %error,
                turns = pool.turns,
                "no address space for a pool of instances, every turn will be several times \
                 slower: lift the limit on virtual memory, or allow fewer turns at once"
            );
            Ok((Engine::new(&config(None))?, false))
        }
    }
}

/// An engine that only compiles. Its machine code fits the engines that run it: a pool changes
/// nothing of it.
pub(crate) fn compiling_engine() -> wasmtime::Result<Engine> {
    Engine::new(&config(None))
}

/// The same engine with a pool as it comes: what keeping memory resident is measured against.
#[cfg(feature = "bench")]
pub(crate) fn untuned_engine(size: PoolSize) -> wasmtime::Result<Engine> {
    let mut config = config(None);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(size)));
    Engine::new(&config)
}

fn config(pool_size: Option<PoolSize>) -> Config {
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .epoch_interruption(true)
        .max_wasm_stack(GUEST_STACK_BYTES_MAX)
        .memory_init_cow(true)
        .cranelift_opt_level(OptLevel::Speed);
    let strategy = match pool_size {
        Some(size) => InstanceAllocationStrategy::Pooling(keep_resident(pool(size))),
        None => InstanceAllocationStrategy::OnDemand,
    };
    config.allocation_strategy(strategy);
    config
}

fn pool(PoolSize { turns, memory_bytes }: PoolSize) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(turns)
        .total_core_instances(turns.saturating_mul(CORE_INSTANCES_PER_COMPONENT))
        .total_memories(turns.saturating_mul(MEMORIES_PER_COMPONENT).max(WARM_MEMORIES))
        .max_unused_warm_slots(WARM_MEMORIES)
        .total_tables(turns.saturating_mul(TABLES_PER_COMPONENT))
        .total_stacks(turns)
        .max_core_instances_per_component(CORE_INSTANCES_PER_COMPONENT)
        .max_memories_per_component(MEMORIES_PER_COMPONENT)
        .max_tables_per_component(TABLES_PER_COMPONENT)
        .max_memories_per_module(MEMORIES_PER_COMPONENT)
        .max_tables_per_module(TABLES_PER_COMPONENT)
        .max_component_instance_size(INSTANCE_BYTES_MAX)
        .max_core_instance_size(INSTANCE_BYTES_MAX)
        .max_memory_size(memory_bytes)
        .table_elements(GUEST_TABLE_ELEMENTS_MAX);
    pool
}

fn keep_resident(mut pool: PoolingAllocationConfig) -> PoolingAllocationConfig {
    pool.linear_memory_keep_resident(MEMORY_KEEP_RESIDENT)
        .table_keep_resident(TABLE_KEEP_RESIDENT)
        .async_stack_keep_resident(STACK_KEEP_RESIDENT)
        .pagemap_scan(Enabled::Auto);
    pool
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compatibility;

    const SMALL: PoolSize = PoolSize { turns: 2, memory_bytes: 1024 * 1024 };

    #[test]
    fn where_no_pool_can_be_had_there_is_still_an_engine() {
        assert!(engine(SMALL).unwrap().1);
        // 4 memories of 4 GiB for each turn: more than any processor can address.
        let vast = PoolSize { turns: 1_000_000, ..SMALL };
        assert!(!engine(vast).unwrap().1);
    }

    #[test]
    fn machine_code_fits_engines_with_and_without_a_pool_of_any_size() {
        let compiled_for = compatibility(&compiling_engine().unwrap());
        for size in [SMALL, PoolSize { turns: 3, memory_bytes: 2 * 1024 * 1024 }] {
            assert_eq!(compatibility(&engine(size).unwrap().0), compiled_for);
        }
    }
}
