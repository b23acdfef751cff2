//! Certificates: issued, sent, found again and revoked.

use mitra_department::certificates::{
    Certificate, CertificateRequest, CertificateStatus, Failure, Holder, holder, request,
};
use mitra_department::outcome::{certificate, text};
use mitra_department::text::Text;
use mitra_department::{Date, Event, Host, Language, Outcome, Reply, Turn, outcome};

pub(crate) const NAME: Text = mitra_department::text::text("పత్రాలు", "Papers", "पत्र");
const KIND: &str = "income";

pub(crate) fn handle(turn: &Turn, host: &mut dyn Host) -> Outcome {
    match &turn.event {
        Event::Opened => outcome::stay(vec![text("issue, send, find, suspend or revoke?")], &()),
        Event::Text(said) => match said.split(' ').collect::<Vec<_>>().as_slice() {
            [wish, number] => crate::stay_as_it_was(turn, vec![done(wish, number, host)]),
            _ => crate::not_understood(turn),
        },
        _ => crate::not_understood(turn),
    }
}

/// What becomes of a wish.
fn done(wish: &str, number: &str, host: &mut dyn Host) -> Reply {
    match wish {
        "issue" => return said(host.issue(&income(number))),
        "bare" => return said(host.issue(&request(KIND, number, asha()))),
        "other" => return said(host.issue(&request("other", number, asha()))),
        _ => {}
    }
    let Some(found) = host.find_certificate(KIND, number) else { return text("none") };
    match wish {
        "send" => certificate(found.id, Some(format!("Number {number}"))),
        "find" => text(shown(&host.get_certificate(&found.id).unwrap_or(found))),
        _ => {
            let status = match wish {
                "suspend" => CertificateStatus::Suspended,
                "revoke" => CertificateStatus::Revoked,
                _ => CertificateStatus::Valid,
            };
            said(host.set_certificate_status(&found.id, status, "as-asked"))
        }
    }
}

fn asha() -> Holder {
    Holder {
        aadhaar_last_four: Some("2346".to_owned()),
        ..holder("Asha Rao").named_in(Language::Te, "ఆశా రావు")
    }
}

fn income(number: &str) -> CertificateRequest {
    request(KIND, number, asha())
        .text("village", "Gajuwaka")
        .number("members", 4)
        .money("income", 9_500_000)
        .date("since", Date { year: 2025, month: 4, day: 1 })
}

/// A certificate in a line, or why there is none.
fn said(done: Result<Certificate, Failure>) -> Reply {
    text(match done {
        Ok(certificate) => shown(&certificate),
        Err(Failure::Denied(_)) => "denied".to_owned(),
        Err(Failure::Invalid(_)) => "invalid".to_owned(),
        Err(Failure::AlreadyIssued(_)) => "already issued".to_owned(),
        Err(Failure::Unknown) => "unknown".to_owned(),
        Err(Failure::Revoked) => "is revoked".to_owned(),
    })
}

fn shown(certificate: &Certificate) -> String {
    let status = match certificate.status {
        CertificateStatus::Valid => "valid",
        CertificateStatus::Suspended => "suspended",
        CertificateStatus::Revoked => "revoked",
    };
    format!("{} {} {status}", certificate.kind, certificate.number)
}
