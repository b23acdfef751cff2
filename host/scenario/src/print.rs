//! [`Script`] -> text: the file again, in the one way to write it.

use std::fmt;

use crate::heard::{Heard, HeardLine};
use crate::kept::{Kept, What};
use crate::moment::{show_instant, show_span};
use crate::parse::INDENT;
use crate::pattern::{Pattern, Template};
use crate::script::{Act, Answer, Answered, Citizen, Item, ItemKind, LinePattern, Script, Wait};

/// What a title must not have bare.
const IN_CHOICE: [char; 3] = ['[', ']', '|'];
/// How long a line of choices may be before each gets its own, in characters.
const CHOICES_CHARS_MAX: usize = 80;

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.iter().try_for_each(|Item { kind, .. }| writeln!(f, "{kind}"))
    }
}

impl fmt::Display for ItemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => Ok(()),
            Self::Comment(text) => write!(f, "#{text}"),
            Self::Scenario(title) => write!(f, "scenario {title}"),
            Self::At(at) => write!(f, "at {}", show_instant(*at)),
            Self::Chance(number) => write!(f, "chance {number}"),
            Self::Seed(file) => write!(f, "seed {file}"),
            Self::Setting { key, value } => f.write_str(format!("set {key} = {value}").trim_end()),
            Self::Citizen(citizen) => write!(f, "{citizen}"),
            Self::Does(act) => write!(f, "> {act}"),
            Self::Hears(lines) => write!(f, "< {}", block(&reply(lines))),
            Self::Faults(name) => write!(f, "! {name}"),
            Self::Waits(Wait::Span(span)) => write!(f, "wait {}", show_span(*span)),
            Self::Waits(Wait::Until(at)) => write!(f, "wait until {}", show_instant(*at)),
            Self::Answers(answer) => write!(f, "{answer}"),
            Self::Keeps(kept) => write!(f, "{kept}"),
        }
    }
}

impl fmt::Display for Citizen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("citizen")?;
        if let Some(name) = &self.name {
            write!(f, " {name}")?;
        }
        match self.language {
            Some(language) => write!(f, " {}", language.code()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Says(lines) => {
                let shown = lines.iter().map(|line| Shown { line: said(line), is_text: true });
                f.write_str(&block(&shown.collect::<Vec<_>>()))
            }
            Self::Takes(title) => write!(f, "[{}]", title.show(&IN_CHOICE)),
            Self::Opens(service) => write!(f, "(open {service})"),
            Self::Photo { caption: None, .. } => write!(f, "(photo{})", said_from(self.from())),
            Self::Photo { caption: Some(caption), .. } => {
                write!(f, "(photo{}: {caption})", said_from(self.from()))
            }
            Self::Video { .. } => write!(f, "(video{})", said_from(self.from())),
            Self::Voice { .. } => write!(f, "(voice{})", said_from(self.from())),
            Self::Document { filename, .. } => {
                write!(f, "(document {filename}{})", said_from(self.from()))
            }
            Self::Location { latitude, longitude, name: None } => {
                write!(f, "(location {latitude} {longitude})")
            }
            Self::Location { latitude, longitude, name: Some(name) } => {
                write!(f, "(location {latitude} {longitude}: {name})")
            }
            Self::Pays => f.write_str("(pay)"),
            Self::PaysInVain => f.write_str("(payment fails)"),
            Self::Notice { service, id, body } => {
                write!(f, "(notice {service} {id}: {})", body.show(&[]))
            }
            Self::Sticker => f.write_str("(sticker)"),
            Self::Contact => f.write_str("(contact)"),
        }
    }
}

/// Where a file's bytes are, behind what it is.
fn said_from(from: Option<&str>) -> String {
    from.map(|from| format!(" from {from}")).unwrap_or_default()
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "answer {} {}", self.method.name(), self.url.show(&[]))?;
        match &self.answered {
            Answered::Unreachable => write!(f, "\n{INDENT}unreachable"),
            Answered::TimesOut => write!(f, "\n{INDENT}times out"),
            Answered::StandIn => write!(f, "\n{INDENT}stand-in"),
            Answered::Response { status, content_type, body } => {
                write!(f, "\n{INDENT}{status}")?;
                if let Some(content_type) = content_type {
                    write!(f, " {content_type}")?;
                }
                body.iter().try_for_each(|line| {
                    let indent = if line.is_empty() { "" } else { INDENT };
                    write!(f, "\n{indent}{line}")
                })
            }
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shelf.word())?;
        match &self.what {
            What::Nothing => f.write_str(" nothing"),
            What::NothingAt(key) => write!(f, " nothing at {}", key.show(&[])),
            What::Entry { key, fields } => {
                write!(f, " {}", key.show(&[]))?;
                fields.iter().try_for_each(|field| {
                    let line = format!("{} = {}", field.path, field.value.show(&[]));
                    write!(f, "\n{INDENT}{}", line.trim_end())
                })
            }
        }
    }
}

