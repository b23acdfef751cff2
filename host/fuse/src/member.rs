//! A core module, read.

use std::collections::HashMap;

use wasmparser::{
    Data, Element, ExternalKind, FunctionBody, Global, Import, KnownCustom, MemoryType, Name,
    Parser, Payload, RecGroup, Table, TypeRef,
};

use crate::FuseError;
use crate::survey::{Item, Kind};

/// A core module's sections.
#[derive(Default)]
pub(crate) struct Member<'a> {
    pub(crate) types: Vec<RecGroup>,
    pub(crate) imports: Vec<Import<'a>>,
    /// The type of each function that it defines.
    pub(crate) functions: Vec<u32>,
    pub(crate) tables: Vec<Table<'a>>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) globals: Vec<Global<'a>>,
    pub(crate) exports: HashMap<&'a str, Item>,
    pub(crate) elements: Vec<Element<'a>>,
    pub(crate) data: Vec<Data<'a>>,
    pub(crate) counts_data: bool,
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    /// Names of functions, by index.
    pub(crate) names: Vec<(u32, &'a str)>,
}

impl<'a> Member<'a> {
    pub(crate) fn read(module: &'a [u8]) -> Result<Self, FuseError> {
        let mut member = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            member.section(payload?)?;
        }
        Ok(member)
    }

    fn section(&mut self, payload: Payload<'a>) -> Result<(), FuseError> {
        match payload {
            Payload::TypeSection(types) => self.types = read(types)?,
            Payload::ImportSection(imports) => {
                self.imports = imports.into_imports().collect::<Result<_, _>>()?;
            }
            Payload::FunctionSection(functions) => self.functions = read(functions)?,
            Payload::TableSection(tables) => self.tables = read(tables)?,
            Payload::MemorySection(memories) => self.memories = read(memories)?,
            Payload::GlobalSection(globals) => self.globals = read(globals)?,
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    if export.kind != ExternalKind::Tag {
                        let item = Item { kind: Kind::of(export.kind)?, index: export.index };
                        self.exports.insert(export.name, item);
                    }
                }
            }
            // What it does could be seen by modules that are instantiated before others are.
            Payload::StartSection { .. } => {
                return Err(FuseError::Unusual("a core module with a function that starts it"));
            }
            Payload::TagSection(_) => return Err(FuseError::Unusual("a core module with tags")),
            Payload::ElementSection(elements) => self.elements = read(elements)?,
            Payload::DataCountSection { .. } => self.counts_data = true,
            Payload::DataSection(data) => self.data = read(data)?,
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    // Names are for those who read traps: half of them are better than none.
                    self.names =
                        names.into_iter().map_while(Result::ok).fold(vec![], function_names);
                }
            }
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn n_types(&self) -> u32 {
        let types = self.types.iter().map(|group| group.types().len());
        u32::try_from(types.sum::<usize>()).unwrap_or(u32::MAX)
    }

    pub(crate) fn n_functions(&self) -> u32 {
        u32::try_from(self.functions.len()).unwrap_or(u32::MAX)
    }
}

/// What kind of thing an import is, if it is one that we know.
pub(crate) fn kind_of(ty: TypeRef) -> Option<Kind> {
    match ty {
        TypeRef::Func(_) => Some(Kind::Func),
        TypeRef::Table(_) => Some(Kind::Table),
        TypeRef::Memory(_) => Some(Kind::Memory),
        TypeRef::Global(_) => Some(Kind::Global),
        TypeRef::FuncExact(_) | TypeRef::Tag(_) => None,
    }
}

fn read<'a, T: wasmparser::FromReader<'a>>(
    section: wasmparser::SectionLimited<'a, T>,
) -> Result<Vec<T>, FuseError> {
    Ok(section.into_iter().collect::<Result<_, _>>()?)
}

fn function_names<'a>(mut names: Vec<(u32, &'a str)>, name: Name<'a>) -> Vec<(u32, &'a str)> {
    if let Name::Function(functions) = name {
        let functions = functions.into_iter().map_while(Result::ok);
        names.extend(functions.map(|naming| (naming.index, naming.name)));
    }
    names
}
