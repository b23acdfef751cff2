//! Component -> machine code, in a process of its own.
//!
//! Compiling takes seconds and hundreds of megabytes, and this wasmtime keeps what its compiler learned for as long as
//! the engine lives; a child process gives all of it back.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use wasmtime::Engine;

use crate::check::{CheckError, check};
use crate::engine::engine;

/// How long one component may take. Python, the slowest we know, takes 10 s on two cores.
const COMPILE_MAX: Duration = Duration::from_mins(2);
/// The most of a failed compiler's words that are kept, in bytes.
const WORDS_BYTES_MAX: u64 = 4 * 1024;
/// The largest machine code taken: some ten times the largest component.
const COMPILED_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// The compiler's engine runs nothing; its pool is as small as can be.
const COMPILER_TURNS: u32 = 1;

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
    #[error("the component cannot be compiled")]
    Compile(#[source] wasmtime::Error),
    /// The child process cannot be started or spoken to.
    #[error("the compiler's process cannot be used")]
    Process(#[source] std::io::Error),
    /// The child process ended without a result.
    #[error("the compiler failed: {words}")]
    Failed {
        /// The end of what it said.
        words: String,
    },
    /// It took too long.
    #[error("compiling took longer than {limit:?}")]
    TooSlow {
        /// How long it may take.
        limit: Duration,
    },
}

/// Compiles one component, here and now. Only for a process that does nothing else.
pub fn compile(component: &[u8]) -> Result<Vec<u8>, CompileError> {
    check(component).map_err(CompileError::Check)?;
    let engine = engine(COMPILER_TURNS).map_err(CompileError::Engine)?;
    // The host comes first: on a busy machine the compiler waits.
    rustix::process::nice(10).ok();
    engine.precompile_component(component).map_err(CompileError::Compile)
}

/// Who compiles: a program that reads a component from its input and writes machine code to its output.
#[derive(Debug, Clone)]
pub struct Compiler {
    program: PathBuf,
    arguments: Vec<OsString>,
}

impl Compiler {
    /// This program with these arguments; it must call [`compile`].
    pub fn child(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.into(), arguments }
    }

    /// Compiles in a child process. Blocks; the child is killed when it takes too long.
    pub(crate) fn run(&self, component: &[u8]) -> Result<Vec<u8>, CompileError> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(CompileError::Process)?;
        let result = converse(&mut child, component);
        if result.is_err() {
            child.kill().ok();
        }
        let status = child.wait().map_err(CompileError::Process)?;
        let (compiled, words) = result?;
        if status.success() {
            Ok(compiled)
        } else {
            Err(CompileError::Failed { words: String::from_utf8_lossy(&words).trim().to_owned() })
        }
    }
}

/// Feeds the child and reads both of its outputs, all at once so that no pipe blocks another.
fn converse(child: &mut Child, component: &[u8]) -> Result<(Vec<u8>, Vec<u8>), CompileError> {
    let mut input = child.stdin.take().expect("it is piped");
    let output = child.stdout.take().expect("it is piped").take(COMPILED_BYTES_MAX);
    let words = child.stderr.take().expect("it is piped").take(WORDS_BYTES_MAX);
    let (sender, outputs) = mpsc::channel();
    read_aside(0, output, sender.clone());
    read_aside(1, words, sender);
    let component = component.to_vec();
    // A child that dies early breaks the pipe; its words say why.
    thread::spawn(move || input.write_all(&component).ok());
    let mut both = [Vec::new(), Vec::new()];
    for _ in 0..both.len() {
        let (place, read) = outputs
            .recv_timeout(COMPILE_MAX)
            .map_err(|_| CompileError::TooSlow { limit: COMPILE_MAX })?;
        both[place] = read.map_err(CompileError::Process)?;
    }
    let [compiled, words] = both;
    Ok((compiled, words))
}

fn read_aside(
    place: usize,
    mut stream: impl Read + Send + 'static,
    sender: mpsc::Sender<(usize, std::io::Result<Vec<u8>>)>,
) {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes).map(|_| bytes);
        // Nobody listens any more once the child was given up.
        sender.send((place, read)).ok();
    });
}

/// What must be equal for machine code to be usable, as 16 hexadecimal digits.
pub(crate) fn compatibility(engine: &Engine) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
