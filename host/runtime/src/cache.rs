//! Machine code on disk, found by the content of its component and by what the engine must agree on.

use std::io::{Read, Write};

use cap_std::fs::{Dir, OpenOptions};
use mitra_core::ids::ReleaseDigest;
use sha2::{Digest, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::compile::{CompileError, Compiler, compatibility};

/// Bytes of the sha256 that stands before the machine code.
const SEAL_BYTES: usize = 32;

/// A folder of machine code. Only the host may write it: what is in it runs with the host's rights.
#[derive(Debug)]
pub struct CompiledCache {
    folder: Dir,
}

impl CompiledCache {
    /// A cache in this folder.
    pub fn new(folder: Dir) -> Self {
        Self { folder }
    }

    /// The compiled component: from the folder if it is there and whole, else compiled and put there.
    pub(crate) fn component(
        &self,
        engine: &Engine,
        digest: &ReleaseDigest,
        bytes: &[u8],
        compiler: &Compiler,
    ) -> Result<Component, CompileError> {
        let name = format!("{digest}-{}.cwasm", compatibility(engine));
        if let Some(compiled) = self.load(&name) {
            match deserialize(engine, &compiled) {
                Ok(component) => return Ok(component),
                Err(error) => tracing::warn!(name, %error, "machine code of another engine"),
            }
        }
        let machine_code = compiler.run(bytes)?;
        let component = deserialize(engine, &machine_code).map_err(CompileError::Compile)?;
        if let Err(error) = self.save(&name, &machine_code) {
            // The next start compiles again, nothing else.
            tracing::warn!(name, %error, "cannot keep machine code");
        }
        Ok(component)
    }

    /// The machine code of this name, if it is whole.
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        let mut sealed = Vec::new();
        self.folder.open(name).ok()?.read_to_end(&mut sealed).ok()?;
        let compiled = sealed.split_off(SEAL_BYTES.min(sealed.len()));
        if sealed == Sha256::digest(&compiled)[..] {
            return Some(compiled);
        }
        tracing::warn!(name, "machine code is damaged and will be compiled again");
        None
    }

    /// Puts machine code there under another name first: a crash leaves no half of it.
    fn save(&self, name: &str, compiled: &[u8]) -> std::io::Result<()> {
        let draft = format!("{name}.{}.draft", std::process::id());
        let mut options = OpenOptions::new();
        let mut file =
            self.folder.open_with(&draft, options.write(true).create(true).truncate(true))?;
        file.write_all(&Sha256::digest(compiled))?;
        file.write_all(compiled)?;
        file.sync_all()?;
        self.folder.rename(&draft, &self.folder, name)
    }
}

/// Machine code -> component.
#[expect(unsafe_code, reason = "machine code can only be trusted, not checked")]
fn deserialize(engine: &Engine, compiled: &[u8]) -> wasmtime::Result<Component> {
    // Safety: the bytes come from our own compiler, directly or through a folder that only the host may write, and
    // are whole by their seal. The engine itself refuses those of another version or configuration.
    unsafe { Component::deserialize(engine, compiled) }
}
