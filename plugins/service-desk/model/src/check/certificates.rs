//! Whether the kinds of a certificate get everything that they say.

use super::patterns::check_kind;
use super::texts::Texts;
use super::{Findings, asks};
use crate::certificate::Certified;
use crate::manifest::Manifest;

/// A certificate to download.
pub(super) fn check(findings: &mut Findings<'_>, certified: &Certified, manifest: &Manifest) {
    match (&certified.kind, &certified.kind_from) {
        (Some(kind), None) => {
            check_kind(findings, "kind", kind, manifest);
            check_facts(findings, certified, kind, manifest);
        }
        (None, Some(field)) => {
            findings.name("kind-from", field);
            check_facts_of_many(findings, certified, manifest);
        }
        (Some(_), Some(_)) => findings.add("kind-from", "the kind is written already: remove one"),
        (None, None) => findings
            .add("kind", "write it, or `kind-from` with the record's field that names the kind"),
    }
    findings.records("records", &certified.records);
    findings.name("number", &certified.number);
    findings.name("holder", &certified.holder);
    for (name, field) in
        [("local-holder", &certified.local_holder), ("valid-until", &certified.valid_until)]
    {
        if let Some(field) = field {
            findings.name(name, field);
        }
    }
    for (index, fact) in certified.facts.iter().enumerate() {
        findings.name("facts", &fact.from);
        if certified.facts[..index].iter().any(|earlier| earlier.field == fact.field) {
            findings.add("facts", format!("`{}` is there twice: remove one", fact.field));
        }
    }
    asks::check(findings, &certified.asks);
}

/// One kind: a fact for each of its fields, and no other.
fn check_facts(
    findings: &mut Findings<'_>,
    certified: &Certified,
    kind: &str,
    manifest: &Manifest,
) {
    let Some(fields) = manifest.certificate(kind) else { return };
    for field in fields {
        if !certified.facts.iter().any(|fact| fact.field == field.id) {
            let what =
                format!("the kind's field `{}` is missing: say where it comes from", field.id);
            findings.add("facts", what);
        }
    }
    for fact in &certified.facts {
        if !fields.iter().any(|field| field.id == fact.field) {
            findings.add("facts", format!("the kind has no field `{}`: remove it", fact.field));
        }
    }
}

/// Several kinds: each fact is of one that can be issued, which is one whose fields are all there.
fn check_facts_of_many(findings: &mut Findings<'_>, certified: &Certified, manifest: &Manifest) {
    let issued = manifest.certificates.iter().filter(|kind| certified.covers(kind));
    let issued: Vec<_> = issued.collect();
    if issued.is_empty() {
        let what = "of no kind of `[[certificates]]` in `department.toml` all fields are there: write the others";
        findings.add("facts", what);
        return;
    }
    for fact in &certified.facts {
        let is_of =
            |fields: &[crate::CertificateField]| fields.iter().any(|it| it.id == fact.field);
        if issued.iter().any(|kind| is_of(&kind.fields)) {
            continue;
        }
        let half = manifest.certificates.iter().find(|kind| is_of(&kind.fields));
        findings.add(
            "facts",
            match half {
                Some(kind) => format!(
                    "`{}` is a field of `{}`, whose other fields are not all there: write them, or remove it",
                    fact.field, kind.kind
                ),
                None => format!("no kind has a field `{}`: remove it", fact.field),
            },
        );
    }
}
