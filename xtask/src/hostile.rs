//! Departments that misbehave.

use crate::bench::built;
use crate::workspace;

/// Lets departments misbehave beside one that does not, and prints what that one notices.
pub(crate) fn run() -> anyhow::Result<()> {
    workspace::run(&mut built("hostile")?)
}
