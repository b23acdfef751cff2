use super::*;

fn mistakes(text: &str) -> String {
    Script::parse(text).expect_err(text).to_string()
}

#[test]
fn every_mistake_of_a_file_is_told_with_its_line() {
    let text = "citizen fr en\n> Hi\n< {when}\nat noon\nwait a while\nanswer FETCH x\nhello\n   lost\n! \n";
    let told = mistakes(text);
    let lines: Vec<&str> = told.lines().collect();
    let expected = [
        "line 3: `{when}` is no placeholder",
        "line 4: `noon` is no instant of India's time",
        "line 5: `a while` is no wait",
        "line 6: `FETCH` is none of GET",
        "line 8: goes on a line of `hello`",
        "line 9: a fault that is expected has a name",
    ];
    let expected: Vec<&str> =
        expected.into_iter().filter(|line| !line.contains("{when}")).collect();
    assert_eq!(lines.len(), expected.len(), "{told}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}\nis not\n{expected}");
    }
}

#[test]
fn a_line_that_means_nothing_is_refused_with_what_to_write() {
    for (line, hint) in [
        ("Hi", "`Hi` begins no line"),
        (" > Hi", "indented by two spaces"),
        ("> [Pay", "is no tap"),
        ("> [Pay] now", "is no tap"),
        ("> (dance)", "(photo)"),
        ("> (photo from ../pole.jpg)", "(photo from pole.jpg)"),
        ("> (photo pole.jpg)", "(photo from pole.jpg)"),
        ("> (document from bill.pdf)", "(document bill.pdf from scan.pdf)"),
        ("> (location 91 0)", "(location 17.68 83.21)"),
        ("> (notice bill: paid)", "(notice SERVICE ID: what it says)"),
        ("> (notice bill order-17)", "(notice SERVICE ID: what it says)"),
        ("> (photo)\n  and more", "only a text has several lines"),
        (">", "writes nothing"),
        ("> {date}", "what a citizen writes has no `{date}`"),
        ("< (hello)", "begins with one of"),
        ("< (image x", "ends with `)`"),
        ("< [Pay", "is no choice"),
        ("< []", "a choice has a title"),
        ("< [Pay]\n  Text", "a message has its text first"),
        ("< {", r"a brace of the text is `\{`"),
        ("citizen Asha fr", "`fr` is no language"),
        ("citizen a b c", "a citizen has a name and a language"),
        ("seed ../other.json", "a file beside the scenario"),
        ("set helpline", "a name and a value"),
        ("answer GET", "is no address"),
        ("answer GET https://a.example/", "what is answered"),
        ("answer GET https://a.example/\n  999", "neither a status"),
        ("answer GET https://a.example/\n  unreachable\n  x", "an answer that never came"),
        ("stored", "`stored nothing at KEY`"),
        ("stored nothing\n  status = paid", "nothing has no fields"),
        ("stored bill/1\n  paid", "is no field with its value"),
        ("issued income/{ref=word}", "only what is heard does"),
        ("billed {ref}", "no earlier reply"),
        ("wait 0 days", "is no wait"),
        ("> a\u{7}b", "a control character"),
    ] {
        let told = mistakes(&format!("citizen en\n> Hi\n{line}\n"));
        assert!(told.contains(hint), "{line}: {told}");
    }
}

#[test]
fn a_file_is_read_up_to_its_limit() {
    let long = |bytes: usize| {
        let text = "citizen en\n> Hi\n";
        format!("{text}{}\n", "#".repeat(bytes - text.len() - 1))
    };
    assert!(Script::parse(&long(SCRIPT_BYTES_MAX)).is_ok());
    assert!(mistakes(&long(SCRIPT_BYTES_MAX + 1)).contains("make it two"));
}

#[test]
fn lines_of_other_systems_and_marks_at_the_beginning_are_read() {
    let script = Script::parse("\u{feff}citizen en\r\n> Hi\r\n< a\r\n  b\r\n").expect("a script");
    assert_eq!(script.to_string(), "citizen en\n> Hi\n< a\n  b\n");
}
