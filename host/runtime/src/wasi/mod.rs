//! WASI 0.2, for components whose language's runtime wants it: linked whole, granted nothing but files.
//!
//! What a turn must be able to repeat, and what must be told from a crash, the host answers by itself, a file each: the
//! time, chance, output, preopened files, the end. The rest is the library's, given no arguments, no environment, no
//! input and no network. A component that imports none of it costs nothing more.

mod chance;
mod clocks;
mod exit;
mod files;
mod interfaces;
mod output;
mod web;

use mitra_core::limits::GUEST_HANDLES_MAX;
use wasmtime::component::{HasSelf, Linker, ResourceTable};
use wasmtime_wasi::cli::{WasiCli, WasiCliCtx, WasiCliCtxView};
use wasmtime_wasi::filesystem::{WasiFilesystem, WasiFilesystemCtx, WasiFilesystemCtxView};
use wasmtime_wasi::p2::bindings::{cli, clocks as time, filesystem, io, random, sockets};
use wasmtime_wasi::sockets::{WasiSockets, WasiSocketsCtx, WasiSocketsCtxView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::instance::TurnState;
pub(crate) use interfaces::Interface;
#[cfg(feature = "bench")]
pub(crate) use web::Sent;

/// What the host keeps behind one handle: for a pollable, what it waits for as well.
const ENTRIES_MAX: usize = 2 * GUEST_HANDLES_MAX;
/// Headers of one request or response as they are in memory, in bytes: twice what a response may have in all.
const FIELDS_BYTES_MAX: usize = 64 * 1024;

/// WASI's part of a turn.
pub(crate) struct Wasi {
    table: ResourceTable,
    clock: clocks::GuestClock,
    cli: WasiCliCtx,
    files: WasiFilesystemCtx,
    sockets: WasiSocketsCtx,
    http: WasiHttpCtx,
}

impl Default for Wasi {
    fn default() -> Self {
        let mut table = ResourceTable::new();
        table.set_max_capacity(ENTRIES_MAX);
        let mut http = WasiHttpCtx::new();
        http.set_field_size_limit(FIELDS_BYTES_MAX);
        Self {
            table,
            clock: clocks::GuestClock::default(),
            // Each by default allows nothing.
            cli: WasiCliCtx::default(),
            files: WasiFilesystemCtx::default(),
            sockets: WasiSocketsCtx::default(),
            http,
        }
    }
}

impl TurnState {
    fn wasi(&mut self) -> &mut Wasi {
        self.wasi.get_or_insert_default()
    }

    /// The same for a function of the library's.
    fn called(&mut self) -> &mut Wasi {
        self.note_host_call();
        self.wasi()
    }

    fn table(&mut self) -> &mut ResourceTable {
        &mut self.called().table
    }

    fn cli(&mut self) -> WasiCliCtxView<'_> {
        let Wasi { table, cli, .. } = self.called();
        WasiCliCtxView { ctx: cli, table }
    }

    fn files(&mut self) -> WasiFilesystemCtxView<'_> {
        let Wasi { table, files, .. } = self.called();
        WasiFilesystemCtxView { ctx: files, table }
    }

    fn sockets(&mut self) -> WasiSocketsCtxView<'_> {
        let Wasi { table, sockets, .. } = self.called();
        WasiSocketsCtxView { ctx: sockets, table }
    }
}

impl WasiHttpView for TurnState {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        self.note_host_call();
        let Wasi { table, http, .. } = self.wasi.get_or_insert_default().as_mut();
        WasiHttpCtxView { hooks: &mut self.web, table, ctx: http }
    }
}

/// Offers all of it to components.
pub(crate) fn add_to_linker(linker: &mut Linker<TurnState>) -> wasmtime::Result<()> {
    add_ours(linker)?;
    add_the_librarys(linker)?;
    wasmtime_wasi_http::p2::add_only_http_to_linker_async(linker)
}

fn add_ours(l: &mut Linker<TurnState>) -> wasmtime::Result<()> {
    type Own = HasSelf<TurnState>;
    cli::exit::add_to_linker::<_, Own>(l, |state| state)?;
    cli::stdout::add_to_linker::<_, Own>(l, |state| state)?;
    cli::stderr::add_to_linker::<_, Own>(l, |state| state)?;
    time::wall_clock::add_to_linker::<_, Own>(l, |state| state)?;
    time::monotonic_clock::add_to_linker::<_, Own>(l, |state| state)?;
    filesystem::preopens::add_to_linker::<_, Own>(l, |state| state)?;
    random::random::add_to_linker::<_, Own>(l, |state| state)?;
    random::insecure::add_to_linker::<_, Own>(l, |state| state)?;
    random::insecure_seed::add_to_linker::<_, Own>(l, |state| state)
}

fn add_the_librarys(l: &mut Linker<TurnState>) -> wasmtime::Result<()> {
    type Table = HasSelf<ResourceTable>;
    io::error::add_to_linker::<_, Table>(l, TurnState::table)?;
    io::poll::add_to_linker::<_, Table>(l, TurnState::table)?;
    io::streams::add_to_linker::<_, Table>(l, TurnState::table)?;
    cli::environment::add_to_linker::<_, WasiCli>(l, TurnState::cli)?;
    cli::stdin::add_to_linker::<_, WasiCli>(l, TurnState::cli)?;
    cli::terminal_input::add_to_linker::<_, WasiCli>(l, TurnState::cli)?;
    cli::terminal_output::add_to_linker::<_, WasiCli>(l, TurnState::cli)?;
    cli::terminal_stdin::add_to_linker::<_, WasiCli>(l, TurnState::cli)?;
    cli::terminal_stdout::add_to_linker::<_, WasiCli>(l, TurnState::cli)?;
    cli::terminal_stderr::add_to_linker::<_, WasiCli>(l, TurnState::cli)?;
    filesystem::types::add_to_linker::<_, WasiFilesystem>(l, TurnState::files)?;
    let unstable = sockets::network::LinkOptions::default();
    sockets::network::add_to_linker::<_, WasiSockets>(l, &unstable, TurnState::sockets)?;
    sockets::instance_network::add_to_linker::<_, WasiSockets>(l, TurnState::sockets)?;
    sockets::ip_name_lookup::add_to_linker::<_, WasiSockets>(l, TurnState::sockets)?;
    sockets::tcp::add_to_linker::<_, WasiSockets>(l, TurnState::sockets)?;
    sockets::tcp_create_socket::add_to_linker::<_, WasiSockets>(l, TurnState::sockets)?;
    sockets::udp::add_to_linker::<_, WasiSockets>(l, TurnState::sockets)?;
    sockets::udp_create_socket::add_to_linker::<_, WasiSockets>(l, TurnState::sockets)
}

#[cfg(test)]
mod tests;
