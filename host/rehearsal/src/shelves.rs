//! What lies in a world's storage, for scenarios that say what must.

use mitra_core::ids::{CitizenId, DepartmentId};
use mitra_core::turn::Scope;
use mitra_scenario::{Entry, Shelf};
use mitra_storage::memory::{Dump, DumpedCertificate, DumpedPayment};
use serde_json::{Value, json};

/// One shelf as it is now.
#[derive(Debug)]
pub(crate) struct Laid {
    pub(crate) entries: Vec<Entry>,
    /// How many of those that were there at the beginning are gone.
    pub(crate) n_gone: usize,
}

/// What lies on a shelf of the department's, for who acts.
pub(crate) fn laid(
    shelf: Shelf,
    began: &Dump,
    now: &Dump,
    department: &DepartmentId,
    citizen: Option<CitizenId>,
) -> Laid {
    let new = |(key, value): (String, Value)| {
        let value = value.to_string().into_bytes();
        Entry { key, value, is_as_before: false }
    };
    let entries: Vec<Entry> = match shelf {
        Shelf::Stored => return records(began, now, department, citizen),
        Shelf::Issued => now.certificates.iter().map(certificate).map(new).collect(),
        Shelf::Billed => now.payments.iter().map(payment).map(new).collect(),
    };
    // A world begins without certificates and payments, and none of them is ever taken away.
    Laid { entries, n_gone: 0 }
}

/// The records that all citizens of the department share, and those of this one.
fn records(
    began: &Dump,
    now: &Dump,
    department: &DepartmentId,
    citizen: Option<CitizenId>,
) -> Laid {
    let is_seen = |scope: Scope| match scope {
        Scope::Department => true,
        Scope::Citizen(id) => citizen == Some(id),
    };
    let seen =
        now.records.iter().filter(|(key, _)| key.department == *department && is_seen(key.scope));
    let entries = seen.map(|(key, record)| {
        let is_as_before =
            began.records.get(key).is_some_and(|before| before.value == record.value);
        Entry { key: key.key.clone(), value: record.value.clone(), is_as_before }
    });
    let gone = began.records.keys().filter(|key| !now.records.contains_key(*key));
    Laid { entries: entries.collect(), n_gone: gone.count() }
}

/// By `KIND/NUMBER`: what was certified, and its `status`.
fn certificate(DumpedCertificate { stored, .. }: &DumpedCertificate) -> (String, Value) {
    let mut shown = json!(stored.certificate);
    shown["kind"] = json!(stored.certificate.kind.id);
    shown["status"] = json!(stored.status);
    (format!("{}/{}", stored.certificate.kind.id, stored.certificate.number), shown)
}

/// By its reference: where it stands, in the words of [`mitra_core::payment::PaymentStage`], and `paise`.
fn payment(DumpedPayment { payment, .. }: &DumpedPayment) -> (String, Value) {
    let mut shown = json!(payment.stage);
    shown["paise"] = json!(payment.request.paise);
    shown["service"] = json!(payment.service);
    (payment.request.reference.to_string(), shown)
}
