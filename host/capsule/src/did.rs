//! What a turn did, in lines that people read and programs compare.

use mitra_core::certificate::{CertificateEffects, NewCertificate, StatusChange};
use mitra_core::event::Location;
use mitra_core::hex::hex;
use mitra_core::payment::PaymentRequest;
use mitra_core::reply::{Choice, Choices, Reply};
use mitra_core::shown::rupees;
use mitra_core::text::plain;
use mitra_core::timer::{TimerContent, TimerWrite};
use mitra_core::turn::{GuestState, Next, RecordWrite, TurnFault, TurnOutcome, TurnReport};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::answers::Whose;
use crate::bytes::Bytes;

/// What a turn did. Each part is lines; two turns did the same if all lines are the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Did {
    /// What the citizen is told, and how the conversation goes on.
    pub(crate) tells: Vec<String>,
    /// The state that it leaves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) leaves: Vec<String>,
    /// Of which schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) schema: Option<u32>,
    /// What it stores, and what else it has the host do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) effects: Vec<String>,
    /// Why it did nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<DidFault>,
}

/// Why a turn did nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DidFault {
    /// Its short name.
    pub(crate) name: String,
    /// Whether it is a mistake of the release.
    pub(crate) is_own: bool,
    pub(crate) words: Vec<String>,
}

impl Did {
    /// What this report says.
    pub fn of(report: &TurnReport) -> Self {
        let outcome = match &report.result {
            Ok(outcome) => outcome,
            Err(fault) => return Self { fault: Some(DidFault::of(fault)), ..Self::default() },
        };
        let TurnOutcome { replies, next, payment } = outcome;
        let (goes_on, state) = match next {
            Next::Finish => (vec!["ends".to_owned()], None),
            Next::Stay(state) => (vec!["stays".to_owned()], Some(state)),
            Next::Ask(state, form) => {
                let form = serde_json::to_string_pretty(form).expect("it has no keys but text");
                (lines(&format!("asks a form {form}")), Some(state))
            }
        };
        let tells = replies
            .iter()
            .flat_map(reply)
            .chain(goes_on)
            .map(|line| plain(&line).collect())
            .collect();
        let leaves = state.into_iter().flat_map(|GuestState { schema, bytes }| {
            lines(&format!("state of schema {schema}: {}", Bytes(bytes.clone())))
        });
        let payment = payment.iter().map(asked);
        let records = report.writes.iter().flat_map(stored);
        let timers = report.timers.iter().map(timer);
        let certificates = certified(&report.certificates);
        let effects = payment.chain(records).chain(timers).chain(certificates);
        let (leaves, effects) = (
            leaves.map(|line| plain(&line).collect()).collect(),
            effects.map(|line| plain(&line).collect()).collect(),
        );
        let schema = state.map(|state| state.schema);
        Self { tells, leaves, schema, effects, fault: None }
    }

    /// The short name of the fault, if it ended by one.
    pub fn fault_name(&self) -> Option<&str> {
        self.fault.as_ref().map(|fault| fault.name.as_str())
    }

    /// All of it, a line each.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let fault = self.fault.iter().flat_map(|fault| fault.words.iter());
        let all = self.tells.iter().chain(&self.leaves).chain(&self.effects).chain(fault);
        all.map(String::as_str)
    }
}

impl DidFault {
    fn of(fault: &TurnFault) -> Self {
        let said = if let TurnFault::Refused { body } = fault {
            format!("refuses: {body}")
        } else {
            format!("fault {}: {fault}", fault.name())
        };
        let (name, is_own) = (fault.name().to_owned(), fault.is_the_releases_own());
        Self {
            name,
            is_own,
            words: lines(&said).into_iter().map(|line| plain(&line).collect()).collect(),
        }
    }
}

/// One line each; those after the first begin with two spaces.
fn lines(text: &str) -> Vec<String> {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    std::iter::once(first).chain(lines.map(|line| format!("  {line}"))).collect()
}

