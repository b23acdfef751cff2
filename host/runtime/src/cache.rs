//! Machine code on disk, found by the content of its component and by what the engine must agree
//! on.

use std::io::{Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use cap_std::fs::{Dir, OpenOptions};
use metrics::counter;
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

    /// The compiled component: from the folder if it is there and whole, else compiled and put
    /// there.
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
                Ok(component) => {
                    counter!("mitra_components_total", "source" => "cache").increment(1);
                    return Ok(component);
                }
                Err(error) => tracing::warn!(name, %error, "machine code of another engine"),
            }
        }
        counter!("mitra_components_total", "source" => "compiler").increment(1);
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
        static DRAFTS: AtomicU64 = AtomicU64::new(0);
        let draft = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let draft = format!("{name}.{}-{draft}.draft", std::process::id());
        let mut options = OpenOptions::new();
        let mut file =
            self.folder.open_with(&draft, options.write(true).create(true).truncate(true))?;
        file.write_all(&Sha256::digest(compiled))?;
        file.write_all(compiled)?;
        file.sync_all()?;
        let renamed = self.folder.rename(&draft, &self.folder, name);
        renamed.inspect_err(|_| drop(self.folder.remove_file(&draft)))
    }
}

/// Machine code -> component.
#[expect(unsafe_code, reason = "machine code can only be trusted, not checked")]
pub(crate) fn deserialize(engine: &Engine, compiled: &[u8]) -> wasmtime::Result<Component> {
    // Safety: the bytes come from our own compiler, directly or through a folder that only the host
    // may write, and are whole by their seal. The engine itself refuses those of another version or
    // configuration.
    unsafe { Component::deserialize(engine, compiled) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::compiling_engine;
    use crate::releases::digest;

    /// A cache in a folder of its own, a component, and a compiler that gives its machine code.
    struct Kit {
        folder: tempfile::TempDir,
        cache: CompiledCache,
        engine: Engine,
        component: Vec<u8>,
        works: Compiler,
        fails: Compiler,
    }

    impl Kit {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let open = || Dir::open_ambient_dir(&folder, cap_std::ambient_authority()).unwrap();
            let engine = compiling_engine().unwrap();
            let component = wat::parse_str("(component)").unwrap();
            let compiled = folder.path().join("from-the-compiler");
            std::fs::write(&compiled, engine.precompile_component(&component).unwrap()).unwrap();
            let works = Compiler::child("/bin/cat", [compiled]);
            let fails = Compiler::child("/bin/false", [""; 0]);
            Self { cache: CompiledCache::new(open()), engine, component, works, fails, folder }
        }

        fn get(&self, compiler: &Compiler) -> Result<Component, CompileError> {
            self.cache.component(&self.engine, &digest(&self.component), &self.component, compiler)
        }

        /// The one file with machine code.
        fn path(&self) -> std::path::PathBuf {
            let entries = std::fs::read_dir(&self.folder).unwrap();
            let mut paths = entries.map(|entry| entry.unwrap().path());
            paths.find(|path| path.extension().is_some_and(|e| e == "cwasm")).expect("one file")
        }
    }

    #[test]
    fn a_component_is_compiled_once() {
        let kit = Kit::new();
        assert!(matches!(kit.get(&kit.fails), Err(CompileError::Failed { .. })));
        kit.get(&kit.works).expect("it is compiled");
        kit.get(&kit.fails).expect("it is on disk");
    }

    #[test]
    fn damaged_or_foreign_machine_code_is_compiled_again() {
        let kit = Kit::new();
        kit.get(&kit.works).unwrap();
        let whole = std::fs::read(kit.path()).unwrap();
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 1;
        let foreign = {
            let code = b"whole, and not machine code";
            [&Sha256::digest(code)[..], code].concat()
        };
        let half = whole[..whole.len() / 2].to_vec();
        for bytes in [flipped, half, whole[..10].to_vec(), Vec::new(), foreign] {
            std::fs::write(kit.path(), bytes).unwrap();
            assert!(kit.get(&kit.fails).is_err(), "it must not be used");
            kit.get(&kit.works).expect("it is compiled again");
            assert_eq!(std::fs::read(kit.path()).unwrap(), whole);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_costs_time_only() {
        let kit = Kit::new();
        kit.get(&kit.works).unwrap();
        let path = kit.path();
        std::fs::remove_file(&path).unwrap();
        // A folder in the file's place: machine code cannot be put there, not even by root.
        std::fs::create_dir_all(path.join("in-the-way")).unwrap();
        kit.get(&kit.works).expect("it runs all the same");
        let drafts = std::fs::read_dir(&kit.folder).unwrap().filter(|entry| {
            entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|e| e == "draft"))
        });
        assert_eq!(drafts.count(), 0, "nothing is left behind");
    }
}
