//! Component -> machine code, in a process of its own.
//!
//! Compiling takes seconds and hundreds of megabytes, and this wasmtime keeps what its compiler
//! learned for as long as the engine lives; a child process gives all of it back.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use wasmtime::Engine;

use crate::check::{CheckError, check};
use crate::engine::compiling_engine;
use crate::orphan::end_with_parent;
use crate::scheduling::stand_back;

/// How long one component may take on the wall, if nobody says otherwise. On a busy machine the compiler stands back:
/// two minutes were too few for a component in TypeScript beside a build that kept both cores.
pub const COMPILE_MAX: Duration = Duration::from_mins(10);
/// The most of a failed compiler's words that are kept, in bytes.
const WORDS_BYTES_MAX: u64 = 4 * 1024;
/// The largest machine code that is written: some ten times the largest component.
const COMPILED_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// How far the compiler's process stands back.
const COMPILER_NICE: i32 = 10;
/// Address space of the compiler's process. Python takes 330 MB; the largest component taken is
/// three times as large.
const COMPILER_MEMORY_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// CPU time of the compiler's process, in seconds: ends it even when the host is gone. Python, the slowest we know,
/// takes some 20.
const COMPILER_CPU_SECONDS_MAX: u64 = 240;

/// Why there is no machine code.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// It is not a department's component.
    #[error("it is not a department's component")]
    Check(#[source] CheckError),
    /// The engine cannot be had.
    #[error("the compiler cannot start")]
    Engine(#[source] wasmtime::Error),
    /// The engine cannot compile it.
    #[error("E0108: the component cannot be compiled")]
    Compile(#[source] wasmtime::Error),
    /// The child process cannot be started or spoken to.
    #[error("the compiler's process cannot be used")]
    Process(#[source] std::io::Error),
    /// The child process ended without a result.
    #[error("E0108: the compiler failed: {words}")]
    Failed {
        /// The beginning of what it said.
        words: String,
    },
    /// It took too long.
    #[error("E0109: compiling took longer than {limit:?}")]
    TooSlow {
        /// How long it may take.
        limit: Duration,
    },
}

/// Compiles one component, here and now. Only for a process that does nothing else: it is limited
/// for ever after.
pub fn compile(component: &[u8]) -> Result<Vec<u8>, CompileError> {
    limit_this_process();
    end_with_parent();
    check(component).map_err(CompileError::Check)?;
    let engine = compiling_engine().map_err(CompileError::Engine)?;
    engine.precompile_component(component).map_err(CompileError::Compile)
}

/// The host comes first: on a busy machine the compiler waits, and a component made to be hard to
/// compile costs the compiler alone. Where a limit cannot be set, the host's time-out still holds.
fn limit_this_process() {
    stand_back(COMPILER_NICE).ok();
    let limits = [
        (Resource::As, COMPILER_MEMORY_BYTES_MAX),
        (Resource::Cpu, COMPILER_CPU_SECONDS_MAX),
        (Resource::Fsize, COMPILED_BYTES_MAX),
    ];
    for (resource, max) in limits {
        setrlimit(resource, Rlimit { current: Some(max), maximum: Some(max) }).ok();
    }
}

/// Who compiles: a program that reads a component from its input and writes machine code to its
/// output.
#[derive(Debug, Clone)]
pub struct Compiler {
    program: PathBuf,
    arguments: Vec<OsString>,
    time_max: Duration,
}

impl Compiler {
    /// This program with these arguments; it must call [`compile`].
    pub fn child(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.into(), arguments, time_max: COMPILE_MAX }
    }

    /// The same with so long for one component.
    #[must_use]
    pub fn within(self, time_max: Duration) -> Self {
        Self { time_max, ..self }
    }

    /// The program.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Compiles in a child process, which writes the machine code to this file: none of it stays in the memory of this
    /// one. Blocks; the child is killed when it takes too long.
    pub(crate) fn run(&self, component: &[u8], output: File) -> Result<(), CompileError> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(output)
            .stderr(Stdio::piped())
            .spawn()
            .map_err(CompileError::Process)?;
        let words = converse(&mut child, component, self.time_max);
        if words.is_err() {
            child.kill().ok();
        }
        let status = child.wait().map_err(CompileError::Process)?;
        let words = words?;
        if status.success() {
            return Ok(());
        }
        let words = String::from_utf8_lossy(&words).trim().to_owned();
        // A limit of the operating system leaves no words.
        let words = if words.is_empty() { status.to_string() } else { words };
        Err(CompileError::Failed { words })
    }
}

/// Feeds the child and listens to it until it ends, both at once so that no pipe blocks the other.
fn converse(
    child: &mut Child,
    component: &[u8],
    time_max: Duration,
) -> Result<Vec<u8>, CompileError> {
    let mut input = child.stdin.take().expect("it is piped");
    let mut words = child.stderr.take().expect("it is piped").take(WORDS_BYTES_MAX);
    let component = component.to_vec();
    // A child that dies early breaks the pipe; its words say why.
    thread::spawn(move || input.write_all(&component).ok());
    let (sender, heard) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = words.read_to_end(&mut bytes).map(|_| bytes);
        // Nobody listens any more once the child was given up.
        sender.send(read).ok();
    });
    let heard = heard.recv_timeout(time_max);
    heard.map_err(|_| CompileError::TooSlow { limit: time_max })?.map_err(CompileError::Process)
}

