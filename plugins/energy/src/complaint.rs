//! Complaints about supply: registered with the section of a place, watched over, rated, and opened again.

mod after;
mod register;
mod sla;

use mitra_department::calendar::HOUR_MS;
use mitra_department::outcome::{choice, choices, described, finish, stay};
use mitra_department::text::{Text, Words};
use mitra_department::{Event, Fault, Host, Outcome, Reply, Turn, show, state};
use serde::{Deserialize, Serialize};

use crate::answers::beside;
use crate::texts::complaint as texts;
use crate::{office, records};

pub(crate) use after::rate;

/// The prefix of its references.
pub(crate) const PREFIX: &str = "EPC";
/// Where all are.
const FOLDER: &str = "complaint/";
/// Where a citizen's own are listed by time.
const OWN: &str = "complained/";
/// Own ones that are offered: a list has ten rows, and one leads to a new one.
const OFFERED: u32 = 9;

/// A complaint, in the record `complaint/<reference>`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Complaint {
    pub(crate) reference: String,
    pub(crate) status: Standing,
    /// Whose it is, as this department knows them.
    pub(crate) citizen: String,
    /// Milliseconds since 1970.
    at: u64,
    about: About,
    /// The id of the office that has it now.
    office: String,
    /// Milliseconds since 1970.
    due_at: u64,
    /// The answers to the form.
    answers: serde_json::Map<String, serde_json::Value>,
    /// Degrees, if a location was shared.
    place: Option<(f64, f64)>,
    pub(crate) history: Vec<Milestone>,
    /// 1 to 5.
    rating: Option<u8>,
}

/// How far it has come.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Milestone {
    pub(crate) status: Standing,
    /// Milliseconds since 1970.
    pub(crate) at: u64,
    /// The id of the office that had it.
    office: String,
    /// The office's words.
    #[serde(default)]
    pub(crate) note: Option<Words>,
    /// The citizen's words, who opened it again.
    #[serde(default)]
    why: Option<String>,
}

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum About {
    NoPower,
    Wire,
    Voltage,
    Transformer,
    Meter,
    Bill,
}

/// What it can be about, with the id of its choice, its name, and the hours within which it is put right.
const ABOUT: [(About, &str, Text, u64); 6] = [
    (About::NoPower, "no-power", texts::NO_POWER, 4),
    (About::Wire, "wire", texts::WIRE, 2),
    (About::Voltage, "voltage", texts::VOLTAGE, 24),
    (About::Transformer, "transformer", texts::TRANSFORMER, 24),
    (About::Meter, "meter", texts::METER, 72),
    (About::Bill, "bill", texts::BILL, 168),
];

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// Showing the citizen's own.
    Own,
    /// Asked for a place.
    Place,
    /// Asked what it is about.
    About(Found),
    /// Asked for the form.
    Form(Found),
    /// Showing this one.
    Shown(String),
    /// Asked what is still not right with this one.
    Why(String),
}

/// What is known before the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Found {
    /// The id of the section.
    office: String,
    /// Degrees, if a location was shared.
    place: Option<(f64, f64)>,
    about: Option<About>,
}

impl About {
    fn name(self) -> Text {
        ABOUT.iter().find(|(it, ..)| *it == self).map_or(texts::NO_POWER, |(_, _, name, _)| *name)
    }

    fn within_ms(self) -> u64 {
        ABOUT.iter().find(|(it, ..)| *it == self).map_or(HOUR_MS, |(.., hours)| hours * HOUR_MS)
    }
}

impl Standing {
    pub(crate) fn name(self) -> Text {
        match self {
            Self::Registered => texts::REGISTERED,
            Self::InProgress => texts::IN_PROGRESS,
            Self::Resolved => texts::RESOLVED,
            Self::Reopened => texts::REOPENED,
            Self::Escalated => texts::ESCALATED,
            Self::Overdue => texts::OVERDUE,
        }
    }
}

impl Complaint {
    /// Reaches something more.
    pub(crate) fn reach(&mut self, status: Standing, at: u64, note: Option<Words>) {
        self.status = status;
        let office = self.office.clone();
        self.history.push(Milestone { status, at, office, note, why: None });
    }
}

/// The complaint of this reference.
pub(crate) fn read(host: &dyn Host, reference: &str) -> Option<Complaint> {
    records::read(host, &format!("{FOLDER}{reference}"))
}

/// Stores a complaint.
pub(crate) fn write(host: &mut dyn Host, complaint: &Complaint) {
    records::write(host, &format!("{FOLDER}{}", complaint.reference), complaint);
}

/// One turn.
pub(crate) fn turn(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
    if let Event::Timer(_) = &turn.event {
        let replies = sla::escalate(turn, host)?;
        return Ok(beside(turn, replies));
    }
    let step = match turn.event {
        Event::Opened => None,
        _ => state::read(turn),
    };
    Ok(match (step, &turn.event) {
        (None, _) => open(turn, host)?,
        (Some(Step::Own), Event::Back) => finish(Vec::new()),
        (Some(Step::Own), Event::Chosen(taken)) if taken.id != "new" => {
            after::show(turn, host, &taken.id)
        }
        (Some(Step::Own), _) => register::ask_place(turn, None),
        (Some(Step::Place), _) => register::place(turn, host),
        (Some(Step::About(found)), _) => register::about(turn, host, found),
        (Some(Step::Form(found)), Event::Form(answers)) => {
            register::sent(turn, host, &found, answers)?
        }
        (Some(Step::Form(found)), Event::Back) => register::ask_about(turn, host, found),
        (Some(Step::Form(found)), _) => register::form(host, found),
        (Some(Step::Shown(reference)), _) => after::heard(turn, host, &reference),
        (Some(Step::Why(reference)), _) => after::why(turn, host, &reference)?,
    })
}

/// The citizen's own, if there are some; else a new one. What is overdue is seen to first: the timer may wait for the
/// citizen to write.
fn open(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
    let mut replies = sla::escalate(turn, host)?;
    let mut outcome = own(turn, host);
    replies.append(&mut outcome.replies);
    Ok(Outcome { replies, ..outcome })
}

fn own(turn: &Turn, host: &dyn Host) -> Outcome {
    let language = turn.citizen.language;
    let references = records::newest(host, OWN, OFFERED);
    let own: Vec<Complaint> = references.iter().filter_map(|one| read(host, one)).collect();
    if own.is_empty() {
        return register::ask_place(turn, None);
    }
    let row = |one: &Complaint| {
        let (about, status) = (one.about.name(), one.status.name());
        let detail = format!("{}: {}", about.get(language), status.get(language));
        described(&one.reference, &one.reference, detail)
    };
    let new = choice("new", texts::NEW.get(language));
    let items = std::iter::once(new).chain(own.iter().map(row)).collect();
    stay(vec![choices(texts::YOURS.get(language), items)], &Step::Own)
}

/// A complaint as its citizen sees it.
fn shown(turn: &Turn, host: &dyn Host, one: &Complaint) -> Reply {
    let language = turn.citizen.language;
    let parts = [
        one.about.name().get(language),
        &*one.reference,
        &show::date(one.at),
        &office::shown(host, &one.office, language),
        &when(one.due_at),
        one.status.name().get(language),
    ];
    let body = texts::SHOWN.fill(language, &parts);
    let note = one.history.last().and_then(|last| last.note.as_ref());
    Reply::Text(note.map_or(body.clone(), |note| format!("{body}\n\n{}", note.get(language))))
}

/// An instant as citizens read it.
fn when(at: u64) -> String {
    format!("{} {}", show::date(at), show::time(at))
}
