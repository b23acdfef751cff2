//! What the operator configured for the department.

use crate::instance::TurnState;
use crate::world::v1_0_0::mitra::department::config;

impl config::Host for TurnState {
    fn get(&mut self, key: String) -> wasmtime::Result<Option<String>> {
        self.count_host_call()?;
        Ok(self.settings.config.get(&key).cloned())
    }
}
