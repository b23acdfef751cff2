//! What kinds of certificates and their fields are called, by their departments' manifests: for the trust list, so that
//! whoever checks reads words and not ids.

use std::collections::BTreeMap;

use mitra_core::certificate::CertificateKind;
use mitra_core::ids::{AuthorityId, CertificateKindId};
use mitra_verifier::{FieldLabel, KindLabels};

use crate::config::DepartmentConfig;
use crate::manifest::Manifest;

/// The labels of every authority's kinds.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    /// None: two departments call it differently, and its bare ids are shown.
    kinds: BTreeMap<(AuthorityId, CertificateKindId), Option<KindLabels>>,
}

impl Labels {
    /// Adds the kinds that this department was granted, as its manifest calls them.
    pub(crate) fn add(&mut self, department: &DepartmentConfig, manifest: &Manifest) {
        for rule in &department.certificates {
            for kind in manifest.certificates.iter().filter(|kind| rule.kinds.contains(&kind.id)) {
                let labels = labels(kind);
                let known = self.kinds.entry((rule.authority.clone(), kind.id.clone()));
                let known = known.or_insert_with(|| Some(labels.clone()));
                if known.as_ref() != Some(&labels) {
                    *known = None;
                }
            }
        }
    }

    /// What this authority's kinds are called.
    pub(crate) fn of(&self, authority: &AuthorityId) -> Vec<KindLabels> {
        let own = self.kinds.iter().filter(|((of, _), _)| of == authority);
        own.filter_map(|(_, labels)| labels.clone()).collect()
    }

    /// Kinds of which two departments say different things.
    pub(crate) fn unclear(&self) -> impl Iterator<Item = (&AuthorityId, &CertificateKindId)> {
        let unclear = self.kinds.iter().filter(|(_, labels)| labels.is_none());
        unclear.map(|((authority, kind), _)| (authority, kind))
    }

    /// Whether it says what this kind is called, or that it is unclear.
    pub(crate) fn has(&self, authority: &AuthorityId, kind: &CertificateKindId) -> bool {
        self.kinds.contains_key(&(authority.clone(), kind.clone()))
    }
}

fn labels(kind: &CertificateKind) -> KindLabels {
    let field = |field: &mitra_core::certificate::CertificateField| FieldLabel {
        field: field.id.to_string(),
        label: field.label.clone(),
    };
    let (title, fields) = (kind.title.clone(), kind.fields.iter().map(field).collect());
    KindLabels { kind: kind.id.to_string(), title, fields }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department(id: &str, label: &str) -> (DepartmentConfig, Manifest) {
        let config = format!(
            "id = '{id}'\n[[certificates]]\nauthority = 'tahsildar'\nkinds = ['income', 'caste']"
        );
        let kind = |kind: &str| {
            format!(
                "[[certificates]]\nkind = '{kind}'\ntitle = {{ te = 'a', en = 'Income', hi = 'c' }}\n\
                 [[certificates.fields]]\nid = 'sum'\ntype = 'money'\n\
                 label = {{ te = 'a', en = '{label}', hi = 'c' }}\n"
            )
        };
        let manifest = format!("id = '{id}'\n{}{}", kind("income"), kind("marriage"));
        (toml::from_str(&config).expect("one"), toml::from_str(&manifest).expect("one"))
    }

    #[test]
    fn kinds_that_are_granted_have_the_labels_of_their_manifest() {
        let mut labels = Labels::default();
        for id in ["revenue", "welfare"] {
            let (config, manifest) = department(id, "Yearly income");
            labels.add(&config, &manifest);
        }
        let authority = AuthorityId::parse("tahsildar").expect("a slug");
        let [income] = &labels.of(&authority)[..] else { panic!("marriage is not granted") };
        assert_eq!((&*income.kind, &*income.title.en), ("income", "Income"));
        assert_eq!(income.label("sum").map(|label| &*label.en), Some("Yearly income"));
        assert!(labels.of(&AuthorityId::parse("collector").expect("a slug")).is_empty());
        let [income, caste] = ["income", "caste"].map(|it| CertificateKindId::parse(it).unwrap());
        assert!(labels.has(&authority, &income));
        assert!(!labels.has(&authority, &caste), "no manifest says what it is called");
    }

    #[test]
    fn a_kind_that_two_departments_call_differently_has_none() {
        let mut labels = Labels::default();
        for (id, label) in [("revenue", "Income"), ("welfare", "Debt"), ("pensions", "Income")] {
            let (config, manifest) = department(id, label);
            labels.add(&config, &manifest);
        }
        let authority = AuthorityId::parse("tahsildar").expect("a slug");
        assert!(labels.of(&authority).is_empty());
        let unclear: Vec<_> = labels.unclear().map(|(_, kind)| kind.as_str()).collect();
        assert_eq!(unclear, ["income"]);
    }
}
