//! A turn can ask which timers there are.

use super::mitra::department::schedule;
use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::schedule as before;
use crate::world::v1_0_0::mitra::department::types::Instant;

impl schedule::Host for TurnState {
    async fn set(&mut self, name: String, at: Instant, note: Vec<u8>) -> wasmtime::Result<()> {
        before::Host::set(self, name, at, note).await
    }

    async fn cancel(&mut self, name: String) -> wasmtime::Result<bool> {
        before::Host::cancel(self, name).await
    }

    async fn names(&mut self) -> wasmtime::Result<Vec<String>> {
        let names = self.timer_names().await?;
        Ok(names.iter().cloned().collect())
    }
}