impl fmt::Display for Heard {
    /// As an author writes what is expected, without the mark.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.lines.iter().map(LinePattern::literal).collect();
        f.write_str(&block(&reply(&lines)))
    }
}

impl LinePattern {
    /// What fits this line alone.
    pub(crate) fn literal(heard: &HeardLine) -> Self {
        match heard {
            HeardLine::Text(text) => Self::Text(Pattern::literal(text)),
            HeardLine::Attachment(text) => Self::Attachment(Pattern::literal(text)),
            // A list's second lines are told by the department's own tests.
            HeardLine::Choice { title, .. } => {
                Self::Choice { title: Pattern::literal(title), description: None }
            }
        }
    }
}

impl fmt::Display for LinePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnyLines => f.write_str("..."),
            Self::AnyChoices => f.write_str("[...]"),
            Self::Text(pattern) => f.write_str(&text(pattern.show(&[]))),
            Self::Attachment(pattern) => write!(f, "({})", pattern.show(&[])),
            Self::Choice { title, description } => {
                write!(f, "[{}", title.show(&IN_CHOICE))?;
                if let Some(description) = description {
                    write!(f, " | {}", description.show(&IN_CHOICE))?;
                }
                f.write_str("]")
            }
        }
    }
}

/// A text as it stands at the beginning of a line: what would be taken for something else gets a backslash.
fn text(shown: String) -> String {
    let is_taken = shown.starts_with(['[', '(']);
    let shown = if is_taken { format!("\\{shown}") } else { shown };
    // Editors take spaces at the end away; a backslash behind them does not let them.
    if shown.ends_with(char::is_whitespace) { format!("{shown}\\") } else { shown }
}

fn said(line: &Template) -> String {
    text(line.show(&[]))
}

/// One line of an item, as it is written.
struct Shown {
    line: String,
    /// Whether an empty line before it is text as well.
    is_text: bool,
}

/// The lines of a message: choices together, where they are short.
fn reply(lines: &[LinePattern]) -> Vec<Shown> {
    let mut shown = Vec::new();
    let is_choice =
        |line: &LinePattern| matches!(line, LinePattern::Choice { .. } | LinePattern::AnyChoices);
    for group in lines.chunk_by(|one, other| is_choice(one) && is_choice(other)) {
        let written: Vec<String> = group.iter().map(LinePattern::to_string).collect();
        let is_text =
            !group.iter().any(|line| is_choice(line) || matches!(line, LinePattern::Attachment(_)));
        let together = written.join(" ");
        let is_described =
            |line: &LinePattern| matches!(line, LinePattern::Choice { description: Some(_), .. });
        let fits = together.chars().count() <= CHOICES_CHARS_MAX && !group.iter().any(is_described);
        let lines = if fits { vec![together] } else { written };
        shown.extend(lines.into_iter().map(|line| Shown { line, is_text }));
    }
    shown
}

/// The lines of one item: the first behind its mark, the others indented.
fn block(lines: &[Shown]) -> String {
    let mut block = String::new();
    for (index, Shown { line, .. }) in lines.iter().enumerate() {
        let is_between = index > 0 && lines.get(index + 1).is_some_and(|next| next.is_text);
        if index > 0 {
            block.push('\n');
        }
        match line.as_str() {
            "" if is_between => {}
            // Alone on its line it stands for nothing, and keeps the line.
            "" if index > 0 => block.extend([INDENT, "\\"]),
            "" => block.push('\\'),
            line if index > 0 => block.extend([INDENT, line]),
            line => block.push_str(line),
        }
    }
    block
}

#[cfg(test)]
mod tests;
