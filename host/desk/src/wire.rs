//! Ids of choices on the wire: the desk's own, and a department's with a mark of the conversation they belong to.
//!
//! A citizen can tap a button of last week. The desk's ids carry their target and work from anywhere; a department's
//! work only in the conversation, and for the question, that they were shown in.

use std::collections::BTreeSet;

use mitra_core::form::Purpose;
use mitra_core::ids::{DepartmentId, ServiceId, TopicId};
use mitra_core::language::Language;
use mitra_core::session::Conversation;
use mitra_core::topic::TopicKey;

/// Where a choice of the desk leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// To the departments, from this page.
    Departments(usize),
    /// To a department's services, from this page.
    Services(DepartmentId, usize),
    /// Into a service.
    Service(DepartmentId, ServiceId),
    /// To what the citizen applied for, from this page.
    Applications(usize),
    /// To where the citizen follows what they applied for in this service.
    Application(DepartmentId, ServiceId),
    /// To the popular services.
    Popular,
    /// To the choice of languages.
    Languages,
    /// To a language.
    Language(Language),
    /// The citizen agrees that this department may have what they answer, for the purposes that they were told.
    Agree(DepartmentId, BTreeSet<Purpose>),
    /// The citizen does not.
    Decline,
    /// The citizen takes back all that they agreed to.
    Withdraw,
    /// What is kept for the citizen alone is erased.
    Erase,
    /// The citizen wants to be written to about a topic, or does not.
    Topic(TopicKey, bool),
    /// To the topics, from this page.
    Topics(usize),
    /// The citizen wants to hear the news that a template told them of.
    News,
}

impl Target {
    /// The id on the wire, at most 140 bytes.
    pub(crate) fn id(&self) -> String {
        match self {
            Self::Departments(page) => format!("desk:departments:{page}"),
            Self::Services(department, page) => format!("desk:services:{department}:{page}"),
            Self::Service(department, service) => format!("desk:service:{department}:{service}"),
            Self::Applications(page) => format!("desk:applications:{page}"),
            Self::Application(department, service) => {
                format!("desk:application:{department}:{service}")
            }
            Self::Popular => "desk:popular".to_owned(),
            Self::Languages => "desk:languages".to_owned(),
            Self::Language(language) => format!("desk:language:{}", language.code()),
            Self::Agree(department, purposes) if purposes.is_empty() => {
                format!("desk:agree:{department}")
            }
            Self::Agree(department, purposes) => {
                let purposes: Vec<_> = purposes.iter().map(|purpose| purpose.name()).collect();
                format!("desk:agree:{department}:{}", purposes.join("+"))
            }
            Self::Decline => "desk:decline".to_owned(),
            Self::Withdraw => "desk:withdraw".to_owned(),
            Self::Erase => "desk:erase".to_owned(),
            Self::Topic(TopicKey { department, topic }, is_on) => {
                let kind = if *is_on { "topic-on" } else { "topic-off" };
                let topic = topic.as_ref().map(|topic| format!(":{topic}")).unwrap_or_default();
                format!("desk:{kind}:{department}{topic}")
            }
            Self::Topics(page) => format!("desk:topics:{page}"),
            Self::News => "desk:news".to_owned(),
        }
    }

    /// The target of an id, if it is one of the desk's.
    pub(crate) fn parse(id: &str) -> Option<Self> {
        let mut parts = id.strip_prefix("desk:")?.split(':');
        let (kind, first, second) = (parts.next()?, parts.next(), parts.next());
        match (kind, first, second) {
            ("departments", Some(page), None) => Some(Self::Departments(page.parse().ok()?)),
            ("services", Some(department), Some(page)) => {
                Some(Self::Services(DepartmentId::parse(department).ok()?, page.parse().ok()?))
            }
            ("service", Some(department), Some(service)) => Some(Self::Service(
                DepartmentId::parse(department).ok()?,
                ServiceId::parse(service).ok()?,
            )),
            ("applications", Some(page), None) => Some(Self::Applications(page.parse().ok()?)),
            ("application", Some(department), Some(service)) => Some(Self::Application(
                DepartmentId::parse(department).ok()?,
                ServiceId::parse(service).ok()?,
            )),
            ("popular", None, None) => Some(Self::Popular),
            ("languages", None, None) => Some(Self::Languages),
            ("agree", Some(department), purposes) => {
                let purposes = purposes.into_iter().flat_map(|purposes| purposes.split('+'));
                let purposes = purposes.map(Purpose::named).collect::<Option<_>>()?;
                Some(Self::Agree(DepartmentId::parse(department).ok()?, purposes))
            }
            ("decline", None, None) => Some(Self::Decline),
            ("withdraw", None, None) => Some(Self::Withdraw),
            ("erase", None, None) => Some(Self::Erase),
            ("topic-on" | "topic-off", Some(department), topic) => {
                let topic = topic.map(TopicId::parse).transpose().ok()?;
                let department = DepartmentId::parse(department).ok()?;
                Some(Self::Topic(TopicKey { department, topic }, kind == "topic-on"))
            }
            ("topics", Some(page), None) => Some(Self::Topics(page.parse().ok()?)),
            ("news", None, None) => Some(Self::News),
            ("language", Some(code), None) => Some(Self::Language(Language::from_code(code)?)),
            _ => None,
        }
    }
}

