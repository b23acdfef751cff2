//! Standard output and error: lines of the department's own log.

use async_trait::async_trait;
use bytes::Bytes;
use mitra_core::limits::LOG_BYTES_PER_TURN_MAX;
use wasmtime::component::Resource;
use wasmtime_wasi::p2::bindings::cli::{stderr, stdout};
use wasmtime_wasi::p2::{DynOutputStream, OutputStream, Pollable, StreamResult};

use crate::imports::GuestLog;
use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::log::Level;

/// What a guest may write at once.
const WRITE_BYTES_MAX: usize = 64 * 1024;

/// Bytes on their way to lines.
struct Lines {
    log: GuestLog,
    level: Level,
    /// The line that is not finished yet: no more than a turn may log in all.
    begun: Vec<u8>,
}

impl Lines {
    fn finish_line(&mut self) {
        let line = std::mem::take(&mut self.begun);
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if !line.is_empty() {
            self.log.write(self.level, line);
        }
    }
}

#[async_trait]
impl Pollable for Lines {
    async fn ready(&mut self) {}
}

impl OutputStream for Lines {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.begun.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.begun.len() > LOG_BYTES_PER_TURN_MAX {
                self.finish_line();
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        // Half a line is none: its other half may follow.
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(WRITE_BYTES_MAX)
    }
}

/// At the end of the turn at the latest, also of one that traps.
impl Drop for Lines {
    fn drop(&mut self) {
        self.finish_line();
    }
}

impl TurnState {
    fn lines(&mut self, level: Level) -> wasmtime::Result<Resource<DynOutputStream>> {
        self.count_host_call()?;
        let log = self.guest_log();
        let lines: DynOutputStream = Box::new(Lines { log, level, begun: Vec::new() });
        Ok(self.wasi().table.push(lines)?)
    }
}

impl stdout::Host for TurnState {
    fn get_stdout(&mut self) -> wasmtime::Result<Resource<DynOutputStream>> {
        self.lines(Level::Info)
    }
}

impl stderr::Host for TurnState {
    fn get_stderr(&mut self) -> wasmtime::Result<Resource<DynOutputStream>> {
        self.lines(Level::Warn)
    }
}
