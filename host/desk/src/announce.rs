//! News for citizens whose window has closed: may a template say that there is some?
//!
//! A template only says from whom the news is. The news itself comes by its turn, when the citizen has answered.
//! **Invariant I10:** none goes to who said stop, or by Meta's word wants none, or did not say yes to what is not about
//! their own money, or was sent one within a day.

use mitra_core::clock::Timestamp;
use mitra_core::language::Language;
use mitra_core::limits::TEMPLATE_LOOK;
use mitra_core::session::Session;
use mitra_core::template::Announced;
use mitra_core::timer::FiredTimer;
use mitra_core::topic::TopicKey;

use crate::desk::Desk;
use crate::wire::Target;

/// What is known beside the session of whether a template may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateFacts {
    /// Whether Meta takes the template in the citizen's language now.
    pub is_usable: bool,
    /// When Meta last refused one because the citizen wants none from us.
    pub refused_at: Option<Timestamp>,
}

/// What the desk makes of a timer that waits for its citizen's next message.
#[derive(Debug, Clone, PartialEq)]
pub enum Announcing {
    /// A template says that there is news.
    Now(Box<Announcement>),
    /// None does.
    Not {
        /// Why, for the metrics.
        reason: &'static str,
        /// When it may be asked again, without a message of the citizen's.
        look_at: Option<Timestamp>,
    },
}

/// A template to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Announcement {
    /// The session to keep.
    pub session: Session,
    /// In which language.
    pub language: Language,
    /// The department's name, and the service's.
    pub parameters: [String; 2],
    /// The id of the button under it.
    pub payload: String,
}

impl Desk {
    /// Whether a template tells the citizen of a timer that waits for their next message.
    pub fn announce(
        &self,
        session: &Session,
        fired: &FiredTimer,
        now: Timestamp,
        facts: TemplateFacts,
    ) -> Announcing {
        let not = |reason| Announcing::Not { reason, look_at: None };
        let later = |reason, at| Announcing::Not { reason, look_at: Some(at) };
        if fired.announced_by.is_some() {
            return not("announced");
        }
        // Whoever never wrote has no number to be written to from.
        let (Some(language), Some(_)) = (session.language, &session.last_message) else {
            return not("stranger");
        };
        if session.quiet {
            return not("quiet");
        }
        let Some((route, service)) = self.table.service(&fired.key.department, &fired.key.service)
        else {
            return not("gone");
        };
        let topic = route.live().topic_of(&fired.key.service);
        if let Err(reason) = may_write(session, fired, &topic, facts.refused_at) {
            return not(reason);
        }
        if let Some(next_at) = session.announced.map(|announced| announced.next_at())
            && now < next_at
        {
            return later("pause", next_at);
        }
        if !facts.is_usable {
            return later("stopped", now.after(TEMPLATE_LOOK));
        }
        let announced = Some(Announced::again(session.announced, now));
        let department = route.department().name.get(language).to_owned();
        Announcing::Now(Box::new(Announcement {
            session: Session { announced, ..session.clone() },
            language,
            parameters: [department, service.name.get(language).to_owned()],
            payload: Target::News.id(),
        }))
    }
}

/// Whether the citizen wants to be written to about this. What became of their own money belongs to what they began
/// here themselves: nobody says yes to that again.
fn may_write(
    session: &Session,
    fired: &FiredTimer,
    topic: &TopicKey,
    refused_at: Option<Timestamp>,
) -> Result<(), &'static str> {
    match (session.topics.last_yes(topic), refused_at) {
        // A yes that came after Meta's word counts.
        (Some(yes_at), Some(refused_at)) if yes_at <= refused_at => Err("refused"),
        (Some(_), _) => Ok(()),
        (None, _) if !fired.is_about_money() => Err("not_opted_in"),
        (None, Some(_)) => Err("refused"),
        (None, None) => Ok(()),
    }
}

/// The id of the button under the template that says that there is news.
pub fn news_choice() -> String {
    Target::News.id()
}
