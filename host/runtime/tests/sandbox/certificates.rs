//! Certificates: who may issue which, what a turn finds of them, and what it may send.

use std::collections::BTreeMap;
use std::sync::Arc;

use mitra_core::certificate::{CertificateField, CertificateId, CertificateKind, CertificateType};
use mitra_core::ids::{AuthorityId, CertificateKindId, FieldId};
use mitra_core::language::{Language, Localized};
use mitra_core::limits::{
    CERTIFICATE_CHANGES_PER_TURN_MAX, CERTIFICATE_FINDS_PER_TURN_MAX,
    CERTIFICATES_ISSUED_PER_TURN_MAX,
};
use mitra_core::reply::Reply;
use mitra_core::turn::{TurnFault, TurnReport};
use mitra_runtime::grants::{CertificatesGrants, CertificatesRule, Grants};
use mitra_runtime::{Sandbox, Settings};
use mitra_storage::conformance::fixtures::{accept, citizen, claim_one, event, plain};
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{Inbox, Settled, Settlement};

use crate::kit::{Kit, NOW, component, department, options, ports};

fn kind(id: &str) -> CertificateKind {
    let text = |text: &str| Localized { te: text.into(), en: text.into(), hi: text.into() };
    let income = CertificateField {
        id: FieldId::parse("income").expect("a slug"),
        of: CertificateType::Money,
        label: text("Yearly income"),
    };
    let id = CertificateKindId::parse(id).expect("a slug");
    CertificateKind::new(id, text("Income certificate"), Some(365), vec![income]).expect("a kind")
}

/// The echoing guest over this storage, which asks for these kinds and is granted those.
fn kit(storage: &MemoryStorage, asked: &[&str], granted: &[&str]) -> Kit {
    let storage = Arc::new(storage.clone());
    let sandbox = Sandbox::new(options(), ports(storage)).expect("a sandbox");
    let authority = AuthorityId::parse("tahsildar").expect("a slug");
    let kinds = granted.iter().map(|id| CertificateKindId::parse(id).expect("a slug")).collect();
    let asked = asked.iter().map(|id| kind(id)).collect();
    let granted = vec![CertificatesRule { authority, kinds }];
    let grants =
        Grants { certificates: CertificatesGrants { asked, granted }, ..Grants::default() };
    let settings = Settings::new(BTreeMap::new(), grants);
    let loaded = sandbox.load(&department(), &component("echo"), settings);
    Kit { release: loaded.expect("the guest loads").digest, sandbox, department: department() }
}

fn granted() -> (MemoryStorage, Kit) {
    let storage = MemoryStorage::default();
    let kit = kit(&storage, &["income"], &["income"]);
    (storage, kit)
}

/// What a turn did is kept.
async fn keep(storage: &MemoryStorage, wamid: &str, report: TurnReport) -> Settled {
    accept(storage, vec![event(wamid, &citizen(1))]).await;
    let claimed = claim_one(storage, NOW).await;
    let settlement = Settlement { certificates: report.certificates, ..plain(&claimed) };
    let settled = storage.settle(settlement, NOW).await.expect("settled");
    if settled == Settled::Conflict {
        storage.settle(plain(&claimed), NOW).await.expect("settled");
    }
    settled
}

