//! Departments that misbehave.

use clap::Args;

use crate::bench::built;
use crate::workspace;

/// Let departments misbehave beside one that does not, and print what that one notices.
#[derive(Args)]
pub(crate) struct Hostile {
    /// Only behaviours whose name has this in it.
    only: Option<String>,
}

impl Hostile {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        workspace::run(built("hostile")?.args(self.only))
    }
}
