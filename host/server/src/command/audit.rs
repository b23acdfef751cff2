//! `mitra audit`: the audit log of a host, read and checked by whoever does not believe the host.

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use mitra_admin::AdminClient;
use mitra_core::audit::{AuditEntry, AuditHash, Chain, Decision};
use mitra_core::clock::Timestamp;
use mitra_release::show_instant;

use super::admin::HostArgs;

/// Read the audit log of a host, and check that nobody has altered it.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print all entries, oldest first.
    Show,
    /// Follow the chain from its first entry to its last, and print the head: keep that elsewhere.
    Verify {
        /// A head that was kept, `NUMBER:HASH`: the log must still have it.
        #[arg(long, value_name = "NUMBER:HASH")]
        head: Option<String>,
    },
}

impl Audit {
    #[expect(clippy::print_stdout, reason = "what is found is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let client = self.host.client()?;
        match self.action {
            Action::Show => each(&client, |entry| {
                let Decision { actor, action, department, release, reason } = entry.decision()?;
                let department = department.map(|id| format!(" {id}")).unwrap_or_default();
                let release =
                    release.map(|it| format!(" {}", it.as_str().get(..12).unwrap_or(it.as_str())));
                let (at, release) = (show_instant(entry.at), release.unwrap_or_default());
                println!(
                    "{:>6}  {at}  {actor} {action}{department}{release}: {reason}",
                    entry.number
                );
                Ok(())
            }),
            Action::Verify { head } => {
                let kept = head.as_deref().map(parse_head).transpose()?;
                let (mut chain, mut was_there) = (Chain::default(), kept.is_none());
                each(&client, |entry| {
                    chain.follow(entry).context("the audit log was altered")?;
                    was_there |= Some((entry.number, entry.hash)) == kept;
                    Ok(())
                })?;
                ensure!(was_there, "the audit log was altered: it has not the head that was kept");
                let (number, hash) = chain.head();
                println!("the chain of {number} entries holds; its head is {number}:{hash}");
                Ok(())
            }
        }
    }
}

fn parse_head(text: &str) -> anyhow::Result<(u64, AuditHash)> {
    let parsed = text
        .split_once(':')
        .and_then(|(number, hash)| Some((number.parse().ok()?, AuditHash::parse(hash)?)));
    parsed
        .with_context(|| format!("`{text}` is no head: it is `NUMBER:HASH`, as `verify` prints it"))
}

/// Every entry, oldest first.
fn each(
    client: &AdminClient,
    mut look: impl FnMut(&AuditEntry) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut after = 0;
    loop {
        let page = client.audit(after)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.number;
        for view in &page {
            let hash = AuditHash::parse(&view.hash).context("an entry's hash cannot be read")?;
            let (number, at, body) = (view.number, Timestamp(view.at_ms), view.body.clone());
            look(&AuditEntry { number, at, body, hash })?;
        }
    }
}
