//! Text -> [`Script`]: line by line, with everything that is wrong.

mod act;
mod answer;
mod kept;
mod reply;

use mitra_core::language::Language;

use crate::kept::Shelf;
use crate::mistake::{Mistake, Mistakes};
use crate::moment::{parse_instant, parse_span};
use crate::script::{Citizen, Item, ItemKind, Script, Wait};
use crate::{SCRIPT_BYTES_MAX, plan};

/// How a line that goes on the one before is indented.
pub(crate) const INDENT: &str = "  ";

/// One line of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// From 1.
    pub(crate) number: usize,
    /// Without what says that it goes on.
    pub(crate) text: &'a str,
}

impl Script {
    /// Reads a file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Mistakes> {
        if text.len() > SCRIPT_BYTES_MAX {
            let (bytes, max) = (text.len(), SCRIPT_BYTES_MAX);
            let what = format!("the file has {bytes} bytes, at most {max} are read: make it two");
            return Err(Mistakes(vec![Mistake::new(1, what)]));
        }
        let mut mistakes = Vec::new();
        let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
        let mut items = Vec::new();
        let mut at = 0;
        while let Some(first) = lines.get(at) {
            let block = block(&lines, at);
            let line = at + 1;
            at += block.len();
            if let Some(number) = control(&block) {
                let what = "has a control character, remove it";
                mistakes.push(Mistake::new(number, what));
                continue;
            }
            match item(first, &block) {
                Ok(kind) => items.push(Item { line, kind }),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        let script = Self { items };
        // What follows what makes no sense to ask of a file of which lines are missing.
        if mistakes.is_empty() {
            mistakes = plan::check(&script);
        }
        if mistakes.is_empty() { Ok(script) } else { Err(Mistakes(mistakes)) }
    }
}

/// The line and those that go on it: indented ones, and empty ones between them.
fn block<'a>(lines: &[&'a str], at: usize) -> Vec<Line<'a>> {
    let line = |index: usize, text| Line { number: index + 1, text };
    let mut block = vec![line(at, lines[at])];
    if is_empty(lines[at]) || lines[at].starts_with('#') {
        return block;
    }
    let mut empty = Vec::new();
    for (index, text) in lines.iter().enumerate().skip(at + 1) {
        if is_empty(text) {
            empty.push(line(index, ""));
        } else if let Some(text) = text.strip_prefix(INDENT) {
            block.append(&mut empty);
            block.push(line(index, text));
        } else {
            break;
        }
    }
    block
}

fn is_empty(line: &str) -> bool {
    line.chars().all(char::is_whitespace)
}