/// What must be equal for machine code to be usable, as 16 hexadecimal digits.
pub(crate) fn compatibility(engine: &Engine) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::io::Seek;
    use std::time::Instant;

    use super::*;

    fn shell(script: &str) -> Compiler {
        Compiler::child("/bin/sh", ["-c", script])
    }

    /// What a compiler writes.
    fn compiled(compiler: &Compiler, component: &[u8]) -> Result<Vec<u8>, CompileError> {
        let mut output = tempfile::tempfile().unwrap();
        compiler.run(component, output.try_clone().unwrap())?;
        let mut bytes = Vec::new();
        output.rewind().and_then(|()| output.read_to_end(&mut bytes)).unwrap();
        Ok(bytes)
    }

    #[test]
    fn a_compiler_gets_the_component_and_gives_machine_code() {
        // More than a pipe holds, both ways.
        let component = vec![7; 1024 * 1024];
        assert_eq!(compiled(&shell("cat"), &component).unwrap(), component);
    }

    #[test]
    fn a_compiler_that_fails_is_heard() {
        let failed = compiled(&shell("echo 'out of luck' >&2; exit 3"), b"").unwrap_err();
        assert!(matches!(&failed, CompileError::Failed { words } if words == "out of luck"));
        let killed = compiled(&shell("kill -XFSZ $$"), b"").unwrap_err();
        let words = killed.to_string();
        assert!(words.contains("signal: 25 (SIGXFSZ)"), "{words}");
        let missing = compiled(&Compiler::child("/nowhere/compiler", [""; 0]), b"").unwrap_err();
        assert!(matches!(missing, CompileError::Process(_)));
    }

    #[test]
    fn a_compiler_that_takes_too_long_is_killed() {
        let time_max = Duration::from_millis(50);
        let slow = shell("exec sleep 100").within(time_max);
        let began = Instant::now();
        let failed = compiled(&slow, b"").unwrap_err();
        assert!(matches!(failed, CompileError::TooSlow { limit } if limit == time_max));
        assert!(began.elapsed() < Duration::from_secs(50));
    }

    #[test]
    fn a_babbling_compiler_is_heard_no_further_than_the_limit() {
        let babble = "head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1";
        let CompileError::Failed { words } = compiled(&shell(babble), b"").unwrap_err() else {
            panic!("it fails");
        };
        assert_eq!(words.len() as u64, WORDS_BYTES_MAX);
    }
}
