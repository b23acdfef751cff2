//! The folders that a department was granted, as they were opened when it was loaded.

use std::sync::Arc;

use wasmtime::component::Resource;
use wasmtime_wasi::filesystem::Descriptor;
use wasmtime_wasi::p2::bindings::filesystem::preopens;

use crate::instance::TurnState;

impl preopens::Host for TurnState {
    fn get_directories(&mut self) -> wasmtime::Result<Vec<(Resource<Descriptor>, String)>> {
        self.count_host_call()?;
        let settings = Arc::clone(&self.settings);
        let table = &mut self.wasi().table;
        let open =
            |(folder, path): (_, &str)| Ok((table.push(Descriptor::Dir(folder))?, path.to_owned()));
        settings.grants.files.folders().map(open).collect()
    }
}
