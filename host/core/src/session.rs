//! What the host remembers about one citizen between messages.

use serde::{Deserialize, Serialize};

use crate::application::Applications;
use crate::clock::Timestamp;
use crate::consent::Consents;
use crate::event::InboundEvent;
use crate::form::{FormPlace, OpenForm};
use crate::ids::{DepartmentId, PhoneNumberId, ReleaseDigest, ServiceId};
use crate::language::Language;
use crate::limits::SERVICE_WINDOW;
use crate::routing::ServedRelease;
use crate::template::Announced;
use crate::topic::TopicWishes;
use crate::turn::GuestState;
use crate::unmet::UnmetWords;

/// One citizen's session. A new citizen has the default one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Session {
    /// The language the citizen chose, if they did.
    pub language: Option<Language>,
    /// What the citizen asked for before they chose a language.
    #[serde(default)]
    pub wish: Option<String>,
    /// Whether the word on privacy was shown.
    #[serde(default)]
    pub noticed: bool,
    /// Whether the citizen wants to hear nothing but answers, and what became of their payments.
    #[serde(default)]
    pub quiet: bool,
    /// To what the citizen agreed.
    #[serde(default)]
    pub consents: Consents,
    /// What the citizen applied for.
    #[serde(default, skip_serializing_if = "Applications::is_empty")]
    pub applications: Applications,
    /// What the citizen asked for when the desk last asked back what they mean, until it is known whether it was that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<UnmetWords>,
    /// What the citizen says to being written to, by topic.
    #[serde(default)]
    pub topics: TopicWishes,
    /// The templates that they were sent since they last wrote, and when the last one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Announced>,
    /// When the citizen was last heard.
    #[serde(default)]
    pub heard_at: Option<Timestamp>,
    /// The citizen's own last message: what may be sent to them is counted from it.
    #[serde(default)]
    pub last_message: Option<LastMessage>,
    /// Where in the front desk's menus the citizen is.
    #[serde(default)]
    pub place: Place,
    /// The choices shown last, so that a typed number or title stands for a tap.
    #[serde(default)]
    pub offered: Vec<Offered>,
    /// The open conversation with a department.
    pub conversation: Option<Conversation>,
}

/// When and where a citizen wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMessage {
    /// The business number they wrote to: only it may answer.
    pub number: PhoneNumberId,
    /// When.
    pub sent_at: Timestamp,
}

impl LastMessage {
    /// What a message that was received at this instant tells.
    pub fn of(event: &InboundEvent, received_at: Timestamp) -> Self {
        // A phone with a wrong clock must not open a window that Meta has closed.
        let sent_at = event.sent_at.min(received_at);
        Self { number: event.phone_number_id.clone(), sent_at }
    }

    /// Until when the number may write to the citizen.
    pub fn window_closes_at(&self) -> Timestamp {
        self.sent_at.after(SERVICE_WINDOW)
    }
}

impl Session {
    /// Remembers a message, unless a later one is known: Meta's notifications may come late.
    pub fn hear(&mut self, message: LastMessage) {
        if self.last_message.as_ref().is_none_or(|last| last.sent_at <= message.sent_at) {
            self.last_message = Some(message);
        }
        if let Some(announced) = &mut self.announced {
            announced.unanswered = 0;
        }
    }

    /// Whether it has something that a session which absorbs it takes over.
    pub fn is_absorbed(&self) -> bool {
        self.quiet
            || self.last_message.is_some()
            || self.topics.iter().next().is_some()
            || !self.consents.is_empty()
            || self.announced.is_some()
            || !self.applications.is_empty()
    }

