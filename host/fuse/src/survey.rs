//! What a component has of core modules, their instances, and what is taken from them.

use wasm_encoder::reencode::{Error, Reencode, ReencodeComponent};
use wasmparser::{
    CanonicalFunction, ComponentAlias, ComponentOuterAliasKind, ExternalKind, Instance, Parser,
    Payload,
};

use crate::{FuseError, unencodable};

/// A place in one of the core index spaces: of functions, tables, memories or globals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    pub(crate) index: u32,
}

/// What can be handed from module to module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Func,
    Table,
    Memory,
    Global,
}

impl Kind {
    pub(crate) fn of(kind: ExternalKind) -> Result<Self, FuseError> {
        match kind {
            ExternalKind::Func => Ok(Self::Func),
            ExternalKind::Table => Ok(Self::Table),
            ExternalKind::Memory => Ok(Self::Memory),
            ExternalKind::Global => Ok(Self::Global),
            _ => Err(FuseError::Unusual("tags or exact functions between core modules")),
        }
    }

    pub(crate) fn encoded(self) -> wasm_encoder::ExportKind {
        match self {
            Self::Func => wasm_encoder::ExportKind::Func,
            Self::Table => wasm_encoder::ExportKind::Table,
            Self::Memory => wasm_encoder::ExportKind::Memory,
            Self::Global => wasm_encoder::ExportKind::Global,
        }
    }
}

/// One thing that a component does with core modules, in the order of the component.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// A module becomes an instance: by name, which instance each of its imports is taken from.
    Instantiate { module: u32, args: Vec<(&'a str, u32)> },
    /// Items are put together under names, as if they were exports of an instance.
    Bag(Vec<(&'a str, Item)>),
    /// An export of an instance gets a place in its index space.
    Alias { kind: Kind, instance: u32, name: &'a str },
    /// A core function that the component model gives, or a function of the component that is made of a core function.
    Canon { makes_core: bool, needs: Vec<Item> },
}

/// All steps, and where in them each item and instance comes from.
#[derive(Debug, Default)]
pub(crate) struct Survey<'a> {
    pub(crate) modules: Vec<&'a [u8]>,
    pub(crate) steps: Vec<Step<'a>>,
    /// The step that makes each instance.
    instances: Vec<usize>,
    /// The step that makes each item, by kind.
    items: [Vec<usize>; 4],
}

impl<'a> Survey<'a> {
    pub(crate) fn of(component: &'a [u8]) -> Result<Self, FuseError> {
        let mut survey = Self::default();
        let mut depth = 0_u32;
        for payload in Parser::new(0).parse_all(component) {
            let payload = payload?;
            match &payload {
                Payload::ModuleSection { unchecked_range, .. } if depth == 0 => {
                    survey.modules.push(slice(component, unchecked_range)?);
                }
                Payload::ComponentAliasSection(aliases) if depth > 0 => {
                    for alias in aliases.clone() {
                        refuse_outer_module(&alias?)?;
                    }
                }
                _ if depth == 0 => survey.read(&payload)?,
                _ => {}
            }
            match payload {
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        Ok(survey)
    }

    fn read(&mut self, payload: &Payload<'a>) -> Result<(), FuseError> {
        match payload {
            Payload::ComponentAliasSection(aliases) => {
                for alias in aliases.clone() {
                    self.alias(&alias?)?;
                }
            }
            Payload::ComponentCanonicalSection(functions) => {
                for function in functions.clone() {
                    self.canon(function?)?;
                }
            }
            Payload::InstanceSection(instances) => {
                for instance in instances.clone() {
                    self.instance(instance?)?;
                }
            }
            Payload::ComponentImportSection(imports) => {
                for import in imports.clone() {
                    if matches!(import?.ty, wasmparser::ComponentTypeRef::Module(_)) {
                        return Err(FuseError::Unusual("an imported core module"));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn alias(&mut self, alias: &ComponentAlias<'a>) -> Result<(), FuseError> {
        refuse_outer_module(alias)?;
        if let ComponentAlias::CoreInstanceExport { kind, instance_index, name } = *alias {
            let kind = Kind::of(kind)?;
            self.items[kind as usize].push(self.steps.len());
            self.steps.push(Step::Alias { kind, instance: instance_index, name });
        }
        Ok(())
    }

    fn canon(&mut self, function: CanonicalFunction) -> Result<(), FuseError> {
        let makes_core = !matches!(function, CanonicalFunction::Lift { .. });
        let mut needs = Needs::default();
        let mut unused = wasm_encoder::CanonicalFunctionSection::new();
        needs.parse_component_canonical(&mut unused, function).map_err(unencodable)?;
        if makes_core {
            self.items[Kind::Func as usize].push(self.steps.len());
        }
        self.steps.push(Step::Canon { makes_core, needs: needs.0 });
        Ok(())
    }

    fn instance(&mut self, instance: Instance<'a>) -> Result<(), FuseError> {
        self.instances.push(self.steps.len());
        self.steps.push(match instance {
            Instance::Instantiate { module_index, args } => {
                let args = args.iter().map(|arg| (arg.name, arg.index)).collect();
                Step::Instantiate { module: module_index, args }
            }
            Instance::FromExports(exports) => {
                let item = |export: &wasmparser::Export<'a>| {
                    let kind = Kind::of(export.kind)?;
                    Ok((export.name, Item { kind, index: export.index }))
                };
                Step::Bag(exports.iter().map(item).collect::<Result<_, FuseError>>()?)
            }
        });
        Ok(())
    }

    /// The step that makes this item.
    pub(crate) fn step_of(&self, item: Item) -> Result<usize, FuseError> {
        self.items[item.kind as usize].get(item.index as usize).copied().ok_or(NOT_THERE)
    }

    /// The step that makes this instance.
    pub(crate) fn step_of_instance(&self, instance: u32) -> Result<usize, FuseError> {
        self.instances.get(instance as usize).copied().ok_or(NOT_THERE)
    }
}

const NOT_THERE: FuseError = FuseError::Unusual("an index of nothing");

/// The bytes of a section.
pub(crate) fn slice<'a>(
    component: &'a [u8],
    range: &std::ops::Range<u64>,
) -> Result<&'a [u8], FuseError> {
    let range = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
    range.and_then(|(start, end)| component.get(start..end)).ok_or(NOT_THERE)
}

/// Modules get other indices: nothing may name one from elsewhere.
fn refuse_outer_module(alias: &ComponentAlias<'_>) -> Result<(), FuseError> {
    match alias {
        ComponentAlias::Outer { kind: ComponentOuterAliasKind::CoreModule, .. } => {
            Err(FuseError::Unusual("a core module that is used in another component"))
        }
        _ => Ok(()),
    }
}

/// Notes every core item that something names.
#[derive(Default)]
struct Needs(Vec<Item>);

impl Needs {
    fn note(&mut self, kind: Kind, index: u32) -> u32 {
        self.0.push(Item { kind, index });
        index
    }
}

impl Reencode for Needs {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.note(Kind::Func, index))
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.note(Kind::Table, index))
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.note(Kind::Memory, index))
    }
}

impl ReencodeComponent for Needs {}
