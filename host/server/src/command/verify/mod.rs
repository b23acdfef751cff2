//! `mitra verify`: who signed a certificate, and whether it can be relied on.

mod picture;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use mitra_core::clock::{Clock, Timestamp};
use mitra_core::text::plain;
use mitra_verifier::shown::{day, last_day, value};
use mitra_verifier::{Rejected, Signed, SignedList, TrustList, who_signed};

use crate::authorities;
use crate::clock::SystemClock;

/// Check a certificate: who signed it, and whether it can be relied on. Asks nobody: it needs the lists as files.
///
/// The exit status is 0 for one that is valid; else it says why it is not: 10 unreadable, 11 unsupported, 12 unknown
/// issuer, 13 unknown key, 14 key not valid then, 15 signature wrong, 16 not yet valid, 17 expired, 18 revoked,
/// 19 suspended, 20 status unknown. It is 1 if a file cannot be used, the trust list among them: then nothing is said
/// of the certificate.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The signed trust list, as the operator publishes it at `/certificates/trust-list`.
    #[arg(long, default_value = "trust-list")]
    trust_list: PathBuf,
    /// The root keys that you trust: nobody else's trust list is taken. From the operator, and not from where the list
    /// is from.
    #[arg(
        long,
        alias = "trust-key",
        value_name = "FILE",
        required_unless_present = "unsigned_trust_list"
    )]
    trust_keys: Option<PathBuf>,
    /// A trust list that nobody signed, instead: for one that you made or were handed.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["trust_list", "trust_keys"])]
    unsigned_trust_list: Option<PathBuf>,
    /// A list of statuses, as the address in the certificate gives it; several of them may be named.
    #[arg(long)]
    status_list: Vec<PathBuf>,
    /// A picture of the code, as PNG or JPEG, instead of its text.
    #[arg(long, value_name = "FILE", conflicts_with = "code")]
    image: Option<PathBuf>,
    /// The text, as it was scanned: an address of the verify page, or the bare text.
    #[arg(required_unless_present = "image")]
    code: Option<String>,
}

impl Verify {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let now = SystemClock.now();
        let trusted = self.trusted(now)?;
        let mut lists = Vec::new();
        for path in &self.status_list {
            let read = || anyhow::Ok(SignedList::read(&std::fs::read(path)?)?);
            let list = read().with_context(|| format!("cannot use `{}`", path.display()))?;
            lists.push(list);
        }
        let Some(code) = self.code()? else { return Ok(told(&Rejected::Unreadable)) };
        let signed = match who_signed(&code, &trusted) {
            Ok(signed) => signed,
            Err(rejected) => return Ok(told(&rejected)),
        };
        let stands = signed.stands(&lists, now);
        let status = stands.as_ref().map_or_else(told, |()| valid());
        show(&signed);
        if stands == Err(Rejected::StatusUnknown) {
            where_to_ask(&signed);
        }
        Ok(status)
    }

    /// Whom to believe.
    fn trusted(&self, now: Timestamp) -> anyhow::Result<TrustList> {
        match (&self.trust_keys, &self.unsigned_trust_list) {
            (Some(roots), None) => {
                let roots = authorities::read_trust_keys(roots)?;
                let list = authorities::read_trust_list(&self.trust_list, &roots, now, None)?;
                Ok(list.list().clone())
            }
            (None, Some(list)) => Ok(authorities::read_unsigned_trust_list(list)?),
            _ => bail!("name the keys that you trust with `--trust-keys`"),
        }
    }

    /// The text of the code; none if the picture has none.
    fn code(&self) -> anyhow::Result<Option<String>> {
        let Some(path) = &self.image else { return Ok(self.code.clone()) };
        picture::text(path).with_context(|| format!("cannot use `{}`", path.display()))
    }
}

#[expect(clippy::print_stdout, reason = "what is found is this command's output")]
fn valid() -> ExitCode {
    println!("valid");
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "what is found is this command's output")]
fn told(rejected: &Rejected) -> ExitCode {
    let words = rejected.to_string();
    println!("{}: {}", rejected.name(), plain(&words).collect::<String>());
    ExitCode::from(status(rejected))
}

/// The exit status of each reason. They never change: scripts of offices rely on them.
fn status(rejected: &Rejected) -> u8 {
    match rejected {
        Rejected::Unreadable => 10,
        Rejected::Unsupported => 11,
        Rejected::UnknownIssuer { .. } => 12,
        Rejected::UnknownKey => 13,
        Rejected::KeyNotValid => 14,
        Rejected::Signature => 15,
        Rejected::NotYetValid { .. } => 16,
        Rejected::Expired { .. } => 17,
        Rejected::Revoked => 18,
        Rejected::Suspended => 19,
        Rejected::StatusUnknown => 20,
    }
}

/// What it says, whether or not it can be relied on.
#[expect(clippy::print_stdout, reason = "what is found is this command's output")]
fn show(signed: &Signed) {
    let Signed { authority, claims, key } = signed;
    let line = |label: &str, said: &str| println!("{label}: {}", plain(said).collect::<String>());
    line("signed by", &authority.name.en);
    line("key", &key.to_string());
    line("certificate", &format!("{} {}", claims.kind, claims.number));
    line("name", &claims.holder.name);
    if let Some(local) = &claims.holder.local_name {
        line("name", &local.name);
    }
    if let Some(digits) = &claims.holder.aadhaar_last_four {
        line("Aadhaar ends with", digits);
    }
    for fact in &claims.facts {
        line(&plain(&fact.field).collect::<String>(), &value(&fact.value));
    }
    line("issued", &day(claims.issued_at));
    line("valid from", &day(claims.valid_from));
    if let Some(until) = claims.valid_until {
        line("valid until", &last_day(until));
    }
}

#[expect(clippy::print_stdout, reason = "what to do next is this command's output")]
fn where_to_ask(signed: &Signed) {
    let uri = &signed.claims.status.uri;
    println!("its status: get {} and name it with `--status-list`", plain(uri).collect::<String>());
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_reason_has_an_exit_status_of_its_own() {
        let at = Timestamp(0);
        let reasons = [
            Rejected::Unreadable,
            Rejected::Unsupported,
            Rejected::UnknownIssuer { issuer: String::new() },
            Rejected::UnknownKey,
            Rejected::KeyNotValid,
            Rejected::Signature,
            Rejected::NotYetValid { from: at },
            Rejected::Expired { until: at },
            Rejected::Revoked,
            Rejected::Suspended,
            Rejected::StatusUnknown,
        ];
        let statuses: BTreeSet<u8> = reasons.iter().map(status).collect();
        // 1 is any error's, and 2 is a wrong command line's.
        assert_eq!(statuses, (10..=20).collect());
    }
}
