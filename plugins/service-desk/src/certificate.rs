//! Certificates: who knows the record gets the one that was issued, or one that is issued now.

use mitra_department::certificates::{
    self, CertificateStatus, Fact, FactValue, Failure, LocalName,
};
use mitra_department::outcome::{certificate, stay, text};
use mitra_department::{Fault, Language, Outcome, Reply, state};
use mitra_service_desk_model::{CertificateKind, Certified, FactKind};
use serde_json::Value;

use crate::ask::{self, Found, Heard};
use crate::calendar::Day;
use crate::context::Context;
use crate::{records, template, words};

/// One turn.
pub(crate) fn turn(context: &mut Context<'_>, certified: &Certified) -> Result<Outcome, Fault> {
    let step = state::read(context.turn);
    Ok(match ask::heard(context, &certified.asks, &certified.records, step)? {
        Heard::Outcome(outcome) => outcome,
        Heard::Found(Found { key, record }) => {
            let id = issued(context, certified, &key, &record);
            let reply = id.and_then(|id| again(context, &id));
            let reply = reply.unwrap_or_else(|| refused(context));
            stay(vec![reply, context.another_or_done()], &ask::Step::Shown(key))
        }
    })
}

fn refused(context: &Context<'_>) -> Reply {
    text(context.fill(words::NO_CERTIFICATE, &[context.helpline()]))
}

/// A certificate that was issued, if others may still rely on it.
pub(crate) fn again(context: &mut Context<'_>, id: &str) -> Option<Reply> {
    let found = context.host.get_certificate(id)?;
    match found.status {
        CertificateStatus::Valid => Some(certificate(id, None)),
        CertificateStatus::Suspended | CertificateStatus::Revoked => Some(refused(context)),
    }
}

/// The id of the record's certificate, which is issued if it never was.
fn issued(
    context: &mut Context<'_>,
    certified: &Certified,
    key: &str,
    record: &Value,
) -> Option<String> {
    let complain = |context: &Context<'_>, why: &str| {
        context.complain(&format!("the record `{key}` makes no certificate: {why}"));
    };
    let Some(number) = records::compared(record, &certified.number) else {
        complain(context, "it has no number");
        return None;
    };
    let kind = match kind(certified, record) {
        Ok(kind) => kind,
        Err(why) => {
            complain(context, &why);
            return None;
        }
    };
    if let Some(found) = context.host.find_certificate(&kind.kind, &number) {
        return Some(found.id);
    }
    let request = match request(certified, kind, number, record) {
        Ok(request) => request,
        Err(why) => {
            complain(context, &why);
            return None;
        }
    };
    match context.host.issue(&request) {
        Ok(issued) => Some(issued.id),
        Err(Failure::AlreadyIssued(id)) => Some(id),
        Err(failure) => {
            complain(context, &format!("{failure:?}"));
            None
        }
    }
}

/// The kind that is issued: the service's one, or which the record names.
fn kind<'c>(certified: &'c Certified, record: &Value) -> Result<&'c CertificateKind, String> {
    let Some(field) = &certified.kind_from else {
        return certified.kinds.first().ok_or_else(|| "its service has no kind".to_owned());
    };
    let named = records::compared(record, field);
    let named = named.ok_or_else(|| format!("`{field}` names no kind"))?;
    let known = certified.kinds.iter().find(|kind| kind.kind == named);
    known.ok_or_else(|| format!("`{field}` names `{named}`, which its service cannot issue"))
}

fn request(
    certified: &Certified,
    kind: &CertificateKind,
    number: String,
    record: &Value,
) -> Result<certificates::CertificateRequest, String> {
    let holder = records::compared(record, &certified.holder).ok_or("it has no holder")?;
    let mut holder = certificates::holder(holder);
    let local = certified.local_holder.as_ref().and_then(|field| template::find(record, field));
    holder.local_name = local.and_then(local_name);
    let mut request = certificates::request(&*kind.kind, number, holder);
    for field in &kind.fields {
        let from = certified.facts.iter().find(|fact| fact.field == field.id);
        let from = from.map_or(&field.id, |fact| &fact.from);
        let value = self::fact(&field.id, field.kind, template::find(record, from));
        let value = value.ok_or_else(|| format!("`{from}` is missing, or of another type"))?;
        request.facts.push(value);
    }
    if let Some(field) = &certified.valid_until {
        let day = records::compared(record, field).and_then(|day| Day::from_iso(&day));
        request.valid_until = day.and_then(Day::end);
    }
    Ok(request)
}

fn local_name(value: &Value) -> Option<LocalName> {
    let language = match value.get("language")?.as_str()? {
        "te" => Language::Te,
        "hi" => Language::Hi,
        _ => return None,
    };
    Some(LocalName { language, name: value.get("name")?.as_str()?.to_owned() })
}

/// A fact of this type, if the value is one.
pub(crate) fn fact(field: &str, kind: FactKind, value: Option<&Value>) -> Option<Fact> {
    let value = value?;
    let value = match kind {
        FactKind::Text => FactValue::Text(match value {
            // Printed for whoever reads it: there is one language on paper.
            Value::Object(text) => text.get("en")?.as_str()?.to_owned(),
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) => return None,
        }),
        FactKind::Number => FactValue::Number(value.as_i64()?),
        FactKind::Money => FactValue::Money(value.as_u64()?),
        FactKind::Date => FactValue::Date(Day::from_iso(value.as_str()?)?.date()?),
    };
    Some(Fact { field: field.to_owned(), value })
}
