//! The engine's configuration, in one function: host and compiler must agree on all of it.

use mitra_core::limits::{GUEST_MEMORY_BYTES_MAX, GUEST_STACK_BYTES_MAX, GUEST_TABLE_ELEMENTS_MAX};
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
/// Memory of a finished turn that stays mapped, in bytes, zeroed page by page where `pagemap_scan` finds it dirty.
/// With the two below, worth 2.6 times the turns of the defaults (ADR 0003).
const MEMORY_KEEP_RESIDENT: usize = 4 * 1024 * 1024;
/// The same for tables.
const TABLE_KEEP_RESIDENT: usize = 1024 * 1024;
/// The same for stacks.
const STACK_KEEP_RESIDENT: usize = 128 * 1024;

/// How instances get their memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allocation {
    /// From a pool reserved at the start, for so many turns at once.
    Pooling(u32),
    /// From the operating system, each time.
    OnDemand,
}

/// An engine whose pool has room for `turns_max` turns at once.
///
/// Where the address space for the pool cannot be had, falls back to slower allocation, and says so.
pub(crate) fn engine(turns_max: u32) -> wasmtime::Result<Engine> {
    match Engine::new(&config(Allocation::Pooling(turns_max))) {
        Ok(engine) => Ok(engine),
        Err(error) => {
            tracing::warn!(
                %error,
                "no address space for a pool of instances: every turn will be several times slower"
            );
            Engine::new(&config(Allocation::OnDemand))
        }
    }
}

fn config(allocation: Allocation) -> Config {
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .epoch_interruption(true)
        .max_wasm_stack(GUEST_STACK_BYTES_MAX)
        .memory_init_cow(true)
        .cranelift_opt_level(OptLevel::Speed);
    if let Allocation::Pooling(turns_max) = allocation {
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(turns_max)));
    }
    config
}

fn pool(turns_max: u32) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(turns_max)
        .total_core_instances(turns_max * CORE_INSTANCES_PER_COMPONENT)
        .total_memories(turns_max * MEMORIES_PER_COMPONENT)
        .total_tables(turns_max * TABLES_PER_COMPONENT)
        .total_stacks(turns_max)
        .max_core_instances_per_component(CORE_INSTANCES_PER_COMPONENT)
        .max_memories_per_component(MEMORIES_PER_COMPONENT)
        .max_tables_per_component(TABLES_PER_COMPONENT)
        .max_memories_per_module(MEMORIES_PER_COMPONENT)
        .max_tables_per_module(TABLES_PER_COMPONENT)
        .max_component_instance_size(INSTANCE_BYTES_MAX)
        .max_core_instance_size(INSTANCE_BYTES_MAX)
        .max_memory_size(GUEST_MEMORY_BYTES_MAX)
        .table_elements(GUEST_TABLE_ELEMENTS_MAX)
        .linear_memory_keep_resident(MEMORY_KEEP_RESIDENT)
        .table_keep_resident(TABLE_KEEP_RESIDENT)
        .async_stack_keep_resident(STACK_KEEP_RESIDENT)
        .pagemap_scan(Enabled::Auto);
    pool
}
