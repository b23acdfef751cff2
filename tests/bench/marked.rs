//! Departments that do the same, each with a component of its own: other bytes, and so machine code of its own.

use std::fmt::Write as _;
use std::path::PathBuf;

use mitra_tests::kit::{self, AppOptions};

/// A host with these departments, each an id and the guest that it is made of.
pub(crate) fn options<'id>(
    departments: impl IntoIterator<Item = (&'id str, &'static str)>,
) -> anyhow::Result<AppOptions> {
    let mut config = String::new();
    for (id, guest) in departments {
        let component = component(id, guest)?;
        let component = component.display();
        writeln!(config, "[[department]]\nid = '{id}'\ncomponent = '{component}'")?;
        writeln!(config, "config = {{ id = '{id}' }}")?;
    }
    Ok(AppOptions { departments: Vec::new(), config, ..AppOptions::default() })
}

/// The guest with the department's mark.
fn component(id: &str, guest: &str) -> anyhow::Result<PathBuf> {
    let folder = kit::guests_folder().join("marked");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{id}.wasm"));
    let mut bytes = std::fs::read(kit::guest(guest))?;
    // A custom section: its kind, its length, the length of its name, its name.
    let name = format!("mark {id}");
    let length = u8::try_from(name.len())?;
    bytes.extend([0, length + 1, length]);
    bytes.extend(name.as_bytes());
    std::fs::write(&path, bytes)?;
    Ok(path)
}
