//! How sources look.

use std::path::Path;

use super::File;

/// Lines of one file, its tests aside: a file holds one noun or one step.
const LINES_MAX: usize = 500;
/// Characters of one line of Rust.
const COLUMNS_MAX: usize = 120;
/// Words that say that something is not finished.
const UNFINISHED: [&str; 4] = ["TODO", "FIXME", "dbg!(", "unimplemented!("];
/// What a published repository must not know: folders of one machine.
const MACHINE: [&str; 3] = ["/work/", "/root/", "/farm/"];

pub(super) fn check(File { name, text }: &File) -> Vec<String> {
    let mut findings = Vec::new();
    let extension = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let is_code = matches!(extension, "rs" | "js" | "py" | "css" | "html");
    if is_code {
        let own = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
        let lines = own.lines().count();
        if lines > LINES_MAX {
            findings.push(format!("{name}: {lines} lines, at most {LINES_MAX}"));
        }
    }
    if extension == "rs" && name.ends_with("src/lib.rs") && !text.starts_with("//!") {
        findings.push(format!("{name}: does not open with what the crate is"));
    }
    // This file names what it looks for; the lock file is not ours to write.
    if name.ends_with("tidy/sources.rs") || extension == "lock" {
        return findings;
    }
    for (number, line) in (1..).zip(text.lines()) {
        let mut find = |what: String| findings.push(format!("{name}:{number}: {what}"));
        // A text that people read is one line, however long.
        let is_text = line.trim_start().starts_with(['"', 'r']);
        if extension == "rs" && !is_text && line.is_ascii() && line.len() > COLUMNS_MAX {
            find(format!("more than {COLUMNS_MAX} columns"));
        }
        if is_code && let Some(word) = UNFINISHED.iter().find(|word| line.contains(**word)) {
            find(format!("unfinished: {word}"));
        }
        if let Some(folder) = MACHINE.iter().find(|folder| line.contains(**folder)) {
            find(format!("a folder of one machine: {folder}"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(name: &str, text: &str) -> usize {
        check(&File { name: name.to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn a_file_has_five_hundred_lines_beside_its_tests() {
        let lines = |n: usize| "// x\n".repeat(n);
        assert_eq!(findings("a.rs", &lines(LINES_MAX)), 0);
        assert_eq!(findings("a.rs", &lines(LINES_MAX + 1)), 1);
        let tested = format!("{}\n#[cfg(test)]\nmod tests {{}}\n{}", lines(100), lines(LINES_MAX));
        assert_eq!(findings("a.rs", &tested), 0);
    }

    #[test]
    fn unfinished_work_and_machines_are_found() {
        assert_eq!(findings("a.rs", "// TODO: later\n"), 1);
        assert_eq!(findings("a.md", "see /root/x\n"), 1);
        assert_eq!(findings("host/x/src/lib.rs", "mod a;\n"), 1);
        assert_eq!(findings("host/x/src/lib.rs", "//! What it is.\n"), 0);
        assert_eq!(findings("a.rs", &format!("// {}\n", "x".repeat(COLUMNS_MAX))), 1);
    }
}
