//! Data put into small modules: what becomes of a desk, and of what is none.

use std::fs;
use std::path::Path;

use wasmparser::{Parser, Payload};

use super::inject::inject;
use crate::error::BuildError;
use crate::sources::Sources;

/// A module with what makes a desk, of this version.
fn desk(version: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
            (memory (export "memory") 2)
            (global (export "MITRA_SERVICE_DESK_DATA_{version}") i32 (i32.const 1024))
            (data (i32.const 1024) "\00\00\00\00\00\00\00\00"))"#
    );
    wat::parse_str(text).expect("a module")
}

/// The pages that a module's memory begins with, and its segments: addresses and bytes.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other sections are passed over")]
fn memory(module: &[u8]) -> (u64, Vec<(i32, Vec<u8>)>) {
    let (mut pages, mut segments) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.expect("a module") {
            Payload::MemorySection(section) => {
                pages = section.into_iter().next().expect("one").expect("a memory").initial;
            }
            Payload::DataSection(section) => {
                for data in section {
                    let data = data.expect("a segment");
                    let wasmparser::DataKind::Active { offset_expr, .. } = data.kind else {
                        panic!("an active segment");
                    };
                    let mut offset = offset_expr.get_operators_reader();
                    let Ok(wasmparser::Operator::I32Const { value }) = offset.read() else {
                        panic!("a constant");
                    };
                    segments.push((value, data.data.to_vec()));
                }
            }
            _ => {}
        }
    }
    (pages, segments)
}

#[test]
fn the_data_lies_behind_the_old_memory_and_its_place_is_written() {
    let data = vec![7; 70_000];
    let module = inject(&desk("1"), &data, Path::new("desk.wasm")).expect("a desk");
    wasmparser::validate(&module).expect("it is valid");
    let (pages, segments) = memory(&module);
    assert_eq!(pages, 4, "two of its own, and two for 70,000 bytes");
    assert_eq!(segments[1], (131_072, data));
    let place = [131_072_u32.to_le_bytes(), 70_000_u32.to_le_bytes()].concat();
    assert_eq!(segments[2], (1_024, place));
}

#[test]
fn a_module_that_is_no_desk_is_refused_with_the_reason() {
    let told = |module: &[u8]| {
        inject(module, b"data", Path::new("x.wasm")).expect_err("no desk").to_string()
    };
    let none = told(&wat::parse_str("(module (memory 1))").expect("a module"));
    assert_eq!(
        none,
        "E0114: `x.wasm` is no service desk: it exports no global `MITRA_SERVICE_DESK_DATA_1`"
    );
    assert!(told(b"hello").contains("it is no core module"));
    assert!(told(&wat::parse_str("(component)").expect("a component")).contains("no core module"));
    assert!(told(&desk("1")[..30]).starts_with("E0114"));
    let newer = told(&desk("2"));
    assert!(
        newer.starts_with("E0116: the service desk `x.wasm` takes data of version 2"),
        "{newer}"
    );
    let moving = r#"(module (import "a" "b" (global i32)) (memory 1)
        (global (export "MITRA_SERVICE_DESK_DATA_1") i32 (global.get 0)))"#;
    assert!(told(&wat::parse_str(moving).expect("a module")).contains("is no address"));
}

#[test]
fn data_that_is_wrong_is_told_with_its_place_and_a_desk_that_is_missing_by_its_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    let sources = Sources::of_project(folder.path(), "data").expect("a folder");
    let told = || super::component(&sources).expect_err("it cannot be built");
    write("department.toml", "id = \"water\"\n");
    let template = crate::embedded::TEMPLATE_DATA;
    let services =
        template.iter().find(|(name, _)| *name == "services.toml").expect("it is there").1;
    write("services.toml", &services.replace("pattern = \"status\"", "pattern = \"statues\""));
    let said = told().to_string();
    assert!(said.starts_with("E0115: `services.toml`: service `mine`: "), "{said}");
    write("services.toml", &format!("desk = \"nowhere.wasm\"\n{services}"));
    let BuildError::Desk { path, .. } = told() else { panic!("no desk") };
    assert!(path.ends_with("nowhere.wasm"));
}

#[test]
fn the_manifest_of_a_department_as_data_says_why_its_forms_ask() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("department.toml");
    let own = "id = 'town'\n[payments]\npaise_max = 500\n[notices]\nreceive = true\n";
    fs::write(&path, own).expect("written");
    assert_eq!(super::manifest(&path).expect("a manifest"), own, "it is no data");
    let services = include_str!("../../../../plugins/service-desk/tests/services.toml");
    fs::write(folder.path().join("services.toml"), services).expect("written");
    let tests = include_str!("../../../../plugins/service-desk/tests/department.toml");
    fs::write(&path, tests).expect("written");
    let whole = super::manifest(&path).expect("a manifest");
    assert!(whole.starts_with(tests), "{whole}");
    for table in [
        "[forms.income]\nname = \"identity\"\n",
        "[forms.test]\nname = \"identity\"\n",
        "[forms.complain]\ndescription = \"request\"\nplace = \"place\"\nphoto = \"evidence\"\n",
    ] {
        assert!(whole.contains(table), "{whole}");
    }
}
