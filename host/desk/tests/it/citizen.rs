//! A citizen at the desk, and departments that repeat what they hear.

use std::collections::BTreeSet;
use std::sync::Arc;

use mitra_core::clock::Timestamp;
use mitra_core::department::{Department, Service};
use mitra_core::event::Content;
use mitra_core::form::{Form, IdentityTokens, Purpose};
use mitra_core::ids::{DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::language::Localized;
use mitra_core::payment::RefundedPayment;
use mitra_core::reply::{Choice, Choices, Reply};
use mitra_core::routing::{RoutingTable, ServedRelease};
use mitra_core::session::Session;
use mitra_core::share::CitizenLot;
use mitra_core::turn::{GuestState, Next, TurnEvent, TurnFault, TurnOutcome};
use mitra_core::unmet::Unmet;
use mitra_desk::{Desk, Reception};

pub(crate) fn named(text: &str) -> Localized {
    Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
}

/// A government of so many departments with so many services each.
pub(crate) fn desk(n_departments: usize, n_services: usize) -> Desk {
    government(n_departments, n_services, true)
}

/// The same, of which no department takes notices.
pub(crate) fn desk_without_notices(n_departments: usize, n_services: usize) -> Desk {
    government(n_departments, n_services, false)
}

fn government(n_departments: usize, n_services: usize, takes_notices: bool) -> Desk {
    let service = |n: usize| Service {
        id: ServiceId::parse(&format!("s{n}")).expect("an id"),
        name: named(&format!("Service {n}")),
        summary: named("What it does"),
        aliases: Vec::new(),
    };
    let release = |n: usize| {
        let department = Department {
            id: DepartmentId::parse(&format!("d{n}")).expect("an id"),
            name: named(&format!("Department {n}")),
            services: (0..n_services).map(service).collect(),
            state_schema: 1,
        };
        ServedRelease::new(ReleaseDigest::new("r1"), department, takes_notices)
    };
    Desk::new(Arc::new(RoutingTable::new((0..n_departments).map(release).map(Into::into))))
}

/// A citizen at the desk. Departments repeat what they hear.
pub(crate) struct Citizen {
    pub(crate) desk: Desk,
    pub(crate) session: Session,
    pub(crate) heard: Vec<TurnEvent>,
    pub(crate) now: Timestamp,
    /// The form that the department asks for when it hears "form", and after nothing else.
    pub(crate) form: Option<Form>,
    /// Why the department's next turn fails.
    pub(crate) fault: Option<TurnFault>,
    /// Whether what is kept for them alone was to be removed.
    pub(crate) erased: bool,
    /// What they have paid, newest first.
    pub(crate) paid: Vec<RefundedPayment>,
    /// What they asked for and did not find.
    pub(crate) unmet: Vec<String>,
}

/// What stands for the citizen where some are drawn.
pub(crate) const LOT: CitizenLot = CitizenLot(7);

/// Tokens that say of what they are.
pub(crate) struct PlainTokens;

impl IdentityTokens for PlainTokens {
    fn aadhaar(&self, department: &DepartmentId, number: &str) -> String {
        let mixed: String = number.chars().rev().collect();
        format!("{department}-{mixed}")
    }
}

impl Citizen {
    pub(crate) fn at(desk: Desk) -> Self {
        Self {
            desk,
            session: Session::default(),
            heard: Vec::new(),
            now: Timestamp(1),
            form: None,
            fault: None,
            erased: false,
            paid: Vec::new(),
            unmet: Vec::new(),
        }
    }

    pub(crate) fn sends(&mut self, content: &Content) -> Vec<Reply> {
        match self.desk.receive(&self.session, content, self.now, LOT, &PlainTokens) {
            Reception::Answer { session, replies, erases, unmet } => {
                self.erased |= erases;
                self.count(&unmet);
                self.session = session;
                replies
            }
            Reception::Receipts { session } => {
                self.session = session;
                vec![self.desk.receipts(&self.session, &self.paid)]
            }
            Reception::Turn { session, event, mut preface, unmet, .. } => {
                self.count(&unmet);
                let asks = matches!(&event, TurnEvent::Text(text) if text == "form");
                let form = self.form.clone().filter(|_| asks);
                let result = match (self.fault.take(), form) {
                    (Some(fault), _) => Err(fault),
                    (None, Some(form)) => Ok(ask(form)),
                    (None, None) => answer(&event),
                };
                self.heard.push(event);
                let concluded = self.desk.conclude(session, result);
                self.session = concluded.session;
                preface.extend(concluded.replies);
                preface
            }
        }
    }

    fn count(&mut self, unmet: &[Unmet]) {
        self.unmet.extend(unmet.iter().map(|unmet| unmet.words.as_str().to_owned()));
    }

    /// Goes through the pages of departments from this one on, each of ten rows at the most; gives how many they saw.
    pub(crate) fn sees_departments(&mut self, mut said: String) -> usize {
        let mut seen = BTreeSet::new();
        for _ in 0..self.desk.table().routes().len() {
            let rows: Vec<_> = self.session.offered.iter().map(|row| row.title.clone()).collect();
            assert!(rows.len() <= 10, "{rows:?}");
            seen.extend(rows.iter().filter(|row| row.starts_with("Department")).cloned());
            if !said.contains("More ▸") {
                break;
            }
            said = self.says("More ▸");
        }
        seen.len()
    }

    /// In the first service of the first department, in this language. The department may have what they answer.
    pub(crate) fn in_a_service(language: &str) -> Self {
        let mut citizen = Self::new_in_a_service(language);
        let department = DepartmentId::parse("d0").expect("an id");
        citizen.session.consents.give(department, u32::MAX, Purpose::ALL.into(), citizen.now);
        citizen
    }

    /// The same, who was never asked for anything.
    pub(crate) fn new_in_a_service(language: &str) -> Self {
        let mut citizen = Self::at(desk(2, 2));
        for text in ["hi", language, "1", "1"] {
            citizen.says(text);
        }
        assert_eq!(citizen.heard, [TurnEvent::Opened]);
        citizen
    }

    /// What the department heard last.
    pub(crate) fn last_heard(&self) -> &TurnEvent {
        self.heard.last().expect("it heard something")
    }

    /// Says something; everything answered, as one text.
    pub(crate) fn says(&mut self, text: &str) -> String {
        let replies = self.sends(&Content::Text { body: text.to_owned() });
        spoken(&replies)
    }
}

/// A department's turn that asks for a form.
pub(crate) fn ask(form: Form) -> TurnOutcome {
    let state = GuestState { schema: 1, bytes: b"asked".to_vec() };
    TurnOutcome { replies: Vec::new(), next: Next::Ask(state, Box::new(form)), payment: None }
}

/// What a department makes of an event: it repeats it, or faults when asked to.
pub(crate) fn answer(event: &TurnEvent) -> Result<TurnOutcome, TurnFault> {
    let stay = Next::Stay(GuestState { schema: 1, bytes: Vec::new() });
    if matches!(event, TurnEvent::Text(text) if text == "fault") {
        return Err(TurnFault::Trapped { detail: String::new() });
    }
    if matches!(event, TurnEvent::Text(text) if text == "rest") {
        return Err(TurnFault::Resting);
    }
    if matches!(event, TurnEvent::Text(text) if text == "refuse") {
        return Err(refusal());
    }
    if let TurnEvent::Text(text) = event
        && let Some(titles) = text.strip_prefix("offer ")
    {
        return Ok(TurnOutcome { replies: vec![question(titles)], next: stay, payment: None });
    }
    if *event == TurnEvent::Back {
        return Ok(TurnOutcome { replies: Vec::new(), next: Next::Finish, payment: None });
    }
    let replies = vec![Reply::Text { body: format!("{event:?}") }];
    Ok(TurnOutcome { replies, next: stay, payment: None })
}

pub(crate) fn refusal() -> TurnFault {
    TurnFault::Refused {
        body: "ఈ సేవ రేపటి నుండి మాత్రమే.".to_owned()
    }
}

/// A department's question with these choices, by title; the ids are the titles in lower case.
pub(crate) fn question(titles: &str) -> Reply {
    let choice = |title: &str| Choice {
        id: title.to_lowercase(),
        title: title.to_owned(),
        description: None,
    };
    let items = titles.split(", ").map(choice).collect();
    Reply::Choices(Choices { body: "Which one?".to_owned(), button: String::new(), items })
}

pub(crate) fn chosen(title: &str) -> TurnEvent {
    TurnEvent::Chosen { id: title.to_lowercase(), title: title.to_owned() }
}

pub(crate) fn spoken(replies: &[Reply]) -> String {
    let words = replies.iter().map(|reply| match reply {
        Reply::Text { body } => body.clone(),
        Reply::Choices(choices) => {
            let titles: Vec<_> = choices.items.iter().map(|item| item.title.as_str()).collect();
            format!("{} [{}]", choices.body, titles.join("] ["))
        }
        Reply::Link { .. }
        | Reply::Certificate { .. }
        | Reply::Pay { .. }
        | Reply::Image { .. }
        | Reply::Document { .. }
        | Reply::File { .. }
        | Reply::Place(_)
        | Reply::AskLocation { .. } => format!("{reply:?}"),
    });
    words.collect::<Vec<_>>().join("\n")
}
