//! `mitra release`: a department's releases on a host, by its admin API alone.

mod shown;
mod watched;

use std::path::PathBuf;

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use mitra_admin::Wanted;
use mitra_release::{Envelope, KeyPair, RELEASE_PAYLOAD_TYPE, Statement};

pub(super) use shown::short;

use super::admin::{Because, HostArgs};
use super::keys;
use super::place::{self, CredentialArgs, Place};

/// See and decide about departments' releases on a host.
#[derive(Debug, Args)]
pub(super) struct Release {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show which releases all departments are served by.
    List,
    /// Show one department's releases, and how they do.
    Show {
        /// The department.
        department: String,
    },
    /// Show what a release made of turns that the live one had taken, where it did something else.
    Shadow {
        /// The department.
        department: String,
        /// The release, or the beginning of its digest; the newest for none.
        release: Option<String>,
    },
    /// Stage a signed release, and watch it go as far as it can by itself.
    Stage {
        /// The release, as `mitra sign` made it, or where it is in a registry: `oci://REGISTRY/REPOSITORY:TAG`. What
        /// the tag means is looked up once, now.
        release: PathBuf,
        #[command(flatten)]
        credentials: CredentialArgs,
        #[command(flatten)]
        because: Because,
        /// Do not watch.
        #[arg(long)]
        detach: bool,
    },
    /// Watch a department's release until its way is over, or somebody has to decide.
    Watch {
        /// The department.
        department: String,
    },
    /// Agree that the release on its way may ask for more than the one before it.
    Approve {
        /// The department.
        department: String,
        /// The key of a registered approver, `NAME.key`.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        #[command(flatten)]
        because: Because,
    },
    /// Make the release on its way live, whatever step of its canary it is at.
    Promote(OnDepartment),
    /// Hold the canary at its share.
    Hold(OnDepartment),
    /// Let the canary go on.
    LetGo(OnDepartment),
    /// Take back the canary; without one, go back from the live release to the one before.
    Rollback(OnDepartment),
    /// Refuse the release on its way, which no citizen has met.
    Reject(OnDepartment),
    /// Have no release go on by itself, until an instant or until `thaw`. Rolling back goes on.
    Freeze {
        #[command(flatten)]
        on: OnDepartment,
        /// Until when, such as `2026-12-31T18:00:00Z`.
        #[arg(long, value_name = "INSTANT")]
        until: Option<String>,
    },
    /// Let releases go on by themselves again.
    Thaw(OnDepartment),
    /// Have citizens find the department no more. Its data and its releases stay.
    Remove(OnDepartment),
    /// Have citizens find it again.
    BringBack(OnDepartment),
}

#[derive(Debug, Args)]
struct OnDepartment {
    /// The department.
    department: String,
    #[command(flatten)]
    because: Because,
}

impl Release {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let client = self.host.client()?;
        let act = |on: OnDepartment, act: &str, until: Option<String>| {
            let OnDepartment { department, because } = on;
            let wanted = Wanted { reason: because.reason, until };
            let done = client.act(&department, act, &wanted)?;
            shown::done(&department, act, done.release.as_deref());
            anyhow::Ok(())
        };
        match self.action {
            Action::List => shown::list(&client.departments()?),
            Action::Show { department } => shown::department(&client.department(&department)?),
            Action::Shadow { department, release } => {
                let newest = || {
                    let releases = client.department(&department)?.releases;
                    let newest = releases.into_iter().next().context("it has no release")?;
                    anyhow::Ok(newest.digest)
                };
                let release = release.map_or_else(newest, Ok)?;
                shown::shadow(&client.shadow(&department, &release)?);
            }
            Action::Stage { release, credentials, because, detach } => {
                // Read and checked here first: what is no release costs no upload.
                let (artifact, resolved) = Place::of(&release)?.read(&credentials)?;
                let department = artifact.statement().department.to_string();
                let mut bytes = Vec::new();
                artifact.write(&mut bytes)?;
                let reason = match resolved {
                    Some(resolved) => {
                        format!("{} (from {})", because.reason, place::shown(&resolved))
                    }
                    None => because.reason,
                };
                // A token that does not see the department is told of before anything is sent.
                client.department(&department)?;
                let staged = client.stage(&department, bytes, &reason)?;
                let digest = staged.release.context("the host names no release")?;
                shown::done(&department, "stage", Some(&digest));
                if !detach {
                    watched::watch(&client, &department, Some(&digest))?;
                }
            }
            Action::Watch { department } => watched::watch(&client, &department, None)?,
            Action::Approve { department, key, because } => {
                let pair = keys::read_private(&key)?;
                approve(&client, &department, &pair, &because.reason)?;
            }
            Action::Promote(on) => act(on, "promote", None)?,
            Action::Hold(on) => act(on, "hold", None)?,
            Action::LetGo(on) => act(on, "let-go", None)?,
            Action::Rollback(on) => act(on, "roll-back", None)?,
            Action::Reject(on) => act(on, "reject", None)?,
            Action::Freeze { on, until } => act(on, "freeze", until)?,
            Action::Thaw(on) => act(on, "thaw", None)?,
            Action::Remove(on) => act(on, "remove", None)?,
            Action::BringBack(on) => act(on, "bring-back", None)?,
        }
        Ok(())
    }
}

/// Shows what the release that waits asks for, and signs it with the approver's key.
fn approve(
    client: &mitra_admin::AdminClient,
    department: &str,
    pair: &KeyPair,
    reason: &str,
) -> anyhow::Result<()> {
    let view = client.department(department)?;
    let waits = view.releases.iter().find(|it| it.stage == "staged" && !it.wider.is_empty());
    let waits = waits.context("no release waits for somebody who agrees to what it asks for")?;
    let envelope = serde_json::to_vec(&client.envelope(department, &waits.digest)?)?;
    let mut envelope = Envelope::parse(&envelope, RELEASE_PAYLOAD_TYPE)?;
    // What is signed is what was shown, and not what the host says that it is.
    let found = Statement::digest(envelope.payload());
    ensure!(found.as_str() == waits.digest, "the host gave another release than it names");
    envelope.sign(pair)?;
    shown::asks(waits);
    client.approve(department, &waits.digest, envelope.to_bytes(), reason)?;
    shown::done(department, "approve", Some(&waits.digest));
    Ok(())
}
