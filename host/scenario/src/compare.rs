//! What was heard beside what is expected.

use std::fmt;

use regex::Regex;

use crate::align::{Cell, Step, align};
use crate::heard::{Heard, HeardLine};
use crate::pattern::{Names, Pattern};
use crate::script::LinePattern;

/// How what was heard differs from what is expected, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    lines: Vec<DifferenceLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum DifferenceLine {
    Same(String),
    Missing(String),
    Unexpected(String),
}

/// Holds a message against what is expected. Gives what filled the named places.
///
/// # Errors
/// How they differ.
pub fn compare(
    expected: &[LinePattern],
    heard: &Heard,
    names: &Names,
) -> Result<Names, Difference> {
    let compiled: Vec<_> = expected.iter().map(|line| Compiled::new(line, names)).collect();
    let steps = lines(&compiled, heard);
    if !steps.iter().all(|step| step.fits()) {
        return Err(difference(expected, heard, &steps));
    }
    let mut learned = Names::default();
    for step in steps {
        if let Step::Match(one, other) = step {
            compiled[one].learn(&heard.lines[other], &mut learned);
        }
    }
    Ok(learned)
}

/// The same as steps through the lines of both.
pub(crate) fn steps(expected: &[LinePattern], heard: &Heard, names: &Names) -> Vec<Step> {
    let compiled: Vec<_> = expected.iter().map(|line| Compiled::new(line, names)).collect();
    lines(&compiled, heard)
}

fn lines(expected: &[Compiled], heard: &Heard) -> Vec<Step> {
    let any: Vec<bool> = expected.iter().map(Compiled::is_any).collect();
    align(&any, heard.lines.len(), |one, other| expected[one].cell(&heard.lines[other]))
}

fn difference(expected: &[LinePattern], heard: &Heard, steps: &[Step]) -> Difference {
    let said = |other: usize| LinePattern::literal(&heard.lines[other]).to_string();
    let wanted = |one: usize| DifferenceLine::Missing(expected[one].to_string());
    let line = |step: &Step| match *step {
        Step::Match(_, other) | Step::Cover(other) => vec![DifferenceLine::Same(said(other))],
        Step::Pass(_) => Vec::new(),
        Step::Replace(one, other) => vec![wanted(one), DifferenceLine::Unexpected(said(other))],
        Step::Drop(one) => vec![wanted(one)],
        Step::Add(other) => vec![DifferenceLine::Unexpected(said(other))],
    };
    Difference { lines: steps.iter().flat_map(line).collect() }
}

impl fmt::Display for Difference {
    /// Lines that begin with `-` are expected and were not heard, those with `+` were heard and are not expected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, line) in self.lines.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            let (sign, text) = match line {
                DifferenceLine::Same(text) => (' ', text),
                DifferenceLine::Missing(text) => ('-', text),
                DifferenceLine::Unexpected(text) => ('+', text),
            };
            write!(f, "{separator}{sign} {text}")?;
        }
        Ok(())
    }
}

/// A line ready to be compared.
enum Compiled {
    AnyLines,
    AnyChoices,
    Text(Regex),
    Attachment(Regex),
    Choice { title: Regex, description: Option<Regex> },
}

impl Compiled {
    fn new(line: &LinePattern, names: &Names) -> Self {
        let of = |pattern: &Pattern| pattern.expression(names);
        match line {
            LinePattern::AnyLines => Self::AnyLines,
            LinePattern::AnyChoices => Self::AnyChoices,
            LinePattern::Text(text) => Self::Text(of(text)),
            LinePattern::Attachment(attachment) => Self::Attachment(of(attachment)),
            LinePattern::Choice { title, description } => {
                Self::Choice { title: of(title), description: description.as_ref().map(of) }
            }
        }
    }

    fn is_any(&self) -> bool {
        matches!(self, Self::AnyLines | Self::AnyChoices)
    }

    fn cell(&self, heard: &HeardLine) -> Cell {
        match self {
            Self::AnyLines => return Cell::Covers,
            Self::AnyChoices if matches!(heard, HeardLine::Choice { .. }) => return Cell::Covers,
            Self::AnyChoices => return Cell::Differs,
            Self::Text(_) | Self::Attachment(_) | Self::Choice { .. } => {}
        }
        let pairs = self.pairs(heard);
        if pairs.is_empty() {
            return Cell::Differs;
        }
        let fits = pairs.iter().all(|(expression, text)| expression.is_match(text));
        if fits { Cell::Fits } else { Cell::Alike }
    }

    /// The expressions and what each must fit; none if the lines are of different kinds.
    fn pairs<'a>(&'a self, heard: &'a HeardLine) -> Vec<(&'a Regex, &'a str)> {
        match (self, heard) {
            (Self::Text(expression), HeardLine::Text(text))
            | (Self::Attachment(expression), HeardLine::Attachment(text)) => {
                vec![(expression, text)]
            }
            (
                Self::Choice { title, description },
                HeardLine::Choice { title: heard_title, description: heard_description },
            ) => {
                let line = heard_description.as_deref().unwrap_or_default();
                let description = description.iter().map(|expression| (expression, line));
                std::iter::once((title, heard_title.as_str())).chain(description).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Takes over what fills the named places.
    fn learn(&self, heard: &HeardLine, names: &mut Names) {
        for (expression, text) in self.pairs(heard) {
            let Some(captures) = expression.captures(text) else { continue };
            for name in expression.capture_names().flatten() {
                if let Some(value) = captures.name(name) {
                    names.0.insert(name.to_owned(), value.as_str().to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
