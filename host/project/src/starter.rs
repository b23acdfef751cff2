//! What a new project begins with.

use std::path::Path;

use crate::{c, embedded, python, rust, typescript};

/// The template and the SDK of a language.
pub struct Starter {
    /// The files of a new project, by their names; `{{id}}` stands for the department's id.
    pub(crate) template: &'static [(&'static str, &'static str)],
    /// The files of a new project that are made, not written: names and texts.
    pub(crate) made: fn() -> Vec<(&'static str, String)>,
    /// The files of its SDK, as they stand in a project's `.mitra/sdk/<name>`.
    pub(crate) sdk: fn() -> Vec<(String, String)>,
    /// Whether a project is written with the SDK of its own `.mitra`.
    pub(crate) uses_sdk: fn(&Path) -> bool,
    /// The command that tests a project without a host, if it has anything to test there.
    pub test_command: Option<&'static str>,
}

/// The starter of Python.
pub(crate) static PYTHON: Starter = Starter {
    template: embedded::TEMPLATE_PYTHON,
    made: Vec::new,
    sdk: python::sdk,
    uses_sdk: python::uses_sdk,
    test_command: Some("python3 -m unittest"),
};

/// The starter of Rust.
pub(crate) static RUST: Starter = Starter {
    template: embedded::TEMPLATE_RUST,
    made: rust::made,
    sdk: rust::sdk,
    uses_sdk: rust::uses_sdk,
    test_command: Some("cargo test"),
};

/// The starter of TypeScript.
pub(crate) static TYPESCRIPT: Starter = Starter {
    template: embedded::TEMPLATE_TYPESCRIPT,
    made: Vec::new,
    sdk: typescript::sdk,
    uses_sdk: typescript::uses_sdk,
    test_command: Some("npm install && npm test"),
};

/// The starter of C.
pub(crate) static C: Starter = Starter {
    template: embedded::TEMPLATE_C,
    made: Vec::new,
    sdk: c::sdk,
    uses_sdk: c::uses_sdk,
    test_command: Some("make test"),
};

/// The starter of departments as data.
pub(crate) static DATA: Starter = Starter {
    template: embedded::TEMPLATE_DATA,
    made: Vec::new,
    sdk: Vec::new,
    uses_sdk: |_| false,
    test_command: None,
};
