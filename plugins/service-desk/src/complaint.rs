//! A complaint: its record, its office, and how it is shown.

use mitra_department::text::Text;
use mitra_department::{Fault, Scope, show};
use mitra_service_desk_model::{Grievance, Pattern};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::context::Context;
use crate::mine::Sent;
use crate::{application, records, words};

/// What a citizen complained of, in the record `complaint/<reference>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Complaint {
    pub(crate) reference: String,
    pub(crate) service: String,
    pub(crate) status: Standing,
    pub(crate) citizen: String,
    /// Milliseconds since 1970.
    pub(crate) at: u64,
    pub(crate) category: String,
    /// The key of the office that has it now.
    pub(crate) office: String,
    /// Milliseconds since 1970.
    pub(crate) due_at: u64,
    pub(crate) answers: Map<String, Value>,
    pub(crate) history: Vec<Milestone>,
    /// 1 to 5.
    pub(crate) rating: Option<u8>,
}

/// How far a complaint has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    Registered,
    InProgress,
    Resolved,
    Reopened,
    /// It was not put right in time: the office above has it.
    Escalated,
    /// The same, and there is no office above.
    Overdue,
}

/// Something that was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Milestone {
    pub(crate) status: Standing,
    pub(crate) at: u64,
    /// The key of the office that has it.
    pub(crate) office: String,
    /// The office's words, or the citizen's who opened it again.
    #[serde(default)]
    pub(crate) note: Option<Value>,
}

impl Standing {
    pub(crate) fn words(self) -> Text {
        match self {
            Self::Registered => words::STATUS_REGISTERED,
            Self::InProgress => words::IN_PROGRESS,
            Self::Resolved => words::RESOLVED,
            Self::Reopened => words::REOPENED,
            Self::Escalated => words::ESCALATED,
            Self::Overdue => words::OVERDUE,
        }
    }
}

impl Complaint {
    /// Reaches something more.
    pub(crate) fn reach(&mut self, status: Standing, at: u64, note: Option<Value>) {
        self.status = status;
        let office = self.office.clone();
        self.history.push(Milestone { status, at, office, note });
    }

    /// Since when it is put right, if it is.
    pub(crate) fn resolved_at(&self) -> Option<u64> {
        let last = self.history.last()?;
        (self.status == Standing::Resolved).then_some(last.at)
    }
}

/// The complaint of this reference.
pub(crate) fn read(context: &Context<'_>, reference: &str) -> Result<Option<Complaint>, Fault> {
    records::read(context.host, Scope::Department, &Sent::Complaint.key(reference))
}

/// Stores a complaint.
pub(crate) fn write(context: &mut Context<'_>, complaint: &Complaint) {
    let key = Sent::Complaint.key(&complaint.reference);
    records::write(context.host, Scope::Department, &key, complaint);
}

/// What an office is called, with its telephone if it has one.
pub(crate) fn office(context: &Context<'_>, key: &str) -> Result<String, Fault> {
    let record = records::data(context.host, key)?.unwrap_or_default();
    let name = records::name(&record, context.language);
    let phone = records::compared(&record, "phone");
    Ok(phone.map_or(name.clone(), |phone| format!("{name} ({phone})")))
}

/// What a complaint is about.
pub(crate) fn about(context: &Context<'_>, complaint: &Complaint) -> Result<String, Fault> {
    let pattern = context.packed.service(&complaint.service);
    let pattern = pattern.map_err(|error| Fault::Bug(error.to_string()))?;
    Ok(match pattern {
        Some(Pattern::Grievance(it)) => title(context, &it, &complaint.category),
        _ => context.service_name(&complaint.service),
    })
}

/// What a category is called.
pub(crate) fn title(context: &Context<'_>, grievance: &Grievance, category: &str) -> String {
    let found = grievance.categories.iter().find(|it| it.id == category);
    found.map_or("-", |it| context.of(&it.title)).to_owned()
}

/// Until when it is to be put right.
pub(crate) fn due(complaint: &Complaint) -> String {
    format!("{} {}", show::date(complaint.due_at), show::time(complaint.due_at))
}

/// A complaint as its citizen sees it.
pub(crate) fn shown(context: &Context<'_>, complaint: &Complaint) -> Result<String, Fault> {
    let due = due(complaint);
    let parts = [
        &*about(context, complaint)?,
        &complaint.reference,
        &show::date(complaint.at),
        &office(context, &complaint.office)?,
        &due,
        context.say(complaint.status.words()),
    ];
    let body = context.fill(words::COMPLAINT_SHOWN, &parts);
    let last = complaint.history.last();
    // What the citizen wrote they know.
    let note = last.filter(|last| last.status != Standing::Reopened);
    Ok(application::with_note(context, body, note.and_then(|last| last.note.as_ref())))
}
