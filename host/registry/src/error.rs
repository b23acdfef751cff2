//! Why a release was not pushed, found or fetched.

use std::time::Duration;

use mitra_release::{ArtifactError, FileName};

use crate::digest::Digest;

/// Why a registry did not do what it was asked. Each says who must do what; none has a password in it.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The HTTP client could not be made: no trusted certificates, for one.
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
    /// Nobody answers there.
    #[error(
        "E0626: the registry `{registry}` cannot be reached: whoever runs it must start it, unless its name is wrong: {detail}"
    )]
    Unreachable {
        /// Which registry.
        registry: String,
        /// What the transport says.
        detail: String,
    },
    /// The connection ended too early, or nothing came for too long.
    #[error("E0626: the connection to the registry `{registry}` broke off: try again: {detail}")]
    Broken {
        /// Which registry.
        registry: String,
        /// What the transport says.
        detail: String,
    },
    /// All of it took too long.
    #[error(
        "E0626: the registry `{registry}` was not done within {waited:?}: try again, or ask whoever runs it"
    )]
    TooSlow {
        /// Which registry.
        registry: String,
        /// How long it had.
        waited: Duration,
    },
    /// It wants to know who asks.
    #[error(
        "the registry `{registry}` wants to know who asks for `{repository}`: give a user's name and password"
    )]
    Anonymous {
        /// Which registry.
        registry: String,
        /// For which repository.
        repository: String,
    },
    /// It does not take who asks.
    #[error(
        "the registry `{registry}` does not take this user and password for `{repository}`: one of them is wrong, or \
         whoever runs it must let this user in"
    )]
    Unauthorised {
        /// Which registry.
        registry: String,
        /// For which repository.
        repository: String,
    },
    /// There is nothing of this name.
    #[error("there is no `{0}`: its vendor must publish it, unless the name is wrong")]
    NotFound(String),
    /// It leads to where nobody may be led.
    #[error(
        "the registry `{registry}` sends its callers where they do not go: whoever runs it must look: {detail}"
    )]
    Astray {
        /// Which registry.
        registry: String,
        /// Where to, or how often.
        detail: String,
    },
    /// It answered something else.
    #[error("the registry `{registry}` answered {status}{}: ask whoever runs it", in_brackets(.code))]
    Answered {
        /// Which registry.
        registry: String,
        /// The status of its answer.
        status: u16,
        /// Its own word for what is wrong, if it has one.
        code: String,
    },
    /// A release is pushed under a tag.
    #[error(
        "`{0}` names a release by its digest, and a release is published under a tag: write `:TAG`"
    )]
    NoTag(String),
    /// What is there is another kind of thing.
    #[error(
        "`{reference}` is no release but `{found}`: its name is wrong, or another program wrote it"
    )]
    NoRelease {
        /// Where.
        reference: String,
        /// What it is.
        found: String,
    },
    /// The manifest cannot be read.
    #[error(
        "the manifest of `{reference}` cannot be used: its vendor must publish the release anew: {detail}"
    )]
    Manifest {
        /// Where.
        reference: String,
        /// What is wrong with it.
        detail: String,
    },
    /// There are more bytes than there may be.
    #[error(
        "E0627: the registry gave more than {bytes_max} bytes for {what}: nothing of it is taken; ask whoever runs it"
    )]
    TooLarge {
        /// Of what.
        what: String,
        /// How many there may be.
        bytes_max: u64,
    },
    /// There are fewer bytes than there must be.
    #[error(
        "E0627: the registry gave {found} of the {wanted} bytes of {what}: ask whoever runs it"
    )]
    TooShort {
        /// Of what.
        what: String,
        /// How many there must be.
        wanted: u64,
        /// How many there were.
        found: u64,
    },
    /// There are other bytes than those that were asked for.
    #[error(
        "E0627: the registry gave other bytes for {what}, with {found} for {wanted}: do not take releases from it until whoever runs it knows why"
    )]
    OtherDigest {
        /// Of what.
        what: String,
        /// What was asked for.
        wanted: Digest,
        /// What came.
        found: Digest,
    },
    /// The manifest and the statement differ.
    #[error(
        "the manifest does not list `{0}` as the release's statement does: its vendor must publish it anew"
    )]
    Unlike(FileName),
    /// There are more layers than files.
    #[error(
        "the manifest lists more than the release's statement: its vendor must publish it anew"
    )]
    Surplus,
    /// What was fetched is no release.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
}

fn in_brackets(code: &str) -> String {
    if code.is_empty() { String::new() } else { format!(" ({code})") }
}
