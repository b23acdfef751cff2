//! Pages that point at each other.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::File;

/// The folder of decisions and its index.
const DECISIONS: &str = "docs/adr";

/// Links of a page that lead to no file, or to no heading of one.
pub(super) fn check(root: &Path, file: &File) -> Vec<String> {
    if !is_page(&file.name) {
        return Vec::new();
    }
    let is_broken = |target: &&str| !leads_somewhere(root, file, target);
    let prose = prose(&file.text);
    let broken = targets(&prose).into_iter().filter(is_broken);
    broken.map(|target| format!("{}: links to nothing: {target}", file.name)).collect()
}

/// Decisions that the index does not list, or that have no number.
pub(super) fn check_decisions(root: &Path) -> anyhow::Result<Vec<String>> {
    let folder = root.join(DECISIONS);
    let index = fs::read_to_string(folder.join("README.md"))?;
    let mut findings = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name == "README.md" || !is_page(&name) {
            continue;
        }
        let (number, words) = name.split_at_checked(4).unwrap_or_default();
        if !number.bytes().all(|b| b.is_ascii_digit()) || !words.starts_with('-') {
            findings.push(format!("{DECISIONS}/{name}: is not named NNNN-words.md"));
        } else if !index.contains(&format!("[{number}]({name})")) {
            findings.push(format!("{DECISIONS}/README.md: does not list {name}"));
        }
    }
    findings.sort();
    Ok(findings)
}

fn is_page(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "md")
}

/// The text without code: code may hold what looks like a link.
fn prose(text: &str) -> String {
    let mut prose = String::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            // Every second piece between back-ticks is code.
            prose.extend(line.split('`').step_by(2));
            prose.push('\n');
        }
    }
    prose
}

/// Where links lead, inline (`[words](target)`) and by reference (`[word]: target`).
fn targets(prose: &str) -> Vec<&str> {
    let inline = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let references = prose.lines().filter_map(|line| {
        line.trim_start().strip_prefix('[')?.split_once("]: ").map(|(_, target)| target)
    });
    // A title may stand after the target.
    inline.chain(references).filter_map(|target| target.split_whitespace().next()).collect()
}

fn leads_somewhere(root: &Path, page: &File, target: &str) -> bool {
    if target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let (path, heading) = target.split_once('#').map_or((target, None), |(p, h)| (p, Some(h)));
    let folder = root.join(&page.name).parent().map(Path::to_owned).unwrap_or_default();
    let file = if path.is_empty() { root.join(&page.name) } else { folder.join(path) };
    let Some(heading) = heading.filter(|_| path.is_empty() || is_page(path)) else {
        return file.exists();
    };
    if path.is_empty() {
        return anchors(&page.text).iter().any(|anchor| anchor == heading);
    }
    fs::read_to_string(file).is_ok_and(|text| anchors(&text).iter().any(|a| a == heading))
}

/// The names that a page's headings have in links.
///
/// Source: GitHub's rule: lower case, no punctuation, hyphens for spaces, `-1` for a second one.
fn anchors(text: &str) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut anchors = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        in_code ^= line.trim_start().starts_with("```");
        let words = line.trim_start_matches('#');
        if in_code || words.len() == line.len() || !words.starts_with(' ') {
            continue;
        }
        let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let kept = words.trim().to_lowercase().chars().filter(is_kept).collect::<String>();
        let anchor = kept.replace(' ', "-");
        let n_before = seen.entry(anchor.clone()).or_default();
        anchors.push(if *n_before == 0 { anchor } else { format!("{anchor}-{n_before}") });
        *n_before += 1;
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn broken(text: &str) -> Vec<String> {
        let root = tempfile::tempdir().expect("a folder");
        write(root.path(), "docs/b.md", "# First part\n## Again\n## Again\n```\n# Code\n```\n");
        write(root.path(), "docs/a.md", text);
        check(root.path(), &File { name: "docs/a.md".to_owned(), text: text.to_owned() })
    }

    #[test]
    fn a_link_leads_somewhere() {
        let good = "# Up here\n[b](b.md) [b](b.md#first-part) [2](b.md#again-1) [up](#up-here) \
                    [web](https://example.org) ![b](../docs/b.md \"title\")\n\n[b]: b.md\n";
        assert_eq!(broken(good), Vec::<String>::new());
        for text in ["[x](c.md)", "[x](b.md#second-part)", "[x](b.md#code)", "[x](#down)"] {
            assert_eq!(broken(text).len(), 1, "{text}");
        }
        assert_eq!(broken("see [x]\n\n[x]: c.md\n").len(), 1);
        assert_eq!(broken("[b](b.md) and [x](../c.md)").len(), 1);
    }

    #[test]
    fn code_has_no_links() {
        assert!(broken("`[x](c.md)` and\n```\n[x](c.md)\n```\n").is_empty());
    }

    #[test]
    fn the_index_lists_every_decision() {
        let root = tempfile::tempdir().expect("a folder");
        let findings = || check_decisions(root.path()).expect("an index");
        write(root.path(), "docs/adr/README.md", "| [0001](0001-one.md) | One |\n");
        write(root.path(), "docs/adr/0001-one.md", "# One\n");
        assert_eq!(findings(), Vec::<String>::new());
        write(root.path(), "docs/adr/0002-two.md", "# Two\n");
        assert_eq!(findings().len(), 1);
        write(root.path(), "docs/adr/three.md", "# Three\n");
        assert_eq!(findings().len(), 2);
    }
}
