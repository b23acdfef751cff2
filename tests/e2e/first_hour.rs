//! A vendor's first hour, word for word as its page says: with the program alone, outside of this repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use mitra_tests::kit::{binary, guests_folder};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};

/// The pages.
const RUST: &str = include_str!("../../docs/vendors/first-hour-rust.md");
const PYTHON: &str = include_str!("../../docs/vendors/first-hour-python.md");
const TYPESCRIPT: &str = include_str!("../../docs/vendors/first-hour-typescript.md");
const C: &str = include_str!("../../docs/vendors/first-hour-c.md");
const DATA: &str = include_str!("../../docs/vendors/first-hour-data.md");
/// How long a build and a swap may take.
const BUILD: Duration = Duration::from_mins(8);

/// Commands of the page, and what they must say.
struct Passage {
    commands: String,
    said: Vec<String>,
}

/// A page's `sh` blocks, each with the `text` block that follows it.
fn passages(page: &str) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut blocks = page.split("```");
    while let (Some(_), Some(block)) = (blocks.next(), blocks.next()) {
        let (kind, text) = block.split_once('\n').expect("a block has a kind");
        match (kind, passages.last_mut()) {
            ("sh", _) => passages.push(Passage { commands: text.to_owned(), said: Vec::new() }),
            ("text", Some(last)) => last.said.extend(text.lines().map(str::to_owned)),
            _ => panic!("a block of another kind: {kind}"),
        }
    }
    passages
}

/// A shell with the program in its path. What is built for WebAssembly is shared with the departments: the standard
/// library takes a minute.
pub(super) fn shell(folder: &Path, commands: &str) -> Command {
    let path = std::env::join_paths(
        std::iter::once(binary().parent().expect("a folder").to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", commands]).current_dir(folder).stdin(Stdio::null());
    shell.env("PATH", path.expect("a path")).env("CARGO_TARGET_DIR", target());
    shell
}

fn target() -> PathBuf {
    guests_folder().parent().expect("a folder").join("guests-build")
}

/// Follows a page from an empty folder. Gives back the folder, and the project in it.
fn follow(page: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let at = follow_in(folder.path(), page);
    (folder, at)
}

/// Follows a page from this folder. Gives back where it leads.
pub(super) fn follow_in(folder: &Path, page: &str) -> PathBuf {
    let passages = passages(page);
    assert!(passages.len() >= 6, "the page has lost its commands");
    let (mut at, mut exports) = (folder.to_owned(), String::new());
    for Passage { commands, said } in passages {
        let output = shell(&at, &format!("{exports}{commands}")).output().expect("it runs");
        let heard = String::from_utf8_lossy(&output.stdout).into_owned();
        let all = format!("{commands}\n{heard}\n{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{all}");
        for line in said {
            assert!(heard.contains(&line), "`{line}` is not said: {all}");
        }
        // The next commands are typed where these left off.
        if commands.lines().any(|line| line == "cd water") {
            at = at.join("water");
        }
        let exported = commands.lines().filter(|line| line.starts_with("export "));
        exports.extend(exported.map(|line| format!("{line}\n")));
    }
    at
}

#[test]
fn first_hour_from_an_empty_folder_to_tested_conversations() {
    let (_folder, project) = follow(RUST);
    let formatted = shell(&project, "cargo fmt --check").output().expect("it runs");
    assert!(formatted.status.success(), "{}", String::from_utf8_lossy(&formatted.stdout));
}

#[test]
fn first_hour_in_python() {
    follow(PYTHON);
}

#[test]
fn first_hour_in_typescript() {
    let (_folder, at) = follow(TYPESCRIPT);
    // What is no program is not built, and the compiler says why.
    std::fs::write(at.join("src/wrong.ts"), "export const ward: number = \"7\";\n")
        .expect("a file");
    let output = shell(&at, "mitra build").output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("src/wrong.ts"), "{said}");
}

#[test]
fn first_hour_in_c() {
    let (_folder, project) = follow(C);
    // A warning is no component, and the compiler's words say where it is.
    std::fs::write(project.join("wrong.c"), "static int unused;\n").expect("a file");
    let output = shell(&project, "mitra build").output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("wrong.c:1:12"), "{said}");
}

#[test]
fn first_hour_without_a_program() {
    follow(DATA);
}

#[test]
fn a_project_is_not_made_where_it_cannot_be() {
    let folder = tempfile::tempdir().expect("a folder");
    for (commands, told) in [
        ("mitra new Water", "cannot be a department's id"),
        ("mitra new --lang cobol water", "[possible values: rust, python, typescript, c, data]"),
        ("mkdir full; touch full/a; mitra new full", "is there already and not empty"),
        ("mitra build", "is no department's project"),
    ] {
        let output = shell(folder.path(), commands).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(told), "{commands}: {said}");
    }
}

/// What a running `mitra dev` says.
struct Dev {
    child: tokio::process::Child,
    lines: [Lines<BufReader<Box<dyn tokio::io::AsyncRead + Unpin + Send>>>; 2],
}

impl Dev {
    /// Waits for a line with these words on either of its outputs.
    async fn says(&mut self, words: &str) {
        let mut all = Vec::new();
        let [out, err] = &mut self.lines;
        let heard = async {
            loop {
                let line = tokio::select! {
                    line = out.next_line() => line,
                    line = err.next_line() => line,
                };
                let line = line.expect("text").expect("it runs");
                let is_there = line.contains(words);
                all.push(line);
                if is_there {
                    break;
                }
            }
        };
        let in_time = tokio::time::timeout(BUILD, heard).await;
        assert!(in_time.is_ok(), "`{words}` is not said: {}", all.join("\n"));
    }
}

#[tokio::test]
async fn first_hour_a_change_is_served_and_a_mistake_is_not() {
    change("rust", "src/texts.rs", "it must have 1 to 24").await;
}

#[tokio::test]
async fn first_hour_in_c_a_change_is_served_and_a_mistake_is_not() {
    change("c", "texts.c", "there may be 24").await;
}

/// Changes the department's name under a running `mitra dev`: to what is no text, to a text that is too long, of which
/// it says so, to a good one.
async fn change(language: &str, texts: &str, too_long: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let new = format!("mitra new --lang {language} water");
    let made = shell(folder.path(), &new).status().expect("it runs");
    assert!(made.success());
    let project = folder.path().join("water");
    let port = mitra_tests::kit::free_address().expect("a port").port();
    let mut command =
        tokio::process::Command::from(shell(&project, &format!("exec mitra dev --port {port}")));
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("it starts");
    let out: Box<dyn tokio::io::AsyncRead + Unpin + Send> =
        Box::new(child.stdout.take().expect("piped"));
    let err: Box<dyn tokio::io::AsyncRead + Unpin + Send> =
        Box::new(child.stderr.take().expect("piped"));
    let lines = [out, err].map(|pipe| BufReader::new(pipe).lines());
    let mut dev = Dev { child, lines };
    dev.says("Open the chat page").await;
    let texts = project.join(texts);
    let good = std::fs::read_to_string(&texts).expect("a file");
    std::fs::write(&texts, good.replace("\"New department\"", "12")).expect("a file");
    dev.says("the last good version keeps serving").await;
    let long = "\"A name of far more than twenty-four characters\"";
    std::fs::write(&texts, good.replace("\"New department\"", long)).expect("a file");
    dev.says(too_long).await;
    dev.says("the last good version keeps serving").await;
    std::fs::write(&texts, good.replace("New department", "Ward offices")).expect("a file");
    dev.says("the new version serves").await;
    dev.child.kill().await.expect("it runs");
}
