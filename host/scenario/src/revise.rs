//! New expectations in the place of those that no longer hold, with all that the author wrote and still holds.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use crate::align::{Cell, Step as Way, align};
use crate::compare::{compare, steps};
use crate::heard::{Heard, HeardLine};
use crate::pattern::{Kind, Names, Pattern, Piece};
use crate::plan::{Expected, Step};
use crate::script::{Item, ItemKind, LinePattern, Script};

/// The shortest value of a name that is looked for in a new line: shorter ones are found by accident.
const VALUE_CHARS_MIN: usize = 6;

/// The new expectations of one step.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The step's item.
    item: usize,
    /// Those that come before all that were there.
    first: Vec<Vec<LinePattern>>,
    /// What comes in the place of each that was there, by its item.
    places: BTreeMap<usize, Vec<Vec<LinePattern>>>,
}

/// What the citizen is to hear after a step, from now on: what fits stays as it is written, what does not is written
/// anew. `names` learns what fills the named places.
pub fn revise(step: &Step<'_>, heard: &[Heard], names: &mut Names) -> Revision {
    let expected = &step.expected;
    let none = vec![false; expected.len()];
    let fits = |one: &Expected<'_>, other: &Heard| compare(one.lines, other, names).is_ok();
    let cell = |one: usize, other: usize| {
        if fits(&expected[one], &heard[other]) { Cell::Fits } else { Cell::Alike }
    };
    let ways = align(&none, heard.len(), cell);
    let places = expected.iter().map(|expected| (expected.item, Vec::new())).collect();
    let mut revision = Revision { item: step.item, first: Vec::new(), places };
    let mut place = None;
    for way in ways {
        let (old, other) = match way {
            Way::Match(one, other) | Way::Replace(one, other) => (Some(expected[one]), other),
            Way::Add(other) => (None, other),
            Way::Cover(_) | Way::Pass(_) | Way::Drop(_) => continue,
        };
        place = old.map(|old| old.item).or(place);
        let lines = message(old.map_or(&[], |old| old.lines), &heard[other], names);
        if let Ok(learned) = compare(&lines, &heard[other], names) {
            names.learn(learned);
        }
        match place {
            Some(item) => revision.places.entry(item).or_default().push(lines),
            None => revision.first.push(lines),
        }
    }
    revision
}

/// One message: the lines that fit stay, others are written anew.
fn message(old: &[LinePattern], heard: &Heard, names: &Names) -> Vec<LinePattern> {
    let written = |way| match way {
        Way::Match(one, _) | Way::Pass(one) => Some(old[one].clone()),
        Way::Replace(one, other) => Some(line(Some(&old[one]), &heard.lines[other], names)),
        Way::Add(other) => Some(line(None, &heard.lines[other], names)),
        Way::Cover(_) | Way::Drop(_) => None,
    };
    steps(old, heard, names).into_iter().filter_map(written).collect()
}

/// One line, with the placeholders of the one it replaces.
fn line(old: Option<&LinePattern>, heard: &HeardLine, names: &Names) -> LinePattern {
    let blank = Pattern::default();
    match (heard, old) {
        (HeardLine::Text(text), Some(LinePattern::Text(old))) => {
            LinePattern::Text(anew(old, text, names))
        }
        (HeardLine::Text(text), _) => LinePattern::Text(anew(&blank, text, names)),
        (HeardLine::Attachment(text), Some(LinePattern::Attachment(old))) => {
            LinePattern::Attachment(anew(old, text, names))
        }
        (HeardLine::Attachment(text), _) => LinePattern::Attachment(anew(&blank, text, names)),
        (
            HeardLine::Choice { title, description },
            Some(LinePattern::Choice { title: old, description: line }),
        ) => {
            let description = match (line, description) {
                (Some(old), Some(description)) => Some(anew(old, description, names)),
                _ => None,
            };
            LinePattern::Choice { title: anew(old, title, names), description }
        }
        (HeardLine::Choice { title, .. }, _) => {
            LinePattern::Choice { title: anew(&blank, title, names), description: None }
        }
    }
}

