//! `mitra capsule`: turns that a host wrote down, by its admin API alone.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::admin::HostArgs;

/// See and get turns that a host wrote down.
#[derive(Debug, Args)]
pub(super) struct Capsule {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List a department's newest turns that were written down.
    List {
        /// The department.
        department: String,
    },
    /// Get one, to be repeated by `mitra replay`. What the citizen wrote is masked.
    Get {
        /// The department.
        department: String,
        /// Which one.
        id: String,
        /// The file for it, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        /// With what the citizen wrote. For operators alone.
        #[arg(long)]
        whole: bool,
        /// Why: stands in the audit log.
        #[arg(long, short, value_name = "TEXT")]
        reason: String,
    },
}

impl Capsule {
    #[expect(clippy::print_stdout, reason = "what there is is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let client = self.host.client()?;
        match self.action {
            Action::List { department } => {
                for capsule in client.capsules(&department)? {
                    let release = capsule.release.get(..8).unwrap_or(&capsule.release);
                    let (id, at, ended) = (&capsule.id, &capsule.taken_at, &capsule.ended);
                    println!("{id} {at} {release} {ended}");
                }
            }
            Action::Get { department, id, output, whole, reason } => {
                let capsule = client.capsule(&department, &id, whole, &reason)?;
                super::keys::write_new(&output, &capsule.to_string(), 0o600)?;
                let masked = if whole { "" } else { ", with what the citizen wrote masked" };
                println!("capsule {id} is in {}{masked}", output.display());
            }
        }
        Ok(())
    }
}
