//! Certificates without an authority: issued, changed and found as the host does it, and signed by nobody.

use std::collections::BTreeMap;

use crate::Language;
use crate::certificates::{
    Certificate, CertificateRequest, CertificateStatus, FactValue, Failure, Holder, LocalName,
};
use crate::length::units;

/// Calls of `issue` in a turn.
const ISSUED_MAX: u32 = 4;
/// Calls of `set_status` in a turn.
const CHANGES_MAX: u32 = 16;
/// Calls of `find_certificate` and `get_certificate` in a turn, together.
const FINDS_MAX: u32 = 20;

/// A certificate that was issued.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryCertificate {
    /// As it was asked for.
    pub request: CertificateRequest,
    /// As the department sees it.
    pub certificate: Certificate,
    /// Every change of its status, oldest first, with the reason.
    pub changes: Vec<(CertificateStatus, String)>,
}

/// The certificates of a department.
#[derive(Debug, Clone, Default)]
pub struct MemoryCertificates {
    /// What was issued, by id.
    pub issued: BTreeMap<String, MemoryCertificate>,
    /// Kinds that `department.toml` asks for and the operator grants, with the ids of their fields. Others are denied.
    pub kinds: BTreeMap<String, Vec<String>>,
    issue_calls: u32,
    change_calls: u32,
    find_calls: u32,
}

impl MemoryCertificates {
    pub(super) fn begin_turn(&mut self) {
        (self.issue_calls, self.change_calls, self.find_calls) = (0, 0, 0);
    }

    pub(super) fn issue(
        &mut self,
        request: &CertificateRequest,
        now: u64,
    ) -> Result<Certificate, Failure> {
        self.issue_calls += 1;
        assert!(self.issue_calls <= ISSUED_MAX, "a turn may issue {ISSUED_MAX} certificates");
        let CertificateRequest { kind, number, valid_until, .. } = request;
        let Some(fields) = self.kinds.get(kind) else {
            return Err(Failure::Denied(format!("`{kind}` is not among `kinds`")));
        };
        check(request, fields).map_err(Failure::Invalid)?;
        if let Some(before) = self.of_number(kind, number) {
            return Err(Failure::AlreadyIssued(before.id.clone()));
        }
        let certificate = Certificate {
            id: format!("{:032x}", self.issued.len() + 1),
            kind: kind.clone(),
            number: number.clone(),
            status: CertificateStatus::Valid,
            issued_at: now,
            valid_until: *valid_until,
        };
        let (request, changes) = (request.clone(), Vec::new());
        let issued = MemoryCertificate { request, certificate: certificate.clone(), changes };
        self.issued.insert(certificate.id.clone(), issued);
        Ok(certificate)
    }

    pub(super) fn set_status(
        &mut self,
        id: &str,
        status: CertificateStatus,
        reason: &str,
    ) -> Result<Certificate, Failure> {
        self.change_calls += 1;
        assert!(self.change_calls <= CHANGES_MAX, "a turn may change {CHANGES_MAX} statuses");
        let is_fit = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
        if !(1..=40).contains(&reason.len()) || !reason.chars().all(is_fit) {
            let why = "`reason` must be 1 to 40 lower-case letters, digits and hyphens";
            return Err(Failure::Invalid(why.to_owned()));
        }
        let found = self.issued.get_mut(id).ok_or(Failure::Unknown)?;
        if found.certificate.status == CertificateStatus::Revoked {
            return Err(Failure::Revoked);
        }
        found.certificate.status = status;
        found.changes.push((status, reason.to_owned()));
        Ok(found.certificate.clone())
    }

    pub(super) fn find(&mut self, kind: &str, number: &str) -> Option<Certificate> {
        self.count_find();
        self.of_number(kind, number).cloned()
    }

    pub(super) fn get(&mut self, id: &str) -> Option<Certificate> {
        self.count_find();
        self.issued.get(id).map(|issued| issued.certificate.clone())
    }

    /// Holds a reply against what was issued.
    ///
    /// # Panics
    /// If the host would refuse it, with the reason.
    pub(super) fn check_sent(&self, id: &str) {
        let found = self.issued.get(id);
        let issued = found.unwrap_or_else(|| panic!("there is no certificate `{id}`"));
        let is_good = issued.certificate.status != CertificateStatus::Revoked;
        assert!(is_good, "the certificate `{id}` is revoked");
    }

    fn count_find(&mut self) {
        self.find_calls += 1;
        assert!(self.find_calls <= FINDS_MAX, "a turn may look {FINDS_MAX} certificates up");
    }

