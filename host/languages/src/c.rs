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

use crate::language::find;
use crate::step::{self, BuildError};
use crate::{Builder, Missing, WORLD};

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

pub(crate) fn missing() -> Option<Missing> {
    let packages = &["clang-22", "lld-22", "wasi-libc", "libclang-rt-22-dev-wasm32"];
    let missing = Missing { what: "a C compiler for WebAssembly, with its library", packages };
    let is_there = find(&COMPILERS).is_some() && Path::new("/usr/include/wasm32-wasi").is_dir();
    (!is_there).then_some(missing)
}

pub(crate) fn recipe() -> String {
    ARGUMENTS.join(" ")
}

pub(crate) fn component(builder: &Builder, source: &Path) -> Result<Vec<u8>, BuildError> {
    let scratch = step::scratch()?;
    bindings(&builder.wit, scratch.path())?;
    let module = scratch.path().join("module.wasm");
    let compiler = find(&COMPILERS).unwrap_or_else(|| PathBuf::from("clang"));
    let mut command = Command::new(compiler);
    command.args(ARGUMENTS).arg("-I").arg(scratch.path()).arg("-o").arg(&module);
    command.args(sources(source)?).args(sources(scratch.path())?);
    step::run(command.arg(scratch.path().join("department_component_type.o")))?;
    encode(&step::read(&module)?)
}

/// The contract as a header, with its object file.
fn bindings(wit: &Path, folder: &Path) -> Result<(), BuildError> {
    let refused = |error: &dyn std::fmt::Display| BuildError::Contract {
        what: "the contract cannot be read",
        words: error.to_string(),
    };
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit).map_err(|error| refused(&format!("{error:#}")))?;
    let world = resolve.select_world(&[package], Some(WORLD));
    let world = world.map_err(|error| refused(&format!("{error:#}")))?;
    let mut files = Files::default();
    let mut generator = wit_bindgen_c::Opts::default().build();
    let generated = generator.generate(&mut resolve, world, &mut files);
    generated.map_err(|error| refused(&format!("{error:#}")))?;
    files.iter().try_for_each(|(name, bytes)| step::write(&folder.join(name), bytes))
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>, BuildError> {
    let entries = fs::read_dir(folder).map_err(step::at(folder))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(step::at(folder))?.path();
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
    encoded.map_err(|error| BuildError::Contract {
        what: "the module does not make a component",
        words: format!("{error:#}"),
    })
}