    /// Takes over what must not be lost of the same person's session as another citizen: when they last wrote, to what
    /// they agreed, what they said to being written to, when they last were by ourselves, and what they applied for. A
    /// form that is open asks again before it goes on, if what it needs was taken back.
    pub fn absorb(&mut self, other: Self) {
        if let Some(message) = other.last_message
            && self.last_message.as_ref().is_none_or(|own| own.sent_at < message.sent_at)
        {
            self.last_message = Some(message);
        }
        self.heard_at = self.heard_at.max(other.heard_at);
        self.applications.absorb(other.applications);
        self.consents.absorb(other.consents);
        if let Some(conversation) = &mut self.conversation
            && let Some(form) = &mut conversation.form
            && !self.consents.in_force().any(|it| it.department == conversation.department)
        {
            form.place = FormPlace::Notice;
        }
        self.quiet |= other.quiet;
        self.topics.absorb(other.topics);
        let later = |announced: &Announced| (announced.at, announced.unanswered);
        self.announced = self.announced.into_iter().chain(other.announced).max_by_key(later);
    }

    /// Whether the citizen may be written to at this instant.
    pub fn may_be_written_to(&self, now: Timestamp) -> bool {
        self.last_message.as_ref().is_some_and(|last| now < last.window_closes_at())
    }
}

/// A place in the front desk's menus.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Place {
    /// Nothing shown yet.
    #[default]
    Door,
    /// Asked for a language.
    Languages,
    /// Shown the departments.
    Departments {
        /// From 0.
        page: usize,
    },
    /// Shown a department's services.
    Services {
        /// Which department.
        department: DepartmentId,
        /// From 0.
        page: usize,
    },
}

/// A choice that was shown to the citizen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// An open conversation with a department's service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// With whom.
    pub department: DepartmentId,
    /// About what.
    pub service: ServiceId,
    /// The release that it runs on: from its first turn to its last, unless a later one takes it over.
    pub release: ReleaseDigest,
    /// What the last turn left; none before the first turn has settled.
    pub state: Option<GuestState>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The form that the department asked for last, until the citizen has sent it.
    #[serde(default)]
    pub form: Option<Box<OpenForm>>,
    /// Where it was before its release took it over with a state of another schema: if that release is taken back, it
    /// goes on from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Box<Before>>,
    /// The live release that could not take it over. It is not asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_by: Option<ReleaseDigest>,
    /// Whether one of its turns set a timer that comes when the citizen's window has closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reaches_far: bool,
}

/// Where a conversation was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// On which release.
    pub release: ReleaseDigest,
    /// With what state.
    pub state: GuestState,
}

impl Conversation {
    /// One that begins.
    pub fn begin(
        department: DepartmentId,
        service: ServiceId,
        release: ReleaseDigest,
        now: Timestamp,
    ) -> Self {
        Self {
            department,
            service,
            release,
            state: None,
            opened_at: now,
            form: None,
            before: None,
            refused_by: None,
            reaches_far: false,
        }
    }

    /// Goes on with a release, which may be another one than before.
    ///
    /// The state of another schema is kept as it was, should that release be taken back.
    pub fn go_on_with(&mut self, release: &ServedRelease) {
        if self.release == release.digest {
            return;
        }
        let schema = release.department.state_schema;
        let before =
            self.state.as_ref().filter(|state| state.schema != schema).map(|state| {
                Box::new(Before { release: self.release.clone(), state: state.clone() })
            });
        self.before = before.or_else(|| self.before.take());
        self.release = release.digest.clone();
    }

    /// Stays with the release that it was on before one could not take it over.
    pub fn stay_with(&mut self, release: &ServedRelease) {
        let refused_by = std::mem::replace(&mut self.release, release.digest.clone());
        self.before.take_if(|before| before.release == release.digest);
        self.refused_by = Some(refused_by);
    }