/// The number of a line with a character that cannot be seen.
fn control(block: &[Line<'_>]) -> Option<usize> {
    let is_control = |line: &&Line<'_>| line.text.chars().any(|c| c.is_control() && c != '\t');
    block.iter().find(is_control).map(|line| line.number)
}

fn item(first: &str, block: &[Line<'_>]) -> Result<ItemKind, Mistake> {
    let line = block[0].number;
    if is_empty(first) {
        return Ok(ItemKind::Blank);
    }
    if let Some(comment) = first.strip_prefix('#') {
        return Ok(ItemKind::Comment(comment.trim_end().to_owned()));
    }
    if first.starts_with([' ', '\t']) {
        let what = "is indented and goes on no line: what goes on a line is indented by two spaces";
        return Err(Mistake::new(line, what));
    }
    if let Some(block) = marked(first, block, '<') {
        return reply::parse(&block).map(ItemKind::Hears);
    }
    if let Some(block) = marked(first, block, '>') {
        return act::parse(&block).map(ItemKind::Does);
    }
    let (word, rest) = first.split_once(char::is_whitespace).unwrap_or((first, ""));
    let rest = rest.trim();
    if word == "answer" {
        return answer::parse(rest, block).map(ItemKind::Answers);
    }
    if let Some(shelf) = Shelf::ALL.into_iter().find(|shelf| shelf.word() == word) {
        return kept::parse(shelf, rest, block).map(ItemKind::Keeps);
    }
    if let Some(more) = block.get(1) {
        let what = format!("goes on a line of `{word}`, which has one line");
        return Err(Mistake::new(more.number, what));
    }
    keyword(word, rest).map_err(|what| Mistake::new(line, what))
}

/// The block behind its mark and one space.
fn marked<'a>(first: &'a str, block: &[Line<'a>], mark: char) -> Option<Vec<Line<'a>>> {
    let text = first.strip_prefix(mark)?;
    let text = text.strip_prefix(' ').unwrap_or(text);
    let mut block = block.to_vec();
    block[0].text = text;
    Some(block)
}

/// A line that says how the scenario is set up or goes on.
fn keyword(word: &str, rest: &str) -> Result<ItemKind, String> {
    match word {
        "scenario" if !rest.is_empty() => Ok(ItemKind::Scenario(rest.to_owned())),
        "scenario" => Err("a scenario has a title: `scenario The bill is paid`".to_owned()),
        "at" => parse_instant(rest).map(ItemKind::At).ok_or_else(|| {
            format!("`{rest}` is no instant of India's time: `at 24-11-2026 10:30`")
        }),
        "chance" => rest
            .parse()
            .map(ItemKind::Chance)
            .map_err(|_| format!("`{rest}` is no number: `chance 7`")),
        "seed" if is_file(rest) => Ok(ItemKind::Seed(rest.to_owned())),
        "seed" => Err("a seed is a file beside the scenario: `seed empty.json`".to_owned()),
        "set" => match rest.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => {
                let (key, value) = (key.trim().to_owned(), value.trim().to_owned());
                Ok(ItemKind::Setting { key, value })
            }
            _ => Err("a setting has a name and a value: `set helpline = 1912`".to_owned()),
        },
        "citizen" => citizen(rest).map(ItemKind::Citizen),
        "!" if is_word(rest) => Ok(ItemKind::Faults(rest.to_owned())),
        "!" => Err("a fault that is expected has a name: `! trapped`".to_owned()),
        "wait" => wait(rest),
        _ => Err(format!(
            "`{word}` begins no line: there are `>` and `<`, `scenario`, `at`, `chance`, `seed`, `set`, `citizen`, `wait`, `answer`, \
             `stored`, `issued`, `billed`, `!` and `#`; \
             a line that goes on the one before is indented by two spaces"
        )),
    }
}

/// `en`, `Asha`, `Asha en`, or nothing.
fn citizen(rest: &str) -> Result<Citizen, String> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (name, language) = match words.as_slice() {
        [] => (None, None),
        [word] => match Language::from_code(word) {
            Some(language) => (None, Some(language)),
            None => (Some(*word), None),
        },
        [name, code] if Language::from_code(name).is_none() => {
            let language = Language::from_code(code);
            let language =
                language.ok_or_else(|| format!("`{code}` is no language: te, en or hi"))?;
            (Some(*name), Some(language))
        }
        _ => return Err("a citizen has a name and a language: `citizen Asha te`".to_owned()),
    };
    Ok(Citizen { name: name.map(str::to_owned), language })
}

fn wait(rest: &str) -> Result<ItemKind, String> {
    let parsed = match rest.strip_prefix("until ") {
        Some(instant) => parse_instant(instant.trim()).map(Wait::Until),
        None => parse_span(rest).map(Wait::Span),
    };
    parsed.map(ItemKind::Waits).ok_or_else(|| {
        format!(
            "`{rest}` is no wait: `wait 30 minutes`, `wait 2 days` or `wait until 25-11-2026 09:00`"
        )
    })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// A file in the scenario's own folder or below.
fn is_file(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('/') && text.split('/').all(|part| part != "..")
}

/// Text as an author writes it at the end of a line: without spaces, unless a backslash keeps them.
pub(crate) fn written(text: &str) -> &str {
    let n_backslashes = text.len() - text.trim_end_matches('\\').len();
    if n_backslashes % 2 == 1 { text } else { text.trim_end() }
}

#[cfg(test)]
mod tests;
