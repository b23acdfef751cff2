//! Topics: what a department may write about when nobody has asked, and what citizens say to that.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{DepartmentId, ServiceId, TopicId};
use crate::language::{Language, Localized};
use crate::limits::{ROW_TITLE_CHARS_MAX, TOPICS_PER_DEPARTMENT_MAX};
use crate::text::{self, TextFault};

/// A topic as its department's manifest declares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Unique within the department.
    pub id: TopicId,
    /// One row of a list.
    pub name: Localized,
    /// The services that it is about; each has one topic at most.
    pub services: Vec<ServiceId>,
}

/// The topics of a department. By default none: then all of its services have one, the department itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Topics(Vec<Topic>);

/// Why topics cannot be a department's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTopics {
    /// There are too many.
    #[error("a department has at most {TOPICS_PER_DEPARTMENT_MAX} topics, this one has {count}")]
    Count {
        /// How many.
        count: usize,
    },
    /// Two have one id.
    #[error("the topic `{0}` is there twice")]
    Duplicate(TopicId),
    /// A service has two.
    #[error("the service `{service}` is in two topics: `{topic}` is the second")]
    Shared {
        /// Which service.
        service: ServiceId,
        /// The second topic that names it.
        topic: TopicId,
    },
    /// A topic is about nothing.
    #[error("the topic `{0}` names no service")]
    Empty(TopicId),
    /// A name cannot be shown.
    #[error("the name of the topic `{topic}` in `{}` {fault}", language.code())]
    Name {
        /// Whose name.
        topic: TopicId,
        /// In which language.
        language: Language,
        /// What is wrong with it.
        fault: TextFault,
    },
}

impl Topics {
    /// These, if they can be a department's.
    pub fn new(topics: Vec<Topic>) -> Result<Self, InvalidTopics> {
        let count = topics.len();
        if count > TOPICS_PER_DEPARTMENT_MAX {
            return Err(InvalidTopics::Count { count });
        }
        for (index, topic) in topics.iter().enumerate() {
            let earlier = &topics[..index];
            if earlier.iter().any(|it| it.id == topic.id) {
                return Err(InvalidTopics::Duplicate(topic.id.clone()));
            }
            if topic.services.is_empty() {
                return Err(InvalidTopics::Empty(topic.id.clone()));
            }
            let is_taken =
                |service: &&ServiceId| earlier.iter().any(|it| it.services.contains(*service));
            if let Some(service) = topic.services.iter().find(is_taken) {
                let (service, topic) = (service.clone(), topic.id.clone());
                return Err(InvalidTopics::Shared { service, topic });
            }
            for language in Language::ALL {
                let name = topic.name.get(language);
                if let Err(fault) = text::check_line(name, ROW_TITLE_CHARS_MAX) {
                    return Err(InvalidTopics::Name { topic: topic.id.clone(), language, fault });
                }
            }
        }
        Ok(Self(topics))
    }

    /// The topic of a service; none if it is the department itself.
    pub fn of(&self, service: &ServiceId) -> Option<&Topic> {
        self.0.iter().find(|topic| topic.services.contains(service))
    }

    /// The topic of this id.
    pub fn get(&self, id: &TopicId) -> Option<&Topic> {
        self.0.iter().find(|topic| topic.id == *id)
    }

    /// A service that a topic names and the department does not have.
    pub fn unknown_service(&self, is_known: impl Fn(&ServiceId) -> bool) -> Option<&ServiceId> {
        self.0.iter().flat_map(|topic| &topic.services).find(|service| !is_known(service))
    }
}

/// One topic of all departments'.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TopicKey {
    /// Whose.
    pub department: DepartmentId,
    /// Which one; none for the department itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<TopicId>,
}

/// What a citizen says to being written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// They were asked, and have not answered.
    Unanswered,
    /// Yes.
    On,
    /// No, or not any more.
    Off,
}

/// The last that a citizen said to one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicWish {
    /// To which.
    #[serde(flatten)]
    pub topic: TopicKey,
    /// The version of the words that they were asked in.
    pub words: u32,
    /// What.
    pub wish: Wish,
    /// When: they were asked, if they have not answered.
    pub at: Timestamp,
    /// When they said yes for the first time since they last said no. Kept when they take it back: it is the proof for
    /// what was sent until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_at: Option<Timestamp>,
    /// When they last said yes once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated_at: Option<Timestamp>,
}

/// What a citizen said to topics, the last of each.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicWishes(Vec<TopicWish>);

impl TopicWish {
    /// When they last said yes.
    fn last_yes(&self) -> Option<Timestamp> {
        self.repeated_at.or(self.given_at)
    }