/// A text as it is written anew: the placeholders of `old` in the places of what would fill them, and names in the
/// places of their values.
fn anew(old: &Pattern, text: &str, names: &Names) -> Pattern {
    let known: BTreeSet<&str> =
        old.0.iter().filter_map(literal).flat_map(str::split_whitespace).collect();
    let (mut pieces, mut rest) = (Vec::new(), text);
    for piece in &old.0 {
        let found = match piece {
            Piece::Named(name) => names.get(name).and_then(|value| find(rest, value)),
            Piece::Place { kind, .. } => place(*kind, rest, &known),
            Piece::Text(_) | Piece::Anything => None,
        };
        if let Some((from, until)) = found {
            pieces.extend(named(&rest[..from], names));
            pieces.push(piece.clone());
            rest = &rest[until..];
        }
    }
    pieces.extend(named(rest, names));
    let pattern = Pattern(pieces);
    if pattern.fits(text, names) { pattern } else { Pattern::literal(text) }
}

fn literal(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Text(text) => Some(text),
        Piece::Anything | Piece::Place { .. } | Piece::Named(_) => None,
    }
}

/// Where something of this kind stands. A word is one that the author did not write, with a digit if there is one:
/// references have some.
fn place(kind: Kind, text: &str, known: &BTreeSet<&str>) -> Option<(usize, usize)> {
    if kind == Kind::Text {
        return None;
    }
    let expression = Regex::new(kind.expression()).expect("the expression of a kind is one");
    let is_new = |word: &str| kind != Kind::Word || !known.contains(word);
    let mut found: Vec<_> =
        expression.find_iter(text).filter(|found| is_new(found.as_str())).collect();
    found.sort_by_key(|found| !found.as_str().contains(|c: char| c.is_numeric()));
    found.first().map(|found| (found.start(), found.end()))
}

fn find(text: &str, value: &str) -> Option<(usize, usize)> {
    let from = text.find(value).filter(|_| !value.is_empty())?;
    Some((from, from + value.len()))
}

/// A text in pieces, with names in the places of their values, where these are long enough not to be found by accident.
fn named(text: &str, names: &Names) -> Vec<Piece> {
    let is_long = |value: &str| value.chars().count() >= VALUE_CHARS_MIN;
    let found = names.0.iter().filter(|(_, value)| is_long(value));
    let found = found.filter_map(|(name, value)| Some((find(text, value)?, name)));
    let Some(((from, until), name)) = found.min() else {
        return if text.is_empty() { Vec::new() } else { vec![Piece::Text(text.to_owned())] };
    };
    let mut pieces = Vec::new();
    if from > 0 {
        pieces.push(Piece::Text(text[..from].to_owned()));
    }
    pieces.push(Piece::Named(name.clone()));
    pieces.extend(named(&text[until..], names));
    pieces
}

impl Script {
    /// The same file with new expectations. Everything else stays, comments too.
    #[must_use]
    pub fn revised(&self, revisions: &[Revision]) -> Self {
        let mut items: Vec<Vec<Item>> = self.items.iter().map(|item| vec![item.clone()]).collect();
        for Revision { item, first, places } in revisions {
            let hears = |lines: &Vec<LinePattern>, line| Item {
                line,
                kind: ItemKind::Hears(lines.clone()),
            };
            for (place, messages) in places {
                let line = self.items[*place].line;
                items[*place] = messages.iter().map(|lines| hears(lines, line)).collect();
            }
            let place = self.after(*item);
            let line = self.items[place].line;
            items[place].extend(first.iter().map(|lines| hears(lines, line)));
        }
        Self { items: items.into_iter().flatten().collect() }
    }

    /// The item behind which a step's expectations begin: itself, or the fault that it is to end with.
    fn after(&self, item: usize) -> usize {
        let is_between = |kind: &ItemKind| matches!(kind, ItemKind::Blank | ItemKind::Comment(_));
        let next = (item + 1..self.items.len()).find(|place| !is_between(&self.items[*place].kind));
        next.filter(|place| matches!(self.items[*place].kind, ItemKind::Faults(_))).unwrap_or(item)
    }
}

#[cfg(test)]
mod tests;
