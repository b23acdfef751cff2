//! C: clang with the C library of WASI. A component that calls nothing of it imports none of WASI.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wit_bindgen_core::Files;
use wit_bindgen_core::wit_parser::Resolve;
use wit_component::ComponentEncoder;

use crate::error::{BuildError, Missing};
use crate::sources::{Sources, WORLD};
use crate::tool;

/// Compilers, the first that is there.
const COMPILERS: [&str; 2] = ["clang-22", "clang"];
/// With a stack of 64 KiB: all memory that a guest begins with is looked through for pages to clear after every turn.
const ARGUMENTS: [&str; 5] = [
    "--target=wasm32-wasi",
    "-mexec-model=reactor",
    "-Os",
    "-Wl,-z,stack-size=65536",
    "-Wl,--strip-debug",
];

const NO_COMPILER: Missing = Missing {
    what: "a C compiler for WebAssembly, with its library",
    anywhere: None,
    debian: &["clang-22", "lld-22", "wasi-libc", "libclang-rt-22-dev-wasm32"],
};

pub(crate) fn missing() -> Option<Missing> {
    let is_there =
        tool::find(&COMPILERS).is_some() && Path::new("/usr/include/wasm32-wasi").is_dir();
    (!is_there).then_some(NO_COMPILER)
}

pub(crate) fn recipe() -> String {
    ARGUMENTS.join(" ")
}

pub(crate) fn component(sources: &Sources) -> Result<Vec<u8>, BuildError> {
    let scratch = tool::scratch()?;
    bindings(&sources.contract, scratch.path())?;
    let module = scratch.path().join("module.wasm");
    let compiler = tool::find(&COMPILERS).unwrap_or_else(|| PathBuf::from("clang"));
    let mut command = Command::new(compiler);
    command.args(ARGUMENTS).arg("-I").arg(scratch.path()).arg("-o").arg(&module);
    command.args(files(&sources.folder)?).args(files(scratch.path())?);
    tool::run(command.arg(scratch.path().join("department_component_type.o")))?;
    encode(&tool::read(&module)?)
}

/// The contract as a header, with its object file.
fn bindings(wit: &Path, folder: &Path) -> Result<(), BuildError> {
    let refused = |error: &dyn std::fmt::Display| BuildError::Contract {
        path: wit.to_owned(),
        reason: error.to_string(),
    };
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit).map_err(|error| refused(&format!("{error:#}")))?;
    let world = resolve.select_world(&[package], Some(WORLD));
    let world = world.map_err(|error| refused(&format!("{error:#}")))?;
    let mut files = Files::default();
    let mut generator = wit_bindgen_c::Opts::default().build();
    let generated = generator.generate(&mut resolve, world, &mut files);
    generated.map_err(|error| refused(&format!("{error:#}")))?;
    files.iter().try_for_each(|(name, bytes)| tool::write(&folder.join(name), bytes))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, BuildError> {
    let entries = fs::read_dir(folder).map_err(BuildError::file("read", folder))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(BuildError::file("read", folder))?.path();
        if path.extension().is_some_and(|extension| extension == "c") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn encode(module: &[u8]) -> Result<Vec<u8>, BuildError> {
    let encoded = ComponentEncoder::default()
        .validate(true)
        .module(module)
        .and_then(|encoder| {
            let (name, adapter) =
                (WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER);
            encoder.adapter(name, adapter)
        })
        .and_then(ComponentEncoder::encode);
    encoded.map_err(|error| BuildError::Component { reason: format!("{error:#}") })
}