fn words(report: &TurnReport) -> &str {
    let replies = report.result.as_ref().map(|outcome| outcome.replies.as_slice());
    match replies {
        Ok([Reply::Text { body }]) => body,
        other => panic!("one text, not {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_issues_what_both_sides_allow_and_a_repeated_one_the_same() {
    let (storage, kit) = granted();
    let report = kit.say("!certify issue income A-1").await;
    let again = kit.say("!certify issue income A-1").await;
    assert_eq!(report.certificates, again.certificates, "the same turn");
    let issued = &report.certificates.issued[0].certificate;
    assert_eq!(words(&report), format!("{} income A-1 Valid", issued.id));
    assert_eq!((issued.authority.as_str(), issued.number.as_str()), ("tahsildar", "A-1"));
    assert_eq!((issued.issued_at, issued.kind.clone()), (NOW, kind("income")));
    assert!(issued.valid_until.is_some(), "the kind says how long");
    let id = issued.id;
    assert_eq!(keep(&storage, "A", report).await, Settled::Committed);
    assert_eq!(kit.hear(&format!("!certify get {id}")).await, format!("{id} income A-1 Valid"));
    assert_eq!(kit.hear("!certify find income A-1").await, format!("{id} income A-1 Valid"));
    let refused = kit.hear("!certify issue income A-1").await;
    assert_eq!(refused, format!("already issued: {id}"));
    // Of two turns that saw a free number, the second is told.
    assert_eq!(keep(&storage, "B", again).await, Settled::Conflict);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_says_who_did_not_agree() {
    let storage = MemoryStorage::default();
    let denied = kit(&storage, &[], &["income"]).hear("!certify issue income A-1").await;
    assert!(denied.starts_with("denied: E0310: certificates of the kind `income`"), "{denied}");
    let denied = kit(&storage, &["income"], &[]).hear("!certify issue income A-1").await;
    assert!(denied.starts_with("denied: E0311: certificates of the kind `income`"), "{denied}");
    let (_, kit) = granted();
    assert!(kit.hear("!certify issue caste A-1").await.starts_with("denied: E0310"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_the_kind_is_refused_by_its_field() {
    let (_, kit) = granted();
    let report = kit.say("!certify wrong A-1").await;
    assert_eq!(words(&report), "invalid: the kind has no field `more`");
    assert!(!report.certificates.is_change());
    let long = "n".repeat(40);
    assert!(kit.hear(&format!("!certify issue income {long}")).await.ends_with("Valid"));
    let refused = kit.hear(&format!("!certify issue income {long}n")).await;
    assert!(refused.starts_with("invalid: `number` has 41 characters"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_sees_what_it_did_itself() {
    let (storage, kit) = granted();
    let report = kit.say("!certify all A-1").await;
    let expected = "ID income A-1 Valid | ID income A-1 Revoked | already issued: ID | revoked";
    assert_eq!(words(&report), expected);
    let id = report.certificates.issued[0].certificate.id;
    assert_eq!(keep(&storage, "A", report).await, Settled::Committed);
    assert_eq!(kit.hear("!certify find income A-1").await, format!("{id} income A-1 Revoked"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_changes_until_it_is_revoked() {
    let (storage, kit) = granted();
    let report = kit.say("!certify issue income A-1").await;
    let id = report.certificates.issued[0].certificate.id;
    keep(&storage, "A", report).await;
    for status in ["suspended", "valid", "revoked"] {
        let report = kit.say(&format!("!certify status {id} {status} as-asked")).await;
        let change = &report.certificates.changes[0];
        assert_eq!((change.status.name(), change.reason.as_str()), (status, "as-asked"));
        assert_eq!(keep(&storage, status, report).await, Settled::Committed);
    }
    assert_eq!(kit.hear(&format!("!certify status {id} valid as-asked")).await, "revoked");
    let none = CertificateId::new([9; 16]);
    for unknown in [none.to_string(), "none".to_owned()] {
        let said = kit.hear(&format!("!certify status {unknown} valid as-asked")).await;
        assert_eq!(said, "unknown id");
    }
    let refused = kit.hear(&format!("!certify status {id} valid As_asked")).await;
    assert!(refused.starts_with("invalid: `reason` must be"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_names_a_certificate_that_can_be_sent() {
    let (storage, kit) = granted();
    let report = kit.say("!certify deal A/1").await;
    let id = report.certificates.issued[0].certificate.id;
    let outcome = report.result.as_ref().expect("an outcome");
    let [Reply::Certificate { certificate, filename, caption }] = outcome.replies.as_slice() else {
        panic!("a certificate, not {outcome:?}");
    };
    assert_eq!((certificate.id, certificate.language), (id, Language::Te));
    assert_eq!(certificate.department, department());
    assert_eq!(filename, "Income certificate A-1.pdf", "a number is no path");
    assert_eq!(caption.as_deref(), Some("Yours"));
    keep(&storage, "A", report).await;
    assert!(kit.say(&format!("!certify send {id}")).await.result.is_ok());
    let revoked = kit.say(&format!("!certify status {id} revoked as-asked")).await;
    keep(&storage, "B", revoked).await;
    let refused = |report: TurnReport| match report.result {
        Err(TurnFault::OutcomeInvalid { detail }) => detail,
        other => panic!("a refusal, not {other:?}"),
    };
    let said = refused(kit.say(&format!("!certify send {id}")).await);
    assert_eq!(said, format!("`certificate.id` is `{id}`: it is revoked"));
    for none in [CertificateId::new([9; 16]).to_string(), "none".to_owned()] {
        let said = refused(kit.say(&format!("!certify send {none}")).await);
        assert!(said.ends_with("your department has no such certificate"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_department_finds_anothers_certificate() {
    let (storage, kit) = granted();
    let report = kit.say("!certify issue income A-1").await;
    let id = report.certificates.issued[0].certificate.id;
    keep(&storage, "A", report).await;
    let other = kit.with_another("other");
    assert_eq!(other.hear(&format!("!certify get {id}")).await, "nothing");
    assert_eq!(other.hear("!certify find income A-1").await, "nothing");
    let said = other.hear(&format!("!certify status {id} revoked as-asked")).await;
    assert_eq!(said, "unknown id");
    assert!(other.say(&format!("!certify send {id}")).await.result.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_call_more_than_a_turn_may_make_traps() {
    let (storage, kit) = granted();
    let report = kit.say("!certify issue income A-1").await;
    let id = report.certificates.issued[0].certificate.id;
    keep(&storage, "A", report).await;
    for (call, max, limit) in [
        ("issues N", CERTIFICATES_ISSUED_PER_TURN_MAX, "certificates issued in a turn: 4"),
        (
            &format!("statuses N {id}"),
            CERTIFICATE_CHANGES_PER_TURN_MAX,
            "statuses of certificates changed in a turn: 16",
        ),
        ("gets N", CERTIFICATE_FINDS_PER_TURN_MAX, "certificates looked up in a turn: 20"),
    ] {
        let say = |n: u32| format!("!certify {}", call.replace('N', &n.to_string()));
        assert!(kit.say(&say(max)).await.result.is_ok(), "{call}");
        let beyond = kit.say(&say(max + 1)).await.result;
        assert_eq!(beyond, Err(TurnFault::LimitExceeded { limit: limit.to_owned() }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_certificate_of_a_turn_has_an_id_of_its_own() {
    let (_, kit) = granted();
    let report = kit.say("!certify issues 4").await;
    let issued = &report.certificates.issued;
    let mut ids: Vec<CertificateId> = issued.iter().map(|new| new.certificate.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}
