//! Builds the departments and the test guests, each only if something it is made of has changed.

mod build;
mod find;
mod inputs;

use std::fs;
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;

use crate::workspace::{guests, root};
use find::Guest;
pub(crate) use find::contract;
pub(crate) use inputs::fingerprint;

/// Build the departments and the test guests.
#[derive(Args, Default)]
pub(crate) struct Guests {
    /// Only this one: a department's id, or a test guest's name.
    #[arg(long)]
    only: Option<String>,
}

impl Guests {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        fs::create_dir_all(guests())?;
        let all = find::all(root())?;
        let is_wanted = |guest: &&Guest| self.only.as_ref().is_none_or(|only| *only == guest.id);
        let mut wanted: Vec<_> = all.iter().filter(is_wanted).collect();
        // First what others are made of, also if only they are wanted.
        if wanted.iter().any(|guest| guest.is_data()) {
            wanted.extend(all.iter().filter(|guest| guest.is_desk()));
        }
        wanted.sort_by_key(|guest| !guest.is_desk());
        wanted.dedup_by_key(|guest| &guest.id);
        let known = || all.iter().map(|guest| guest.id.as_str()).collect::<Vec<_>>().join(", ");
        ensure!(!wanted.is_empty(), "there is no such guest; there are {}", known());
        for guest in wanted {
            refresh(guest).with_context(|| format!("`{}` cannot be built", guest.id))?;
        }
        Ok(())
    }
}

/// Builds a guest unless its component is there and made of the same inputs.
fn refresh(guest: &Guest) -> anyhow::Result<()> {
    let component = guests().join(format!("{}.wasm", guest.id));
    let stamp = guests().join(format!("{}.stamp", guest.id));
    let inputs = inputs::fingerprint(root(), &guest.source.inputs(root()), &guest.source.recipe())?;
    if component.is_file() && fs::read_to_string(&stamp).is_ok_and(|old| old == inputs) {
        return Ok(());
    }
    let started = Instant::now();
    let bytes = build::component(guest)?;
    fs::write(&component, &bytes)?;
    fs::write(&stamp, inputs)?;
    let (kib, seconds) = (bytes.len().div_ceil(1024), started.elapsed().as_secs_f64());
    println!("    {}: {kib} KiB in {seconds:.1} s", guest.id);
    Ok(())
}
