//! For benchmarks: turns on the caller's own thread, and their baseline, the same calls with
//! nothing of ours around them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mitra_core::ids::{ComponentDigest, ReleaseDigest};
use mitra_core::limits::GUEST_MEMORY_BYTES_MAX;
use mitra_core::turn::{Turn, TurnFault};
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker};
use wasmtime::{Engine, Store, UpdateDeadline};
use wasmtime_wasi::{ResourceTable, WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{
    Error, RequestOptions, WasiBody, WasiHttpCtx, WasiHttpCtxView, WasiHttpHooks, WasiHttpView,
};

use crate::cpu::{CpuMeter, thread_cpu};
use crate::engine::{PoolSize, engine, untuned_engine};
use crate::load::{self, LoadError};
use crate::sandbox::{Sandbox, TURNS_MAX, run_turn};
use crate::wasi::Sent;
use crate::world::v1_0_0::raw::{DepartmentPre, RawTurn};

/// The pool of a sandbox with default options: the baseline differs by nothing but what is ours.
const POOL: PoolSize = PoolSize { turns: TURNS_MAX, memory_bytes: GUEST_MEMORY_BYTES_MAX };

/// What one call costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// On the clock on the wall: on a machine that others use too, more than it is.
    pub wall: Duration,
    /// CPU time of the thread, in the kernel as well. Without others the same as `wall`.
    pub cpu: Duration,
}

struct Meter {
    wall: Instant,
    cpu: u64,
}

impl Meter {
    fn start() -> Self {
        Self { wall: Instant::now(), cpu: thread_cpu() }
    }

    fn each(&self, n_calls: u32) -> Cost {
        let cpu = Duration::from_nanos(thread_cpu() - self.cpu);
        Cost { wall: self.wall.elapsed() / n_calls, cpu: cpu / n_calls }
    }
}

/// Bare calls of one component, each in a fresh instance: no limits, no executor, no metrics, no host functions but
/// those of WASI, which the runtimes of languages call.
pub struct BareLoop {
    engine: Engine,
    pre: DepartmentPre<Plain>,
    runtime: tokio::runtime::Runtime,
}

/// WASI as it comes, made when a guest first calls it.
#[derive(Default)]
struct Plain(Option<Wasi>);

#[derive(Default)]
struct Wasi {
    ctx: WasiCtx,
    http: WasiHttpCtx,
    hooks: NoWeb,
    table: ResourceTable,
}

impl Plain {
    fn wasi(&mut self) -> &mut Wasi {
        self.0.get_or_insert_default()
    }
}

impl WasiView for Plain {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let Wasi { ctx, table, .. } = self.wasi();
        WasiCtxView { ctx, table }
    }
}

impl WasiHttpView for Plain {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        let Wasi { http, hooks, table, .. } = self.wasi();
        WasiHttpCtxView { hooks, table, ctx: http }
    }
}

/// Sends nothing.
#[derive(Default)]
struct NoWeb;

impl WasiHttpHooks for NoWeb {
    fn send_request(
        &mut self,
        _request: http::Request<WasiBody>,
        _options: Option<RequestOptions>,
        _read: Sent,
    ) -> Box<dyn Future<Output = Result<(http::Response<WasiBody>, Sent), Error>> + Send> {
        Box::new(async { Err(Error::HttpRequestDenied) })
    }
}

/// Gives the functions of the contract that a component imports to it, none of which can be called.
fn add_uncallable(linker: &mut Linker<Plain>, component: &Component) -> wasmtime::Result<()> {
    let engine = linker.engine().clone();
    for (name, item) in component.component_type().imports(&engine) {
        let ComponentItem::ComponentInstance(interface) = item.ty else { continue };
        if name.starts_with("wasi:") {
            continue;
        }
        let mut uncallable = linker.instance(name)?;
        for (function, item) in interface.exports(&engine) {
            if let ComponentItem::ComponentFunc(_) = item.ty {
                uncallable.func_new(function, |_, _, _, _| wasmtime::bail!("nobody is there"))?;
            }
        }
    }
    Ok(())
}

impl BareLoop {
    /// Over the sandbox's engine. Compiles in this process: for benchmarks only.
    pub fn new(component: &[u8]) -> wasmtime::Result<Self> {
        Self::on(engine(POOL)?.0, component)
    }

    /// Over a pool that keeps nothing resident, as it is by default.
    pub fn untuned(component: &[u8]) -> wasmtime::Result<Self> {
        Self::on(untuned_engine(POOL)?, component)
    }

    fn on(engine: Engine, component: &[u8]) -> wasmtime::Result<Self> {
        let component = Component::new(&engine, component)?;
        let mut linker = Linker::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker)?;
        add_uncallable(&mut linker, &component)?;
        let pre = DepartmentPre::new(linker.instantiate_pre(&component)?)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        Ok(Self { engine, pre, runtime })
    }

    /// What one call costs, over `n_calls` calls of `handle` in a row on this thread.
    pub fn run(&self, turn: &Turn, n_calls: u32) -> wasmtime::Result<Cost> {
        let turn = RawTurn::new(turn);
        self.runtime.block_on(async {
            let meter = Meter::start();
            for _ in 0..n_calls {
                let mut store = Store::new(&self.engine, Plain::default());
                store.set_epoch_deadline(1);
                store.epoch_deadline_callback(|_| Ok(UpdateDeadline::Yield(1)));
                turn.handle(&mut store, &self.pre).await?;
            }
            Ok(meter.each(n_calls))
        })
    }
}

/// What one whole turn costs, over `n_turns` turns in a row on this thread: everything that an
/// executor does for a turn, without the way there and back.
pub fn turns_in_place(
    sandbox: &Sandbox,
    release: &ReleaseDigest,
    turn: &Turn,
    n_turns: u32,
) -> Result<Cost, TurnFault> {
    let parts = &sandbox.0;
    let not_loaded = || TurnFault::HostFailed { detail: "the release is not loaded".to_owned() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| TurnFault::HostFailed { detail: error.to_string() })?;
    runtime.block_on(async {
        let meter = Meter::start();
        for _ in 0..n_turns {
            let release = parts.releases.get(&turn.department, release).ok_or_else(not_loaded)?;
            let (engine, ticker, budget) = (&parts.engine, &parts.ticker, parts.budget);
            let (to, meter) = (Arc::clone(&parts.ports), CpuMeter::default());
            let report = run_turn(engine, ticker, budget, meter, to, release, turn.clone()).await;
            drop(report.result?);
        }
        Ok(meter.each(n_turns))
    })
}

/// Gets the machine code of a component that was loaded before from its file, and links it: what a start does for each
/// department, before it describes itself.
pub fn link(
    sandbox: &Sandbox,
    digest: &ComponentDigest,
    component: &[u8],
) -> Result<(), LoadError> {
    load::link(&sandbox.0, digest, component).map(drop)
}
