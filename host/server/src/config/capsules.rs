//! Turns that are written down, to be repeated.

use std::time::Duration;

use serde::Deserialize;

use super::check::rule;
use super::{Config, ConfigError, SecretSource};

/// The most turns that are kept of one department, of each kind.
const TURNS_MAX: usize = 1_000;
/// The longest that they are kept.
const DAYS_MAX: u64 = 90;

/// How turns are written down, to be repeated by later releases and by vendors.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapsulesConfig {
    /// What they are sealed with, at least 32 bytes. With another one, those of before are read no more.
    pub key: SecretSource,
    /// How many are kept of each department that ended well, and how many that did not.
    #[serde(default = "default_turns")]
    pub turns: usize,
    /// For how many days.
    #[serde(default = "default_days")]
    pub days: u64,
}

impl CapsulesConfig {
    /// For how long they are kept.
    pub fn keep_for(&self) -> Duration {
        Duration::from_hours(24 * self.days)
    }
}

fn default_turns() -> usize {
    100
}

fn default_days() -> u64 {
    7
}

/// How many, and for how long.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let Some(CapsulesConfig { turns, days, .. }) = &config.capsules else { return Ok(()) };
    let why = "it must be 1 to 1000";
    rule((1..=TURNS_MAX).contains(turns), "capsules.turns", turns, why)?;
    let why = "it must be 1 to 90: citizens' words are not kept for ever";
    rule((1..=DAYS_MAX).contains(days), "capsules.days", days, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::EXAMPLE;

    fn checked(turns: usize, days: u64) -> Result<(), ConfigError> {
        let section = format!("[capsules]\nkey = 'a'\nturns = {turns}\ndays = {days}\n");
        check(&Config::parse(&format!("{section}{EXAMPLE}")).expect("a configuration"))
    }

    #[test]
    fn turns_are_kept_within_bounds() {
        for (turns, days) in [(1, 1), (TURNS_MAX, DAYS_MAX)] {
            checked(turns, days).expect("within bounds");
        }
        for (turns, days) in [(0, 1), (TURNS_MAX + 1, 1), (1, 0), (1, DAYS_MAX + 1)] {
            let refused = checked(turns, days).expect_err("out of bounds").to_string();
            assert!(refused.contains("capsules."), "{refused}");
        }
    }
}
