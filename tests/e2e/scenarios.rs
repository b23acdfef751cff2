//! `mitra test` and `mitra run`: conversations with the echoing guest, as a vendor plays them.

use std::path::{Path, PathBuf};

use mitra_tests::kit::{backend, guest, mitra, plugins_folder};

/// Everything that a scenario can say and that goes well.
const GOOD: &str = r"# What is heard is what is expected.
at 24-11-2026 10:30
set office = 1912

scenario A conversation
citizen en
> (open echo)
< I am listening
> Hello
  there
< echo: Hello
  there
> (location 17.68 83.21: Town Hall)
< place: 17.68 83.21
> (photo)
< file: image/jpeg
> (document bill.pdf)
< file: application/pdf
> !config
< ...1912...
> !smallest
< అ
< ...
  [...]
< అ
  [0అ] [1అ] [2అ] [3అ]
< అ
  (link అ: https://example.org/...)
< (image https://example.org/picture.jpg?)
< (document అ https://example.org/bill.pdf?)
< (document అ text/plain, 3 bytes)
< (place -90 180)
< అ
  (asks for a location)
> back
< ...

scenario Time, chance and faults
citizen te
> (open echo)
< ...
# The clock stands still, but for a second before each thing that a citizen does.
> !clock
< 1795496404000
wait 2 days
> !clock
< 1795669205000
> !random 4
< 4 {drawn=text}
> !bug
! bug
< ...
> !trap
! trapped
< ...
> !refuse
< Not allowed.
> !later 30
< ...
wait 149 seconds
# The fifth repeat in vain is the last.
wait 1 second
< ...

scenario Two citizens share what is the department's
citizen Asha en
> (open echo)
< ...
> !count
< count: {first=number}
stored count
issued nothing
citizen Ravi hi
> (open echo)
< ...
> !count
< count: 2
> {first}
< echo: 1
stored nothing at mine/...
citizen Asha
> !count
< count: 3

scenario A stranger is greeted
citizen
> Hi
< ...
  [తెలుగు] [English] [हिन्दी]
> [English]
< ...
< ...
  [...]
> echo echo
< I am listening
";

/// A folder of scenarios with this one.
fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("echo.txt"), text).expect("a file");
    folder
}

/// Runs `mitra` with these words on the echoing guest; gives whether it succeeded, and what it said.
fn run(command: &str, words: &[&str]) -> (bool, String) {
    let output = mitra().arg(command).arg(guest("echo")).args(words).output();
    let output = output.expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.success(), text(output.stdout) + &text(output.stderr))
}

fn play(folder: &Path, words: &[&str]) -> (bool, String) {
    let folder = folder.display().to_string();
    run("test", &[&["--scenarios", &folder], words].concat())
}

#[test]
fn a_conversation_is_played_through_a_whole_host() {
    let folder = folder(GOOD);
    let (is_good, said) = play(folder.path(), &[]);
    assert!(is_good && said.contains("\n4 passed, 0 failed"), "{said}");
    assert!(said.contains("ok      A conversation (8 turns, at most"), "{said}");
    let (is_good, said) = play(folder.path(), &["--filter", "stranger"]);
    assert!(is_good && said.contains("\n1 passed, 0 failed"), "{said}");
    let (is_good, said) = play(folder.path(), &["--filter", "nothing"]);
    assert!(!is_good && said.contains("there is no such scenario"), "{said}");
}

#[test]
fn a_scenario_fails_where_storage_is_not_as_it_says() {
    for (line, why) in [
        ("stored nothing", "`count` is there now: "),
        ("stored account", "nothing of such a key is there; what has changed: `count`"),
        ("stored nothing at count", "`count` is there: "),
        ("billed ...", "nothing of such a key is there, and nothing has changed"),
    ] {
        let folder =
            folder(&format!("citizen en\n> (open echo)\n< ...\n> !count\n< count: 1\n{line}\n"));
        let (is_good, said) = play(folder.path(), &[]);
        let place = format!("echo.txt:6: storage is not as it must be: {why}");
        assert!(!is_good && said.contains(&place), "{line}: {said}");
    }
}

