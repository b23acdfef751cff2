//! Certificates that were issued before, of one kind or of the record's.

use mitra_department::Level;

use super::*;

#[test]
fn a_certificate_is_issued_once_and_sent_again() {
    for language in LANGUAGES {
        let mut talk = open("birth", language);
        for _ in 0..2 {
            talk.says("1234");
            let replies = talk.says("29-02-2008");
            assert!(replies.iter().any(|reply| matches!(reply, Reply::Certificate(_))));
            talk.takes("another");
        }
        assert_eq!(talk.host.certificates.issued.len(), 1);
        let issued = talk.host.certificates.issued.values().next().expect("one");
        assert_eq!(issued.request.holder.name, "Asha Rao");
    }
}

#[test]
fn a_certificate_that_was_revoked_is_not_sent() {
    use mitra_department::Host;
    use mitra_department::certificates::CertificateStatus;
    let mut talk = open("birth", Language::En);
    talk.says("1234");
    talk.says("29-02-2008");
    let id = talk.host.certificates.issued.keys().next().expect("one").clone();
    let revoked = talk.host.set_certificate_status(&id, CertificateStatus::Revoked, "as-asked");
    revoked.expect("it is revoked");
    talk.takes("another");
    talk.says("1234");
    assert!(spoken(&talk.says("29-02-2008")).contains("cannot be given here now"));
}

#[test]
fn the_records_kind_is_issued_with_the_facts_that_it_has_in_every_language() {
    for language in LANGUAGES {
        // However the number is typed.
        for (number, kind, field) in [("ic -1", "income", "income"), ("B C-1", "birth", "born-on")]
        {
            let mut talk = open("issued", language);
            for _ in 0..2 {
                let replies = talk.says(number);
                let is_sent = replies.iter().any(|reply| matches!(reply, Reply::Certificate(_)));
                assert!(is_sent, "{replies:?}");
            }
            let issued: Vec<_> = talk.host.certificates.issued.values().collect();
            let [issued] = issued[..] else { panic!("one: {issued:?}") };
            let facts: Vec<_> = issued.request.facts.iter().map(|it| it.field.as_str()).collect();
            assert_eq!((issued.request.kind.as_str(), facts), (kind, vec![field]));
        }
    }
}

#[test]
fn a_record_of_no_kind_is_the_departments_fault_and_the_citizen_is_told_whom_to_call() {
    for language in LANGUAGES {
        for (number, fault) in [
            ("XX-1", "`kind` names `caste`, which its service cannot issue"),
            ("XX-2", "`kind` names no kind"),
        ] {
            let mut talk = open("issued", language);
            let said = spoken(&talk.says(number));
            assert!(said.contains("1902"), "{said}");
            let logged = talk.host.logged();
            let [(Level::Error, line)] = &logged[..] else { panic!("one: {logged:?}") };
            assert!(line.contains(&format!("issued/{number}")) && line.contains(fault), "{line}");
        }
    }
}
