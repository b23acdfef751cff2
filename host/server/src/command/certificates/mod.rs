//! `mitra certificates`: keys of authorities, and the signed trust list.

pub(crate) mod keys;
pub(crate) mod list;
pub(crate) mod root;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use mitra_certificates::trust_list::{KEY_LEAD, KEY_LEAD_MIN};
use mitra_verifier::TRUST_LIST_LIFE;

use crate::config::Config;

/// A day, in seconds.
const DAY_S: u64 = 86_400;
/// The longest that a list is signed for, in days: whoever is offline goes on with a stolen key for as long.
const LIST_DAYS_MAX: u64 = 365;

/// Make keys of authorities, and sign the trust list.
#[derive(Debug, Args)]
pub(super) struct Certificates {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a root key, which signs the trust list, and add its public half to a file of trust keys. Not on the host:
    /// whoever has this key says whose certificates are believed.
    NewRoot(root::NewRoot),
    /// Make the first key of an authority. It signs once the trust list that has it is signed and published.
    NewKey {
        /// The host's configuration file.
        #[arg(long, default_value = "mitra.toml")]
        config: PathBuf,
        /// Which authority.
        authority: String,
        /// In how many days it begins to sign: time to publish the trust list.
        #[arg(long, default_value_t = 0)]
        in_days: u64,
        /// For how many days it signs. Its certificates can be checked after that as well.
        #[arg(long, default_value_t = 730, value_parser = clap::value_parser!(u64).range(1..=3_650))]
        days: u64,
    },
    /// Make the key that follows an authority's key, and the trust list with both. The old one signs until the new one
    /// begins, and what it signed is good after that as well.
    Rotate {
        /// The host's configuration file.
        #[arg(long, default_value = "mitra.toml")]
        config: PathBuf,
        /// Which authority.
        authority: String,
        /// In how many days it begins to sign: everybody must have a list with it by then.
        #[arg(long, default_value_t = KEY_LEAD.as_secs() / DAY_S, value_parser = lead())]
        in_days: u64,
        /// For how many days it signs.
        #[arg(long, default_value_t = 730, value_parser = clap::value_parser!(u64).range(1..=3_650))]
        days: u64,
        #[command(flatten)]
        draft: list::Draft,
    },
    /// Show each authority's keys, and what each is good for now.
    Keys {
        /// The host's configuration file.
        #[arg(long, default_value = "mitra.toml")]
        config: PathBuf,
    },
    /// Make the trust list of all authorities, their keys and the labels of their kinds, for its signer.
    TrustList {
        /// The host's configuration file.
        #[arg(long, default_value = "mitra.toml")]
        config: PathBuf,
        #[command(flatten)]
        draft: list::Draft,
    },
    /// Sign a trust list with the root key, after saying what it changes.
    Sign(list::Sign),
    /// Show a signed trust list in words.
    Show(show::Show),
}

/// Days before a key that follows another one begins.
fn lead() -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(KEY_LEAD_MIN.as_secs() / DAY_S..=LIST_DAYS_MAX)
}

/// Days that a list is good.
fn list_days() -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(1..=LIST_DAYS_MAX)
}

/// Days that a list is good, unless its signer says otherwise.
const fn list_days_default() -> u64 {
    TRUST_LIST_LIFE.as_secs() / DAY_S
}

impl Certificates {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::NewRoot(command) => command.run(),
            Action::NewKey { config, authority, in_days, days } => {
                keys::new_key(&Config::load(&config)?, &authority, in_days, days)
            }
            Action::Rotate { config, authority, in_days, days, draft } => {
                keys::rotate(&Config::load(&config)?, &authority, in_days, days, &draft)
            }
            Action::Keys { config } => keys::show(&Config::load(&config)?),
            Action::TrustList { config, draft } => draft.write(&Config::load(&config)?),
            Action::Sign(command) => command.run(),
            Action::Show(command) => command.run(),
        }
    }
}
