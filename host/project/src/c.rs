//! C: clang with the C library of WASI. A component that calls nothing of it imports none of WASI.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wit_bindgen_core::Files;
use wit_bindgen_core::wit_parser::Resolve;
use wit_component::ComponentEncoder;

use crate::embedded;
use crate::error::{BuildError, Missing};
use crate::sources::{STATEFUL_WORLD, Sources, WORLD};
use crate::tool;

/// Compilers, the first that is there.
const COMPILERS: [&str; 2] = ["clang-22", "clang"];
/// For all sources. The target's older name is the one that Debian's C library is for.
const ARGUMENTS: [&str; 3] = ["--target=wasm32-wasi", "-Wno-deprecated", "-Os"];
/// For sources that people write.
const STRICT: [&str; 3] = ["-Wall", "-Wextra", "-Werror"];
/// With a stack of 64 KiB: all memory that a guest begins with is looked through for pages to clear after every turn.
const LINKING: [&str; 3] = ["-mexec-model=reactor", "-Wl,-z,stack-size=65536", "-Wl,--strip-debug"];
/// The header of the SDK: source that includes it is built with the SDK.
const HEADER: &str = "\"mitra.h\"";
/// The folder of the SDK, as a project's `Makefile` names it.
const SDK: &str = ".mitra/sdk/c";
/// The SDK's sources for a component, below its folder.
const SDK_SOURCES: [&str; 2] = ["src", "component"];
/// What the bindings are named after, whichever world they are of.
const BINDINGS: &str = "department";

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
    [&ARGUMENTS[..], &STRICT, &LINKING].concat().join(" ")
}

pub(crate) fn component(sources: &Sources) -> Result<Vec<u8>, BuildError> {
    let scratch = tool::scratch()?;
    let uses_sdk = includes(&sources.folder, HEADER)?;
    bindings(&sources.contract, if uses_sdk { STATEFUL_WORLD } else { WORLD }, scratch.path())?;
    let compiler = tool::find(&COMPILERS).unwrap_or_else(|| PathBuf::from("clang"));
    let at = |name: &str| scratch.path().join(format!("{BINDINGS}{name}"));
    let module = at(".wasm");
    let mut command = Command::new(&compiler);
    command.args(ARGUMENTS).arg("-w").arg("-c").arg(at(".c")).arg("-o").arg(at(".o"));
    tool::run(&mut command)?;
    let mut command = Command::new(&compiler);
    command.args(ARGUMENTS).args(STRICT).args(LINKING).arg("-I").arg(scratch.path());
    command.args(files(&sources.folder, "c")?);
    if uses_sdk {
        command.arg("-I").arg(&sources.sdk).arg(sdk_sources(&sources.sdk, scratch.path())?);
    }
    command.arg(at(".o")).arg(at("_component_type.o")).arg("-o").arg(&module);
    tool::run(&mut command)?;
    encode(&tool::read(&module)?)
}

/// The sources of the SDK as an argument: a file of their names, so that a command which fails is short enough to read.
fn sdk_sources(sdk: &Path, scratch: &Path) -> Result<String, BuildError> {
    let mut names = String::new();
    for folder in SDK_SOURCES {
        for file in files(&sdk.join(folder), "c")? {
            let name = file.display().to_string().replace('\\', r"\\").replace('"', "\\\"");
            // Writing to a text cannot fail.
            writeln!(names, "\"{name}\"").ok();
        }
    }
    let list = scratch.join("sdk");
    tool::write(&list, names)?;
    Ok(format!("@{}", list.display()))
}

/// The contract as a header, with its object file.
fn bindings(wit: &Path, world: &str, folder: &Path) -> Result<(), BuildError> {
    let refused = |error: &dyn std::fmt::Display| BuildError::Contract {
        path: wit.to_owned(),
        reason: error.to_string(),
    };
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit).map_err(|error| refused(&format!("{error:#}")))?;
    let world = resolve.select_world(&[package], Some(world));
    let world = world.map_err(|error| refused(&format!("{error:#}")))?;
    let mut files = Files::default();
    let options = wit_bindgen_c::Opts {
        rename_world: Some(BINDINGS.to_owned()),
        ..wit_bindgen_c::Opts::default()
    };
    let generated = options.build().generate(&mut resolve, world, &mut files);
    generated.map_err(|error| refused(&format!("{error:#}")))?;
    files.iter().try_for_each(|(name, bytes)| tool::write(&folder.join(name), bytes))
}

/// Whether the source in this folder includes this header.
fn includes(folder: &Path, header: &str) -> Result<bool, BuildError> {
    let line = format!("#include {header}");
    for file in [files(folder, "c")?, files(folder, "h")?].concat() {
        if String::from_utf8_lossy(&tool::read(&file)?).contains(&line) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a project is built with the SDK of its own `.mitra`, as its `Makefile` says.
pub(crate) fn uses_sdk(folder: &Path) -> bool {
    fs::read_to_string(folder.join("Makefile")).is_ok_and(|text| text.contains(SDK))
}

/// The SDK, without what is of our repository: its own tests, and the page about it.
pub(crate) fn sdk() -> Vec<(String, String)> {
    let own = |name: &str| matches!(name, "Makefile" | "README.md") || name.starts_with("tests/");
    let files = embedded::SDK_C.iter().filter(|(name, _)| !own(name));
    files.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// The files of this kind right in a folder.
fn files(folder: &Path, kind: &str) -> Result<Vec<PathBuf>, BuildError> {
    let entries = fs::read_dir(folder).map_err(BuildError::file("read", folder))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(BuildError::file("read", folder))?.path();
        if path.extension().is_some_and(|extension| extension == kind) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_has_the_sdk_without_its_own_tests() {
        let names: Vec<_> = sdk().into_iter().map(|(name, _)| name).collect();
        for name in ["mitra.h", "department.mk", "src/answer.c", "component/exports.c"] {
            assert!(names.iter().any(|found| found == name), "{name}");
        }
        for name in ["Makefile", "README.md", "tests/main.c"] {
            assert!(!names.iter().any(|found| found == name), "{name}");
        }
    }

    #[test]
    fn source_is_built_with_the_sdk_if_it_includes_its_header() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| tool::write(&folder.path().join(name), text);
        let uses = || includes(folder.path(), HEADER).expect("it can be read");
        write("app.c", "#include \"own.h\"\n").expect("a file");
        assert!(!uses());
        write("own.h", "#include \"mitra.h\"\n").expect("a file");
        assert!(uses());
    }

    #[test]
    fn a_project_says_in_its_makefile_whose_sdk_it_has() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(!uses_sdk(folder.path()));
        let makefile = |sdk: &str| tool::write(&folder.path().join("Makefile"), sdk);
        makefile("SDK = ../sdk/c\n").expect("a file");
        assert!(!uses_sdk(folder.path()));
        makefile("SDK = .mitra/sdk/c\n").expect("a file");
        assert!(uses_sdk(folder.path()));
    }
}
