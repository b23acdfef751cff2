//! What a department ships: files, a statement that lists them, and signatures under the statement.
//!
//! In: bytes from anywhere, and the keys that an operator has registered. Out: a release whose every byte is known and
//! vouched for, or what is wrong with it.
//! Never: runs or compiles anything, asks a network or a clock, believes a length or a name before it is checked.
//!
//! The way is one: bytes are read to an [`Artifact`], whose files are what its statement says; an artifact is verified
//! against [`Keys`] to a [`Verified`] release. There is no other way to have one.

mod archive;
mod envelope;
mod file_name;
mod instant;
mod key;
mod keys;
mod statement;
#[cfg(test)]
mod testing;
mod verify;

pub use archive::{Artifact, ArtifactError, ENVELOPE};
pub use envelope::{
    ENVELOPE_BYTES_MAX, Envelope, EnvelopeError, RELEASE_PAYLOAD_TYPE, SIGNATURES_MAX,
};
pub use file_name::{FILE_NAME_BYTES_MAX, FileName, FileNameError};
pub use instant::{parse_instant, show_instant};
pub use key::{KeyError, KeyId, KeyPair, PublicKey};
pub use keys::{Keys, KeysError, RegisteredKey, Revocation, Role};
pub use statement::{
    COMPONENT, Description, FILES_MAX, FileEntry, MANIFEST, RELEASE_BYTES_MAX, SBOM, SCENARIOS,
    SEED, STATEMENT_BYTES_MAX, Statement, StatementError,
};
pub use verify::{Against, Doubt, Refusal, Verified, approver};
