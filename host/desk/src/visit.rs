//! One event of one citizen at the desk: what it leads to, from where the citizen is.

use mitra_core::clock::Timestamp;
use mitra_core::event::MediaKind;
use mitra_core::form::IdentityTokens;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::limits::WISH_CHARS_MAX;
use mitra_core::reply::{Choice, Reply};
use mitra_core::routing::Way;
use mitra_core::session::{Conversation, Offered, Place, Session};
use mitra_core::share::CitizenLot;
use mitra_core::turn::TurnEvent;
use mitra_core::unmet::Unmet;

use crate::applications::MINE;
use crate::desk::{Desk, Reception};
use crate::menu;
use crate::popular::POPULAR;
use crate::receive::Said;
use crate::search::{Found, masked};
use crate::texts::{self, Text};
use crate::understand::Meaning;
use crate::wire::{self, Target};
use crate::words::Word;

/// One event of one citizen at the desk.
pub(crate) struct Visit<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) session: Session,
    pub(crate) now: Timestamp,
    /// Whether nothing was heard of the citizen for [`AWAY_AFTER`](mitra_core::limits::AWAY_AFTER).
    pub(crate) was_away: bool,
    /// Stands for the citizen where some are drawn.
    pub(crate) lot: CitizenLot,
    /// Makes what is kept of numbers that nobody may keep.
    pub(crate) tokens: &'a dyn IdentityTokens,
    /// What the citizen asked for and did not find.
    pub(crate) unmet: Vec<Unmet>,
}