    /// Goes back to where it was before its release took it over. What it was asked for since then is forgotten.
    pub fn go_back(&mut self) {
        if let Some(before) = self.before.take() {
            let Before { release, state } = *before;
            (self.release, self.state, self.form) = (release, Some(state), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::form::Form;
    use crate::ids::FormId;
    use crate::language::Localized;

    fn message(number: &str, sent_at: Timestamp) -> LastMessage {
        LastMessage { number: PhoneNumberId::new(number), sent_at }
    }

    #[test]
    fn a_citizen_may_be_written_to_for_a_day_after_their_last_message() {
        let mut session = Session::default();
        assert!(!session.may_be_written_to(Timestamp(0)));
        session.hear(message("1", Timestamp(5)));
        let closes_at = Timestamp(5).after(SERVICE_WINDOW);
        assert!(session.may_be_written_to(Timestamp(closes_at.0 - 1)));
        assert!(!session.may_be_written_to(closes_at));
    }

    #[test]
    fn a_late_notification_takes_no_later_message_back() {
        let mut session = Session::default();
        session.hear(message("1", Timestamp(9)));
        session.hear(message("2", Timestamp(5)));
        assert_eq!(session.last_message, Some(message("1", Timestamp(9))));
        session.hear(message("2", Timestamp(9)));
        assert_eq!(session.last_message, Some(message("2", Timestamp(9))));
    }

    #[test]
    fn what_one_person_said_as_two_citizens_is_kept() {
        let announced = |at, unanswered| Some(Announced { at: Timestamp(at), unanswered });
        let mut older = Session { announced: announced(1, 1), ..Session::default() };
        let younger = Session { quiet: true, announced: announced(2, 0), ..Session::default() };
        older.absorb(younger);
        assert!(older.quiet, "a stop holds");
        let mut agreed = Session::default();
        let (energy, nothing) = (DepartmentId::parse("energy").unwrap(), BTreeSet::new());
        agreed.consents.give(energy.clone(), 1, nothing, Timestamp(3));
        assert!(agreed.is_absorbed());
        older.absorb(agreed);
        assert!(older.consents.covers(&energy, 1, &BTreeSet::new()));
        assert_eq!(older.announced, announced(2, 0));
        assert!(older.is_absorbed() && !Session::default().is_absorbed());
        older.absorb(Session::default());
        assert!(older.quiet && older.announced.is_some());
        for (own, other, last) in [(Some(1), Some(2), 2), (Some(2), Some(1), 2), (None, Some(1), 1)]
        {
            let wrote = |at: Option<i64>| Session {
                last_message: at.map(|at| message("1", Timestamp(at))),
                heard_at: at.map(Timestamp),
                ..Session::default()
            };
            let mut older = wrote(own);
            older.absorb(wrote(other));
            assert_eq!(older, wrote(Some(last)), "they wrote last then");
        }
    }

    #[test]
    fn a_form_asks_again_if_the_same_person_took_back_what_it_needs() {
        let energy = DepartmentId::parse("energy").unwrap();
        let agreed = |at| {
            let mut session = Session::default();
            session.consents.give(energy.clone(), 1, BTreeSet::new(), Timestamp(at));
            session
        };
        let asked = FormPlace::Field { index: 0, is_change: false };
        for (withdrawn_at, place) in [(None, asked), (Some(3), FormPlace::Notice)] {
            let (mut older, mut younger) = (agreed(1), agreed(2));
            let (service, release) = (ServiceId::parse("bill").unwrap(), ReleaseDigest::new("1"));
            let mut open = Conversation::begin(energy.clone(), service, release, Timestamp(0));
            let (id, text) = (FormId::parse("member").unwrap(), || "Member".to_owned());
            let title = Localized { te: text(), en: text(), hi: text() };
            let form = OpenForm::new(Form { id, title, fields: Vec::new() });
            open.form = Some(Box::new(OpenForm { place: asked, ..form }));
            older.conversation = Some(open);
            withdrawn_at.map(|at| younger.consents.withdraw(Timestamp(at)));
            older.absorb(younger);
            let form = older.conversation.and_then(|open| open.form).unwrap();
            assert_eq!(form.place, place);
        }
    }

    #[test]
    fn who_writes_has_answered_what_announced_news() {
        let announced = Some(Announced { at: Timestamp(7), unanswered: 2 });
        let mut session = Session { announced, ..Session::default() };
        session.hear(message("1", Timestamp(8)));
        assert_eq!(session.announced, Some(Announced { at: Timestamp(7), unanswered: 0 }));
    }

    #[test]
    fn a_session_of_before_there_were_forms_is_read() {
        let stored = r#"{"language":"te","conversation":{"department":"energy","service":"bill",
            "release":"ab","state":null,"opened_at":1}}"#;
        let session: Session = serde_json::from_str(stored).unwrap();
        assert_eq!(session.conversation.and_then(|open| open.form), None);
    }
}
