//! The sandbox: departments' components, each turn in memory of its own.
//!
//! In: a component's bytes; turns. Out: what the department offers; what each turn did, as data.
//! Never: writes anything a turn asked for, keeps anything from one turn to the next, or compiles
//! while serving: a child process does that.
//!
//! This is the only crate that names wasmtime.

#[cfg(feature = "bench")]
pub mod bare;

mod cache;
mod carry;
mod check;
mod compile;
mod cpu;
mod engine;
mod epoch;
mod executor;
mod fault;
pub mod grants;
mod hold;
mod idle;
mod imports;
mod instance;
mod job;
mod limiter;
mod load;
mod media_name;
mod orphan;
mod patient;
mod penalty;
mod ports;
mod releases;
mod rest;
mod sandbox;
mod scheduling;
mod self_test;
mod settings;
mod wasi;
mod world;

pub use cache::CompiledCache;
pub use check::{CheckError, contract};
pub use compile::{COMPILE_MAX, CompileError, Compiler, compile};
pub use hold::ReleaseHold;
pub use load::{LoadError, LoadedRelease};
pub use media_name::renamed as with_media_renamed;
pub use orphan::end_with_parent;
pub use ports::{NoHttp, NoMedia, NoReads, Ports, TurnReads};
pub use sandbox::{Sandbox, SandboxError, SandboxOptions};
pub use scheduling::stand_behind;
pub use self_test::SelfTestError;
pub use settings::Settings;
pub use world::NotCarried;
pub use world::v1_0_0::DescriptionRefused;
