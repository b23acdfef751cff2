//! `mitra keys`: keys that releases are signed with.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use mitra_admin::{KeyView, NewKey, Signatures, Wanted};
use mitra_release::{KeyPair, PublicKey};

use super::admin::HostArgs;

/// Make keys that releases are signed with, and have a host trust them.
#[derive(Debug, Args)]
pub(super) struct Keys {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key: `NAME.key`, which is yours alone, and `NAME.pub`, which the operator registers.
    New {
        /// The files' name, perhaps with a folder before it.
        name: PathBuf,
    },
    /// Print the id of a key, of either of its files.
    Id {
        /// The file.
        file: PathBuf,
    },
    /// Show the keys that a host trusts.
    List {
        #[command(flatten)]
        host: HostArgs,
    },
    /// Have a host trust a key.
    Register {
        #[command(flatten)]
        host: HostArgs,
        /// The key's public file, `NAME.pub`.
        file: PathBuf,
        /// Whose it is.
        #[arg(long)]
        holder: String,
        /// `publisher`, who signs releases, or `approver`, who agrees that one may ask for more.
        #[arg(long, default_value = "publisher")]
        role: String,
        /// For which department; none for an approver of all.
        #[arg(long)]
        department: Option<String>,
        /// Why: stands in the audit log.
        #[arg(long, short, value_name = "TEXT")]
        reason: String,
    },
    /// Have a host trust a key no more.
    Revoke {
        #[command(flatten)]
        host: HostArgs,
        /// The key's id.
        id: String,
        /// Why: stands in the audit log.
        #[arg(long, short, value_name = "TEXT")]
        reason: String,
    },
    /// Have so many publishers sign each release of a department.
    Require {
        #[command(flatten)]
        host: HostArgs,
        /// The department.
        department: String,
        /// How many.
        signatures: usize,
        /// Why: stands in the audit log.
        #[arg(long, short, value_name = "TEXT")]
        reason: String,
    },
}

impl Keys {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::New { name } => make(&name),
            Action::Id { file } => id(&file),
            Action::List { host } => {
                host.client()?.keys()?.iter().for_each(show);
                Ok(())
            }
            Action::Register { host, file, holder, role, department, reason } => {
                let key = NewKey { public: read(&file)?, holder, role, department, reason };
                show(&host.client()?.register_key(&key)?);
                Ok(())
            }
            Action::Revoke { host, id, reason } => {
                show(&host.client()?.revoke_key(&id, &Wanted { reason, until: None })?);
                Ok(())
            }
            Action::Require { host, department, signatures, reason } => {
                let wanted = Signatures { signatures, reason };
                host.client()?.require_signatures(&department, &wanted)?;
                Ok(())
            }
        }
    }
}

#[expect(clippy::print_stdout, reason = "the key is this command's output")]
fn show(key: &KeyView) {
    let KeyView { id, holder, role, department, registered_at, revoked } = key;
    let department = department.as_deref().unwrap_or("all departments");
    let revoked = revoked.as_ref().map(|it| format!(", revoked {it}")).unwrap_or_default();
    println!("{id}  {role} of {department}: {holder}, since {registered_at}{revoked}");
}

#[expect(clippy::print_stdout, reason = "what was made is this command's output")]
fn make(name: &Path) -> anyhow::Result<()> {
    let pair = KeyPair::generate();
    let (private, public) = (with_ending(name, "key"), with_ending(name, "pub"));
    write_new(&private, &pair.to_pem(), 0o600)?;
    write_new(&public, &pair.public().to_pem(), 0o644)?;
    println!("made the key {}", pair.public().id());
    println!(
        "  {}   sign with it; whoever has this file can, so keep it to yourself",
        private.display()
    );
    println!("  {}   give this to the operator", public.display());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the id is this command's output")]
fn id(file: &Path) -> anyhow::Result<()> {
    let text = read(file)?;
    let public =
        PublicKey::from_pem(&text).or_else(|_| KeyPair::from_pem(&text).map(|pair| pair.public()));
    let public =
        public.with_context(|| format!("`{}` is no key of `mitra keys`", file.display()))?;
    println!("{}", public.id());
    Ok(())
}

/// The key of a file that can sign.
pub(super) fn read_private(file: &Path) -> anyhow::Result<KeyPair> {
    KeyPair::from_pem(&read(file)?)
        .with_context(|| format!("cannot sign with `{}`", file.display()))
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))
}

/// `NAME.key` for `NAME`, also where the name has a dot in it.
fn with_ending(name: &Path, ending: &str) -> PathBuf {
    let mut name = name.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Writes a file that is not there yet: a key is never written over.
pub(super) fn write_new(path: &Path, text: &str, mode: u32) -> anyhow::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.with_context(|| format!("cannot write `{}`", path.display()))
}