/// The id of the choice that leads into a service. It works from anywhere, however old its message is.
pub fn service_choice(department: &DepartmentId, service: &ServiceId) -> String {
    Target::Service(department.clone(), service.clone()).id()
}

/// The id of the choice of a language. It works from anywhere, however old its message is.
pub fn language_choice(language: Language) -> String {
    Target::Language(language).id()
}

/// The id of the choice by which a citizen agrees that this department may have what they answer, whatever it is for.
/// It works from anywhere, however old its message is.
pub fn agree_choice(department: &DepartmentId) -> String {
    Target::Agree(department.clone(), Purpose::ALL.into()).id()
}

/// A department's id with the mark of its conversation: nine bytes more.
pub(crate) fn mark(conversation: &Conversation, id: &str) -> String {
    format!("{:08x}:{id}", tag(conversation))
}

/// The department's id, if it has the mark of this conversation.
pub(crate) fn unmark<'a>(conversation: &Conversation, id: &'a str) -> Option<&'a str> {
    let (marked, id) = id.split_once(':')?;
    (marked == format!("{:08x}", tag(conversation))).then_some(id)
}

/// A number that two conversations hardly share (FNV-1a).
fn tag(conversation: &Conversation) -> u32 {
    let opened_at = conversation.opened_at.0.to_be_bytes();
    let names = [conversation.department.as_str(), "/", conversation.service.as_str()];
    let bytes = names.iter().flat_map(|name| name.bytes()).chain(opened_at);
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use mitra_core::clock::Timestamp;
    use mitra_core::ids::ReleaseDigest;
    use mitra_core::limits::SLUG_BYTES_MAX;

    use super::*;

    #[test]
    fn every_target_comes_back_from_its_id() {
        let department = DepartmentId::parse("energy").unwrap();
        let topic =
            |id| TopicKey { department: department.clone(), topic: TopicId::parse(id).ok() };
        let targets = [
            Target::Topic(topic("outages"), true),
            Target::Topic(topic(""), false),
            Target::Topics(2),
            Target::News,
            Target::Departments(3),
            Target::Services(department.clone(), 0),
            Target::Service(department.clone(), ServiceId::parse("bill").unwrap()),
            Target::Applications(1),
            Target::Application(department.clone(), ServiceId::parse("bill").unwrap()),
            Target::Popular,
            Target::Agree(department.clone(), BTreeSet::new()),
            Target::Agree(department, [Purpose::Identity, Purpose::Request].into()),
            Target::Decline,
            Target::Withdraw,
            Target::Erase,
            Target::Languages,
            Target::Language(Language::Hi),
        ];
        for target in targets {
            assert_eq!(Target::parse(&target.id()), Some(target));
        }
        for foreign in [
            "",
            "desk:",
            "desk:language:xx",
            "desk:departments:-1",
            "energy",
            "desk:service:A:b",
            "desk:agree:energy:marketing",
        ] {
            assert_eq!(Target::parse(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn to_agree_to_everything_fits_the_id_of_a_button() {
        let department = DepartmentId::parse(&"d".repeat(SLUG_BYTES_MAX)).unwrap();
        assert!(agree_choice(&department).len() <= 140);
    }

    #[test]
    fn a_choice_belongs_to_the_conversation_it_was_shown_in() {
        let open = |department: &str, opened_at| {
            let department = DepartmentId::parse(department).unwrap();
            let service = ServiceId::parse("bill").unwrap();
            Conversation::begin(department, service, ReleaseDigest::new("r"), Timestamp(opened_at))
        };
        let id = mark(&open("energy", 1), "pay:now");
        assert_eq!(unmark(&open("energy", 1), &id), Some("pay:now"));
        assert_eq!(unmark(&open("energy", 2), &id), None);
        assert_eq!(unmark(&open("grievance", 1), &id), None);
        assert_eq!(id.len(), "pay:now".len() + 9);
    }
}
