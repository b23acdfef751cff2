//! What was found, as JSON for the page.

use mitra_core::certificate::Fact;
use mitra_verifier::shown::{day, value};
use mitra_verifier::{Rejected, Signed, TrustList};
use serde_json::{Value, json};

/// Each authority's id and address.
pub(crate) fn authorities(list: &TrustList) -> Value {
    let each = list.authorities.iter();
    each.map(|authority| json!([authority.id.as_str(), authority.issuer])).collect()
}

/// Nobody answers for it.
pub(crate) fn rejected(why: &Rejected) -> Value {
    json!({ "result": why.name() })
}

/// Somebody answers for it, with this result.
pub(crate) fn signed(result: &str, signed: &Signed) -> Value {
    let Signed { authority, claims, .. } = signed;
    let local = claims.holder.local_name.as_ref();
    let fact = |Fact { field, value: said }: &Fact| json!([field, value(said)]);
    json!({
        "result": result,
        "authority": { "te": authority.name.te, "en": authority.name.en, "hi": authority.name.hi },
        "kind": claims.kind,
        "number": claims.number,
        "name": claims.holder.name,
        "local": local.map(|local| json!([local.language.code(), local.name])),
        "aadhaar": claims.holder.aadhaar_last_four,
        "facts": claims.facts.iter().map(fact).collect::<Vec<_>>(),
        "issued": day(claims.issued_at),
        "from": day(claims.valid_from),
        "until": claims.valid_until.map(day),
        "list": [authority.id.as_str(), claims.status.uri],
    })
}
