//! Conversations without a host: for a department's own tests.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use crate::length::units;
use crate::text::text;
use crate::{
    Choice, ChoiceTaken, Citizen, Department, Event, Fault, Handler, Host, Language, Location,
    Media, MediaKind, Next, Outcome, Reply, Scope, Service, State, Turn,
};

/// A description that is good enough for an example.
pub fn description(id: &str) -> Department {
    let name = text("పేరు", "Name", "नाम").localized();
    let service = Service {
        id: id.to_owned(),
        name: name.clone(),
        summary: name.clone(),
        aliases: Vec::new(),
    };
    Department { id: id.to_owned(), name, services: vec![service], state_schema: 1 }
}

/// A host in memory.
#[derive(Debug, Clone)]
pub struct MemoryHost {
    /// All records, by scope and key.
    pub records: BTreeMap<(Scope, String), Vec<u8>>,
    /// The operator's settings.
    pub config: BTreeMap<String, String>,
    /// The instant of every turn, in milliseconds since 1970.
    pub now: u64,
}

impl Default for MemoryHost {
    fn default() -> Self {
        // 2026-11-24, 10:30 in India.
        Self { records: BTreeMap::new(), config: BTreeMap::new(), now: 1_795_496_400_000 }
    }
}

impl MemoryHost {
    /// With the records of a seed file.
    ///
    /// # Panics
    /// If it is none.
    pub fn seeded(seed: &str) -> Self {
        let seed: Vec<serde_json::Value> = serde_json::from_str(seed).expect("a seed is JSON");
        let mut host = Self::default();
        for record in seed {
            let key = record["key"].as_str().expect("a record has a key").to_owned();
            let value = record["value"].to_string().into_bytes();
            host.records.insert((Scope::Department, key), value);
        }
        host
    }
}

impl Host for MemoryHost {
    fn get(&self, scope: Scope, key: &str) -> Option<Vec<u8>> {
        self.records.get(&(scope, key.to_owned())).cloned()
    }

    fn set(&mut self, scope: Scope, key: &str, value: &[u8]) {
        self.records.insert((scope, key.to_owned()), value.to_vec());
    }

    fn delete(&mut self, scope: Scope, key: &str) {
        self.records.remove(&(scope, key.to_owned()));
    }

    fn keys(&self, scope: Scope, prefix: &str, limit: u32) -> Vec<String> {
        let of_scope =
            self.records.keys().filter(|(of, key)| *of == scope && key.starts_with(prefix));
        of_scope.map(|(_, key)| key.clone()).take(limit as usize).collect()
    }

    fn config(&self, key: &str) -> Option<String> {
        self.config.get(key).cloned()
    }

    fn now(&self) -> u64 {
        self.now
    }
}

/// One citizen's conversation with a department. Every reply is held against the contract's limits.
pub struct Conversation<H> {
    /// The host it runs on.
    pub host: MemoryHost,
    service: String,
    language: Language,
    schema: u32,
    state: Option<Vec<u8>>,
    offered: Vec<Choice>,
    n_turns: u32,
    handler: PhantomData<H>,
}

impl<H: Handler> Conversation<H> {
    /// Opens a service, and gives what it says first.
    pub fn open(host: MemoryHost, service: &str, language: Language) -> (Self, Vec<Reply>) {
        let mut conversation = Self {
            host,
            service: service.to_owned(),
            language,
            schema: H::describe().state_schema,
            state: None,
            offered: Vec::new(),
            n_turns: 0,
            handler: PhantomData,
        };
        let replies = conversation.event(Event::Opened);
        (conversation, replies)
    }

    /// The citizen writes.
    pub fn says(&mut self, text: &str) -> Vec<Reply> {
        self.event(Event::Text(text.to_owned()))
    }

    /// The citizen takes the choice with this id.
    ///
    /// # Panics
    /// If it was not offered last.
    pub fn takes(&mut self, id: &str) -> Vec<Reply> {
        let found = self.offered.iter().find(|choice| choice.id == id);
        let choice = found.unwrap_or_else(|| panic!("`{id}` is not among {:?}", self.offered));
        let taken = ChoiceTaken { id: choice.id.clone(), title: choice.title.clone() };
        self.event(Event::Chosen(taken))
    }

    /// The citizen shares a location.
    pub fn is_at(&mut self, latitude: f64, longitude: f64) -> Vec<Reply> {
        let (name, address) = (None, None);
        self.event(Event::Location(Location { latitude, longitude, name, address }))
    }

    /// The citizen sends a photo.
    pub fn sends_photo(&mut self, id: &str) -> Vec<Reply> {
        self.event(Event::Media(Media {
            kind: MediaKind::Image,
            id: id.to_owned(),
            mime_type: "image/jpeg".to_owned(),
            caption: None,
            filename: None,
        }))
    }

