//! What a [`Script`] asks to be played: scenarios with their steps, and whether the order of its lines makes sense.

use std::collections::{BTreeMap, BTreeSet};

use mitra_core::clock::Timestamp;

use crate::kept::Kept;
use crate::mistake::Mistake;
use crate::pattern::Piece;
use crate::script::{Act, Answer, Citizen, Item, ItemKind, LinePattern, Script, Wait};

/// One conversation, or several that meet, in a world of their own.
#[derive(Debug, Clone)]
pub struct Scenario<'a> {
    /// What it is about; none for a file without titles.
    pub title: Option<&'a str>,
    /// Its first line, from 1.
    pub line: usize,
    /// The world in which it begins.
    pub setup: Setup<'a>,
    /// What happens, in order.
    pub steps: Vec<Step<'a>>,
}

/// The world in which a scenario begins.
#[derive(Debug, Clone, Default)]
pub struct Setup<'a> {
    /// The instant; none for the player's own.
    pub at: Option<Timestamp>,
    /// Where chance comes from; none for the player's own.
    pub chance: Option<u64>,
    /// The file of starting records, beside the scenario's; none for the department's own.
    pub seed: Option<&'a str>,
    /// Settings of the operator's, over those of the manifest.
    pub settings: BTreeMap<&'a str, &'a str>,
}

/// One step, and what is heard after it.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// Its line, from 1.
    pub line: usize,
    /// What happens.
    pub action: Action<'a>,
    /// The fault that the department's turn must end with.
    pub fault: Option<&'a str>,
    /// The messages that the citizen must hear, in order.
    pub expected: Vec<Expected<'a>>,
    pub(crate) item: usize,
}

/// What happens in a step.
#[derive(Debug, Clone, Copy)]
pub enum Action<'a> {
    /// Somebody acts from here on.
    Citizen(&'a Citizen),
    /// Whoever acts does this.
    Does(&'a Act),
    /// The clock moves.
    Waits(Wait),
    /// A web service answers so from here on.
    Answers(&'a Answer),
    /// This must lie in storage.
    Keeps(&'a Kept),
}

/// One message that must be heard.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Its first line, from 1.
    pub line: usize,
    /// What it must look like.
    pub lines: &'a [LinePattern],
    pub(crate) item: usize,
}

impl Script {
    /// Its scenarios, in order.
    pub fn scenarios(&self) -> Vec<Scenario<'_>> {
        Builder::of(self).scenarios
    }
}

/// What makes no sense about the order of the lines.
pub(crate) fn check(script: &Script) -> Vec<Mistake> {
    let builder = Builder::of(script);
    let mut mistakes = builder.mistakes;
    if builder.scenarios.is_empty() && mistakes.is_empty() {
        mistakes.push(Mistake::new(1, "nobody says anything: begin with `citizen en` and `> Hi`"));
    }
    for scenario in &builder.scenarios {
        if scenario.steps.is_empty() {
            let what = "nothing happens in this scenario: begin with `citizen en` and `> Hi`";
            mistakes.push(Mistake::new(scenario.line, what));
        }
    }
    mistakes.sort_by_key(|mistake| mistake.line);
    mistakes
}

/// Reads the items in order.
#[derive(Default)]
struct Builder<'a> {
    /// What stands before the first title counts for all.
    base: Setup<'a>,
    scenarios: Vec<Scenario<'a>>,
    /// The names that have values in the present scenario.
    given: BTreeSet<&'a str>,
    has_citizen: bool,
    mistakes: Vec<Mistake>,
}

impl<'a> Builder<'a> {
    fn of(script: &'a Script) -> Self {
        let mut builder = Self::default();
        for (place, item) in script.items.iter().enumerate() {
            builder.take(place, item);
        }
        builder
    }

    fn take(&mut self, place: usize, Item { line, kind }: &'a Item) {
        let line = *line;
        match kind {
            ItemKind::Blank | ItemKind::Comment(_) => {}
            ItemKind::Scenario(title) => self.begin(Some(title), line),
            ItemKind::At(at) => self.set_up(line, |setup| setup.at = Some(*at)),
            ItemKind::Chance(number) => self.set_up(line, |setup| setup.chance = Some(*number)),
            ItemKind::Seed(file) => self.set_up(line, |setup| setup.seed = Some(file)),
            ItemKind::Setting { key, value } => self.set_up(line, |setup| {
                setup.settings.insert(key, value);
            }),
            ItemKind::Citizen(citizen) => {
                self.step(place, line, Action::Citizen(citizen));
                self.has_citizen = true;
            }
            ItemKind::Does(act) => {
                if !self.has_citizen {
                    self.complain(line, "nobody is there yet: say who before, with `citizen en`");
                }
                self.want(line, act.pieces());
                self.step(place, line, Action::Does(act));
            }
            ItemKind::Waits(wait) => self.step(place, line, Action::Waits(*wait)),
            ItemKind::Answers(answer) => {
                self.want(line, answer.url.0.iter());
                self.step(place, line, Action::Answers(answer));
            }
            ItemKind::Keeps(kept) => {
                self.want(line, kept.pieces());
                self.step(place, line, Action::Keeps(kept));
            }
            ItemKind::Faults(name) => self.fault(line, name),
            ItemKind::Hears(lines) => self.hear(place, line, lines),
        }
    }

