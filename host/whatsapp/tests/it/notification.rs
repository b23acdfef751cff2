//! What the tests of this crate share: the fixtures, the only door into the parser, and a way to show what came out.

use std::fs;
use std::path::Path;

use mitra_core::event::Leaf;
use mitra_core::identity::Secret;
use mitra_whatsapp::{AppSecrets, VerifiedNotification, sign, verify};
use serde_json::{Value, json};

const SECRET: &str = "meri-test-app-secret";

/// Every fixture by name, in the order of names.
pub(crate) fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/webhooks");
    let entries = fs::read_dir(folder).expect("the fixtures are there");
    let mut fixtures: Vec<_> = entries
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(path).expect("a readable fixture"))
        })
        .collect();
    fixtures.sort();
    fixtures
}

/// The body, signed and verified.
pub(crate) fn verified(body: &[u8]) -> VerifiedNotification {
    let secret = Secret::new(SECRET);
    let signature = sign(body, &secret);
    verify(body.to_vec().into(), &[signature.as_bytes()], &AppSecrets::new(vec![secret]))
        .expect("the signature is good")
}

/// The leaves of a body.
pub(crate) fn parse(body: &[u8]) -> Vec<Leaf> {
    mitra_whatsapp::parse(&verified(body)).leaves
}

/// A leaf with everything in it, addresses too.
pub(crate) fn show(leaf: &Leaf) -> Value {
    match leaf {
        Leaf::Event(event) => json!({ "event": event }),
        Leaf::Receipt(receipt) => json!({ "receipt": receipt }),
        Leaf::Payment(report) => {
            json!({ "payment": { "dedup_key": report.dedup_key, "order": report.order } })
        }
        Leaf::Identity(report) => {
            json!({ "identity": { "dedup_key": report.dedup_key, "change": report.change } })
        }
        Leaf::Account(report) => {
            json!({ "account": { "field": report.field, "code": report.code } })
        }
        Leaf::Quarantined(item) => {
            let raw = String::from_utf8_lossy(&item.raw);
            json!({ "quarantined": { "reason": item.reason, "raw": raw } })
        }
    }
}