impl Visit<'_> {
    /// A citizen without a language: welcomed in all three, and asked.
    pub(crate) fn greet(mut self, said: Said) -> Reception {
        if matches!(said, Said::Meaning(Meaning::Word(Word::Stop))) {
            return self.hush_stranger();
        }
        if self.session.quiet && matches!(said, Said::Meaning(Meaning::Word(Word::Start))) {
            return self.speak_up_to_stranger();
        }
        let chosen = match &said {
            Said::Meaning(Meaning::Language(language, _)) => Some(*language),
            Said::Meaning(Meaning::Choice(Offered { id, .. })) | Said::Tap(id, _) => {
                match Target::parse(id) {
                    Some(Target::Language(language)) => Some(language),
                    Some(Target::Agree(department, purposes)) => {
                        self.note_consent(department, purposes);
                        None
                    }
                    _ => None,
                }
            }
            Said::Meaning(Meaning::Word(_) | Meaning::Text(_))
            | Said::Event(_)
            | Said::Unusable(_) => None,
        };
        if let Some(language) = chosen {
            return self.speak(language);
        }
        if let Said::Meaning(Meaning::Text(text)) = said {
            self.session.wish = Some(text.chars().take(WISH_CHARS_MAX).collect());
        }
        let reply = menu::languages(&mut self.session, texts::WELCOME);
        self.say(vec![reply])
    }

    /// The citizen chose a language: first the word on privacy, then what they wished for, or the menu.
    fn speak(mut self, language: Language) -> Reception {
        self.session.language = Some(language);
        menu::forget_languages(&mut self.session);
        let mut replies = Vec::new();
        if !self.session.noticed {
            self.session.noticed = true;
            replies.push(plain(texts::PRIVACY, language));
        }
        let next = match self.session.wish.take() {
            Some(wish) => self.look_for(&wish, language),
            None if self.session.conversation.is_some() => {
                self.repeat(texts::GO_ON.get(language), language)
            }
            None => self.departments(language, 0, texts::DEPARTMENTS.get(language)),
        };
        prepend(replies, next)
    }

    /// A citizen with a language.
    pub(crate) fn answer(self, said: Said, language: Language) -> Reception {
        match said {
            Said::Meaning(Meaning::Word(word)) => self.obey(word, language),
            Said::Meaning(Meaning::Choice(Offered { id, title })) | Said::Tap(id, title) => {
                self.choose(&id, &title, language)
            }
            Said::Meaning(Meaning::Language(chosen, _))
                if self.session.conversation.is_none()
                    || menu::is_asked_for_language(&self.session) =>
            {
                self.speak(chosen)
            }
            Said::Meaning(Meaning::Language(_, text) | Meaning::Text(text)) => {
                if self.session.conversation.is_some() {
                    self.hear(TurnEvent::Text(text), language)
                } else {
                    self.look_for(&text, language)
                }
            }
            Said::Event(event) if self.session.conversation.is_some() => self.hear(event, language),
            Said::Event(TurnEvent::Media(media)) if media.kind == MediaKind::Voice => {
                self.repeat(texts::CANNOT_LISTEN.get(language), language)
            }
            Said::Event(_) => self.repeat(texts::NOT_NOW.get(language), language),
            Said::Unusable(text) => self.repeat(text.get(language), language),
        }
    }

    fn obey(mut self, word: Word, language: Language) -> Reception {
        match word {
            Word::Hi => self.hello(language),
            Word::Help if self.has_form() => self.explain(language),
            Word::Help => self.repeat(texts::HELP.get(language), language),
            Word::MyData => self.my_data(language),
            Word::Applications => self.my_applications(language, 0),
            Word::Withdraw => self.withdraw(language),
            Word::Receipts => Reception::Receipts { session: self.session },
            Word::Erase => self.ask_to_erase(language),
            Word::MyMessages => self.my_messages(language, 0),
            Word::Stop => self.hush(language),
            Word::Start if self.session.quiet => self.speak_up(language),
            Word::Start => self.hello(language),
            Word::Menu => self.departments(language, 0, texts::DEPARTMENTS.get(language)),
            Word::Cancel => self.departments(language, 0, texts::CANCELLED.get(language)),
            Word::Language => {
                let reply = menu::languages(&mut self.session, texts::WHICH_LANGUAGE);
                self.say(vec![reply])
            }
            Word::Back if self.session.conversation.is_some() => {
                self.hear(TurnEvent::Back, language)
            }
            Word::Back => self.step_back(language),
        }
    }

    /// A greeting: at the desk the menu. In a conversation it is a question for the way, or after a day a return.
    fn hello(mut self, language: Language) -> Reception {
        let Some(conversation) = &self.session.conversation else {
            let (namaste, which) = (texts::NAMASTE.get(language), texts::DEPARTMENTS.get(language));
            return self.departments(language, 0, &format!("{namaste} {which}"));
        };
        match self.desk.name_of(conversation, language).filter(|_| self.was_away) {
            Some(name) => {
                let body = texts::WELCOME_BACK.with(language, &name);
                if self.has_form() {
                    return self.resume(body, language);
                }
                menu::forget_languages(&mut self.session);
                let reply = menu::again_with_menu(&mut self.session, body, language);
                self.say(vec![reply])
            }
            None => self.obey(Word::Help, language),
        }
    }

    /// One page back; from a department's first page, to all departments.
    fn step_back(self, language: Language) -> Reception {
        let page = match &self.session.place {
            Place::Services { department, page: page @ 1.. } => {
                let (department, page) = (department.clone(), page - 1);
                return self.services(&department, language, page);
            }
            Place::Departments { page } => page.saturating_sub(1),
            Place::Door | Place::Languages | Place::Services { .. } => 0,
        };
        self.departments(language, page, texts::DEPARTMENTS.get(language))
    }

    /// A choice was taken, by tap, number or title.
    fn choose(self, id: &str, title: &str, language: Language) -> Reception {
        match Target::parse(id) {
            Some(Target::Language(chosen)) => return self.speak(chosen),
            Some(Target::Languages) => return self.obey(Word::Language, language),
            Some(Target::Agree(department, purposes)) => {
                return self.agree(department, purposes, language);
            }
            Some(Target::Decline) => return self.decline(language),
            Some(Target::Withdraw) => return self.withdraw(language),
            Some(Target::Erase) => return self.erase_if_offered(language),
            Some(Target::Topic(topic, is_on)) => return self.set_topic(topic, is_on, language),
            Some(Target::Topics(page)) => return self.my_messages(language, page),
            Some(Target::News) => return self.no_news(language),
            Some(Target::Departments(page)) => {
                return self.departments(language, page, texts::DEPARTMENTS.get(language));
            }
            Some(Target::Services(department, page)) => {
                return self.services(&department, language, page);
            }
            Some(Target::Service(department, service)) => {
                return self.open(&department, &service, language);
            }
            Some(Target::Applications(page)) => return self.my_applications(language, page),
            Some(Target::Application(department, service)) => {
                return self.follow(&department, &service, language);
            }
            Some(Target::Popular) => return self.popular(language),
            None => {}
        }
        let is_offered = self.session.offered.iter().any(|offered| offered.id == id);
        if self.has_form() {
            return self.fill_by_tap(id, is_offered, language);
        }
        let conversation = self.session.conversation.as_ref().filter(|_| is_offered);
        let own = conversation.and_then(|conversation| wire::unmark(conversation, id));
        if let Some(own) = own {
            let (id, title) = (own.to_owned(), title.to_owned());
            return self.turn(TurnEvent::Chosen { id, title }, language);
        }
        let is_alone = self.session.offered.is_empty() && self.session.conversation.is_some();
        let text = if is_alone { texts::STALE_ALONE } else { texts::STALE };
        self.repeat(text.get(language), language)
    }

    /// What a citizen in a conversation sent: for the open form, or else for the department.
    fn hear(self, event: TurnEvent, language: Language) -> Reception {
        if self.has_form() { self.fill(event, language) } else { self.turn(event, language) }
    }

    /// One turn of the open conversation, on the release that it goes on with.
    pub(crate) fn turn(mut self, event: TurnEvent, language: Language) -> Reception {
        menu::forget_languages(&mut self.session);
        let table = &self.desk.table;
        let conversation = self.session.conversation.as_mut().expect("a conversation is open");
        let is_taken_back = table.was_taken_back(conversation);
        if is_taken_back {
            conversation.go_back();
        }
        let Some(way) = table.way(conversation) else {
            return self.departments(language, 0, texts::GONE.get(language));
        };
        conversation.go_on_with(&way.release);
        if !is_taken_back {
            return self.run(way, event, Vec::new());
        }
        // What was answered was not asked by the release that goes on: it asks its own question again.
        self.session.offered.clear();
        let preface = vec![plain(texts::TAKEN_BACK, language)];
        self.run(way, TurnEvent::Back, preface)
    }

    fn run(self, way: Way, event: TurnEvent, preface: Vec<Reply>) -> Reception {
        Reception::Turn { session: self.session, way, event, preface, unmet: self.unmet }
    }

    /// Opens a service: the first turn of a new conversation.
    pub(crate) fn open(
        mut self,
        department: &DepartmentId,
        service: &ServiceId,
        language: Language,
    ) -> Reception {
        let route = self.desk.table.route(department);
        let Some(release) = route.and_then(|route| route.begins_on(service, self.lot)) else {
            return self.departments(language, 0, texts::GONE.get(language));
        };
        let (department, service) = (department.clone(), service.clone());
        self.session.offered.clear();
        self.session.place = Place::Services { department: department.clone(), page: 0 };
        let way = Way::stays_on(release);
        let release = release.digest.clone();
        let conversation = Conversation::begin(department, service, release, self.now);
        self.session.conversation = Some(conversation);
        self.run(way, TurnEvent::Opened, Vec::new())
    }

    /// A row for each of these services that is there, with its department's name.
    pub(crate) fn service_rows(
        &self,
        services: &[(DepartmentId, ServiceId)],
        language: Language,
    ) -> Vec<Choice> {
        let row = |(department, service): &(DepartmentId, ServiceId)| {
            let (route, described) = self.desk.table.service(department, service)?;
            Some(Choice {
                id: Target::Service(department.clone(), service.clone()).id(),
                title: described.name.get(language).to_owned(),
                description: Some(route.department().name.get(language).to_owned()),
            })
        };
        services.iter().filter_map(row).collect()
    }

    /// Free text at the desk: the service it names, a few it may mean, or the menu.
    fn look_for(mut self, text: &str, language: Language) -> Reception {
        match self.desk.search.find(text) {
            Found::One(department, service) => self.open(&department, &service, language),
            Found::Some(services) => {
                let mut rows = self.service_rows(&services, language);
                rows.push(menu::menu_choice(language));
                self.session.asked = masked(text);
                let body = texts::DID_YOU_MEAN.get(language).to_owned();
                let reply = menu::offer(&mut self.session, body, rows);
                self.say(vec![reply])
            }
            Found::Nothing => {
                self.note_unmet(text, language);
                self.departments(language, 0, texts::NOT_FOUND.get(language))
            }
        }
    }

    pub(crate) fn departments(mut self, language: Language, page: usize, body: &str) -> Reception {
        self.session.conversation = None;
        let more = self.more_rows(language);
        let table = &self.desk.table;
        let reply = menu::departments(&mut self.session, table, language, (page, more), body);
        self.say(vec![reply])
    }

    /// What the first page of departments has beside them.
    fn more_rows(&self, language: Language) -> Vec<Choice> {
        let mine = self.has_applications().then_some((Target::Applications(0), MINE));
        let popular = !self.popular_rows(language).is_empty();
        let popular = popular.then_some((Target::Popular, POPULAR));
        let rows = mine.into_iter().chain(popular);
        rows.map(|(target, title)| menu::way(&target, title, language)).collect()
    }

    fn services(mut self, department: &DepartmentId, language: Language, page: usize) -> Reception {
        let Some(route) = self.desk.table.route(department) else {
            return self.departments(language, 0, texts::GONE.get(language));
        };
        self.session.conversation = None;
        let reply = menu::services(&mut self.session, route, language, page, None);
        self.say(vec![reply])
    }

    /// A sentence, with the choices that are open anyway; the menu, if none are.
    pub(crate) fn repeat(mut self, body: &str, language: Language) -> Reception {
        if self.has_form() {
            return self.ask_again(Some(body.to_owned()), language);
        }
        if self.session.offered.is_empty() && self.session.conversation.is_none() {
            return self.departments(language, 0, body);
        }
        if self.session.offered.is_empty() {
            return self.say(vec![Reply::Text { body: body.to_owned() }]);
        }
        let body = format!("{body}\n\n{}", texts::CHOICES_AGAIN.get(language));
        let reply = menu::again(&mut self.session, body, None);
        self.say(vec![reply])
    }

    pub(crate) fn say(self, replies: Vec<Reply>) -> Reception {
        Reception::Answer { session: self.session, replies, erases: false, unmet: self.unmet }
    }
}

fn plain(text: Text, language: Language) -> Reply {
    Reply::Text { body: text.get(language).to_owned() }
}

/// The same reception with replies before its own.
pub(crate) fn prepend(mut first: Vec<Reply>, reception: Reception) -> Reception {
    match reception {
        Reception::Answer { session, replies, erases, unmet } => {
            first.extend(replies);
            Reception::Answer { session, replies: first, erases, unmet }
        }
        // Nobody wishes for receipts before they have a language: it is a word of the desk's own.
        Reception::Receipts { .. } => reception,
        Reception::Turn { session, way, event, preface, unmet } => {
            first.extend(preface);
            Reception::Turn { session, way, event, preface: first, unmet }
        }
    }
}
