//! A component with the one module in the place of many.

use std::collections::HashMap;

use wasm_encoder::reencode::{Error, Reencode, ReencodeComponent, component_utils};
use wasm_encoder::{
    Alias, CanonicalFunctionSection, Component, ComponentAliasSection, InstanceSection, ModuleArg,
    ModuleSection, RawSection,
};
use wasmparser::{ComponentAlias, KnownCustom, Parser, Payload};

use crate::merge::{MODEL, Merged};
use crate::plan::Plan;
use crate::survey::{Item, Kind, Step, Survey, slice};
use crate::{FuseError, unencodable};

const NOT_YET: FuseError = FuseError::Unusual("a use of what comes later");

/// Writes the component anew: what is not about core modules is copied.
pub(crate) fn assemble<'a>(
    component: &'a [u8],
    survey: &Survey<'a>,
    plan: &Plan<'a>,
    merged: &Merged<'a>,
) -> Result<Vec<u8>, FuseError> {
    let mut assembly = Assembly {
        survey,
        plan,
        merged,
        component: Component::new(),
        step: 0,
        modules: Modules::default(),
        numbers: Numbers::default(),
    };
    let mut parser = Parser::new(0);
    let mut rest = component;
    loop {
        let wasmparser::Chunk::Parsed { consumed, payload } = parser.parse(rest, true)? else {
            return Err(FuseError::Unusual("an end before its end"));
        };
        rest = &rest[consumed..];
        match &payload {
            Payload::End(_) => return Ok(assembly.component.finish()),
            Payload::ModuleSection { unchecked_range, .. }
            | Payload::ComponentSection { unchecked_range, .. } => {
                let bytes = unchecked_range.end - unchecked_range.start;
                rest = usize::try_from(bytes).ok().and_then(|n| rest.get(n..)).ok_or(NOT_YET)?;
            }
            _ => {}
        }
        assembly.section(component, payload)?;
    }
}

struct Assembly<'p, 'a> {
    survey: &'p Survey<'a>,
    plan: &'p Plan<'a>,
    merged: &'p Merged<'a>,
    component: Component,
    /// The step that comes next.
    step: usize,
    modules: Modules,
    numbers: Numbers,
}

/// Which modules are kept, and under what number.
#[derive(Default)]
struct Modules {
    seen: u32,
    kept: HashMap<u32, u32>,
}

