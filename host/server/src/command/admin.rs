//! How commands reach a host's admin API, and what is needed before there is one.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};
use mitra_admin::AdminClient;
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

/// Make a token for the admin API, or print the API's description.
#[derive(Debug, Args)]
pub(super) struct Admin {
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
        }
        Ok(())
    }
}