fn reply(reply: &Reply) -> Vec<String> {
    let with = |what: String, caption: &Option<String>| match caption {
        Some(caption) => lines(&format!("{what}: {caption}")),
        None => lines(&what),
    };
    match reply {
        Reply::Text { body } => lines(&format!("says: {body}")),
        Reply::Choices(Choices { body, button, items }) => {
            let mut said = lines(&format!("asks: {body}"));
            if !button.is_empty() {
                said.push(format!("  button {button}"));
            }
            said.extend(items.iter().map(choice));
            said
        }
        Reply::Link { body, label, url } => lines(&format!("links `{label}` to {url}: {body}")),
        Reply::Pay { body, label, url } => lines(&format!("pays `{label}` at {url}: {body}")),
        Reply::Image { url, caption } => with(format!("shows {url}"), caption),
        Reply::Document { url, filename, caption } => {
            with(format!("sends `{filename}` from {url}"), caption)
        }
        Reply::File { file, filename, caption } => {
            let (size, sum) = (file.bytes.len(), hex(&Sha256::digest(&file.bytes)));
            let what = format!("{}, {size} bytes, sha256 {sum}", file.mime_type);
            with(format!("sends `{filename}`, {what}"), caption)
        }
        Reply::Certificate { certificate, filename, caption } => {
            with(format!("sends certificate {} as `{filename}`", certificate.id), caption)
        }
        Reply::Place(Location { latitude, longitude, name, address }) => {
            let words: Vec<_> = name.iter().chain(address).map(String::as_str).collect();
            lines(&format!("points at {latitude} {longitude} {}", words.join(", ")))
        }
        Reply::AskLocation { body } => lines(&format!("asks for a location: {body}")),
    }
}

fn choice(Choice { id, title, description }: &Choice) -> String {
    match description {
        Some(description) => format!("  [{id}] {title}: {description}"),
        None => format!("  [{id}] {title}"),
    }
}

fn asked(PaymentRequest { reference, paise, purpose, valid_for, .. }: &PaymentRequest) -> String {
    let (amount, seconds) = (rupees(*paise), valid_for.as_secs());
    format!("asks {amount} as `{reference}` within {seconds} s for {}", purpose.en)
}

fn stored(RecordWrite { key, value }: &RecordWrite) -> Vec<String> {
    let name = format!("record `{}` of the {}", key.key, Whose::of(key.scope).name());
    match value {
        Some(value) => lines(&format!("stores {name}: {}", Bytes(value.clone()))),
        None => vec![format!("removes {name}")],
    }
}

fn timer(TimerWrite { key, timer }: &TimerWrite) -> String {
    let Some(timer) = timer else { return format!("removes timer `{}`", key.name) };
    let note = match &timer.content {
        TimerContent::Note(note) => format!(" with {}", Bytes(note.clone())),
        TimerContent::Payment(_) | TimerContent::Notice(_) | TimerContent::Refund(_) => {
            String::new()
        }
    };
    format!("sets timer `{}` to {}{note}", key.name, timer.at)
}

fn certified(effects: &CertificateEffects) -> impl Iterator<Item = String> {
    let issued = effects.issued.iter().map(|NewCertificate { certificate, .. }| {
        let words = serde_json::to_string(certificate).expect("it has no keys but text");
        format!("issues a certificate {words}")
    });
    let changes = effects.changes.iter().map(|StatusChange { id, status, reason, .. }| {
        format!("makes certificate {id} {status:?}: {reason}")
    });
    issued.chain(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_department_says_does_nothing_to_a_terminal() {
        let state = GuestState { schema: 2, bytes: vec![0, b'a', 0x1b, b'[', b'2', b'J'] };
        let body = "one\n\u{1b}[2Jtwo తెలుగు".to_owned();
        let (replies, next) = (vec![Reply::Text { body }], Next::Stay(state));
        let outcome = TurnOutcome { replies, next, payment: None };
        let report = TurnReport { result: Ok(outcome), ..TurnReport::failed(TurnFault::Resting) };
        let did = Did::of(&report);
        let lines: Vec<_> = did.lines().collect();
        let expected =
            ["says: one", r"  \u{1b}[2Jtwo తెలుగు", "stays", r"state of schema 2: \u{0}a\u{1b}[2J"];
        assert_eq!(lines, expected);
    }
}
