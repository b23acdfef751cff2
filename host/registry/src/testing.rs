//! A release for tests.

use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use mitra_core::ids::DepartmentId;
use mitra_release::{Artifact, Description, FileName};

/// When it was made: 2026-11-27 10:00 UTC.
const MADE: Timestamp = Timestamp(1_795_773_600_000);

pub(crate) fn files() -> BTreeMap<FileName, Vec<u8>> {
    let file = |(name, bytes): (&str, &str)| {
        (FileName::parse(name).expect("a name"), bytes.as_bytes().to_vec())
    };
    [
        ("component.wasm", "\0asm"),
        ("department.toml", "id = 'water'"),
        ("scenarios/bill.txt", "> Hi"),
        ("scenarios/empty.txt", ""),
    ]
    .map(file)
    .into()
}

pub(crate) fn artifact() -> Artifact {
    artifact_of(files())
}

pub(crate) fn artifact_of(files: BTreeMap<FileName, Vec<u8>>) -> Artifact {
    let description = Description {
        department: DepartmentId::parse("water").expect("an id"),
        version: semver::Version::new(1, 4, 0),
        contract: "mitra:department@1.0.0".to_owned(),
        created_at: MADE,
        expires_at: Timestamp(MADE.0 + 1),
    };
    Artifact::of(description, files).expect("a release")
}
