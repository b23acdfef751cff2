//! What was found, as JSON for the page.

use mitra_core::certificate::Fact;
use mitra_core::language::Localized;
use mitra_verifier::shown::{day, last_day, value};
use mitra_verifier::{ListRejected, Rejected, Signed, SignedTrustList};
use serde_json::{Value, json};

/// Who signed the trust list, until when it is good, and each authority's id and address.
pub(crate) fn trusted(list: &SignedTrustList) -> Value {
    let (claims, root) = (list.claims(), list.root());
    let each = claims.list.authorities.iter();
    json!({
        "number": claims.number,
        "until": last_day(claims.good_until),
        "key": root.id().to_string(),
        "by": localized(&root.name),
        "authorities": each.map(|it| json!([it.id.as_str(), it.issuer])).collect::<Vec<_>>(),
    })
}

/// Why the trust list is not taken.
pub(crate) fn list_rejected(why: &ListRejected) -> Value {
    json!({ "rejected": why.name() })
}

/// There is no trust list that is good now: nothing can be said of the certificate.
pub(crate) fn no_list() -> Value {
    json!({ "result": "list_expired" })
}

fn localized(text: &Localized) -> Value {
    json!({ "te": text.te, "en": text.en, "hi": text.hi })
}

/// Nobody answers for it.
pub(crate) fn rejected(why: &Rejected) -> Value {
    json!({ "result": why.name() })
}

/// Somebody answers for it, with this result.
pub(crate) fn signed(result: &str, signed: &Signed) -> Value {
    let Signed { authority, claims, .. } = signed;
    let local = claims.holder.local_name.as_ref();
    let labels = authority.labels(&claims.kind);
    // One that the list does not name is shown by its id.
    let label = |field: &str| labels.and_then(|labels| labels.label(field)).map(localized);
    let fact = |Fact { field, value: said }: &Fact| json!([field, label(field), value(said)]);
    json!({
        "result": result,
        "authority": localized(&authority.name),
        "kind": claims.kind,
        "title": labels.map(|labels| localized(&labels.title)),
        "number": claims.number,
        "name": claims.holder.name,
        "local": local.map(|local| json!([local.language.code(), local.name])),
        "aadhaar": claims.holder.aadhaar_last_four,
        "facts": claims.facts.iter().map(fact).collect::<Vec<_>>(),
        "issued": day(claims.issued_at),
        "from": day(claims.valid_from),
        "until": claims.valid_until.map(last_day),
        "list": [authority.id.as_str(), claims.status.uri],
    })
}