    /// When they last said something to it, or were asked.
    fn said_at(&self) -> Timestamp {
        match self.wish {
            Wish::On => self.last_yes().map_or(self.at, |last| last.max(self.at)),
            Wish::Off | Wish::Unanswered => self.at,
        }
    }
}

impl TopicWishes {
    /// All of them, in the order of the first questions.
    pub fn iter(&self) -> impl Iterator<Item = &TopicWish> {
        self.0.iter()
    }

    /// What the citizen said to this topic; none if they were never asked.
    pub fn get(&self, topic: &TopicKey) -> Option<&TopicWish> {
        self.0.iter().find(|wish| wish.topic == *topic)
    }

    /// When the citizen last said yes to this topic, if they may be written to about it.
    pub fn last_yes(&self, topic: &TopicKey) -> Option<Timestamp> {
        self.get(topic).filter(|wish| wish.wish == Wish::On).and_then(TopicWish::last_yes)
    }

    /// Writes down that they were asked, unless they were before.
    pub fn ask(&mut self, topic: TopicKey, words: u32, now: Timestamp) {
        if self.get(&topic).is_none() {
            let (wish, at) = (Wish::Unanswered, now);
            let (given_at, repeated_at) = (None, None);
            self.0.push(TopicWish { topic, words, wish, at, given_at, repeated_at });
        }
    }

    /// Writes down what they said to these words. Saying the same again changes nothing but when they last said yes.
    pub fn set(&mut self, topic: TopicKey, words: u32, is_on: bool, now: Timestamp) {
        let said = if is_on { Wish::On } else { Wish::Off };
        self.ask(topic.clone(), words, now);
        let place = self.0.iter_mut().find(|wish| wish.topic == topic);
        let Some(wish) = place else { return };
        match (is_on, wish.wish) {
            (true, Wish::On) => wish.repeated_at = Some(now),
            (true, Wish::Off | Wish::Unanswered) => {
                (wish.given_at, wish.repeated_at) = (Some(now), None);
            }
            (false, _) => {}
        }
        if wish.wish != said || wish.words < words {
            (wish.wish, wish.at, wish.words) = (said, now, words);
        }
    }

    /// Takes back every yes. What was asked and not answered is forgotten.
    pub fn withdraw(&mut self, now: Timestamp) {
        self.0.retain(|wish| wish.wish != Wish::Unanswered);
        for wish in self.0.iter_mut().filter(|wish| wish.wish == Wish::On) {
            (wish.wish, wish.at) = (Wish::Off, now);
        }
    }