impl<'a> Assembly<'_, 'a> {
    fn section(&mut self, whole: &'a [u8], payload: Payload<'a>) -> Result<(), FuseError> {
        match payload {
            Payload::Version { .. } | Payload::End(_) => {}
            Payload::ComponentAliasSection(aliases) => {
                for alias in aliases {
                    self.alias(alias?)?;
                }
            }
            Payload::ComponentCanonicalSection(functions) => {
                for function in functions {
                    self.function(function?)?;
                }
            }
            Payload::InstanceSection(instances) => {
                for _ in instances {
                    self.instance()?;
                }
            }
            Payload::CustomSection(section)
                if matches!(section.as_known(), KnownCustom::ComponentName(_)) =>
            {
                // It names places that are no longer what they were.
            }
            Payload::ModuleSection { .. } if !self.keeps_module() => {}
            other => {
                let (id, range) = other.as_section().ok_or(NOT_YET)?;
                self.component.section(&RawSection { id, data: slice(whole, &range)? });
            }
        }
        Ok(())
    }

    /// Whether the module that comes next has an instance of its own.
    fn keeps_module(&mut self) -> bool {
        let own = self.modules.seen;
        self.modules.seen += 1;
        let keeps = self.survey.steps.iter().enumerate().any(|(step, what)| {
            matches!(what, Step::Instantiate { module, .. } if *module == own)
                && !self.plan.is_member(step)
        });
        if keeps {
            let number = self.modules.kept.len();
            self.modules.kept.insert(own, u32::try_from(number).unwrap_or(u32::MAX));
        }
        keeps
    }

    /// Goes on to the next step, and gives the one that was next.
    fn next(&mut self) -> Result<usize, FuseError> {
        let step = self.step;
        if step == self.plan.cut {
            self.one_module()?;
        }
        self.step += 1;
        Ok(step)
    }

    fn alias(&mut self, alias: ComponentAlias<'a>) -> Result<(), FuseError> {
        let mut aliases = ComponentAliasSection::new();
        if let ComponentAlias::CoreInstanceExport { .. } = alias {
            let step = self.next()?;
            let Step::Alias { kind, instance, name } = self.survey.steps[step] else {
                return Err(NOT_YET);
            };
            let maker = self.survey.step_of_instance(instance)?;
            // Those of members are there since the cut, if they are used.
            if self.plan.is_member(maker) {
                return Ok(());
            }
            let instance = self.numbers.instance(maker)?;
            aliases.alias(Alias::CoreInstanceExport { instance, kind: kind.encoded(), name });
            self.numbers.add(step, kind);
        } else {
            let mut same = Same;
            aliases.alias(same.component_alias(alias).map_err(unencodable)?);
        }
        self.component.section(&aliases);
        Ok(())
    }

    fn function(&mut self, function: wasmparser::CanonicalFunction) -> Result<(), FuseError> {
        let step = self.next()?;
        let mut functions = CanonicalFunctionSection::new();
        let mut renumbered = Renumbered { survey: self.survey, numbers: &self.numbers };
        component_utils::parse_component_canonical(&mut renumbered, &mut functions, function)
            .map_err(unencodable)?;
        self.component.section(&functions);
        if let Step::Canon { makes_core: true, .. } = self.survey.steps[step] {
            self.numbers.add(step, Kind::Func);
        }
        Ok(())
    }

    fn instance(&mut self) -> Result<(), FuseError> {
        let step = self.next()?;
        match &self.survey.steps[step] {
            Step::Bag(_) if step > self.plan.cut && self.plan.live.contains(&step) => {
                self.bag(step)?;
            }
            Step::Instantiate { module, args } if !self.plan.is_member(step) => {
                let module = *self.modules.kept.get(module).ok_or(NOT_YET)?;
                let arg = |(name, instance): &(&'a str, u32)| {
                    let maker = self.survey.step_of_instance(*instance)?;
                    Ok((*name, ModuleArg::Instance(self.numbers.instance(maker)?)))
                };
                let args = args.iter().map(arg).collect::<Result<Vec<_>, FuseError>>()?;
                let mut instances = InstanceSection::new();
                instances.instantiate(module, args);
                self.component.section(&instances);
                self.numbers.add_instance(step);
            }
            _ => {}
        }
        Ok(())
    }

    fn bag(&mut self, step: usize) -> Result<(), FuseError> {
        let Step::Bag(items) = &self.survey.steps[step] else { return Err(NOT_YET) };
        let item = |(name, item): &(&'a str, Item)| {
            let number = self.numbers.item(self.survey.step_of(*item)?)?;
            Ok((*name, item.kind.encoded(), number))
        };
        let items = items.iter().map(item).collect::<Result<Vec<_>, FuseError>>()?;
        let mut instances = InstanceSection::new();
        instances.export_items(items);
        self.component.section(&instances);
        self.numbers.add_instance(step);
        Ok(())
    }

    /// The one module, its instance, and everything of it and before it that others use.
    fn one_module(&mut self) -> Result<(), FuseError> {
        let module = u32::try_from(self.modules.kept.len()).unwrap_or(u32::MAX);
        if self.modules.seen as usize != self.survey.modules.len() {
            return Err(FuseError::Unusual("a core module after an instance of another"));
        }
        self.component.section(&ModuleSection(&self.merged.module));
        let import = |(name, step): &(String, usize)| {
            Ok((name.clone(), Kind::Func.encoded(), self.numbers.item(*step)?))
        };
        let imports = self.merged.imports.iter().map(import);
        let imports = imports.collect::<Result<Vec<_>, FuseError>>()?;
        let mut instances = InstanceSection::new();
        instances
            .export_items(imports.iter().map(|(name, kind, item)| (name.as_str(), *kind, *item)));
        instances.instantiate(module, [(MODEL, ModuleArg::Instance(0))]);
        self.component.section(&instances);
        let one = self.numbers.add_one_module();
        let mut aliases = ComponentAliasSection::new();
        for step in &self.plan.live {
            let Step::Alias { kind, instance, name } = self.survey.steps[*step] else { continue };
            let maker = self.survey.step_of_instance(instance)?;
            if let Some(name) = self.merged.exports.get(&(maker, name)) {
                aliases.alias(Alias::CoreInstanceExport {
                    instance: one,
                    kind: kind.encoded(),
                    name,
                });
                self.numbers.add(*step, kind);
            }
        }
        self.component.section(&aliases);
        for step in self.plan.live.range(..self.plan.cut) {
            if let Step::Bag(_) = self.survey.steps[*step] {
                self.bag(*step)?;
            }
        }
        Ok(())
    }
}

/// The new number of what each step makes.
#[derive(Default)]
struct Numbers {
    items: HashMap<usize, u32>,
    n_items: [u32; 4],
    instances: HashMap<usize, u32>,
    n_instances: u32,
}

impl Numbers {
    fn add(&mut self, step: usize, kind: Kind) {
        let number = &mut self.n_items[kind as usize];
        self.items.insert(step, *number);
        *number += 1;
    }

    fn add_instance(&mut self, step: usize) {
        self.instances.insert(step, self.n_instances);
        self.n_instances += 1;
    }

    /// The instance of what it imports, and its own, whose number this gives.
    fn add_one_module(&mut self) -> u32 {
        self.n_instances += 2;
        self.n_instances - 1
    }

    fn item(&self, step: usize) -> Result<u32, FuseError> {
        self.items.get(&step).copied().ok_or(NOT_YET)
    }

    fn instance(&self, step: usize) -> Result<u32, FuseError> {
        self.instances.get(&step).copied().ok_or(NOT_YET)
    }
}

/// Puts new numbers of core items in the place of old ones.
struct Renumbered<'n, 'a> {
    survey: &'n Survey<'a>,
    numbers: &'n Numbers,
}

impl Renumbered<'_, '_> {
    fn number(&self, kind: Kind, index: u32) -> Result<u32, Error<FuseError>> {
        let step = self.survey.step_of(Item { kind, index });
        step.and_then(|step| self.numbers.item(step)).map_err(Error::UserError)
    }
}

impl Reencode for Renumbered<'_, '_> {
    type Error = FuseError;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<FuseError>> {
        self.number(Kind::Func, index)
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error<FuseError>> {
        self.number(Kind::Table, index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error<FuseError>> {
        self.number(Kind::Memory, index)
    }
}

impl ReencodeComponent for Renumbered<'_, '_> {}

/// Changes nothing.
struct Same;

impl Reencode for Same {
    type Error = FuseError;
}

impl ReencodeComponent for Same {}
