//! How commands reach a host's admin API, what is needed before there is one, and what operators see and do by it.

mod shown;

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};
use mitra_admin::{AdminClient, Wanted};
use mitra_core::hex::hex;

use crate::config::TokenHash;
use crate::http::description;

/// Which host, and with which token.
#[derive(Debug, Clone, Args)]
pub(super) struct HostArgs {
    /// The address of the host's admin API.
    #[arg(
        long,
        env = "MITRA_ADMIN_URL",
        default_value = "http://127.0.0.1:8082",
        value_name = "URL",
        global = true
    )]
    host: String,
    /// The file with your token.
    #[arg(long, env = "MITRA_ADMIN_TOKEN_FILE", value_name = "FILE", global = true)]
    token_file: Option<PathBuf>,
}

impl HostArgs {
    pub(super) fn client(&self) -> anyhow::Result<AdminClient> {
        let file = self.token_file.as_ref();
        let file = file.context(
            "name the file with your token: `--token-file FILE`, or MITRA_ADMIN_TOKEN_FILE",
        )?;
        let token = std::fs::read_to_string(file);
        let token =
            token.with_context(|| format!("cannot read the token in `{}`", file.display()))?;
        Ok(AdminClient::new(&self.host, &token)?)
    }
}

/// See how a host's departments do, and make a token for its admin API.
#[derive(Debug, Args)]
pub(super) struct Admin {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a token: the file is its holder's alone, and what is printed goes into the host's configuration.
    Token {
        /// Who gets it: stands in the audit log.
        name: String,
        /// `viewer`, `operator`, `approver` or `department:ID`.
        #[arg(long)]
        role: String,
        /// The file for the token, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Print the description of the admin API: OpenAPI, as JSON.
    Describe,
    /// Show which departments rest after a run of faults, or end the rest of one.
    Breakers {
        #[command(subcommand)]
        action: Option<BreakersAction>,
    },
    /// Show messages that were given up, send them again or discard them.
    DeadLetters {
        #[command(subcommand)]
        action: Option<DeadLettersAction>,
    },
    /// Show a department's open conversations: who by pseudonyms, about what, and on which release.
    Sessions {
        /// The department.
        department: String,
    },
    /// Show which releases drain, with how many conversations, and until when.
    Drains,
    /// Show what a department asks for, what it is granted, and what is missing.
    Grants {
        /// The department.
        department: String,
    },
}

#[derive(Debug, Subcommand)]
enum BreakersAction {
    /// Have the department's turns run again at once.
    Close {
        /// The department.
        department: String,
        #[command(flatten)]
        because: Because,
    },
}

#[derive(Debug, Subcommand)]
enum DeadLettersAction {
    /// Send again: a copy goes to the end of the citizen's lane.
    Retry(OnLetters),
    /// Remove with all that they say: nobody can send them again.
    Discard(OnLetters),
}

#[derive(Debug, Args)]
struct OnLetters {
    /// Which messages, by their numbers.
    #[arg(required = true)]
    ids: Vec<i64>,
    #[command(flatten)]
    because: Because,
}

/// Why something is done.
#[derive(Debug, Args)]
pub(super) struct Because {
    /// Why: stands in the audit log.
    #[arg(long, short, value_name = "TEXT")]
    pub(super) reason: String,
}

impl Because {
    fn wanted(self) -> Wanted {
        Wanted { reason: self.reason, until: None }
    }
}

/// 256 bits of chance, in hexadecimal.
fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

impl Admin {
    #[expect(clippy::print_stdout, reason = "what was made is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::Token { name, role, output } => {
                crate::config::AdminRole::try_from(role.clone())?;
                let token = token().context("the operating system gives no chance")?;
                super::keys::write_new(&output, &token, 0o600)?;
                let hash = TokenHash::of(token.as_bytes());
                println!("# for the host's configuration:");
                println!("[[admin.token]]\nname = {name:?}\nrole = {role:?}\nsha256 = \"{hash}\"");
            }
            Action::Describe => print!("{}", description()),
            Action::Breakers { action: None } => shown::breakers(&self.host.client()?)?,
            Action::Breakers { action: Some(BreakersAction::Close { department, because }) } => {
                let client = self.host.client()?;
                shown::breakers_of(&client.close_breakers(&department, &because.wanted())?);
            }
            Action::DeadLetters { action: None } => shown::dead_letters(&self.host.client()?)?,
            Action::DeadLetters { action: Some(DeadLettersAction::Retry(on)) } => {
                on.have_done(&self.host.client()?, "retry")?;
            }
            Action::DeadLetters { action: Some(DeadLettersAction::Discard(on)) } => {
                on.have_done(&self.host.client()?, "discard")?;
            }
            Action::Sessions { department } => shown::sessions(&self.host.client()?, &department)?,
            Action::Drains => shown::drains(&self.host.client()?)?,
            Action::Grants { department } => {
                shown::grants(&self.host.client()?.grants(&department)?);
            }
        }
        Ok(())
    }
}

impl OnLetters {
    /// Has something done with each of the messages; one that cannot be is an error, and ends it.
    fn have_done(self, client: &AdminClient, act: &str) -> anyhow::Result<()> {
        let wanted = self.because.wanted();
        for id in self.ids {
            shown::outcome(&client.on_dead_letter(id, act, &wanted)?);
        }
        Ok(())
    }
}
