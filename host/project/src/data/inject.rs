//! A department's data, put behind the memory of the desk, and its place written where the desk looks for it.
//!
//! Nothing of the desk moves: its memory begins with more pages, and the new ones have the data. The allocator
//! of the desk asks for memory behind them, as it would behind the old end.

use std::path::Path;

use mitra_service_desk_model::packed::{PLACE, VERSION};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ConstExpr, DataSection, MemoryType, Module};
use wasmparser::{DataSectionReader, ExternalKind, Operator, Parser, Payload};

use crate::error::BuildError;

/// Bytes of a page of memory.
const PAGE: u64 = 65_536;
/// Segments that are added: the data, and its place.
const SEGMENTS: u32 = 2;

/// What a module is to be a desk.
struct Desk {
    /// Where it looks for the place of the data.
    place: u32,
    /// How many pages its memory begins with.
    pages: u64,
}

/// Puts the data into a desk.
///
/// # Errors
/// If the module is no desk, or takes data of another version.
pub(super) fn inject(module: &[u8], data: &[u8], path: &Path) -> Result<Vec<u8>, BuildError> {
    let no_desk =
        |reason: &str| BuildError::Desk { path: path.to_owned(), reason: reason.to_owned() };
    if !Parser::is_core_wasm(module) {
        return Err(no_desk("it is no core module of WebAssembly"));
    }
    let Desk { place, pages } = survey(module, path)?;
    let from = u32::try_from(pages * PAGE).map_err(|_| no_desk("its memory is too large"))?;
    let length = u32::try_from(data.len()).map_err(|_| no_desk("the data is too large"))?;
    let more = u64::from(length).div_ceil(PAGE);
    let mut injected = Injected { data, place, from, length, more, has_data: false };
    let mut written = Module::new();
    injected
        .parse_core_module(&mut written, Parser::new(0), module)
        .map_err(|error| no_desk(&error.to_string()))?;
    if !injected.has_data {
        return Err(no_desk("it has no data of its own"));
    }
    Ok(written.finish())
}

/// Looks for what makes a module a desk.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "all other sections and instructions are passed over"
)]
fn survey(module: &[u8], path: &Path) -> Result<Desk, BuildError> {
    let no_desk = |reason: String| BuildError::Desk { path: path.to_owned(), reason };
    let broken = |error: wasmparser::BinaryReaderError| no_desk(error.to_string());
    let (mut globals, mut pages, mut place, mut n_imported) = (Vec::new(), None, None, 0);
    for section in Parser::new(0).parse_all(module) {
        match section.map_err(broken)? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(broken)?;
                    n_imported += usize::from(matches!(import.ty, wasmparser::TypeRef::Global(_)));
                }
            }
            Payload::MemorySection(section) => {
                let memory = section.into_iter().next().transpose().map_err(broken)?;
                pages = memory.filter(|it| !it.memory64).map(|it| it.initial);
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    let mut init = global.map_err(broken)?.init_expr.get_operators_reader();
                    globals.push(match init.read().map_err(broken)? {
                        Operator::I32Const { value } => Some(value.cast_unsigned()),
                        _ => None,
                    });
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export.map_err(broken)?;
                    if export.kind == ExternalKind::Global && export.name.starts_with(PLACE) {
                        place = Some((export.name, export.index as usize));
                    }
                }
            }
            _ => {}
        }
    }
    let (name, index) =
        place.ok_or_else(|| no_desk(format!("it exports no global `{PLACE}{VERSION}`")))?;
    let found = name.trim_start_matches(PLACE);
    if found != VERSION.to_string() {
        return Err(BuildError::DeskVersion {
            path: path.to_owned(),
            found: found.to_owned(),
            own: VERSION,
        });
    }
    let global = index.checked_sub(n_imported).and_then(|index| *globals.get(index)?);
    let place = global.ok_or_else(|| no_desk(format!("`{name}` is no address")))?;
    let pages = pages.ok_or_else(|| no_desk("it has no memory of its own".to_owned()))?;
    Ok(Desk { place, pages })
}

/// The desk as it is, with more memory and two segments more.
struct Injected<'a> {
    data: &'a [u8],
    place: u32,
    from: u32,
    length: u32,
    /// Pages more.
    more: u64,
    has_data: bool,
}

impl Reencode for Injected<'_> {
    type Error = std::convert::Infallible;

    fn memory_type(&mut self, memory: wasmparser::MemoryType) -> Result<MemoryType, Error> {
        let mut memory = utils::memory_type(self, memory);
        memory.minimum += self.more;
        memory.maximum = memory.maximum.map(|maximum| maximum.max(memory.minimum));
        Ok(memory)
    }

    fn data_count(&mut self, count: u32) -> Result<u32, Error> {
        Ok(count + SEGMENTS)
    }

    fn parse_data_section(
        &mut self,
        written: &mut DataSection,
        section: DataSectionReader<'_>,
    ) -> Result<(), Error> {
        self.has_data = true;
        utils::parse_data_section(self, written, section)?;
        let at = |address: u32| ConstExpr::i32_const(address.cast_signed());
        written.active(0, &at(self.from), self.data.iter().copied());
        let place = [self.from, self.length].map(u32::to_le_bytes);
        // The last segment wins: the desk's own has zeros there.
        written.active(0, &at(self.place), place.concat());
        Ok(())
    }
}
