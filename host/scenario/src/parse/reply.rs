//! What stands behind `<`: lines of text, what hangs on the message, choices.

use super::{Line, written};
use crate::mistake::Mistake;
use crate::pattern::Pattern;
use crate::script::LinePattern;

/// What can hang on a message, by its first word. `other` is what this version has no word for.
const ATTACHMENTS: [&str; 9] =
    ["asks", "audio", "document", "image", "link", "other", "place", "sticker", "video"];

pub(super) fn parse(block: &[Line<'_>]) -> Result<Vec<LinePattern>, Mistake> {
    let mut lines = Vec::new();
    let mut seen = Part::Text;
    for (index, line) in block.iter().enumerate() {
        let text = written(line.text);
        if text.is_empty() && is_space(&block[index..]) {
            continue;
        }
        let parsed = if text.starts_with('[') {
            choices(text)
        } else if text.starts_with('(') {
            attachment(text).map(|attachment| vec![attachment])
        } else {
            Pattern::parse(text).map(|pattern| {
                let is_any = pattern.is_anything();
                vec![if is_any { LinePattern::AnyLines } else { LinePattern::Text(pattern) }]
            })
        };
        let parsed = parsed.map_err(|what| Mistake::new(line.number, what))?;
        for pattern in parsed {
            seen = seen.then(&pattern).map_err(|what| Mistake::new(line.number, what))?;
            lines.push(pattern);
        }
    }
    Ok(lines)
}

/// Whether the empty lines that begin here only keep apart what hangs on the message. Between lines of text they are
/// text.
fn is_space(block: &[Line<'_>]) -> bool {
    let next = block[1..].iter().map(|line| line.text).find(|text| !text.trim().is_empty());
    next.is_some_and(|next| next.starts_with(['[', '(']))
}

/// A message has its text first, then what hangs on it, then its choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Text,
    Attachment,
    Choices,
}

impl Part {
    fn then(self, pattern: &LinePattern) -> Result<Self, String> {
        let part = match pattern {
            LinePattern::AnyLines => return Ok(self),
            LinePattern::Text(_) => Self::Text,
            LinePattern::Attachment(_) => Self::Attachment,
            LinePattern::AnyChoices | LinePattern::Choice { .. } => Self::Choices,
        };
        if part >= self {
            return Ok(part);
        }
        Err("a message has its text first, then `( )`, then its choices `[ ]`; another message begins with `<`"
            .to_owned())
    }
}

fn attachment(text: &str) -> Result<LinePattern, String> {
    let hint = || {
        format!(
            "`{text}` is nothing that hangs on a message: it begins with one of {}, and ends with `)`; \
             a text that begins with `(` is written `\\(`",
            ATTACHMENTS.join(", ")
        )
    };
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).ok_or_else(hint)?;
    let word = inner.split(' ').next().unwrap_or_default();
    if !ATTACHMENTS.contains(&word) {
        return Err(hint());
    }
    Pattern::parse(inner).map(LinePattern::Attachment)
}

/// `[Pay] [Another | its description]`
fn choices(text: &str) -> Result<Vec<LinePattern>, String> {
    let mut choices = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let hint = || {
            format!(
                "`{rest}` is no choice: `[Pay]` or `[Pay | today]`; a text that begins with `[` is written `\\[`"
            )
        };
        let inner = rest.strip_prefix('[').ok_or_else(hint)?;
        let end = unescaped(inner, ']').ok_or_else(hint)?;
        choices.push(choice(&inner[..end])?);
        rest = inner[end + 1..].trim_start();
    }
    Ok(choices)
}

fn choice(inner: &str) -> Result<LinePattern, String> {
    let (title, description) = match unescaped(inner, '|') {
        Some(at) => (&inner[..at], Some(inner[at + 1..].trim())),
        None => (inner, None),
    };
    let title = Pattern::parse(title.trim())?;
    if title.0.is_empty() {
        return Err("a choice has a title: `[Pay]`".to_owned());
    }
    if title.has_space_at_end() {
        return Err("a choice's title has no space at its ends".to_owned());
    }
    if title.is_anything() && description.is_none() {
        return Ok(LinePattern::AnyChoices);
    }
    let description = description.map(Pattern::parse).transpose()?;
    if description.as_ref().is_some_and(Pattern::has_space_at_end) {
        return Err("a choice's description has no space at its ends".to_owned());
    }
    Ok(LinePattern::Choice { title, description })
}

/// Where this character stands without a backslash before it.
pub(super) fn unescaped(text: &str, wanted: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == wanted => return Some(at),
            _ => {}
        }
    }
    None
}
