use super::*;

fn told(text: &str) -> String {
    Script::parse(text).expect_err(text).to_string()
}

#[test]
fn what_stands_before_the_first_title_counts_for_all() {
    let text = "at 24-11-2026 10:30\nset helpline = 1912\n\nscenario One\nchance 7\ncitizen en\n> Hi\n\
                scenario Two\nset helpline = 100\ncitizen te\n> Hi\n";
    let script = Script::parse(text).expect("a script");
    let scenarios = script.scenarios();
    let titles: Vec<_> = scenarios.iter().map(|scenario| scenario.title).collect();
    assert_eq!(titles, [Some("One"), Some("Two")]);
    assert!(scenarios.iter().all(|scenario| scenario.setup.at.is_some()));
    assert_eq!((scenarios[0].setup.chance, scenarios[1].setup.chance), (Some(7), None));
    assert_eq!(scenarios[0].setup.settings["helpline"], "1912");
    assert_eq!(scenarios[1].setup.settings["helpline"], "100");
}

#[test]
fn a_step_has_what_is_heard_after_it() {
    let text = "citizen en\n> (open bill)\n! trapped\n< Sorry\n  [Try again]\n\n# then\n< Bye\nwait 2 days\n< Hello\n";
    let script = Script::parse(text).expect("a script");
    let scenarios = script.scenarios();
    let steps = &scenarios[0].steps;
    assert_eq!((scenarios[0].title, steps.len()), (None, 3));
    assert_eq!((steps[1].line, steps[1].fault), (2, Some("trapped")));
    let lines: Vec<_> = steps[1].expected.iter().map(|expected| expected.line).collect();
    assert_eq!(lines, [4, 8]);
    assert_eq!(steps[2].expected.len(), 1);
}

#[test]
fn lines_stand_where_they_make_sense() {
    for (text, hint) in [
        ("# nothing\n", "nobody says anything"),
        ("> Hi\n", "nobody is there yet"),
        ("< Hi\n", "nothing can be heard here"),
        ("answer GET https://a.example/\n  200\n< Hi\n", "nothing can be heard here"),
        ("citizen en\n> Hi\nstored nothing\n< Hi\n", "nothing can be heard here"),
        ("citizen en\n! trapped\n", "behind what a citizen does"),
        ("citizen en\n> Hi\n< Hi\n! trapped\n", "before what is heard"),
        ("citizen en\n> Hi\nat 24-11-2026 10:30\n", "comes too late"),
        ("citizen en\n> Hi\nscenario Two\ncitizen en\n> Hi\n", "put `scenario TITLE` before it"),
        ("scenario One\nscenario Two\ncitizen en\n> Hi\n", "nothing happens in this scenario"),
        ("citizen en\n> {ref}\n", "write `{ref=word}` where it is first heard"),
        ("scenario A\ncitizen en\n> Hi\n< {ref=word}\nscenario B\ncitizen en\n> {ref}\n", "line 7"),
    ] {
        let told = told(text);
        assert!(told.contains(hint), "{text}: {told}");
    }
}