    fn of_number(&self, kind: &str, number: &str) -> Option<&Certificate> {
        let mut issued = self.issued.values().map(|issued| &issued.certificate);
        issued.find(|it| it.kind == kind && it.number == number)
    }
}

fn check(request: &CertificateRequest, fields: &[String]) -> Result<(), String> {
    let CertificateRequest { number, holder, facts, .. } = request;
    line("number", number, 1, 40)?;
    let Holder { name, local_name, aadhaar_last_four } = holder;
    line("holder.name", name, 2, 60)?;
    if let Some(LocalName { language, name }) = local_name {
        line("holder.local-name.name", name, 2, 60)?;
        if *language == Language::En {
            return Err("`holder.local-name.language` must be Telugu or Hindi".to_owned());
        }
    }
    let is_four = |digits: &String| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    if aadhaar_last_four.as_ref().is_some_and(|digits| !is_four(digits)) {
        return Err("`holder.aadhaar-last-four` must be four digits".to_owned());
    }
    for field in fields {
        match facts.iter().filter(|fact| fact.field == *field).count() {
            1 => {}
            0 => return Err(format!("the field `{field}` of the kind is missing")),
            _ => return Err(format!("the field `{field}` is there twice")),
        }
    }
    for fact in facts {
        if !fields.contains(&fact.field) {
            return Err(format!("the kind has no field `{}`", fact.field));
        }
        if let FactValue::Text(text) = &fact.value {
            line(&fact.field, text, 1, 120)?;
        }
    }
    Ok(())
}

fn line(what: &str, text: &str, units_min: usize, units_max: usize) -> Result<(), String> {
    let is_fit = (units_min..=units_max).contains(&units(text));
    let is_line = text.trim() == text && !text.chars().any(char::is_control);
    if is_fit && is_line {
        return Ok(());
    }
    Err(format!("`{what}` must be one line of {units_min} to {units_max} characters"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificates::{holder, request};

    fn registry() -> MemoryCertificates {
        let kinds = [("income".to_owned(), vec!["income".to_owned()])].into();
        MemoryCertificates { kinds, ..MemoryCertificates::default() }
    }

    fn income(number: &str) -> CertificateRequest {
        request("income", number, holder("Asha Rao")).money("income", 9_500_000)
    }

    #[test]
    fn a_number_is_issued_once() {
        let mut registry = registry();
        let issued = registry.issue(&income("1"), 7).expect("issued");
        assert_eq!((issued.issued_at, issued.status), (7, CertificateStatus::Valid));
        let again = registry.issue(&income("1"), 8);
        assert_eq!(again, Err(Failure::AlreadyIssued(issued.id.clone())));
        assert_eq!(registry.find("income", "1"), Some(issued.clone()));
        assert_eq!(registry.get(&issued.id), Some(issued));
        assert_eq!((registry.find("income", "2"), registry.get("none")), (None, None));
    }

    #[test]
    fn what_is_revoked_stays_revoked() {
        use CertificateStatus::{Revoked, Suspended, Valid};
        let mut registry = registry();
        let id = registry.issue(&income("1"), 7).expect("issued").id;
        for status in [Suspended, Valid, Revoked] {
            let changed = registry.set_status(&id, status, "as-asked").expect("changed");
            assert_eq!(changed.status, status);
        }
        assert_eq!(registry.set_status(&id, Valid, "as-asked"), Err(Failure::Revoked));
        assert_eq!(registry.set_status("none", Valid, "as-asked"), Err(Failure::Unknown));
        assert!(matches!(registry.set_status(&id, Valid, "As asked"), Err(Failure::Invalid(_))));
    }

    #[test]
    fn what_does_not_fit_is_refused_by_name() {
        let refused = |request: CertificateRequest| match registry().issue(&request, 7) {
            Err(Failure::Invalid(why) | Failure::Denied(why)) => why,
            other => panic!("a refusal, not {other:?}"),
        };
        assert!(refused(request("caste", "1", holder("Asha"))).contains("not among `kinds`"));
        let missing = refused(request("income", "1", holder("Asha")));
        assert_eq!(missing, "the field `income` of the kind is missing");
        assert!(refused(income("1").number("more", 1)).contains("no field `more`"));
        assert!(refused(income(&"1".repeat(41))).contains("`number`"));
        assert!(refused(request("income", "1", holder("A"))).contains("`holder.name`"));
    }

    #[test]
    #[should_panic(expected = "a turn may issue 4 certificates")]
    fn a_fifth_certificate_traps() {
        let mut registry = registry();
        (0..5).for_each(|n| drop(registry.issue(&income(&n.to_string()), 7)));
    }
}
