//! An application: its record, and what an office says of it.

use mitra_department::certificates::{self, Failure, Holder};
use mitra_department::outcome::{certificate, text};
use mitra_department::text::Text;
use mitra_department::{Fault, Reply, Scope, show};
use mitra_service_desk_model::Form;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::context::Context;
use crate::mine::Sent;
use crate::notice::Word;
use crate::paying::Paid;
use crate::{certificate as issuing, records, template, words};

/// Milestones of one application: far more than it has, and far less than a record holds.
pub(crate) const MILESTONES_MAX: usize = 100;

/// What a citizen sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) reference: String,
    pub(crate) service: String,
    pub(crate) status: Standing,
    /// Whose it is, as this department knows them.
    pub(crate) citizen: String,
    /// Milliseconds since 1970.
    pub(crate) at: u64,
    /// Milliseconds since 1970.
    pub(crate) decide_by: u64,
    /// In paise, if there is a fee.
    pub(crate) fee: Option<u64>,
    /// How often the fee was asked for.
    pub(crate) attempts: u32,
    pub(crate) paid: Option<Paid>,
    pub(crate) answers: Map<String, Value>,
    pub(crate) history: Vec<Milestone>,
    /// The certificate that was issued.
    pub(crate) certificate: Option<String>,
}

/// How far an application has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// Its fee is not paid: the office does not see to it.
    Unpaid,
    Received,
    UnderReview,
    Approved,
    Rejected,
}

/// Something that was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Milestone {
    pub(crate) status: Standing,
    pub(crate) at: u64,
    /// The office's words: a text, or one in three languages.
    #[serde(default)]
    pub(crate) note: Option<Value>,
}

impl Standing {
    pub(crate) fn words(self) -> Text {
        match self {
            Self::Unpaid => words::UNPAID,
            Self::Received => words::STATUS_RECEIVED,
            Self::UnderReview => words::UNDER_REVIEW,
            Self::Approved => words::APPROVED,
            Self::Rejected => words::REJECTED,
        }
    }
}

/// The application of this reference.
pub(crate) fn read(context: &Context<'_>, reference: &str) -> Result<Option<Application>, Fault> {
    records::read(context.host, Scope::Department, &Sent::Application.key(reference))
}

/// Stores an application.
pub(crate) fn write(context: &mut Context<'_>, application: &Application) {
    let key = Sent::Application.key(&application.reference);
    records::write(context.host, Scope::Department, &key, application);
}

/// An application, as its citizen sees it, with the certificate if there is one.
pub(crate) fn shown(context: &mut Context<'_>, application: &Application) -> Vec<Reply> {
    let parts = [
        &context.service_name(&application.service),
        &application.reference,
        &show::date(application.at),
        &show::date(application.decide_by),
        context.say(application.status.words()),
    ];
    let body = context.fill(words::APPLICATION_SHOWN, &parts);
    let note = application.history.last().and_then(|last| last.note.as_ref());
    let mut replies = vec![text(with_note(context, body, note))];
    if let Some(id) = &application.certificate {
        replies.extend(issuing::again(context, id));
    }
    replies
}

/// Words with the office's own below them.
pub(crate) fn with_note(context: &Context<'_>, body: String, note: Option<&Value>) -> String {
    let note = note.map(|note| template::plain(note, context.language));
    match note.filter(|note| note != "-") {
        Some(note) => format!("{body}\n\n{}", context.fill(words::NOTE, &[&note])),
        None => body,
    }
}

/// Takes up what the office says of an application: what the citizen is told, or what is wrong with the notice.
///
/// # Errors
/// If a record cannot be read.
pub(crate) fn take_up(
    context: &mut Context<'_>,
    word: &Word,
    at: u64,
) -> Result<Result<Vec<Reply>, String>, Fault> {
    let reference = &word.reference;
    let Some(mut application) = read(context, reference)? else {
        return Ok(Err(format!("names {reference}, which has no record")));
    };
    let status: Standing = match serde_json::from_value(Value::String(word.status.clone())) {
        Ok(status @ (Standing::UnderReview | Standing::Approved | Standing::Rejected)) => status,
        Ok(_) | Err(_) => {
            return Ok(Err(format!("has no status of an application: `{}`", word.status)));
        }
    };
    if application.status == Standing::Unpaid {
        return Ok(Err(format!("is of {reference}, whose fee is not paid")));
    }
    if application.history.len() >= MILESTONES_MAX {
        return Ok(Err(format!("is one too many for {reference}")));
    }
    let newest = application.history.last();
    if newest.is_some_and(|last| last.at > at || (last.status == status && last.note == word.note))
    {
        // It was overtaken, or says what is known.
        return Ok(Ok(Vec::new()));
    }
    let mut replies = Vec::new();
    if status == Standing::Approved && application.certificate.is_none() {
        match issue(context, &application, word)? {
            Ok(Some(id)) => {
                replies.push(certificate(&*id, None));
                application.certificate = Some(id);
            }
            Ok(None) => {}
            Err(why) => return Ok(Err(format!("approves {reference}, and {why}"))),
        }
    }
    application.status = status;
    application.history.push(Milestone { status, at, note: word.note.clone() });
    write(context, &application);
    let name = context.service_name(&application.service);
    let parts = [&name, &**reference, context.say(status.words())];
    let news = context.fill(words::APPLICATION_NEWS, &parts);
    replies.insert(0, text(with_note(context, news, word.note.as_ref())));
    Ok(Ok(replies))
}

/// Issues the certificate of an approved application, if its service has one: its id.
fn issue(
    context: &mut Context<'_>,
    application: &Application,
    word: &Word,
) -> Result<Result<Option<String>, String>, Fault> {
    let Some(form) = form_of(context, application)? else { return Ok(Ok(None)) };
    let Some(kind) = &form.certificate else { return Ok(Ok(None)) };
    let Some(holder) = holder(&form, application, word) else {
        let why = "`holder` must be a name in Latin letters: the one in the application is none";
        return Ok(Err(why.to_owned()));
    };
    let mut request = certificates::request(&**kind, &*application.reference, holder);
    for field in &form.certificate_fields {
        match issuing::fact(&field.id, field.kind, word.facts.get(&field.id)) {
            Some(fact) => request.facts.push(fact),
            None => {
                return Ok(Err(format!("the fact `{}` is missing, or of another type", field.id)));
            }
        }
    }
    Ok(match context.host.issue(&request) {
        Ok(issued) => Ok(Some(issued.id)),
        Err(Failure::AlreadyIssued(id)) => Ok(Some(id)),
        Err(failure) => Err(format!("nothing is issued: {failure:?}")),
    })
}

fn form_of(context: &Context<'_>, application: &Application) -> Result<Option<Form>, Fault> {
    let pattern = context.packed.service(&application.service);
    let pattern = pattern.map_err(|error| Fault::Bug(error.to_string()))?;
    Ok(pattern.and_then(|pattern| match pattern {
        mitra_service_desk_model::Pattern::Form(form) => Some(form),
        _ => None,
    }))
}

/// Whom the certificate is about: as the office says, or as the citizen wrote in Latin letters.
fn holder(form: &Form, application: &Application, word: &Word) -> Option<Holder> {
    let is_name = |kind| kind == mitra_service_desk_model::Kind::Name;
    let field = form.fields.iter().find(|field| is_name(field.kind))?;
    let answered = application.answers.get(&field.id).and_then(Value::as_str);
    let name = word.holder.as_deref().or(answered)?;
    let is_latin =
        name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '.' | '\'' | '-'));
    is_latin.then(|| certificates::holder(name))
}
