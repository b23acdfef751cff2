use super::*;
use crate::script::Script;

/// The lines of one expectation.
fn expectation(text: &str) -> Vec<LinePattern> {
    let script = Script::parse(&format!("citizen en\n> Hi\n< {text}\n")).expect(text);
    script.scenarios()[0].steps[1].expected[0].lines.to_vec()
}

/// A message: its text, and its choices.
fn heard(body: &str, titles: &[&str]) -> Heard {
    let mut heard = Heard::text(body);
    heard.lines.extend(titles.iter().map(|title| HeardLine::Choice {
        title: (*title).to_owned(),
        description: Some(format!("about {title}")),
    }));
    heard
}

fn difference(expected: &str, heard: &Heard) -> String {
    let difference = compare(&expectation(expected), heard, &Names::default());
    difference.expect_err(expected).to_string()
}

#[test]
fn a_message_fits_line_by_line() {
    let bill = heard("Bill of October\nAmount: ₹ 709.91", &["Pay", "Done"]);
    for expected in [
        "...",
        "Bill of October\n  Amount: ₹ 709.91\n  [Pay] [Done]",
        "Bill of ...\n  ...",
        "...\n  Amount: ...\n  [Pay]\n  [Done | about Done]",
        "Bill...\n  Amount: ₹ {amount=number}\n  [...]",
        "...\n  [Pay] [...]",
        "...\n  [...] [Done]",
    ] {
        assert!(compare(&expectation(expected), &bill, &Names::default()).is_ok(), "{expected}");
    }
    for expected in [
        "Bill of October",
        "Bill of October\n  Amount: ₹ 709.91",
        "...\n  [Pay]",
        "...\n  [Done] [Pay]",
        "...\n  [Pay | about nothing] [Done]",
        "Bill of October\n  Amount: ₹ 709.91\n  [Pay] [Done] [More]",
        "[...]",
    ] {
        assert!(compare(&expectation(expected), &bill, &Names::default()).is_err(), "{expected}");
    }
}

#[test]
fn what_differs_is_shown_line_by_line_as_it_would_be_written() {
    let bill = heard("Bill of October\nAmount: {709}\n\nDue: soon", &["Pay", "Done"]);
    let shown = difference("Bill of {text}\n  Amount: 700\n  ...\n  [Pay] [Later]", &bill);
    let expected = "  Bill of October\n- Amount: 700\n+ Amount: \\{709}\n  \n  Due: soon\n  [Pay]\n- [Later]\n+ [Done]";
    assert_eq!(shown, expected);
    assert_eq!(difference("Bye", &heard("Hi", &[])), "- Bye\n+ Hi");
}

#[test]
fn a_message_fills_the_places_and_an_unknown_name_fits_nothing() {
    let registered = heard("Number: GRV-1\nBy: 27-11-2026", &["See GRV-1"]);
    let expected = expectation("Number: {ref=word}\n  By: {due=date}\n  [See ...]");
    let names = compare(&expected, &registered, &Names::default()).expect("it fits");
    assert_eq!((names.get("ref"), names.get("due")), (Some("GRV-1"), Some("27-11-2026")));
    let again = [LinePattern::Text(Pattern::parse("{ref}").expect("a pattern"))];
    assert!(compare(&again, &Heard::text("GRV-1"), &names).is_ok());
    assert!(compare(&again, &Heard::text("GRV-1"), &Names::default()).is_err());
}
