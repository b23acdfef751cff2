//! Which instances become one, and what of them is used by the rest.

use std::collections::{BTreeSet, HashMap};

use crate::FuseError;
use crate::survey::{Item, Step, Survey};

/// Where something that a module imports comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Origin<'a> {
    /// From the component model: the function that this step makes.
    Model { step: usize },
    /// An export of the instance that this step makes.
    Export { step: usize, name: &'a str },
}

/// What a module's imports of one name are taken from.
#[derive(Debug)]
enum Given<'a> {
    /// All of them from the instance that this step makes.
    Instance(usize),
    /// Each from a place of its own.
    Bag(HashMap<&'a str, Origin<'a>>),
}

/// What is done with a component.
#[derive(Debug, Default)]
pub(crate) struct Plan<'a> {
    /// The steps of the instances that become one, in their order.
    pub(crate) members: Vec<usize>,
    /// The first step that needs something of theirs: the one module has its instance before it.
    pub(crate) cut: usize,
    /// Steps that are done after the cut and not by members: instances and core functions.
    late: BTreeSet<usize>,
    /// Exports of members that are used by others: by step of the member and name.
    pub(crate) exports: BTreeSet<(usize, &'a str)>,
    /// Aliases and bags that others use.
    pub(crate) live: BTreeSet<usize>,
    /// What instances' imports are taken from, by step of the instance and the import's module.
    given: HashMap<usize, HashMap<&'a str, Given<'a>>>,
    /// Members whose place was after others' that are not: by their steps.
    pub(crate) overtaken: Vec<(usize, usize)>,
}

impl<'a> Plan<'a> {
    pub(crate) fn of(survey: &Survey<'a>) -> Result<Self, FuseError> {
        let mut plan = Self { cut: survey.steps.len(), ..Self::default() };
        for (step, what) in survey.steps.iter().enumerate() {
            match what {
                Step::Instantiate { args, .. } => plan.instance(survey, step, args)?,
                Step::Canon { needs, .. } if !needs.is_empty() => plan.put_late(step),
                Step::Canon { .. } | Step::Bag(_) | Step::Alias { .. } => {}
            }
        }
        if plan.members.len() < 2 || plan.cut == survey.steps.len() {
            return Err(FuseError::Nothing);
        }
        for (step, what) in survey.steps.iter().enumerate() {
            match what {
                Step::Instantiate { args, .. } if !plan.is_member(step) => {
                    for (_, instance) in args {
                        plan.use_instance(survey, *instance)?;
                    }
                }
                Step::Canon { needs, .. } => {
                    for item in needs {
                        plan.use_item(survey, *item)?;
                    }
                }
                _ => {}
            }
        }
        Ok(plan)
    }

    pub(crate) fn is_member(&self, step: usize) -> bool {
        self.members.binary_search(&step).is_ok()
    }

    /// Where an instance's import comes from.
    pub(crate) fn origin(
        &self,
        instance: usize,
        module: &str,
        name: &'a str,
    ) -> Result<Origin<'a>, FuseError> {
        let given = self.given.get(&instance).and_then(|given| given.get(module));
        let origin = given.and_then(|given| match given {
            Given::Instance(step) => Some(Origin::Export { step: *step, name }),
            Given::Bag(items) => items.get(name).copied(),
        });
        origin.ok_or(FuseError::Unusual("an import of a core module that nobody gives"))
    }

    fn put_late(&mut self, step: usize) {
        self.late.insert(step);
        self.cut = self.cut.min(step);
    }

    /// Decides on an instance: a member, or one that stays for itself since it needs something that needs members.
    fn instance(
        &mut self,
        survey: &Survey<'a>,
        step: usize,
        args: &[(&'a str, u32)],
    ) -> Result<(), FuseError> {
        let given = args.iter().map(|(module, instance)| Ok((*module, given(survey, *instance)?)));
        let given = given.collect::<Result<HashMap<_, _>, FuseError>>()?;
        let waits = given.values().any(|given| self.waits(given));
        self.given.insert(step, given);
        if waits {
            self.put_late(step);
            return Ok(());
        }
        let is_instance = |late: &&usize| matches!(survey.steps[**late], Step::Instantiate { .. });
        self.overtaken.extend(self.late.iter().filter(is_instance).map(|late| (step, *late)));
        self.members.push(step);
        Ok(())
    }

    /// Whether it is there only after the cut.
    fn waits(&self, given: &Given<'_>) -> bool {
        match given {
            Given::Instance(step) => self.late.contains(step),
            Given::Bag(items) => items.values().any(|origin| match *origin {
                Origin::Model { step } => step > self.cut || self.late.contains(&step),
                Origin::Export { step, .. } => self.late.contains(&step),
            }),
        }
    }

    fn use_instance(&mut self, survey: &Survey<'a>, instance: u32) -> Result<(), FuseError> {
        let step = survey.step_of_instance(instance)?;
        match &survey.steps[step] {
            Step::Bag(items) => {
                if self.live.insert(step) {
                    for (_, item) in items {
                        self.use_item(survey, *item)?;
                    }
                }
                Ok(())
            }
            _ if self.is_member(step) => {
                Err(FuseError::Unusual("an instance that is handed on as it is"))
            }
            _ => Ok(()),
        }
    }

    fn use_item(&mut self, survey: &Survey<'a>, item: Item) -> Result<(), FuseError> {
        let step = survey.step_of(item)?;
        if let Step::Alias { instance, name, .. } = survey.steps[step] {
            self.live.insert(step);
            let maker = survey.step_of_instance(instance)?;
            if self.is_member(maker) {
                self.exports.insert((maker, name));
            }
        }
        Ok(())
    }
}

fn given<'a>(survey: &Survey<'a>, instance: u32) -> Result<Given<'a>, FuseError> {
    let step = survey.step_of_instance(instance)?;
    let Step::Bag(items) = &survey.steps[step] else { return Ok(Given::Instance(step)) };
    let items = items.iter().map(|(name, item)| Ok((*name, origin(survey, *item)?)));
    Ok(Given::Bag(items.collect::<Result<_, FuseError>>()?))
}

fn origin<'a>(survey: &Survey<'a>, item: Item) -> Result<Origin<'a>, FuseError> {
    let step = survey.step_of(item)?;
    let Step::Alias { instance, name, .. } = survey.steps[step] else {
        return Ok(Origin::Model { step });
    };
    let maker = survey.step_of_instance(instance)?;
    match survey.steps[maker] {
        Step::Instantiate { .. } => Ok(Origin::Export { step: maker, name }),
        _ => Err(FuseError::Unusual("an alias of what is no module's")),
    }
}
