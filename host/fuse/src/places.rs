//! Where a module's indices lead in the one that it becomes part of.

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ConstExpr, Encode as _};
use wasmparser::Operator;

use crate::survey::{Item, Kind};

/// A member's places, in every index space.
pub(crate) struct Places<'m> {
    pub(crate) types: u32,
    pub(crate) elements: u32,
    pub(crate) data: u32,
    /// Functions, tables, memories and globals, by kind.
    pub(crate) items: &'m Items,
    /// The value of each global of the one module that cannot change and is known, encoded.
    pub(crate) constants: &'m [Option<Vec<u8>>],
}

/// The place of each item of a module, by kind.
#[derive(Default)]
pub(crate) struct Items([Vec<u32>; 4]);

impl Items {
    /// The place of an item, if it is there.
    pub(crate) fn get(&self, item: Item) -> Option<u32> {
        self.0[item.kind as usize].get(item.index as usize).copied()
    }

    /// The next item of this kind has this place.
    pub(crate) fn push(&mut self, kind: Kind, place: u32) {
        self.0[kind as usize].push(place);
    }
}

impl Places<'_> {
    fn item(&self, kind: Kind, index: u32) -> Result<u32, Error> {
        self.items.get(Item { kind, index }).ok_or(Error::InvalidConstExpr)
    }
}

impl Reencode for Places<'_> {
    type Error = std::convert::Infallible;

    fn type_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.types + index)
    }

    fn element_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.elements + index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.data + index)
    }

    fn function_index(&mut self, index: u32) -> Result<u32, Error> {
        self.item(Kind::Func, index)
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error> {
        self.item(Kind::Table, index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error> {
        self.item(Kind::Memory, index)
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error> {
        self.item(Kind::Global, index)
    }

    /// Says what is known of globals: an engine fills a table ahead only where it is told the place as a number.
    fn const_expr(&mut self, expr: wasmparser::ConstExpr<'_>) -> Result<ConstExpr, Error> {
        let mut operators = expr.get_operators_reader();
        let mut bytes = Vec::new();
        while !operators.is_end_then_eof() {
            let operator = operators.read()?;
            let global = match operator {
                Operator::GlobalGet { global_index } => Some(self.global_index(global_index)?),
                _ => None,
            };
            match global.and_then(|global| self.constants.get(global as usize)?.as_ref()) {
                Some(constant) => bytes.extend_from_slice(constant),
                None => self.instruction(operator)?.encode(&mut bytes),
            }
        }
        Ok(ConstExpr::raw(bytes))
    }
}
