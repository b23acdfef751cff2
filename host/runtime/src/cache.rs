//! Machine code on disk, found by the content of its component and by what the engine must agree
//! on.

mod seal;

use std::io::{Read, Seek};
use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use cap_std::fs::{Dir, File, OpenOptions};
use metrics::counter;
use mitra_core::ids::ComponentDigest;
use rustix::fs::{MemfdFlags, memfd_create};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::compile::{CompileError, Compiler, compatibility};
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
        Self { folder }
    }

    /// The component of this digest, if its machine code is there and whole.
    ///
    /// The file is mapped and not read: what no turn needs takes no memory, and what two engines need they share.
    pub(crate) fn find(&self, engine: &Engine, digest: &ComponentDigest) -> Option<Component> {
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
        digest: &ComponentDigest,
        bytes: &[u8],
        compiler: &Compiler,
    ) -> Result<Component, CompileError> {
        counter!("mitra_components_total", "source" => "compiler").increment(1);
        let name = name(engine, digest);
        let written = in_memory(&name).map_err(CompileError::Process)?;
        let output = written.try_clone().map_err(CompileError::Process)?;
        compiler.run(bytes, output.into_std())?;
        let kept = self.keep(&name, &written);
        let mapped = kept.map_err(wasmtime::Error::from).and_then(|file| map(engine, &file));
        let mapped = mapped.or_else(|error| {
            // The next start compiles again, nothing else.
            tracing::warn!(name, %error, "cannot keep machine code");
            map(engine, &written)
        });
        mapped.map_err(CompileError::Compile)
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
    fn keep(&self, name: &str, mut written: &File) -> std::io::Result<File> {
        let seal = Seal::of(written)?;
        written.rewind()?;
        self.put(name, written)?;
        self.put(&seal_name(name), seal.text().as_bytes())?;
        self.folder.open(name)
    }

    /// Puts a file there under another name first: a crash leaves no half of it.
    fn put(&self, name: &str, content: impl Read) -> std::io::Result<()> {
        static DRAFTS: AtomicU64 = AtomicU64::new(0);
        let draft = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let draft = format!("{name}.{}-{draft}.draft", std::process::id());
        let written = self.write(&draft, content).and_then(|()| {
            // Another handle's mapping of an older file stays what it was.
            self.folder.rename(&draft, &self.folder, name)
        });
        written.inspect_err(|_| drop(self.folder.remove_file(&draft)))
    }

    fn write(&self, name: &str, mut content: impl Read) -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file = self.folder.open_with(name, options.write(true).create_new(true))?;
        std::io::copy(&mut content, &mut file)?;
        file.sync_all()
    }
}

/// A file for a compiler to write, in the system's memory and not in this process's: nothing stays of it.
fn in_memory(name: &str) -> std::io::Result<File> {
    let file = memfd_create(name, MemfdFlags::CLOEXEC)?;
    Ok(File::from_std(file.into()))
}

/// By the machine's own clock: files have their times from no other.
#[expect(clippy::disallowed_methods, reason = "a file's times are the machine's own")]
fn now_seconds() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}

fn name(engine: &Engine, digest: &ComponentDigest) -> String {
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
