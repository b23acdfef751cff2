//! Departments that are served by signed releases: the control plane over this host's sandbox and routing table.

mod apart;
mod board;
mod incoming;
mod shadow;
mod smoke;
mod workshop;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use cap_std::fs::Dir;
use mitra_control::{Books, Controller, Parts, Shelf};
use mitra_runtime::Sandbox;
use mitra_storage_sql::SqliteStorage;

pub(crate) use board::Board;
pub(crate) use incoming::Incoming;

use crate::capsules::CapsuleShelf;
use crate::clock::SystemClock;
use crate::config::{CapsulesConfig, Config};
use apart::Apart;
use shadow::Repeater;
use smoke::Rehearsal;
use workshop::Workshop;

pub(crate) use workshop::manifest as manifest_of;

/// Where releases are tried in processes of their own, below the folder of the releases.
const TRIALS: &str = "trials";

/// Where releases run and are kept.
pub(crate) struct Place<'a> {
    pub(crate) sandbox: &'a Sandbox,
    pub(crate) storage: &'a Arc<SqliteStorage>,
    /// The program `mitra`, which plays scenarios and repeats turns in a process of its own.
    pub(crate) program: PathBuf,
    /// Turns that were written down, if they are.
    pub(crate) capsules: Option<CapsuleShelf>,
}

/// The control plane, if a department is to be served by releases. Nothing goes on before it is run.
pub(crate) fn controller(
    config: &Config,
    place: Place<'_>,
    board: Board,
) -> anyhow::Result<Option<Controller>> {
    let Some(releases) = &config.releases else { return Ok(None) };
    let Place { sandbox, storage, program, capsules } = place;
    let folder = &releases.folder;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let trials = folder.join(TRIALS);
    let cannot = || format!("cannot make the folder `{}`", trials.display());
    let apart = Apart::new(program, trials.clone(), &config.sandbox.cache).with_context(cannot)?;
    let folder = Dir::open_ambient_dir(folder, cap_std::ambient_authority())?;
    let departments: Vec<_> =
        config.departments.iter().filter(|it| it.component.is_none()).cloned().collect();
    let ids = departments.iter().map(|department| department.id.clone()).collect();
    let clock = Arc::new(SystemClock);
    let keep_for = config.capsules.as_ref().map(CapsulesConfig::keep_for);
    let workshop = Workshop {
        sandbox: sandbox.clone(),
        storage: storage.clone(),
        rehearsal: Rehearsal(apart.clone()),
        repeater: Repeater(apart),
        capsules: capsules.zip(keep_for),
        departments,
    };
    Ok(Some(Controller::new(Parts {
        books: Books::new(storage.clone(), clock.clone()),
        shelf: Arc::new(Shelf::new(folder)),
        workshop: Arc::new(workshop),
        board: Arc::new(board),
        conversations: storage.clone(),
        clock,
        policy: releases.policy.clone(),
        departments: ids,
    })))
}
