//! Where a vendor's department runs: a sandbox with production's limits, and a place for its machine code.

use std::path::PathBuf;

use anyhow::Context;
use cap_std::fs::Dir;
use mitra_runtime::{CompiledCache, SandboxOptions};
use tempfile::TempDir;

use super::Subject;
use crate::host::own_compiler;

/// Where a vendor's department runs.
pub(crate) struct Stage {
    folder: PathBuf,
    /// Goes with the stage, where there is no project to keep machine code in.
    _temporary: Option<TempDir>,
}

impl Stage {
    /// In the project's own `target`, or for a component alone in a folder that goes with the stage.
    pub(crate) fn of(subject: &Subject) -> anyhow::Result<Self> {
        let Some(project) = &subject.project else {
            let temporary = tempfile::tempdir().context("cannot make a folder to compile in")?;
            let folder = temporary.path().to_owned();
            return Ok(Self { folder, _temporary: Some(temporary) });
        };
        let folder = project.folder.join("target/mitra/compiled");
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
        Ok(Self { folder, _temporary: None })
    }

    /// With machine code where a host keeps its own.
    pub(crate) fn beside_host(compiled: PathBuf) -> Self {
        Self { folder: compiled, _temporary: None }
    }

    /// The limits that a host would set.
    pub(crate) fn options(&self) -> anyhow::Result<SandboxOptions> {
        let cache = Dir::open_ambient_dir(&self.folder, cap_std::ambient_authority())?;
        Ok(SandboxOptions::new(CompiledCache::new(cache), own_compiler()?))
    }
}
