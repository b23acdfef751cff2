//! Certificates, as asked: `!certify WHAT ...`.

use mitra_department::bindings::mitra::department::certificates;
use mitra_department::certificates::{
    Certificate, CertificateRequest, CertificateStatus, Failure, holder, request,
};
use mitra_department::{CertificateReply, Fault, Next, Outcome, Reply};

fn said(text: String) -> Result<Outcome, Fault> {
    Ok(Outcome { replies: vec![Reply::Text(text)], next: Next::Stay(b"1".to_vec()) })
}

/// An income certificate of this number.
fn income(kind: &str, number: &str) -> CertificateRequest {
    request(kind, number, holder("Asha Rao")).money("income", 9_500_000)
}

/// `issue KIND NUMBER`, `issues TIMES`, `status ID STATUS REASON`, `statuses TIMES ID`, `find KIND NUMBER`, `get ID`,
/// `gets TIMES`, `send ID`, `deal NUMBER`: issues, sends; `wrong NUMBER`: a fact too many.
pub(crate) fn certify(how: &str) -> Result<Outcome, Fault> {
    let words: Vec<&str> = how.split(' ').collect();
    let times = |text: &str| text.parse::<usize>().unwrap_or(0);
    match words.as_slice() {
        ["issue", kind, number] => said(result(certificates::issue(&income(kind, number)))),
        ["issues", n] => {
            let issued =
                (0..times(n)).map(|n| certificates::issue(&income("income", &n.to_string())));
            said(issued.map(result).last().unwrap_or_default())
        }
        ["wrong", number] => {
            said(result(certificates::issue(&income("income", number).number("more", 1))))
        }
        ["status", id, status, reason] => {
            said(result(certificates::set_status(id, self::status(status), reason)))
        }
        ["statuses", n, id] => {
            let status = CertificateStatus::Suspended;
            let changed = (0..times(n)).map(|_| certificates::set_status(id, status, "asked"));
            said(changed.map(result).last().unwrap_or_default())
        }
        ["find", kind, number] => said(found(certificates::find(kind, number))),
        ["get", id] => said(found(certificates::get(id))),
        ["gets", n] => {
            (0..times(n)).for_each(|_| drop(certificates::get("none")));
            said("got".to_owned())
        }
        ["send", id] => send(id),
        ["deal", number] => match certificates::issue(&income("income", number)) {
            Ok(issued) => send(&issued.id),
            Err(failure) => said(result(Err(failure))),
        },
        // Issues, revokes, and finds both.
        ["all", number] => {
            let issued = certificates::issue(&income("income", number)).expect("issued");
            let before = found(certificates::find("income", number));
            let revoked = result(certificates::set_status(
                &issued.id,
                CertificateStatus::Revoked,
                "as-asked",
            ));
            let again = result(certificates::issue(&income("income", number)));
            let back =
                result(certificates::set_status(&issued.id, CertificateStatus::Valid, "as-asked"));
            said(format!("{before} | {revoked} | {again} | {back}").replace(&issued.id, "ID"))
        }
        _ => said("unknown".to_owned()),
    }
}

fn send(id: &str) -> Result<Outcome, Fault> {
    let named = CertificateReply { id: id.to_owned(), caption: Some("Yours".to_owned()) };
    Ok(Outcome { replies: vec![Reply::Certificate(named)], next: Next::Stay(b"1".to_vec()) })
}

fn status(name: &str) -> CertificateStatus {
    match name {
        "revoked" => CertificateStatus::Revoked,
        "suspended" => CertificateStatus::Suspended,
        _ => CertificateStatus::Valid,
    }
}

fn shown(certificate: &Certificate) -> String {
    let Certificate { id, kind, number, status, .. } = certificate;
    let status = match status {
        CertificateStatus::Valid => "Valid",
        CertificateStatus::Suspended => "Suspended",
        CertificateStatus::Revoked => "Revoked",
    };
    format!("{id} {kind} {number} {status}")
}

fn found(certificate: Option<Certificate>) -> String {
    certificate.map_or("nothing".to_owned(), |certificate| shown(&certificate))
}

fn result(result: Result<Certificate, Failure>) -> String {
    match result {
        Ok(certificate) => shown(&certificate),
        Err(Failure::Denied(why)) => format!("denied: {why}"),
        Err(Failure::Invalid(why)) => format!("invalid: {why}"),
        Err(Failure::AlreadyIssued(id)) => format!("already issued: {id}"),
        Err(Failure::Unknown) => "unknown id".to_owned(),
        Err(Failure::Revoked) => "revoked".to_owned(),
    }
}
