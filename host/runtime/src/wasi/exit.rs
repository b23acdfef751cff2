//! The end: a component is called, and does not end by itself.

use mitra_core::turn::TurnFault;
use wasmtime_wasi::p2::bindings::cli::exit;

use crate::instance::TurnState;

impl exit::Host for TurnState {
    fn exit(&mut self, status: Result<(), ()>) -> wasmtime::Result<()> {
        self.exit_with_code(u8::from(status.is_err()))
    }

    fn exit_with_code(&mut self, code: u8) -> wasmtime::Result<()> {
        let detail = format!("the component called `exit` with code {code} instead of returning");
        Err(self.fail(TurnFault::Trapped { detail }))
    }
}
