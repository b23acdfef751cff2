//! A signed trust list in words.

use std::path::PathBuf;

use clap::Args;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::text::plain;
use mitra_verifier::shown::{day, last_day};
use mitra_verifier::{SignedTrustList, TrustedAuthority};

use crate::authorities::{read_trust_keys, trust_list_signed_before};
use crate::clock::SystemClock;

/// Show a signed trust list in words.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The signed list.
    #[arg(default_value = "trust-list")]
    list: PathBuf,
    /// The trust keys.
    #[arg(long, alias = "trust-key", default_value = "trust-keys.json")]
    trust_keys: PathBuf,
}

impl Show {
    #[expect(clippy::print_stdout, reason = "the list is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let roots = read_trust_keys(&self.trust_keys)?;
        let list = trust_list_signed_before(&self.list, &roots)?;
        println!("{}", words(&list, SystemClock.now()));
        Ok(())
    }
}

fn words(list: &SignedTrustList, now: Timestamp) -> String {
    let (claims, root) = (list.claims(), list.root());
    let good = if list.is_good_at(now) { "good" } else { "NOT GOOD ANY MORE: good" };
    let mut lines = vec![
        format!("number {}", claims.number),
        format!(
            "signed by {}, with the key {}, on {}",
            said(&root.name.en),
            root.id(),
            day(claims.issued_at)
        ),
        format!("{good} until {}", last_day(claims.good_until)),
    ];
    for TrustedAuthority { id, issuer, name, keys, kinds } in &claims.list.authorities {
        lines.push(format!("{id}: {}, {}", said(&name.en), said(issuer)));
        for key in keys {
            lines.push(format!(
                "  key {}: signs from {} to {}",
                key.id(),
                day(key.begins()),
                last_day(key.ends())
            ));
        }
        for kind in kinds {
            lines.push(format!("  certifies {}: {}", said(&kind.kind), said(&kind.title.en)));
        }
    }
    lines.join("\n")
}

fn said(text: &str) -> String {
    plain(text).collect()
}
