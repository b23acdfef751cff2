//! A release for tests.

use std::collections::BTreeMap;
use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::ids::DepartmentId;

use crate::archive::Artifact;
use crate::file_name::FileName;
use crate::key::KeyPair;
use crate::keys::{Keys, RegisteredKey, Role};
use crate::statement::Description;

/// When everything happens: 2026-11-27 10:00 UTC.
pub(crate) const NOW: Timestamp = Timestamp(1_795_773_600_000);

pub(crate) fn department(id: &str) -> DepartmentId {
    DepartmentId::parse(id).expect("an id")
}

pub(crate) fn description() -> Description {
    Description {
        department: department("water"),
        version: semver::Version::new(1, 4, 0),
        contract: "mitra:department@1.0.0".to_owned(),
        created_at: NOW.before(Duration::from_hours(1)),
        expires_at: NOW.after(Duration::from_hours(90 * 24)),
    }
}

pub(crate) fn files() -> BTreeMap<FileName, Vec<u8>> {
    let file = |(name, bytes): (&str, &str)| {
        (FileName::parse(name).expect("a name"), bytes.as_bytes().to_vec())
    };
    [
        ("component.wasm", "\0asm"),
        ("department.toml", "id = 'water'"),
        ("scenarios/bill.txt", "> Hi"),
    ]
    .map(file)
    .into()
}

pub(crate) fn artifact() -> Artifact {
    Artifact::of(description(), files()).expect("a release")
}

/// The key of this number.
pub(crate) fn pair(number: u8) -> KeyPair {
    KeyPair::of_seed(&[number; 32])
}

/// The keys of these numbers, with what they may sign.
pub(crate) fn keys(registered: &[(u8, Role, Option<&str>)]) -> Keys {
    let mut keys = Keys::default();
    for (number, role, of) in registered {
        let key = RegisteredKey {
            public: pair(*number).public(),
            holder: format!("holder {number}"),
            role: *role,
            department: of.map(department),
            registered_at: NOW,
            revoked: None,
        };
        keys.register(key).expect("a new key");
    }
    keys
}
