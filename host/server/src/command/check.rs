//! `mitra check`: a department's component as a host takes it, without a host.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;
use mitra_core::department::Department;
use mitra_core::ids::DepartmentId;
use mitra_core::language::{Language, Localized};
use mitra_core::routing::Route;
use mitra_runtime::{CompiledCache, NoHttp, Ports, Sandbox, SandboxOptions};
use mitra_storage::SharedStorage;
use mitra_storage::memory::MemoryStorage;

use crate::config::DepartmentConfig;
use crate::departments;
use crate::host::own_compiler;
use crate::manifest::Manifest;

/// Load a department's component as a host would, with a host's limits, and say what it offers.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The component.
    component: PathBuf,
    /// The id it is to be configured with; its file's name for none.
    #[arg(long)]
    id: Option<String>,
    /// Its manifest, `department.toml`.
    #[arg(long)]
    manifest: Option<PathBuf>,
    /// Its starting records.
    #[arg(long)]
    seed: Option<PathBuf>,
    /// A setting that it reads, `KEY=VALUE`; as often as needed.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    settings: Vec<String>,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let config = self.config()?;
        let folder = tempfile::tempdir().context("cannot make a folder to compile in")?;
        let cache = cap_std::fs::Dir::open_ambient_dir(&folder, cap_std::ambient_authority())?;
        let storage: SharedStorage = Arc::new(MemoryStorage::default());
        let options = SandboxOptions::new(CompiledCache::new(cache), own_compiler()?);
        let ports =
            Ports { records: storage.clone(), timers: storage.clone(), http: Arc::new(NoHttp) };
        let sandbox = Sandbox::new(options, ports).context("cannot start the sandbox")?;
        let began = Instant::now();
        let table = super::runtime()?.block_on(async {
            departments::load(std::slice::from_ref(&config), &sandbox, &storage).await
        })?;
        let route = table.route(&config.id).context("a department that was loaded has a route")?;
        let bytes = std::fs::metadata(&config.component)?.len();
        say(&config.component, route, bytes, began.elapsed().as_secs_f64());
        if let Some(path) = &config.manifest {
            say_asks(&Manifest::read(path)?);
        }
        Ok(())
    }

    fn config(&self) -> anyhow::Result<DepartmentConfig> {
        let stem = || self.component.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let id = self.id.clone().unwrap_or_else(stem);
        let id = DepartmentId::parse(&id)
            .with_context(|| format!("`{id}` is no department's id: name one with `--id`"))?;
        let mut config = BTreeMap::new();
        for setting in &self.settings {
            let (key, value) =
                setting.split_once('=').with_context(|| format!("`{setting}` is not KEY=VALUE"))?;
            let earlier = config.insert(key.to_owned(), value.to_owned());
            ensure!(earlier.is_none(), "`{key}` is set twice");
        }
        let (component, seed) = (self.component.clone(), self.seed.clone());
        let manifest = self.manifest.clone();
        Ok(DepartmentConfig { id, component, seed, manifest, config, http: Vec::new() })
    }
}

#[expect(clippy::print_stdout, reason = "what is found is this command's output")]
fn say(component: &Path, route: &Route, bytes: u64, seconds: f64) {
    let Route { department, release } = route;
    let Department { id, name, services, state_schema } = department;
    let kib = bytes.div_ceil(1024);
    println!("{}: {kib} KiB, sha256 {}", component.display(), release.as_str());
    println!("compiled and described twice in {seconds:.1} s");
    println!("department {}: {} (state schema {state_schema})", id.as_str(), names(name));
    for service in services {
        let n_aliases = service.aliases.len();
        println!("  {}: {} ({n_aliases} aliases)", service.id.as_str(), names(&service.name));
    }
}

#[expect(clippy::print_stdout, reason = "what is found is this command's output")]
fn say_asks(manifest: &Manifest) {
    for rule in &manifest.http {
        println!("asks for http {rule}");
    }
}

fn names(name: &Localized) -> String {
    Language::ALL.map(|language| name.get(language)).join(" · ")
}