    /// The citizen steps back.
    pub fn goes_back(&mut self) -> Vec<Reply> {
        self.event(Event::Back)
    }

    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        self.state.is_some()
    }

    /// The next turns find these bytes as their state.
    pub fn set_state(&mut self, bytes: &[u8]) {
        self.state = Some(bytes.to_vec());
    }

    /// One turn that must succeed. Its records are kept, as the host keeps them.
    ///
    /// # Panics
    /// If it does not, or if a reply breaks a limit of the contract.
    pub fn event(&mut self, event: Event) -> Vec<Reply> {
        let outcome = self.run(event).expect("the turn succeeds");
        self.state = match outcome.next {
            Next::Stay(bytes) => Some(bytes),
            Next::Finish => None,
        };
        for reply in &outcome.replies {
            check(reply);
            if let Reply::Choices(choices) = reply {
                self.offered.clone_from(&choices.items);
            }
        }
        outcome.replies
    }

    /// One turn, whatever comes of it.
    pub fn run(&mut self, event: Event) -> Result<Outcome, Fault> {
        self.n_turns += 1;
        let turn = Turn {
            id: format!("turn-{}-{}", self.service, self.n_turns),
            citizen: Citizen { pseudonym: "0f".repeat(16), language: self.language },
            service: self.service.clone(),
            event,
            state: self.state.clone().map(|bytes| State { schema: self.schema, bytes }),
            now: self.host.now,
        };
        H::handle(&turn, &mut self.host)
    }
}

/// Everything said, as one text.
pub fn spoken(replies: &[Reply]) -> String {
    let words = replies.iter().map(|reply| match reply {
        Reply::Text(body) | Reply::AskLocation(body) => body.clone(),
        Reply::Choices(choices) => {
            let titles = choices.items.iter().map(|choice| choice.title.as_str());
            format!("{}\n[{}]", choices.body, titles.collect::<Vec<_>>().join("] ["))
        }
        Reply::Link(link) => format!("{}\n({})", link.body, link.label),
        Reply::Image(image) => image.caption.clone().unwrap_or_default(),
        Reply::Document(document) => document.filename.clone(),
        Reply::Place(place) => place.name.clone().unwrap_or_default(),
    });
    words.collect::<Vec<_>>().join("\n---\n")
}

/// A text that must say something, of at most so many characters by the stricter count.
fn within(what: &str, text: &str, max: usize) {
    let length = units(text);
    assert!((1..=max).contains(&length), "{what} has {length} characters: {text}");
    assert!(!text.trim().is_empty(), "{what} is blank");
    let is_refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    assert!(!text.contains(is_refused), "{what} has a control character: {text:?}");
}

/// The same for one line.
fn line(what: &str, text: &str, max: usize) {
    within(what, text, max);
    assert!(!text.contains(char::is_control), "{what} is more than one line: {text:?}");
    assert_eq!(text.trim(), text, "{what} has a space at an end");
}

fn check(reply: &Reply) {
    match reply {
        Reply::Text(body) => within("text", body, 4_096),
        Reply::AskLocation(body) => within("ask-location", body, 1_024),
        Reply::Choices(choices) => {
            within("body", &choices.body, 1_024);
            assert!((1..=10).contains(&choices.items.len()), "{} items", choices.items.len());
            for (index, item) in choices.items.iter().enumerate() {
                line("title", &item.title, 24);
                assert!((1..=180).contains(&item.id.len()), "id {}", item.id);
                if let Some(description) = &item.description {
                    within("description", description, 72);
                }
                let earlier = &choices.items[..index];
                let is_new = earlier.iter().all(|e| e.id != item.id && e.title != item.title);
                assert!(is_new, "`{}` is there twice", item.title);
            }
        }
        Reply::Link(link) => {
            within("link", &link.body, 1_024);
            line("label", &link.label, 20);
        }
        Reply::Image(_) | Reply::Document(_) | Reply::Place(_) => {}
    }
}

/// Checks a description against the contract's limits.
///
/// # Panics
/// If it breaks one.
pub fn check_description(department: &Department) {
    let lines = |what: &str, text: &crate::Localized, max: usize| {
        for text in [&text.te, &text.en, &text.hi] {
            line(what, text, max);
        }
    };
    lines("the department's name", &department.name, 24);
    for service in &department.services {
        lines("a service's name", &service.name, 24);
        lines("a service's summary", &service.summary, 72);
        assert!(service.aliases.len() <= 50);
        assert!(service.aliases.iter().all(|alias| (1..=60).contains(&alias.chars().count())));
    }
}