    /// Takes over what the same person said as another citizen: of each topic the later answer holds.
    pub fn absorb(&mut self, others: Self) {
        for other in others.0 {
            match self.0.iter_mut().find(|wish| wish.topic == other.topic) {
                None => self.0.push(other),
                Some(own) => {
                    let rank = |wish: &TopicWish| (wish.wish != Wish::Unanswered, wish.said_at());
                    let is_later = rank(&other) > rank(own);
                    let earlier = if is_later { std::mem::replace(own, other) } else { other };
                    if own.wish == Wish::On && earlier.wish == Wish::On {
                        let last = own.last_yes();
                        own.given_at = own.given_at.into_iter().chain(earlier.given_at).min();
                        own.repeated_at = last.filter(|_| last != own.given_at);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(topic: &str) -> TopicKey {
        let department = DepartmentId::parse("energy").unwrap();
        TopicKey { department, topic: TopicId::parse(topic).ok() }
    }

    fn topic(id: &str, services: &[&str]) -> Topic {
        let text = || "Outages".to_owned();
        Topic {
            id: TopicId::parse(id).unwrap(),
            name: Localized { te: text(), en: text(), hi: text() },
            services: services.iter().map(|id| ServiceId::parse(id).unwrap()).collect(),
        }
    }

    #[test]
    fn a_department_has_some_topics_and_a_service_one() {
        let service = |n: usize| format!("s{n}");
        let many = |count: usize| {
            (0..count).map(|n| topic(&format!("t{n}"), &[&service(n)])).collect::<Vec<_>>()
        };
        let topics = Topics::new(many(TOPICS_PER_DEPARTMENT_MAX)).unwrap();
        let of = |service: &str| topics.of(&ServiceId::parse(service).unwrap());
        assert_eq!(of("s1").map(|topic| topic.id.as_str()), Some("t1"));
        assert_eq!(of("other"), None);
        let count = TOPICS_PER_DEPARTMENT_MAX + 1;
        assert_eq!(Topics::new(many(count)), Err(InvalidTopics::Count { count }));
    }

    #[test]
    fn topics_that_cannot_be_told_apart_or_shown_are_refused() {
        let mut unnamed = topic("a", &["s1"]);
        unnamed.name.hi = "x".repeat(ROW_TITLE_CHARS_MAX + 1);
        for (topics, words) in [
            (vec![topic("a", &["s1"]), topic("a", &["s2"])], "the topic `a` is there twice"),
            (vec![topic("a", &["s1"]), topic("b", &["s1"])], "`s1` is in two topics: `b`"),
            (vec![topic("a", &[])], "the topic `a` names no service"),
            (vec![unnamed], "the name of the topic `a` in `hi` has 25 characters"),
        ] {
            let refused = Topics::new(topics).expect_err(words).to_string();
            assert!(refused.contains(words), "{refused}");
        }
        let topics = Topics::new(vec![topic("a", &["s1", "s2"])]).unwrap();
        let unknown = topics.unknown_service(|service| service.as_str() == "s1");
        assert_eq!(unknown.map(ServiceId::as_str), Some("s2"));
    }

    #[test]
    fn a_yes_keeps_its_instant_and_stays_proven_when_it_is_taken_back() {
        let mut wishes = TopicWishes::default();
        wishes.ask(key("a"), 1, Timestamp(1));
        assert_eq!(wishes.last_yes(&key("a")), None);
        wishes.set(key("a"), 1, true, Timestamp(2));
        wishes.set(key("a"), 1, true, Timestamp(3));
        wishes.ask(key("a"), 2, Timestamp(4));
        assert_eq!(wishes.last_yes(&key("a")), Some(Timestamp(3)));
        assert_eq!(wishes.get(&key("a")).unwrap().at, Timestamp(2), "it is on since then");
        assert_eq!(wishes.last_yes(&key("b")), None);
        wishes.ask(key("b"), 1, Timestamp(5));
        wishes.withdraw(Timestamp(6));
        let left: Vec<_> = wishes.iter().collect();
        assert_eq!(left.len(), 1, "what was not answered is forgotten");
        let (at, given_at) = (Timestamp(6), Some(Timestamp(2)));
        let repeated_at = Some(Timestamp(3));
        assert_eq!(wishes.last_yes(&key("a")), None);
        let (topic, wish) = (key("a"), Wish::Off);
        let taken_back = TopicWish { topic, words: 1, wish, at, given_at, repeated_at };
        assert_eq!(*left[0], taken_back);
        wishes.set(key("a"), 1, true, Timestamp(7));
        let anew = wishes.get(&key("a")).unwrap();
        assert_eq!((anew.given_at, anew.repeated_at), (Some(Timestamp(7)), None));
    }

    #[test]
    fn of_two_citizens_that_are_one_the_later_answer_holds() {
        let said = |is_on, at| {
            let mut wishes = TopicWishes::default();
            wishes.set(key("a"), 1, is_on, Timestamp(at));
            wishes
        };
        for (own, other, holds) in [
            (said(true, 1), said(false, 2), None),
            (said(true, 2), said(false, 1), Some(Timestamp(2))),
            (TopicWishes::default(), said(true, 3), Some(Timestamp(3))),
        ] {
            let mut wishes = own;
            wishes.absorb(other);
            assert_eq!(wishes.last_yes(&key("a")), holds);
        }
        let mut again = said(true, 1);
        again.set(key("a"), 1, true, Timestamp(5));
        again.absorb(said(false, 3));
        assert_eq!(again.last_yes(&key("a")), Some(Timestamp(5)), "a yes once more is an answer");
        for (own, other) in [(1, 5), (5, 1)] {
            let mut both = said(true, own);
            both.absorb(said(true, other));
            let yes = both.get(&key("a")).unwrap();
            assert_eq!((yes.given_at, yes.last_yes()), (Some(Timestamp(1)), Some(Timestamp(5))));
        }
        let mut asked = TopicWishes::default();
        asked.ask(key("a"), 1, Timestamp(9));
        let mut wishes = said(true, 1);
        wishes.absorb(asked);
        assert_eq!(wishes.last_yes(&key("a")), Some(Timestamp(1)), "a question is no answer");
    }

    #[test]
    fn wishes_are_read_back_as_they_were_stored() {
        let mut wishes = TopicWishes::default();
        let own = TopicKey { department: DepartmentId::parse("energy").unwrap(), topic: None };
        wishes.ask(own, 1, Timestamp(1));
        wishes.set(key("a"), 1, true, Timestamp(2));
        let stored = serde_json::to_string(&wishes).unwrap();
        assert_eq!(serde_json::from_str::<TopicWishes>(&stored).unwrap(), wishes, "{stored}");
    }
}
