use proptest::prelude::*;

use super::*;
use crate::heard::Heard;
use crate::{Names, compare};

/// One file with a line of every kind, as it is written.
const EVERYTHING: &str = r#"# A bill is looked up.
at 24-11-2026 10:30
set helpline = 1912

scenario Everything that can be said
chance 7
seed empty.json
citizen
> Hi
< ...
citizen Asha te
answer GET https://a.example/bill?number=...
  200 application/json
  {"units": 117,

   "paise": 70991}
answer POST https://a.example/pay
  unreachable
answer DELETE https://a.example/pay
  times out
answer GET https://a.example/back
  stand-in
> (open bill)
! bug
< Bill of October
  \[not a choice] (nor this) \{nor that}

  Due: {due=date} ... at {time}\...
  (link Pay: https://a.example/{word})
  [Pay] [Another] [...]
# Several lines, and spaces that are kept \
> 1100143464097
    indented
  \(text) ends with a space \
  \
< \
  [Drinking water | Rural Water Supply]
  [A \| B \[1\]]
> [Pay]
< (image https://a.example/x.png)
> \[no tap
< By {due}
> (photo)
< ...
> (photo: the pole: broken)
> (photo from pole.jpg)
> (photo from pole.jpg: the pole: broken)
> (video)
> (video from pole.mp4)
> (voice)
> (voice from question.ogg)
> (document bill no 7.pdf)
> (document bill no 7.pdf from bill.pdf)
> (location 17.68 -83.21)
> (location 17 83: Town Hall, Gajuwaka)
> (notice bill order-17: paid, \{"until": "{due}"})
> (sticker)
> (contact)
wait 90 minutes
wait until 25-11-2026 09:00
< ...
  last
stored application/{due}/...
  answers.name = a = b
  n = {number}
stored nothing
issued nothing at birth/...
billed bill-7
citizen Asha
"#;

#[test]
fn a_file_is_written_as_it_was_read() {
    let script = Script::parse(EVERYTHING).expect("a script");
    assert_eq!(script.to_string(), EVERYTHING);
}

#[test]
fn what_is_written_otherwise_is_written_the_one_way() {
    for (written, expected) in [
        ("citizen  en \n>Hi \n<Hello  \n   there\n", "citizen en\n> Hi\n< Hello\n   there\n"),
        ("citizen en\n> Hi\n< a\n\n  [A]   [B]\n", "citizen en\n> Hi\n< a\n  [A] [B]\n"),
        (
            "at 1-1-2026 9:05\ncitizen en\n> Hi\nwait 120 minutes",
            "at 01-01-2026 09:05\ncitizen en\n> Hi\nwait 2 hours\n",
        ),
        ("citizen en\n> a\\b\\\\c\n", "citizen en\n> ab\\\\c\n"),
    ] {
        assert_eq!(Script::parse(written).expect(written).to_string(), expected);
    }
}

#[test]
fn many_choices_get_a_line_each() {
    let script =
        Script::parse(&format!("citizen en\n> Hi\n< a\n  {}\n", "[Twelve chars] ".repeat(6)));
    let written = script.expect("a script").to_string();
    assert_eq!(written.matches("\n  [Twelve chars]").count(), 6, "{written}");
}

proptest! {
    /// Whatever can be read is written so that it is read as the same again.
    #[test]
    fn what_is_written_is_read_as_the_same(lines in prop::collection::vec(line(), 0..12)) {
        let text = format!("citizen en\n> Hi\n{}\n", lines.join("\n"));
        if let Ok(script) = Script::parse(&text) {
            let written = script.to_string();
            let again = Script::parse(&written).expect("what was written is read");
            prop_assert_eq!(kinds(&again), kinds(&script), "{}", written);
            prop_assert_eq!(again.to_string(), written);
        }
    }

    /// Whatever a citizen hears can be written as what is expected, and fits it.
    #[test]
    fn every_message_fits_itself(
        body in "[a-z\\\\{}\\[\\](). |\t\n]{0,40}",
        titles in prop::collection::vec("[a-z\\\\\\[\\]|{}.]{1,8}", 0..4),
    ) {
        let mut heard = Heard::text(&body);
        heard.lines.extend(titles.into_iter().map(|title| HeardLine::Choice { title, description: None }));
        let lines: Vec<_> = heard.lines.iter().map(LinePattern::literal).collect();
        let item = Item { line: 1, kind: ItemKind::Hears(lines) };
        let written = format!("citizen en\n> Hi\n{}\n", item.kind);
        let script = Script::parse(&written).expect("it is written as it is read");
        let scenarios = script.scenarios();
        let expected = scenarios[0].steps[1].expected[0].lines;
        prop_assert!(compare(expected, &heard, &Names::default()).is_ok(), "{}", written);
    }
}

fn kinds(script: &Script) -> Vec<ItemKind> {
    script.items.iter().map(|item| item.kind.clone()).collect()
}

/// Lines as authors write them, well and badly.
fn line() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec![
        "> ",
        "< ",
        "  ",
        "  [",
        "  (image ",
        "< [",
        "> [",
        "#",
        "",
        "wait ",
        "set a =",
        "\\",
    ]);
    (mark, "[a-z0-9 \\\\{}\\[\\]().|=:_]{0,16}").prop_map(|(mark, text)| format!("{mark}{text}"))
}
