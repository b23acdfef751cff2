//! Any bytes as a release: one that is read is what its statement says, and is the same when it is written and read
//! again; one that nobody trusted signed is never verified.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mitra_core::clock::Timestamp;
use mitra_release::{Against, Artifact, Keys, RELEASE_BYTES_MAX, Verified};

fuzz_target!(|bytes: &[u8]| {
    let Ok(artifact) = Artifact::read(bytes) else { return };
    let all: usize = artifact.files().values().map(Vec::len).sum();
    assert!(all as u64 <= RELEASE_BYTES_MAX);
    for entry in artifact.statement().files() {
        let file = artifact.file(entry.name.as_str()).expect("what is listed is there");
        assert_eq!(file.len() as u64, entry.bytes);
    }
    let mut written = Vec::new();
    artifact.write(&mut written).expect("it can be written");
    let again = Artifact::read(&*written).expect("what was written is read");
    assert_eq!((again.digest(), again.files()), (artifact.digest(), artifact.files()));
    let department = artifact.statement().department.clone();
    let keys = Keys::default();
    let against = Against { department: &department, keys: &keys, now: Timestamp(0), live: None };
    let contract = |_: &[u8]| panic!("what nobody trusted vouches for is not looked into");
    Verified::new(artifact, against, contract).expect_err("nobody is trusted");
});
