//! Codes of errors and their pages: each has the other.

use std::collections::BTreeMap;
use std::path::Path;

use super::File;

/// Where the pages are, and the list of them.
const PAGES: &str = "docs/errors/";
const INDEX: &str = "docs/errors/README.md";

/// Codes without a page, pages without a code, and pages that the list does not have.
pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut used = BTreeMap::new();
    for file in files.iter().filter(|file| file.name.starts_with("host/") && is_source(&file.name))
    {
        for code in codes(&file.text) {
            used.entry(code).or_insert(file.name.as_str());
        }
    }
    let page = |file: &File| Some(file.name.strip_prefix(PAGES)?.strip_suffix(".md")?.to_owned());
    let pages: Vec<String> =
        files.iter().filter(|file| file.name != INDEX).filter_map(page).collect();
    let index = files.iter().find(|file| file.name == INDEX).map_or("", |file| file.text.as_str());
    let mut findings = Vec::new();
    for (code, name) in &used {
        if !pages.contains(code) {
            findings.push(format!("{name}: {code} has no page {PAGES}{code}.md"));
        }
    }
    for page in &pages {
        if !used.contains_key(page) {
            findings.push(format!("{PAGES}{page}.md: no error has this code"));
        }
        if !index.contains(&format!("[{page}]({page}.md)")) {
            findings.push(format!("{INDEX}: does not list {page}"));
        }
    }
    findings
}

fn is_source(name: &str) -> bool {
    name.contains("/src/") && Path::new(name).extension().is_some_and(|extension| extension == "rs")
}

/// The codes that begin a message: `E0`, three digits, a colon.
fn codes(text: &str) -> impl Iterator<Item = String> {
    text.match_indices("E0").filter_map(|(at, _)| {
        let (code, rest) = text[at..].split_at_checked(5)?;
        let is_code = code[1..].bytes().all(|byte| byte.is_ascii_digit()) && rest.starts_with(": ");
        is_code.then(|| code.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> File {
        File { name: name.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_code_and_its_page_need_each_other() {
        let source =
            file("host/core/src/a.rs", "#[error(\"E0101: too large\")] E0102: small, E010: ఆE0");
        let index = file(INDEX, "[E0101](E0101.md)");
        let page = file("docs/errors/E0101.md", "# E0101");
        let check_all = |files: &[&File]| {
            let files: Vec<_> = files.iter().map(|f| file(&f.name, &f.text)).collect();
            check(&files)
        };
        assert!(check_all(&[&source, &index, &page])[0].contains("E0102 has no page"));
        let source = file("host/core/src/a.rs", "#[error(\"E0101: too large\")]");
        assert!(check_all(&[&source, &index, &page]).is_empty());
        assert!(check_all(&[&source, &index])[0].contains("E0101 has no page"));
        let lonely = [file("docs/errors/E0101.md", "# E0101")];
        assert_eq!(check(&lonely).len(), 2, "no code, and not in the list");
    }
}
