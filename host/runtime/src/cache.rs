//! Machine code on disk, found by the content of its component and by what the engine must agree
//! on.

mod draft;
mod seal;

use std::io::Write;
use std::os::fd::AsRawFd;
use std::time::{SystemTime, UNIX_EPOCH};

use cap_std::fs::{Dir, File};
use metrics::counter;
use mitra_core::ids::ReleaseDigest;
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::compile::{CompileError, Compiler, compatibility};
use draft::Draft;
use seal::Seal;

/// A folder of machine code, with a seal beside each file. Only the host may write it: what is in it runs with the
/// host's rights.
#[derive(Debug)]
pub struct CompiledCache {
    folder: Dir,
}

impl CompiledCache {
    /// A cache in this folder.
    pub fn new(folder: Dir) -> Self {
        draft::remove_abandoned(&folder);
        Self { folder }
    }

    /// The component of this digest, if its machine code is there and whole.
    ///
    /// The file is mapped and not read: what no turn needs takes no memory, and what two engines need they share.
    pub(crate) fn find(&self, engine: &Engine, digest: &ReleaseDigest) -> Option<Component> {
        let name = name(engine, digest);
        let file = self.whole(&name)?;
        match map(engine, &file) {
            Ok(component) => Some(component),
            Err(error) => {
                tracing::warn!(name, %error, "machine code of another engine");
                None
            }
        }
    }

    /// Compiles a component and keeps its machine code.
    pub(crate) fn compile(
        &self,
        engine: &Engine,
        digest: &ReleaseDigest,
        bytes: &[u8],
        compiler: &Compiler,
    ) -> Result<Component, CompileError> {
        counter!("mitra_components_total", "source" => "compiler").increment(1);
        let name = name(engine, digest);
        let draft = Draft::new(&self.folder, &name).map_err(CompileError::Process)?;
        compiler.run(bytes, draft.handle().map_err(CompileError::Process)?)?;
        let component = map(engine, draft.file()).map_err(CompileError::Compile)?;
        if let Err(error) = self.keep(draft, &name) {
            // The next start compiles again, nothing else.
            tracing::warn!(name, %error, "cannot keep machine code");
        }
        Ok(component)
    }

    /// The machine code of this name, if it is what was sealed.
    fn whole(&self, name: &str) -> Option<File> {
        let file = self.folder.open(name).ok()?;
        let sealed = seal_name(name);
        let seal = self.folder.read_to_string(&sealed).ok().and_then(|text| Seal::parse(&text));
        let held = seal.as_ref().and_then(|seal| seal.holds(&file, now_seconds()).ok().flatten());
        let Some(held) = held else {
            tracing::warn!(name, "machine code is damaged and will be compiled again");
            return None;
        };
        if seal.as_ref() != Some(&held) {
            // Where it cannot be kept the file is read again the next time.
            self.put(&sealed, held.text().as_bytes()).ok();
        }
        Some(file)
    }

    /// Keeps machine code. The seal comes last: code without one is none.
    fn keep(&self, draft: Draft<'_>, name: &str) -> std::io::Result<()> {
        let seal = Seal::of(draft.file())?;
        draft.keep(name)?;
        self.put(&seal_name(name), seal.text().as_bytes())
    }

    /// Puts a file there, whole or not at all.
    fn put(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let draft = Draft::new(&self.folder, name)?;
        draft.file().write_all(bytes)?;
        draft.keep(name)
    }
}

/// By the machine's own clock: files have their times from no other.
#[expect(clippy::disallowed_methods, reason = "a file's times are the machine's own")]
fn now_seconds() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}

fn name(engine: &Engine, digest: &ReleaseDigest) -> String {
    format!("{digest}-{}.cwasm", compatibility(engine))
}

fn seal_name(name: &str) -> String {
    format!("{name}.seal")
}

/// An open file of machine code -> component, in whose memory the file is mapped.
#[expect(unsafe_code, reason = "machine code can only be trusted, not checked")]
fn map(engine: &Engine, file: &File) -> wasmtime::Result<Component> {
    // The engine takes paths alone. This one is the open file itself, wherever its name leads by now.
    let path = format!("/dev/fd/{}", file.as_raw_fd());
    // Safety: the file comes from our own compiler, in a folder that only the host may write, where files are replaced
    // and never changed, and is whole by its seal. The engine itself refuses those of another version or configuration.
    unsafe { Component::deserialize_file(engine, path) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::compiling_engine;
    use crate::releases::digest;

    /// A cache in a folder of its own, a component, and a compiler that gives its machine code.
    struct Kit {
        _temporary: tempfile::TempDir,
        folder: std::path::PathBuf,
        cache: CompiledCache,
        engine: Engine,
        component: Vec<u8>,
        works: Compiler,
        fails: Compiler,
    }

    impl Kit {
        fn new() -> Self {
            let temporary = tempfile::tempdir().unwrap();
            let folder = temporary.path().join("compiled");
            std::fs::create_dir(&folder).unwrap();
            let open = || Dir::open_ambient_dir(&folder, cap_std::ambient_authority()).unwrap();
            let engine = compiling_engine().unwrap();
            let component = wat::parse_str("(component)").unwrap();
            let compiled = temporary.path().join("from-the-compiler");
            std::fs::write(&compiled, engine.precompile_component(&component).unwrap()).unwrap();
            let works = Compiler::child("/bin/cat", [compiled]);
            let fails = Compiler::child("/bin/false", [""; 0]);
            let cache = CompiledCache::new(open());
            Self { _temporary: temporary, folder, cache, engine, component, works, fails }
        }

        fn get(&self, compiler: &Compiler) -> Result<Component, CompileError> {
            let digest = digest(&self.component);
            match self.cache.find(&self.engine, &digest) {
                Some(component) => Ok(component),
                None => self.cache.compile(&self.engine, &digest, &self.component, compiler),
            }
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
        let half = whole[..whole.len() / 2].to_vec();
        for bytes in [flipped, half, whole[..10].to_vec(), Vec::new()] {
            std::fs::write(kit.path(), bytes).unwrap();
            assert!(kit.get(&kit.fails).is_err(), "it must not be used");
            kit.get(&kit.works).expect("it is compiled again");
            assert_eq!(std::fs::read(kit.path()).unwrap(), whole);
        }
        let sealed = kit.path().with_extension("cwasm.seal");
        let foreign = b"whole, and not machine code";
        std::fs::write(kit.path(), foreign).unwrap();
        let seal = Seal::of(&File::from_std(std::fs::File::open(kit.path()).unwrap())).unwrap();
        std::fs::write(&sealed, seal.text()).unwrap();
        assert!(kit.get(&kit.fails).is_err(), "the engine refuses it");
        kit.get(&kit.works).expect("it is compiled again");
        std::fs::remove_file(sealed).unwrap();
        assert!(kit.get(&kit.fails).is_err(), "nobody says that it is whole");
        kit.get(&kit.works).expect("it is compiled again");
        kit.get(&kit.fails).expect("it is on disk");
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
        std::fs::remove_dir_all(&kit.folder).unwrap();
        kit.get(&kit.works).expect("it runs without any folder");
    }
}