    fn begin(&mut self, title: Option<&'a str>, line: usize) {
        if let Some(first) = self.scenarios.first()
            && first.title.is_none()
        {
            let what = "is in a file with titles and has none: put `scenario TITLE` before it";
            self.complain(first.line, what);
        }
        let setup = self.base.clone();
        self.scenarios.push(Scenario { title, line, setup, steps: Vec::new() });
        self.given.clear();
        self.has_citizen = false;
    }

    fn set_up(&mut self, line: usize, set: impl FnOnce(&mut Setup<'a>)) {
        match self.scenarios.last_mut() {
            None => set(&mut self.base),
            Some(scenario) if scenario.steps.is_empty() => set(&mut scenario.setup),
            Some(_) => {
                self.complain(line, "comes too late: the world is set up before anything happens");
            }
        }
    }

    fn step(&mut self, item: usize, line: usize, action: Action<'a>) {
        if self.scenarios.is_empty() {
            self.begin(None, line);
        }
        let step = Step { line, action, fault: None, expected: Vec::new(), item };
        self.scenarios.last_mut().expect("one was begun").steps.push(step);
    }

    /// The step after which something can be heard.
    fn heard_step(&mut self, line: usize) -> Option<&mut Step<'a>> {
        let last = self.scenarios.last().and_then(|scenario| scenario.steps.last());
        if matches!(
            last.map(|step| step.action),
            None | Some(Action::Answers(_) | Action::Keeps(_))
        ) {
            self.complain(
                line,
                "nothing can be heard here: it follows what a citizen does, or a `wait`",
            );
            return None;
        }
        self.scenarios.last_mut()?.steps.last_mut()
    }

    fn fault(&mut self, line: usize, name: &'a str) {
        let Some(step) = self.heard_step(line) else { return };
        let runs_turns = matches!(step.action, Action::Does(_) | Action::Waits(_));
        if !runs_turns || step.fault.is_some() || !step.expected.is_empty() {
            self.complain(line, "stands once, behind what a citizen does and before what is heard");
            return;
        }
        step.fault = Some(name);
    }

    fn hear(&mut self, item: usize, line: usize, lines: &'a [LinePattern]) {
        self.want(line, lines.iter().flat_map(LinePattern::pieces));
        if let Some(step) = self.heard_step(line) {
            step.expected.push(Expected { line, lines, item });
        }
        self.given.extend(lines.iter().flat_map(LinePattern::pieces).filter_map(Piece::gives));
    }

    fn want(&mut self, line: usize, pieces: impl Iterator<Item = &'a Piece>) {
        let missing: Vec<_> =
            pieces.filter_map(Piece::wants).filter(|name| !self.given.contains(name)).collect();
        for name in missing {
            let what = format!(
                "no earlier reply of this scenario gives `{{{name}}}` a value: write `{{{name}=word}}` where it is first heard"
            );
            self.mistakes.push(Mistake::new(line, what));
        }
    }

    fn complain(&mut self, line: usize, what: &str) {
        self.mistakes.push(Mistake::new(line, what));
    }
}

impl Act {
    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let (lines, one) = match self {
            Self::Says(lines) => (lines.as_slice(), None),
            Self::Takes(line) | Self::Notice { body: line, .. } => (&[][..], Some(line)),
            Self::Opens(_)
            | Self::Photo { .. }
            | Self::Video { .. }
            | Self::Voice { .. }
            | Self::Document { .. }
            | Self::Location { .. }
            | Self::Pays
            | Self::PaysInVain
            | Self::Sticker
            | Self::Contact => (&[][..], None),
        };
        lines.iter().chain(one).flat_map(|template| &template.0)
    }
}

impl LinePattern {
    pub(crate) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let (one, other) = match self {
            Self::AnyLines | Self::AnyChoices => (None, None),
            Self::Text(pattern) | Self::Attachment(pattern) => (Some(pattern), None),
            Self::Choice { title, description } => (Some(title), description.as_ref()),
        };
        one.into_iter().chain(other).flat_map(|pattern| &pattern.0)
    }
}

#[cfg(test)]
mod tests;
