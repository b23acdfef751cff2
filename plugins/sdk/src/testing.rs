//! Conversations without a host: for a department's own tests.

mod check;
mod host;

use std::marker::PhantomData;

use crate::text::text;
use crate::{
    Choice, ChoiceTaken, Citizen, Department, Event, Fault, Handler, Language, Location, Media,
    MediaKind, Next, Outcome, Reply, Turn, describe,
};

pub use check::check_description;
pub use host::MemoryHost;

/// A description that is good enough for an example.
pub fn description(id: &str) -> Department {
    let name = text("పేరు", "Name", "नाम");
    describe::department(id, name, vec![describe::service(id, name, name, &[])], 1)
}

/// One citizen's conversation with a department. Every reply is held against the contract's limits.
pub struct Conversation<H> {
    /// The host it runs on.
    pub host: MemoryHost,
    service: String,
    language: Language,
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
        check::check_replies(&outcome.replies);
        self.offered.clear();
        for reply in &outcome.replies {
            if let Reply::Choices(choices) = reply {
                self.offered.clone_from(&choices.items);
            }
        }
        outcome.replies
    }

    /// One turn, whatever comes of it. Nothing that a failed turn stored is kept.
    pub fn run(&mut self, event: Event) -> Result<Outcome, Fault> {
        self.n_turns += 1;
        let turn = Turn {
            id: format!("turn-{}-{}", self.service, self.n_turns),
            citizen: Citizen { pseudonym: "0f".repeat(16), language: self.language },
            service: self.service.clone(),
            event,
            state: self.state.clone(),
            now: self.host.now,
        };
        let before = self.host.records.clone();
        H::handle(&turn, &mut self.host).inspect_err(|_| self.host.records = before)
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
