//! The members' modules -> one module.

use std::collections::{BTreeSet, HashMap};

use wasm_encoder::{EntityType, ExportSection, ImportSection, Module};
use wasmparser::{DataKind, ElementKind, TypeRef};

use crate::member::{Member, kind_of};
use crate::places::Items;
use crate::plan::{Origin, Plan};
use crate::sections::Sections;
use crate::survey::{Item, Kind, Step, Survey};
use crate::{FuseError, unencodable};

/// What the one module calls the component model, which all its imports come from.
pub(crate) const MODEL: &str = "model";

const NOT_EXPORTED: FuseError = FuseError::Unusual("an import of what is not exported");
const NOT_A_FUNCTION: FuseError = FuseError::Unusual("an import that should be a function");

/// The one module.
pub(crate) struct Merged<'a> {
    pub(crate) module: Module,
    /// What it imports: its name, and the step that makes the function.
    pub(crate) imports: Vec<(String, usize)>,
    /// Its name of each export of a member that others use.
    pub(crate) exports: HashMap<(usize, &'a str), String>,
}

/// A member, and where what it has is in the one module.
struct Placed<'a> {
    module: Member<'a>,
    items: Items,
}

type Members<'a> = HashMap<usize, Placed<'a>>;

/// Makes the members' modules one.
pub(crate) fn merge<'a>(survey: &Survey<'a>, plan: &Plan<'a>) -> Result<Merged<'a>, FuseError> {
    let mut imports = Imports::default();
    let modules = plan.members.iter().map(|step| Ok((*step, read(survey, *step)?)));
    let modules = modules.collect::<Result<Vec<_>, FuseError>>()?;
    let mut types = 0;
    for (step, module) in &modules {
        imports.collect(plan, *step, module, types)?;
        types += module.n_types();
    }
    let mut n_functions = imports.n();
    let mut sections = Sections::default();
    let mut members = Members::new();
    for (step, module) in modules {
        let mut items = Items::default();
        for import in &module.imports {
            let (kind, place) = match plan.origin(step, import.module, import.name)? {
                Origin::Model { step } => (Kind::Func, imports.place(step)?),
                Origin::Export { step, name } => exported(&members, step, name)?,
            };
            if kind_of(import.ty) != Some(kind) {
                return Err(FuseError::Unusual("an import of another kind than what is given"));
            }
            items.push(kind, place);
        }
        let defined = [
            (Kind::Func, n_functions, module.functions.len()),
            (Kind::Table, sections.tables.len(), module.tables.len()),
            (Kind::Memory, sections.memories.len(), module.memories.len()),
            (Kind::Global, sections.globals.len(), module.globals.len()),
        ];
        for (kind, first, n) in defined {
            (first..).take(n).for_each(|place| items.push(kind, place));
        }
        n_functions += module.n_functions();
        sections.add(&module, &items).map_err(unencodable)?;
        members.insert(step, Placed { module, items });
    }
    refuse_meddling(survey, plan, &members)?;
    let (mut exports, mut names) = (ExportSection::new(), HashMap::new());
    for (step, name) in &plan.exports {
        let (kind, place) = exported(&members, *step, name)?;
        let own = format!("{step} {name}");
        exports.export(&own, kind.encoded(), place);
        names.insert((*step, *name), own);
    }
    let module = sections.module(&imports.section, &exports);
    Ok(Merged { module, imports: imports.names, exports: names })
}

/// The component model's functions that members import, each once.
#[derive(Default)]
struct Imports {
    section: ImportSection,
    names: Vec<(String, usize)>,
    places: HashMap<usize, u32>,
}

impl Imports {
    fn n(&self) -> u32 {
        self.section.len()
    }

    /// Adds those of a member, whose types begin there.
    fn collect<'a>(
        &mut self,
        plan: &Plan<'a>,
        member: usize,
        module: &Member<'a>,
        types: u32,
    ) -> Result<(), FuseError> {
        for import in &module.imports {
            let origin = plan.origin(member, import.module, import.name)?;
            let Origin::Model { step } = origin else { continue };
            if self.places.contains_key(&step) {
                continue;
            }
            let TypeRef::Func(ty) = import.ty else { return Err(NOT_A_FUNCTION) };
            let place = self.n();
            let name = format!("{place} {}", import.name);
            self.section.import(MODEL, &name, EntityType::Function(types + ty));
            self.names.push((name, step));
            self.places.insert(step, place);
        }
        Ok(())
    }

    fn place(&self, step: usize) -> Result<u32, FuseError> {
        self.places.get(&step).copied().ok_or(NOT_A_FUNCTION)
    }
}

fn read<'a>(survey: &Survey<'a>, step: usize) -> Result<Member<'a>, FuseError> {
    let Step::Instantiate { module, .. } = survey.steps[step] else { return Err(NOT_EXPORTED) };
    Member::read(survey.modules.get(module as usize).ok_or(NOT_EXPORTED)?)
}

/// What a member exports under this name, and where it is.
fn exported(members: &Members<'_>, step: usize, name: &str) -> Result<(Kind, u32), FuseError> {
    let member = members.get(&step).ok_or(NOT_EXPORTED)?;
    let item = *member.module.exports.get(name).ok_or(NOT_EXPORTED)?;
    member.items.get(item).map(|place| (item.kind, place)).ok_or(NOT_EXPORTED)
}

/// A member that is instantiated before an instance that was before it must not write where that one does.
fn refuse_meddling<'a>(
    survey: &Survey<'a>,
    plan: &Plan<'a>,
    members: &Members<'a>,
) -> Result<(), FuseError> {
    for (overtaker, overtaken) in &plan.overtaken {
        let module = read(survey, *overtaken)?;
        let mut items = Vec::new();
        for import in &module.imports {
            if let Origin::Export { step, name } =
                plan.origin(*overtaken, import.module, import.name)?
            {
                items.push((import.ty, exported(members, step, name).ok()));
            }
        }
        let theirs = filled(&module, |item| {
            let of_kind = items.iter().filter(|(ty, _)| kind_of(*ty) == Some(item.kind));
            of_kind.map(|(_, place)| place.map(|(_, place)| place)).nth(item.index as usize)?
        });
        let ours = members
            .get(overtaker)
            .map(|Placed { module, items }| filled(module, |item| items.get(item)));
        if ours.is_some_and(|ours| !ours.is_disjoint(&theirs)) {
            return Err(FuseError::Unusual("core modules that fill the same table in turn"));
        }
    }
    Ok(())
}

/// The tables and memories that a module writes to when it is instantiated, of those that have a place.
fn filled(module: &Member<'_>, place: impl Fn(Item) -> Option<u32>) -> BTreeSet<(Kind, u32)> {
    let tables = module.elements.iter().filter_map(|element| match element.kind {
        ElementKind::Active { table_index, .. } => Some((Kind::Table, table_index.unwrap_or(0))),
        _ => None,
    });
    let memories = module.data.iter().filter_map(|data| match data.kind {
        DataKind::Active { memory_index, .. } => Some((Kind::Memory, memory_index)),
        DataKind::Passive => None,
    });
    let written = tables.chain(memories);
    written.filter_map(|(kind, index)| Some((kind, place(Item { kind, index })?))).collect()
}
