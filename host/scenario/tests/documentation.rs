//! The page that tells vendors of the format says nothing that the parser does not take.

use mitra_scenario::Script;

const PAGE: &str = include_str!("../../../docs/vendors/testing.md");

#[test]
fn every_example_of_the_page_is_a_scenario() {
    let blocks: Vec<&str> = PAGE.split("```text\n").skip(1).collect();
    let examples = blocks.iter().map(|block| block.split("```").next().unwrap_or_default());
    // What a failed run prints is no scenario.
    let examples: Vec<&str> = examples.filter(|example| !example.contains("FAILED")).collect();
    assert!(examples.len() >= 5, "the page has lost its examples");
    for example in examples {
        let is_whole = example.starts_with('#');
        let begun = if is_whole { "" } else { "citizen en\n> Hi\n" };
        if let Err(mistakes) = Script::parse(&format!("{begun}{example}")) {
            panic!("{mistakes}\n{example}");
        }
    }
}
