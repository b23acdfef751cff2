use super::*;

/// The file after all steps with expectations or heard messages were revised, in order.
fn revised(text: &str, heard: &[&[Heard]]) -> String {
    let script = Script::parse(text).expect(text);
    let scenarios = script.scenarios();
    let mut names = Names::default();
    let steps = scenarios.iter().flat_map(|scenario| &scenario.steps).skip(1);
    let revisions: Vec<_> =
        steps.zip(heard).map(|(step, heard)| revise(step, heard, &mut names)).collect();
    script.revised(&revisions).to_string()
}

fn text(body: &str) -> Heard {
    Heard::text(body)
}

#[test]
fn what_fits_stays_as_the_author_wrote_it() {
    let file = "# About\ncitizen en\n> Hi\n# greeted\n< Hello ...\n\n# and asked\n< ...\n";
    assert_eq!(revised(file, &[&[text("Hello you"), text("What?")]]), file);
}

#[test]
fn expectations_are_written_where_there_are_none() {
    let heard = [text("Hello"), text("[odd]\nWhat?")];
    let expected = "citizen en\n> Hi\n< Hello\n< \\[odd]\n  What?\n";
    assert_eq!(revised("citizen en\n> Hi\n", &[&heard]), expected);
    let with_fault = revised("citizen en\n> Hi\n! bug\n\n> more\n", &[&[text("Sorry")]]);
    assert_eq!(with_fault, "citizen en\n> Hi\n! bug\n< Sorry\n\n> more\n");
}

#[test]
fn a_message_that_is_new_or_gone_changes_nothing_else() {
    let file = "citizen en\n> Hi\n< One ...\n# two\n< Two\n# three\n< Three {date}\n";
    let gone = [text("One 1"), text("Three 01-02-2026")];
    let expected = "citizen en\n> Hi\n< One ...\n# two\n# three\n< Three {date}\n";
    assert_eq!(revised(file, &[&gone]), expected);
    let new = [text("Zero"), text("One 1"), text("Two"), text("Three 01-02-2026"), text("Four")];
    let expected =
        "citizen en\n> Hi\n< Zero\n< One ...\n# two\n< Two\n# three\n< Three {date}\n< Four\n";
    assert_eq!(revised(file, &[&new]), expected);
    let other = [text("One 1"), text("2"), text("Three 01-02-2026")];
    assert_eq!(revised(file, &[&other]), file.replace("Two", "2"));
}

#[test]
fn a_line_that_changed_keeps_its_placeholders() {
    let file = "citizen en\n> Hi\n< Registered.\n  Number: {ref=word}\n  ...\n  Due by {date}\n\
                > {ref}\n< Of {ref}\n  ...\n";
    let heard: [&[Heard]; 2] = [
        &[text("Registered!\nYour number is GRV-26-1 now\nTo be settled by 27-11-2026")],
        &[text("Grievance GRV-26-1\nRegistered: 24-11-2026")],
    ];
    let expected = "citizen en\n> Hi\n< Registered!\n  Your number is {ref=word} now\n  ...\n\
                    \u{20} To be settled by {date}\n> {ref}\n< Grievance {ref}\n  ...\n";
    assert_eq!(revised(file, &heard), expected);
}

#[test]
fn a_name_stands_for_its_value_in_lines_that_are_new() {
    let file = "citizen en\n> Hi\n< Number: {ref=word}\n> status\n";
    let heard: [&[Heard]; 2] = [&[text("Number: GRV-26-1")], &[text("GRV-26-1: registered")]];
    assert_eq!(revised(file, &heard), format!("{file}< {{ref}}: registered\n"));
}
