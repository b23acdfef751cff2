//! What citizens apply for, in the records `application/<reference>`: a new connection, or another name on one.

use mitra_department::calendar::DAY_MS;
use mitra_department::text::{Text, Words};
use mitra_department::{FormAnswers, Host, Turn, reference, show};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::texts::application as texts;
use crate::{answers, outage, records};

/// The prefixes of new connections and of name transfers.
pub(crate) const CONNECTION: &str = "NC";
pub(crate) const TRANSFER: &str = "NT";
/// Where all are.
const FOLDER: &str = "application/";
/// Where a citizen's own are listed by time.
const OWN: &str = "applied/";

/// An application.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) reference: String,
    pub(crate) service: String,
    pub(crate) status: Stage,
    /// Whose it is, as this department knows them. None for one that was made at a counter.
    pub(crate) citizen: Option<String>,
    /// Milliseconds since 1970.
    pub(crate) at: u64,
    pub(crate) decide_by: u64,
    pub(crate) mobile: String,
    pub(crate) answers: Map<String, Value>,
    pub(crate) history: Vec<Milestone>,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stage {
    Received,
    /// Somebody of the section comes to look.
    Inspection,
    Approved,
    /// There is power, or the name is changed.
    Done,
    Rejected,
}

/// A stage that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Milestone {
    pub(crate) status: Stage,
    /// Milliseconds since 1970.
    pub(crate) at: u64,
    /// The office's words.
    #[serde(default)]
    pub(crate) note: Option<Words>,
}

impl Stage {
    /// What citizens read.
    pub(crate) fn name(self) -> Text {
        match self {
            Self::Received => texts::RECEIVED,
            Self::Inspection => texts::INSPECTION,
            Self::Approved => texts::APPROVED,
            Self::Done => texts::DONE,
            Self::Rejected => texts::REJECTED,
        }
    }

    /// Whether nothing more comes.
    pub(crate) fn is_last(self) -> bool {
        matches!(self, Self::Done | Self::Rejected)
    }
}

impl Application {
    /// What the citizen sends now, to be decided within so many days.
    pub(crate) fn sent(turn: &Turn, host: &dyn Host, answers: &FormAnswers, days: u64) -> Self {
        let prefix = if turn.service == "name-transfer" { TRANSFER } else { CONNECTION };
        let now = host.now();
        Self {
            reference: reference::unused(host, turn, prefix, FOLDER),
            service: turn.service.clone(),
            status: Stage::Received,
            citizen: Some(turn.citizen.pseudonym.clone()),
            at: now,
            decide_by: now + days * DAY_MS,
            mobile: answers.text("mobile").unwrap_or_default().to_owned(),
            answers: answers::kept(answers),
            history: vec![Milestone { status: Stage::Received, at: now, note: None }],
        }
    }

    /// Whether it is this citizen's.
    pub(crate) fn is_of(&self, turn: &Turn) -> bool {
        self.citizen.as_ref() == Some(&turn.citizen.pseudonym)
    }

    /// What is applied for.
    pub(crate) fn title(&self) -> Text {
        if self.service == "name-transfer" { texts::TRANSFER } else { texts::CONNECTION }
    }
}

/// The application of this reference.
pub(crate) fn read(host: &dyn Host, reference: &str) -> Option<Application> {
    records::read(host, &format!("{FOLDER}{reference}"))
}

/// Stores what became of an application.
pub(crate) fn write(host: &mut dyn Host, application: &Application) {
    records::write(host, &format!("{FOLDER}{}", application.reference), application);
}

/// Stores a new one, and lists it in its citizen's own records.
pub(crate) fn add(host: &mut dyn Host, application: &Application) {
    write(host, application);
    records::list(host, OWN, &application.reference);
}

/// The citizen's own, the newest first.
pub(crate) fn own(host: &dyn Host, max: u32) -> Vec<Application> {
    let references = records::newest(host, OWN, max);
    references.iter().filter_map(|reference| read(host, reference)).collect()
}

/// What the citizen reads when it was taken.
pub(crate) fn taken(turn: &Turn, application: &Application) -> String {
    let language = turn.citizen.language;
    let title = application.title();
    let day = show::date(application.decide_by);
    texts::TAKEN.fill(language, &[title.get(language), &application.reference, &day])
}

/// How it stands, as the citizen reads it.
pub(crate) fn shown(turn: &Turn, host: &dyn Host, application: &Application) -> String {
    let language = turn.citizen.language;
    let Application { status, decide_by, .. } = application;
    let parts = [
        application.title().get(language),
        &*application.reference,
        &show::date(application.at),
        &show::date(*decide_by),
        status.name().get(language),
    ];
    let mut shown = texts::SHOWN.fill(language, &parts);
    if !status.is_last() && host.now() > *decide_by {
        let late = texts::LATE.fill(language, &[&outage::helpline(host)]);
        shown = format!("{shown}\n\n{late}");
    }
    match application.history.last().and_then(|last| last.note.as_ref()) {
        Some(note) => format!("{shown}\n\n{}", note.get(language)),
        None => shown,
    }
}
