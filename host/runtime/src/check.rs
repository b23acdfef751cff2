//! Is this a department's component? Found out by parsing all of it, before anything is compiled.

use mitra_core::limits::COMPONENT_BYTES_MAX;
use wasmparser::{Encoding, Parser, Payload, Validator, WasmFeatures};

use crate::wasi::Interface;
use crate::world::Version;

/// Why bytes are not a department's component.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// There are too many.
    #[error("E0101: the component has {bytes} bytes, at most {bytes_max} are taken")]
    TooLarge {
        /// How many.
        bytes: usize,
        /// How many are taken.
        bytes_max: usize,
    },
    /// They are not WebAssembly, or not valid.
    #[error("E0102: not valid WebAssembly: {detail}")]
    Invalid {
        /// What the parser says, with the offset.
        detail: String,
    },
    /// They are a core module.
    #[error(
        "E0103: a core module and not a component: the vendor must wrap it, for example with `wasm-tools component new`"
    )]
    CoreModule,
    /// The component does not speak the contract, or another version of it.
    #[error(
        "E0104: the component does not export `{}` (it exports {found}): the vendor must build it for this version of the contract",
        Version::NEWEST.handler()
    )]
    NoHandler {
        /// What it exports.
        found: String,
    },
    /// The component is built for a draft of the contract, and drafts are not taken here.
    #[error(
        "E0113: the component is built for {draft}, which is a draft and may change: \
         the vendor must build it for {}, or the operator try it out with `sandbox.drafts = true`",
        Version::NEWEST
    )]
    Draft {
        /// Which one.
        draft: String,
    },
    /// The component wants another version of what the host offers.
    #[error(
        "E0105: the component imports `{import}`, and the host offers `{offered}`: \
         the vendor must build it for this version of the contract"
    )]
    OtherVersion {
        /// What it wants.
        import: String,
        /// What there is.
        offered: String,
    },
    /// The component wants something the host does not offer.
    #[error(
        "E0106: the component imports `{import}`, which the host does not offer: the vendor must build it without. \
         Offered are the contract's interfaces, `wasi:cli`, `wasi:http/outgoing-handler` and what these two need"
    )]
    UnknownImport {
        /// What it wants.
        import: String,
    },
}

/// The contract that a component is written for, such as `mitra:department@1.0.0`, if it is a department's.
pub fn contract(component: &[u8]) -> Result<String, CheckError> {
    check(component).map(|version| format!("mitra:department@{version}"))
}

/// Checks size, validity, kind, exports and imports, and says which version of the contract it speaks.
#[expect(clippy::wildcard_enum_match_arm, reason = "other kinds of sections change nothing here")]
pub(crate) fn check(bytes: &[u8]) -> Result<Version, CheckError> {
    if bytes.len() > COMPONENT_BYTES_MAX {
        let (bytes, bytes_max) = (bytes.len(), COMPONENT_BYTES_MAX);
        return Err(CheckError::TooLarge { bytes, bytes_max });
    }
    let invalid =
        |error: wasmparser::BinaryReaderError| CheckError::Invalid { detail: error.to_string() };
    // The kind first: a core module would fail validation of components with words that help
    // nobody.
    if Parser::is_core_wasm(bytes) {
        return Err(CheckError::CoreModule);
    }
    Validator::new_with_features(WasmFeatures::default()).validate_all(bytes).map_err(invalid)?;
    let (mut depth, mut imports, mut exports) = (0_usize, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(invalid)? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::Version { encoding: Encoding::Module, .. } if depth == 0 => {
                return Err(CheckError::CoreModule);
            }
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    imports.push(import.map_err(invalid)?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                for export in section {
                    exports.push(export.map_err(invalid)?.name.name.to_owned());
                }
            }
            // What is inside was validated; imports and exports are the contract.
            _ => {}
        }
    }
    let version = Version::of(exports.iter().map(String::as_str));
    for import in imports {
        check_import(import, version.unwrap_or(Version::NEWEST))?;
    }
    version.ok_or_else(|| {
        let found = if exports.is_empty() { "nothing".to_owned() } else { exports.join(", ") };
        CheckError::NoHandler { found }
    })
}

