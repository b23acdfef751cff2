//! Where a department's data is in the component.

#[cfg(target_family = "wasm")]
use std::ptr;

/// Where a department's data is.
pub trait Data: 'static {
    /// The packed department.
    fn bytes() -> &'static [u8];
}

/// The data that `mitra build` put behind the desk's own memory.
pub struct Injected;

/// Where the data is and how many bytes it has. `mitra build` finds this place by its name, and writes there; the name
/// ends with the version of the data that is read here.
#[unsafe(no_mangle)]
#[expect(unreachable_pub, reason = "it is exported by its name, not by its path")]
pub static MITRA_SERVICE_DESK_DATA_1: [u32; 2] = [0, 0];

#[cfg(target_family = "wasm")]
impl Data for Injected {
    fn bytes() -> &'static [u8] {
        // The compiler knows the static as zeros, and must not: it is written after it was compiled.
        // Safety: it is a static of this type, which nothing changes while the component runs.
        let [place, length] = unsafe { ptr::read_volatile(&raw const MITRA_SERVICE_DESK_DATA_1) };
        if place == 0 {
            return &[];
        }
        // Safety: who wrote the place wrote so many bytes there, into memory that nothing else was given.
        unsafe { std::slice::from_raw_parts(place as *const u8, length as usize) }
    }
}

/// Elsewhere nothing was put anywhere.
#[cfg(not(target_family = "wasm"))]
impl Data for Injected {
    fn bytes() -> &'static [u8] {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use mitra_service_desk_model::packed::{PLACE, VERSION};

    #[test]
    fn the_place_is_named_as_who_builds_looks_for_it() {
        let source = include_str!("data.rs");
        assert!(source.contains(&format!("pub static {PLACE}{VERSION}: [u32; 2]")));
    }
}
