//! The one module, as it grows by one member after the other.

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Encode as _,
    ExportSection, FunctionSection, GlobalSection, ImportSection, MemorySection, Module, NameMap,
    NameSection, TableSection, TypeSection,
};

use crate::member::Member;
use crate::places::{Items, Places};
use crate::survey::{Item, Kind};

/// Its sections.
#[derive(Default)]
pub(crate) struct Sections {
    types: TypeSection,
    n_types: u32,
    functions: FunctionSection,
    pub(crate) tables: TableSection,
    pub(crate) memories: MemorySection,
    pub(crate) globals: GlobalSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
    counts_data: bool,
    /// Of functions, by place.
    names: BTreeMap<u32, String>,
    /// The value of each global that cannot change and is known, encoded.
    constants: Vec<Option<Vec<u8>>>,
}

impl Sections {
    /// Adds all that a member has but its imports and exports.
    pub(crate) fn add(&mut self, member: &Member<'_>, items: &Items) -> Result<(), Error> {
        let constants = std::mem::take(&mut self.constants);
        let mut places = Places {
            types: self.n_types,
            elements: self.elements.len(),
            data: self.data.len(),
            items,
            constants: &constants,
        };
        for group in &member.types {
            places.parse_recursive_type_group(self.types.ty(), group.clone())?;
        }
        self.n_types += member.n_types();
        for ty in &member.functions {
            self.functions.function(places.type_index(*ty)?);
        }
        for table in &member.tables {
            utils::parse_table(&mut places, &mut self.tables, table.clone())?;
        }
        for memory in &member.memories {
            self.memories.memory(places.memory_type(*memory)?);
        }
        let mut known = Vec::new();
        for global in &member.globals {
            let init = places.const_expr(global.init_expr.clone())?;
            self.globals.global(places.global_type(global.ty)?, &init);
            let is_known = !global.ty.mutable && is_number(&global.init_expr);
            known.push(is_known.then(|| operators(&init)));
        }
        for element in &member.elements {
            utils::parse_element(&mut places, &mut self.elements, element.clone())?;
        }
        for data in &member.data {
            utils::parse_data(&mut places, &mut self.data, data.clone())?;
        }
        for body in &member.bodies {
            utils::parse_function_body(&mut places, &mut self.code, body.clone())?;
        }
        for (index, name) in &member.names {
            if let Some(place) = items.get(Item { kind: Kind::Func, index: *index }) {
                self.names.entry(place).or_insert_with(|| (*name).to_owned());
            }
        }
        self.counts_data |= member.counts_data;
        self.constants = constants;
        self.constants.extend(known);
        Ok(())
    }

    /// All of it.
    pub(crate) fn module(self, imports: &ImportSection, exports: &ExportSection) -> Module {
        let mut module = Module::new();
        let count = DataCountSection { count: self.data.len() };
        module
            .section(&self.types)
            .section(imports)
            .section(&self.functions)
            .section(&self.tables)
            .section(&self.memories)
            .section(&self.globals)
            .section(exports)
            .section(&self.elements);
        if self.counts_data {
            module.section(&count);
        }
        module.section(&self.code).section(&self.data);
        let mut functions = NameMap::new();
        for (place, name) in &self.names {
            functions.append(*place, name);
        }
        let mut names = NameSection::new();
        names.functions(&functions);
        module.section(&names);
        module
    }
}

/// Whether it is a number as it stands.
fn is_number(expr: &wasmparser::ConstExpr<'_>) -> bool {
    let mut operators = expr.get_operators_reader();
    let first = operators.read();
    let is_number = matches!(
        first,
        Ok(wasmparser::Operator::I32Const { .. } | wasmparser::Operator::I64Const { .. })
    );
    is_number && operators.is_end_then_eof()
}

/// An expression without its end.
fn operators(expr: &ConstExpr) -> Vec<u8> {
    let mut bytes = Vec::new();
    expr.encode(&mut bytes);
    bytes.pop();
    bytes
}