#[test]
fn a_department_reads_the_files_that_a_scenario_has_and_no_others() {
    let begun = "citizen en\n> (open echo)\n< ...\n";
    let ends = |steps: &str| {
        let folder = folder(&format!("{begun}{steps}"));
        std::fs::write(folder.path().join("pole.jpg"), b"\x01\x02\x03").expect("a file");
        let manifest = folder.path().join("department.toml");
        std::fs::write(&manifest, "id = 'echo'\n[media]\nread = true\n").expect("a file");
        let manifest = manifest.display().to_string();
        play(folder.path(), &["--manifest", &manifest])
    };
    let (is_good, said) = ends(
        "> (photo from pole.jpg: !read)\n< image/jpeg: 3 bytes, sum 6\n\
         > (photo from pole.jpg: !id)\n< {id=word}\nwait 6 days\n> (open echo)\n< ...\n\
         > !file {id}\n< image/jpeg: 3 bytes, sum 6\n\
         wait 1 day\n> !file {id}\n< gone\n> !make image/png 100\n< As you wished\n  (image image/png, 100 bytes)\n",
    );
    assert!(is_good, "{said}");
    let (is_good, said) = ends("> (photo: !read)\n< ...\n");
    let told = "read the citizen's file `image`, and the scenario does not say what is in it";
    assert!(!is_good && said.contains(told), "{said}");
    let (is_good, said) = ends("> (photo from post.jpg: !read)\n< ...\n");
    assert!(!is_good && said.contains("post.jpg` of"), "{said}");
}

#[test]
fn what_goes_otherwise_is_told_with_file_line_and_difference() {
    let begun = "citizen en\n> (open echo)\n< ...\n";
    for (steps, told) in [
        (
            "> Hi there\n< echo: Hi\n  [Pay]\n",
            "echo.txt:5: this message is another one:\n            - echo: Hi\n            + echo: Hi there\n            - [Pay]",
        ),
        (
            "> one\n",
            "echo.txt:4: a message came that the scenario does not have:\n            + < echo: one",
        ),
        ("> one\n< echo: one\n< echo: two\n", "echo.txt:6: this message did not come"),
        ("> !trap\n< ...\n", "echo.txt:4: the department's turn gave no outcome: E0201: trapped: "),
        ("> !bug\n< ...\n", "(if that is what must happen, write `! bug` before the replies)"),
        ("> one\n! trapped\n< ...\n", "expects the fault `trapped`, and no turn failed"),
        ("> !bug\n! trapped\n< ...\n", "and the turn ended with `bug`"),
        ("> [Pay]\n", "echo.txt:4: `[Pay]` is not offered: there are ["),
        ("> (open bill)\n", "the department has no service `bill`: it has echo"),
        ("> !gossip of the town\n! bug\n< Hi\n", "the department's log: ERROR gossip of the town"),
    ] {
        let folder = folder(&format!("{begun}{steps}"));
        let (is_good, said) = play(folder.path(), &[]);
        assert!(!is_good && said.contains(told), "{steps}\n{told}\nis not in\n{said}");
        assert!(said.contains("\n0 passed, 1 failed"), "{said}");
    }
    let folder = folder("citizen en\nHi\n");
    let (is_good, said) = play(folder.path(), &[]);
    assert!(!is_good && said.contains("echo.txt:2: `Hi` begins no line"), "{said}");
}

#[test]
fn web_services_answer_what_the_scenario_says_and_nothing_is_sent() {
    let manifest = tempfile::tempdir().expect("a folder");
    let manifest = manifest.path().join("department.toml");
    std::fs::create_dir_all(manifest.parent().expect("a folder")).expect("a folder");
    let asks = "id = 'echo'\n[[http]]\nto = 'https://a.example/api/'\nmethods = ['GET']\n";
    std::fs::write(&manifest, asks).expect("a file");
    let manifest = manifest.display().to_string();
    let play = |text: &str| play(folder(text).path(), &["--manifest", &manifest]);
    let begun = "citizen en\n> (open echo)\n< ...\n";
    let answers = "answer GET https://a.example/api/...\n  200 text/plain\n  served\n\
                   answer GET https://a.example/api/away\n  unreachable\n";
    let steps = "> !get https://a.example/api/x\n< 200 served\n\
                 > !get https://a.example/api/away\n< Failure::Unreachable...\n\
                 > !get https://b.example/\n< Failure::Denied...\n";
    let (is_good, said) = play(&format!("{begun}{answers}{steps}"));
    assert!(is_good, "{said}");
    let (is_good, said) = play(&format!("{begun}> !get https://a.example/api/x\n< ...\n"));
    let told = "asked for `GET https://a.example/api/x`, and the scenario has no answer";
    assert!(!is_good && said.contains(told), "{said}");
}

/// Plays a scenario of the echoing guest with this program in the place of a web service.
fn play_with(stand_in: &str, text: &str) -> (bool, String) {
    let folder = folder(text);
    let manifest = folder.path().join("department.toml");
    let asks = "id = 'echo'\n[[http]]\nto = 'https://a.example/api/'\nmethods = ['GET']\n";
    let stands = format!("[[stand_in]]\nto = 'https://a.example/api/'\ncommand = {stand_in}\n");
    std::fs::write(&manifest, format!("{asks}{stands}")).expect("a file");
    play(folder.path(), &["--manifest", &manifest.display().to_string()])
}

