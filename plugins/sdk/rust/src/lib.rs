//! What a department in Rust is written with: the contract's types, a trait to implement, and a host for tests.
//!
//! ```
//! use mitra_department::{Department, Fault, Handler, Host, Outcome, Turn, outcome};
//!
//! struct Greeter;
//!
//! impl Handler for Greeter {
//!     fn describe() -> Department {
//!         # mitra_department::testing::description("greeter")
//!         // the department's names and services
//!     }
//!
//!     fn handle(_turn: &Turn, _host: &mut dyn Host) -> Result<Outcome, Fault> {
//!         Ok(outcome::finish(vec![outcome::text("Namaste")]))
//!     }
//! }
//!
//! mitra_department::export!(Greeter);
//! # fn main() {}
//! ```

pub mod calendar;
pub mod certificates;
pub mod deadlines;
pub mod describe;
pub mod digits;
pub mod forms;
pub mod http;
pub mod length;
pub mod media;
pub mod outcome;
pub mod payments;
pub mod place;
pub mod random;
pub mod reference;
pub mod show;
pub mod state;
pub mod testing;
pub mod text;

#[cfg(any(target_family = "wasm", test))]
mod arena;
mod host;
mod panic;

/// Generated from the contract. Use what this crate exports instead.
#[doc(hidden)]
#[allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
pub mod bindings {
    wit_bindgen::generate!({
        world: "stateful-department",
        path: "../../../wit/1.0.0",
        pub_export_macro: true,
        export_macro_name: "export_component",
        default_bindings_module: "mitra_department::bindings",
        additional_derives: [PartialEq],
    });
}

use std::marker::PhantomData;

pub use bindings::mitra::department::conversation::{
    CertificateReply, Choice, ChoiceTaken, Choices, Citizen, Document, Event, Fault, File, Image,
    Link, Next, Notice, Outcome, Reply, TimerFired, Turn,
};
pub use bindings::mitra::department::forms::{
    Alternative, Date, Field, FieldKind, Form, FormAnswers, IdentityNumber, Value,
};
pub use bindings::mitra::department::types::{
    Department, Language, Localized, Location, Media, MediaKind, Service,
};
pub use host::{Host, Level, Scope};

/// A department.
pub trait Handler {
    /// What it offers. The same every time.
    fn describe() -> Department;

    /// Answers one event of one citizen. Nothing is kept between turns but the state in the outcome and the records.
    fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault>;

    /// Turns a state that a release with `from_schema` wrote into one of the schema that `describe` gives, so that
    /// citizens in the middle of a conversation go on. At most 64 KiB.
    ///
    /// # Errors
    /// Why it cannot, for the department's log: the citizen is told, and the service begins again with
    /// [`Event::Opened`]. Without this function it always does.
    fn migrate(from_schema: u32, _state: &[u8]) -> Result<Vec<u8>, String> {
        Err(format!("nothing carries schema {from_schema} over"))
    }
}

/// Connects a [`Handler`] with the contract's exports.
#[doc(hidden)]
pub struct Exported<H>(PhantomData<H>);

impl<H: Handler> bindings::exports::mitra::department::handler::Guest for Exported<H> {
    fn describe() -> Department {
        H::describe()
    }

    fn handle(turn: Turn) -> Result<Outcome, Fault> {
        panic::log();
        H::handle(&turn, &mut host::Imported)
    }
}

impl<H: Handler> bindings::exports::mitra::department::migration::Guest for Exported<H> {
    fn migrate(from_schema: u32, state: Vec<u8>) -> Result<Vec<u8>, String> {
        H::migrate(from_schema, &state)
    }
}

/// Makes a [`Handler`] the department of this component.
#[macro_export]
macro_rules! export {
    ($handler:ty) => {
        // Elsewhere than in WebAssembly there is nobody to export to, and native linkers refuse such names.
        #[cfg(target_arch = "wasm32")]
        type ExportedDepartment = $crate::Exported<$handler>;
        #[cfg(target_arch = "wasm32")]
        $crate::bindings::export_component!(ExportedDepartment with_types_in $crate::bindings);
    };
}