fn check_import(import: String, version: Version) -> Result<(), CheckError> {
    if version.imports().any(|offered| offered == import) {
        return Ok(());
    }
    match Interface::of(&import) {
        Interface::Offered => return Ok(()),
        Interface::OtherVersion(offered) => {
            return Err(CheckError::OtherVersion { import, offered });
        }
        Interface::Unknown => {}
    }
    let interface = |name: &str| name.split_once('@').map(|(interface, _)| interface.to_owned());
    let wanted = interface(&import);
    let mut offered = version.imports();
    match offered.find(|offered| wanted.is_some() && interface(offered) == wanted) {
        Some(offered) => Err(CheckError::OtherVersion { import, offered }),
        None => Err(CheckError::UnknownImport { import }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_text(text: &str) -> Result<Version, CheckError> {
        check(&wat::parse_str(text).expect("it is WebAssembly text"))
    }

    #[test]
    fn what_is_no_component_is_named() {
        assert!(matches!(check(b"not wasm"), Err(CheckError::Invalid { .. })));
        assert_eq!(check_text("(module)"), Err(CheckError::CoreModule));
        let found = "nothing".to_owned();
        assert_eq!(check_text("(component)"), Err(CheckError::NoHandler { found }));
    }

    #[test]
    fn an_import_that_nobody_offers_is_named() {
        let text = r#"(component (import "wasi:keyvalue/store@0.2.0" (instance)))"#;
        let import = "wasi:keyvalue/store@0.2.0".to_owned();
        assert_eq!(check_text(text), Err(CheckError::UnknownImport { import }));
    }

    #[test]
    fn wasi_may_be_imported_in_the_versions_that_there_are() {
        let found = "nothing".to_owned();
        let text = |import| format!(r#"(component (import "{import}" (instance)))"#);
        let checked = check_text(&text("wasi:sockets/tcp@0.2.0"));
        assert_eq!(checked, Err(CheckError::NoHandler { found }));
        let import = "wasi:io/poll@0.3.0".to_owned();
        let offered = "wasi:io/poll@0.2.12".to_owned();
        let checked = check_text(&text(&import));
        assert_eq!(checked, Err(CheckError::OtherVersion { import, offered }));
    }

    #[test]
    fn an_import_of_another_version_is_named_with_the_one_there_is() {
        let text = r#"(component (import "mitra:department/log@0.2.0" (instance)))"#;
        let import = "mitra:department/log@0.2.0".to_owned();
        let offered = "mitra:department/log@1.0.0".to_owned();
        assert_eq!(check_text(text), Err(CheckError::OtherVersion { import, offered }));
    }

    /// An empty component whose one custom section fills it to so many bytes.
    fn sized(bytes: usize) -> Vec<u8> {
        let mut component = wat::parse_str("(component)").unwrap();
        component.push(0);
        let content = u32::try_from(bytes - component.len() - 5).unwrap();
        // The section's length in five bytes of LEB128; its name is empty, the rest zeros.
        component.extend((0..5).map(|n| {
            let seven = u8::try_from((content >> (7 * n)) & 0x7f).unwrap();
            if n < 4 { seven | 0x80 } else { seven }
        }));
        component.resize(bytes, 0);
        component
    }

    #[test]
    fn a_component_may_be_as_large_as_the_limit_and_no_larger() {
        let fits = check(&sized(COMPONENT_BYTES_MAX));
        assert_eq!(fits, Err(CheckError::NoHandler { found: "nothing".to_owned() }));
        let beyond = check(&sized(COMPONENT_BYTES_MAX + 1));
        assert!(matches!(beyond, Err(CheckError::TooLarge { .. })));
    }

    #[test]
    fn another_version_of_the_contract_is_named() {
        let text =
            r#"(component (instance $i) (export "mitra:department/handler@9.0.0" (instance $i)))"#;
        let found = "mitra:department/handler@9.0.0".to_owned();
        assert_eq!(check_text(text), Err(CheckError::NoHandler { found }));
    }

    #[test]
    fn a_truncated_component_is_invalid() {
        let whole = wat::parse_str("(component (core module (func)))").unwrap();
        assert!(matches!(check(&whole[..whole.len() - 1]), Err(CheckError::Invalid { .. })));
    }
}