#[test]
fn a_stand_in_answers_what_no_answer_is_written_for_by_the_scenarios_clock() {
    let back_end = format!("['{}', 'transport', '--clock', 'requests']", backend().display());
    let begun = "at 24-11-2026 10:30\ncitizen en\n> (open echo)\n< ...\n";
    let days = "> !get https://a.example/api/offices/tnl/days\n";
    let steps = format!(
        "{days}< 200 [\\{{\"day\":\"2026-11-25\"...\nwait 1 day\n{days}< 200 [\\{{\"day\":\"2026-11-26\"...\n\
         answer GET https://a.example/api/offices/...\n  unreachable\n{days}< Failure::Unreachable...\n\
         answer GET https://a.example/api/offices/...\n  stand-in\n{days}< 200 ...\n"
    );
    let (is_good, said) = play_with(&back_end, &format!("{begun}{steps}"));
    assert!(is_good, "{said}");
    for (stand_in, told) in [
        ("['sh', '-c', 'exit 7']", "the stand-in `sh -c exit 7` ended before it listened on port "),
        ("['./nowhere']", "the stand-in `./nowhere` cannot be started: "),
    ] {
        let (is_good, said) = play_with(stand_in, begun);
        assert!(!is_good && said.contains(told), "{said}");
    }
}

#[test]
fn what_is_heard_is_written_down_with_comments_and_placeholders_kept() {
    let text = "# About\ncitizen en\n> (open echo)\n# It listens.\n< I {word} listening\n\
                > Number GRV-7\n< echo: No. {ref=word}\n> {ref}\n";
    let folder = folder(text);
    let (is_good, said) = play(folder.path(), &["--update"]);
    assert!(is_good && said.contains("written: "), "{said}");
    let written = std::fs::read_to_string(folder.path().join("echo.txt")).expect("a file");
    let expected = text.replace("echo: No. {ref", "echo: Number {ref") + "< echo: {ref}\n";
    // The reference is too short to be looked for in new lines.
    assert_eq!(written, expected.replace("< echo: {ref}\n", "< echo: GRV-7\n"));
    let (is_good, said) = play(folder.path(), &[]);
    assert!(is_good, "{said}");
    let (is_good, said) = play(folder.path(), &["--update"]);
    assert!(is_good && !said.contains("written: "), "{said}");
}

#[test]
fn the_departments_of_this_repository_keep_their_scenarios() {
    for id in ["energy", "grievance", "transport"] {
        let (folder, component) = (plugins_folder().join(id), guest(id));
        let output = mitra().arg("test").arg(folder).arg("--component").arg(component).output();
        let output = output.expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
    }
}

#[test]
fn one_turn_is_run_with_all_that_it_did_and_cost() {
    let (is_good, said) = run("run", &["--service", "echo"]);
    assert!(
        is_good && said.starts_with("< I am listening\nnext    stay, with 1 bytes of state: 1\n"),
        "{said}"
    );
    let (is_good, said) = run("run", &["--service", "echo", "--text", "!count"]);
    assert!(is_good && said.contains("record  count (department): 1 bytes"), "{said}");
    assert!(said.contains("ms of CPU time"), "{said}");
    let (is_good, said) = run("run", &["--service", "echo", "--text", "!gossip x"]);
    assert!(
        !is_good && said.contains("fault   bug: ") && said.contains("log     ERROR gossip x"),
        "{said}"
    );
    let (is_good, said) = run("run", &["--service", "bill"]);
    assert!(!is_good && said.contains("`echo` has no service `bill`: it has echo"), "{said}");
    let (is_good, said) = run("run", &["--service", "echo", "--lang", "fr"]);
    assert!(!is_good && said.contains("`fr` is no language: te, en or hi"), "{said}");
}

#[test]
fn one_turn_is_told_to_programs_as_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let state: PathBuf = folder.path().join("state");
    std::fs::write(&state, "12345").expect("a file");
    let state = state.display().to_string();
    let words = ["--service", "echo", "--text", "!state-bytes", "--state", &state, "--json"];
    let (is_good, said) = run("run", &words);
    let told: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert!(is_good, "{said}");
    assert_eq!(told["replies"][0]["text"]["body"], "5: 12345");
    assert_eq!((&told["next"], &told["state"]), (&"stay".into(), &"1".into()));
    assert!(told["cpu_ms"].as_f64().is_some_and(|ms| ms > 0.0), "{said}");
}
