//! Any text as a file of scenarios: reading it never panics, and what can be read is written so that it is read as the
//! same again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mitra_scenario::Script;

fuzz_target!(|text: &str| {
    let Ok(script) = Script::parse(text) else { return };
    assert!(!script.scenarios().is_empty());
    let written = script.to_string();
    let again = Script::parse(&written).expect("what was written can be read");
    assert_eq!(again.to_string(), written);
    assert_eq!(again.scenarios().len(), script.scenarios().len());
});
