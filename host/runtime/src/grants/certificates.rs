//! What a department may certify, and which authority signs it.

use std::collections::BTreeSet;

use mitra_core::certificate::CertificateKind;
use mitra_core::ids::{AuthorityId, CertificateKindId};
use serde::Deserialize;

/// Kinds of certificates that an operator grants.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificatesRule {
    /// Who signs them.
    pub authority: AuthorityId,
    /// Which ones.
    pub kinds: BTreeSet<CertificateKindId>,
}

/// What is asked for and what is granted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CertificatesGrants {
    /// By the vendor's manifest: whole kinds, each once.
    pub asked: Vec<CertificateKind>,
    /// By the operator. The first rule that names a kind counts.
    pub granted: Vec<CertificatesRule>,
}

/// Why a department may not certify something. The words say who must act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateDenied {
    /// The vendor did not ask.
    #[error(
        "E0310: certificates of the kind `{kind}` are not asked for: the vendor must add `[[certificates]]` to `department.toml`"
    )]
    NotAsked {
        /// Which kind.
        kind: String,
    },
    /// The operator did not grant.
    #[error(
        "E0311: certificates of the kind `{kind}` are not granted: the operator must add it to `[[department.certificates]]`"
    )]
    NotGranted {
        /// Which kind.
        kind: CertificateKindId,
    },
}

impl CertificatesGrants {
    /// The whole kind of this id and who signs it, if it may be certified.
    pub fn check(&self, kind: &str) -> Result<(&CertificateKind, &AuthorityId), CertificateDenied> {
        let asked = self.asked.iter().find(|asked| asked.id.as_str() == kind);
        let asked = asked.ok_or_else(|| CertificateDenied::NotAsked { kind: kind.to_owned() })?;
        let granted = self.granted.iter().find(|rule| rule.kinds.contains(&asked.id));
        let kind = || asked.id.clone();
        let granted = granted.ok_or_else(|| CertificateDenied::NotGranted { kind: kind() })?;
        Ok((asked, &granted.authority))
    }

    /// Kinds that are asked for and not granted.
    pub fn not_granted(&self) -> impl Iterator<Item = &CertificateKind> {
        let is_granted =
            |kind: &CertificateKind| self.granted.iter().any(|rule| rule.kinds.contains(&kind.id));
        self.asked.iter().filter(move |kind| !is_granted(kind))
    }

    /// Kinds that are granted and not asked for.
    pub fn not_asked(&self) -> impl Iterator<Item = &CertificateKindId> {
        let is_asked = |id: &CertificateKindId| self.asked.iter().any(|kind| kind.id == *id);
        let granted = self.granted.iter().flat_map(|rule| &rule.kinds);
        granted.filter(move |id| !is_asked(id))
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::language::Localized;

    use super::*;

    fn kind(id: &str) -> CertificateKind {
        let text = || "Income".to_owned();
        let title = Localized { te: text(), en: text(), hi: text() };
        let id = CertificateKindId::parse(id).expect("a slug");
        CertificateKind::new(id, title, None, Vec::new()).expect("a kind")
    }

    fn rule(authority: &str, kinds: &[&str]) -> CertificatesRule {
        let kinds = kinds.iter().map(|id| CertificateKindId::parse(id).expect("a slug")).collect();
        CertificatesRule { authority: AuthorityId::parse(authority).expect("a slug"), kinds }
    }

    #[test]
    fn both_must_say_yes_and_the_refusal_says_who_did_not() {
        let grants = CertificatesGrants {
            asked: vec![kind("income"), kind("caste")],
            granted: vec![rule("tahsildar", &["income"]), rule("collector", &["birth"])],
        };
        let (asked, authority) = grants.check("income").expect("both said yes");
        assert_eq!((asked.id.as_str(), authority.as_str()), ("income", "tahsildar"));
        let refused = |kind: &str| grants.check(kind).expect_err("refused").to_string();
        assert!(refused("caste").starts_with("E0311: certificates of the kind `caste`"));
        assert!(refused("birth").starts_with("E0310: certificates of the kind `birth`"));
        assert!(refused("no kind").contains("the vendor must add `[[certificates]]`"));
    }

    #[test]
    fn disagreements_are_named_from_both_sides() {
        let grants = CertificatesGrants {
            asked: vec![kind("income"), kind("caste")],
            granted: vec![rule("tahsildar", &["income", "birth"])],
        };
        let not_granted: Vec<_> = grants.not_granted().map(|kind| kind.id.as_str()).collect();
        let not_asked: Vec<_> = grants.not_asked().map(CertificateKindId::as_str).collect();
        assert_eq!((not_granted, not_asked), (vec!["caste"], vec!["birth"]));
    }
}
