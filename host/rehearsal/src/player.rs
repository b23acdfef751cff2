//! Plays one scenario, step by step.

use mitra_core::department::Department;
use mitra_core::language::Language;
use mitra_core::turn::{TurnFault, Usage};
use mitra_scenario::{
    Act, Action, Citizen, Heard, Names, Revision, Scenario, Step, Wait, compare, revise,
};

use crate::failure::{Failure, FailureKind};
use crate::file;
use crate::letter::Letter;
use crate::phone::{Shown, Tappable};
use crate::scene::Scene;
use crate::till::Till;
use crate::watch::Ended;
use crate::world::World;

/// Who listens to what citizens hear.
#[derive(Debug)]
pub(crate) enum Listener {
    /// Holds it against what is expected.
    Checks,
    /// Writes it down as what is expected from now on.
    Writes(Vec<Revision>),
}

/// Somebody with a telephone.
#[derive(Debug)]
struct Person<'a> {
    name: Option<&'a str>,
    phone: String,
    language: Option<Language>,
    /// What could be tapped on each message so far, the newest last.
    offered: Vec<Vec<Tappable>>,
    /// What came and was not listened to.
    unheard: Vec<Heard>,
    /// The number of what they were last asked to pay.
    bill: Option<usize>,
}

/// What a scenario's turns cost.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Costs {
    pub(crate) n_turns: usize,
    /// Of the dearest turn.
    pub(crate) most: Usage,
}

/// Plays one scenario.
pub(crate) struct Player<'a> {
    world: World,
    scene: &'a Scene,
    department: &'a Department,
    listener: Listener,
    names: Names,
    people: Vec<Person<'a>>,
    /// Who acts, among them.
    acting: usize,
    costs: Costs,
}

impl<'a> Player<'a> {
    pub(crate) fn new(
        world: World,
        scene: &'a Scene,
        department: &'a Department,
        listener: Listener,
    ) -> Self {
        Self {
            world,
            scene,
            department,
            listener,
            names: Names::default(),
            people: Vec::new(),
            acting: 0,
            costs: Costs::default(),
        }
    }

    /// Plays it to its end, or to the first thing that goes otherwise.
    pub(crate) async fn play(
        mut self,
        scenario: &Scenario<'a>,
    ) -> (Result<Vec<Revision>, Failure>, Costs) {
        let mut result = Ok(());
        for step in &scenario.steps {
            result = self.step(step).await;
            if result.is_err() {
                break;
            }
        }
        result = result.and_then(|()| self.nobody_left_unheard(scenario.line));
        self.world.end().await;
        let revisions = match self.listener {
            Listener::Checks => Vec::new(),
            Listener::Writes(revisions) => revisions,
        };
        (result.map(|()| revisions), self.costs)
    }

    async fn step(&mut self, step: &Step<'a>) -> Result<(), Failure> {
        let done = match step.action {
            Action::Citizen(citizen) => self.turn_to(citizen).await,
            Action::Does(act) => self.act(act).await,
            Action::Waits(Wait::Span(span)) => self.world.wait(span).await,
            Action::Waits(Wait::Until(at)) => self.world.wait_until(at).await,
            Action::Keeps(kept) => {
                let phone = self.people.get(self.acting).map(|person| person.phone.as_str());
                self.world.keeps(kept, phone, &self.names)
            }
            Action::Answers(answer) => {
                self.scene.answer(answer, &self.names);
                Ok(())
            }
        };
        done.map_err(|kind| Failure { line: step.line, kind })?;
        self.collect();
        self.look_at_turns(step).map_err(|kind| Failure { line: step.line, kind })?;
        let acting = self.people.get_mut(self.acting);
        let heard = acting.map(|person| std::mem::take(&mut person.unheard));
        self.listen(step, heard.unwrap_or_default())
    }

    /// The next steps are this citizen's. Somebody new who speaks a language has been greeted and has chosen it.
    async fn turn_to(&mut self, citizen: &'a Citizen) -> Result<(), FailureKind> {
        let name = citizen.name.as_deref();
        // Without a name, everybody is somebody new.
        let known = self.people.iter().position(|person| name.is_some() && person.name == name);
        self.acting = known.unwrap_or(self.people.len());
        if known.is_some() {
            return Ok(());
        }
        // Area code 555 is given to nobody.
        let phone = format!("155501{:05}", self.people.len());
        let (language, offered, unheard) = (citizen.language, Vec::new(), Vec::new());
        self.people.push(Person { name, phone, language, offered, unheard, bill: None });
        if let Some(language) = language {
            // What a scenario is about is what the department says: its citizens agreed to be asked.
            let id = mitra_desk::agree_choice(&self.department.id);
            self.send(&Letter::tap(&id, language.code(), false)).await?;
            let id = mitra_desk::language_choice(language);
            self.send(&Letter::tap(&id, language.code(), false)).await?;
            self.collect();
            self.people[self.acting].unheard.clear();
        }
        Ok(())
    }

    /// A file, with an id that no other has.
    fn file(&mut self, kind: &str, from: Option<&str>, mime_type: &str) -> Letter {
        let id = self.scene.put(from.unwrap_or(kind), mime_type, self.world.now());
        Letter::file(kind, &id, mime_type)
    }

    async fn act(&mut self, act: &Act) -> Result<(), FailureKind> {
        let letter = match act {
            Act::Says(lines) => {
                let lines: Result<Vec<_>, _> =
                    lines.iter().map(|line| line.fill(&self.names)).collect();
                Letter::text(&lines?.join("\n"))
            }
            Act::Takes(title) => self.tap(&title.fill(&self.names)?)?,
            Act::Opens(service) => self.open(service)?,
            Act::Photo { from, caption } => {
                let mime_type = file::picture(from.as_deref());
                let photo = self.file("image", from.as_deref(), mime_type);
                match caption {
                    Some(caption) => photo.with("caption", caption.as_str()),
                    None => photo,
                }
            }
            Act::Video { from } => self.file("video", from.as_deref(), "video/mp4"),
            Act::Voice { from } => {
                self.file("audio", from.as_deref(), "audio/ogg; codecs=opus").with("voice", true)
            }
            Act::Document { filename, from } => self
                .file("document", from.as_deref(), file::document(filename))
                .with("filename", filename.as_str()),
            Act::Pays => return self.pay(true).await,
            Act::PaysInVain => return self.pay(false).await,
            Act::Notice { service, id, body } => {
                let body = body.fill(&self.names)?;
                let phone = &self.people[self.acting].phone;
                return self.world.notice(phone, service, id, &body).await;
            }
            Act::Sticker => self.file("sticker", None, "image/webp"),
            Act::Location { latitude, longitude, name } => {
                Letter::location(*latitude, *longitude, name.as_deref())
            }
            Act::Contact => Letter::contact(),
        };
        self.send(&letter).await
    }

    /// The newest message that offers this title.
    fn tap(&self, title: &str) -> Result<Letter, FailureKind> {
        let offered = &self.people[self.acting].offered;
        let found = offered.iter().rev().flatten().find(|choice| choice.title == title);
        if let Some(Tappable { id, title, is_row }) = found {
            return Ok(Letter::tap(id, title, *is_row));
        }
        let newest = offered.last().into_iter().flatten();
        let titles = newest.map(|choice| choice.title.clone()).collect();
        Err(FailureKind::NotOffered { title: title.to_owned(), titles })
    }

    /// As from the list of the department's services.
    fn open(&self, service: &str) -> Result<Letter, FailureKind> {
        let Department { id, services, .. } = self.department;
        let Some(service) = services.iter().find(|known| known.id.as_str() == service) else {
            let services = services.iter().map(|known| known.id.to_string()).collect();
            return Err(FailureKind::NoService { service: service.to_owned(), services });
        };
        let language = self.people[self.acting].language.unwrap_or(Language::En);
        let choice = mitra_desk::service_choice(id, &service.id);
        Ok(Letter::tap(&choice, service.name.get(language), true))
    }

    /// What the acting citizen was last asked to pay is paid, or fails.
    async fn pay(&self, is_paid: bool) -> Result<(), FailureKind> {
        let why = "this citizen was sent no page to pay at";
        let bill = self.people[self.acting].bill.ok_or(FailureKind::NotPayable { why })?;
        self.world.pay(bill, is_paid).await
    }

    async fn send(&mut self, letter: &Letter) -> Result<(), FailureKind> {
        let phone = self.people[self.acting].phone.clone();
        self.world.post(&phone, letter).await
    }

    /// Takes what came off everybody's telephone.
    fn collect(&mut self) {
        for person in &mut self.people {
            for Shown { heard, choices } in self.world.phones.take(&person.phone) {
                if !choices.is_empty() {
                    person.offered.push(choices);
                }
                person.bill = Till::shown(&heard).or(person.bill);
                person.unheard.push(heard);
            }
        }
    }

    /// Whether the turns of a step ended as they must.
    fn look_at_turns(&mut self, step: &Step<'_>) -> Result<(), FailureKind> {
        let ended = self.world.watch.take();
        for Ended { usage, .. } in &ended {
            self.costs.n_turns += 1;
            if usage.cpu > self.costs.most.cpu {
                self.costs.most = *usage;
            }
        }
        if let Some(request) = self.scene.unanswered() {
            return Err(FailureKind::NoAnswer { request });
        }
        if let Some(file) = self.scene.read_in_vain() {
            return Err(FailureKind::NoBytes { file });
        }
        let faults: Vec<TurnFault> = ended.into_iter().filter_map(|ended| ended.fault).collect();
        match step.fault {
            Some(expected) if faults.iter().any(|fault| fault.name() == expected) => Ok(()),
            Some(expected) => {
                let (expected, found) = (expected.to_owned(), faults.into_iter().next());
                Err(FailureKind::NoFault { expected, found })
            }
            None => match faults.into_iter().find(is_mishap) {
                Some(fault) => Err(FailureKind::Fault { fault }),
                None => Ok(()),
            },
        }
    }

    fn listen(&mut self, step: &Step<'_>, heard: Vec<Heard>) -> Result<(), Failure> {
        if let Listener::Writes(revisions) = &mut self.listener {
            if !heard.is_empty() || !step.expected.is_empty() {
                revisions.push(revise(step, &heard, &mut self.names));
            }
            return Ok(());
        }
        let mut heard = heard.iter();
        for expected in &step.expected {
            let at = |kind| Failure { line: expected.line, kind };
            let heard = heard.next().ok_or_else(|| at(FailureKind::NotHeard))?;
            let learned = compare(expected.lines, heard, &self.names);
            self.names.learn(learned.map_err(|difference| at(FailureKind::Differs(difference)))?);
        }
        match heard.next() {
            Some(heard) => Err(Failure { line: step.line, kind: unexpected(heard) }),
            None => Ok(()),
        }
    }

    /// Whatever came to somebody whom the scenario never turned to again.
    fn nobody_left_unheard(&self, line: usize) -> Result<(), Failure> {
        match self.people.iter().find_map(|person| person.unheard.first()) {
            Some(heard) => Err(Failure { line, kind: unexpected(heard) }),
            None => Ok(()),
        }
    }
}

/// What a department does not do on purpose.
fn is_mishap(fault: &TurnFault) -> bool {
    !matches!(fault, TurnFault::Refused { .. } | TurnFault::RetryLater { .. })
}

fn unexpected(heard: &Heard) -> FailureKind {
    FailureKind::Unexpected { message: format!("< {heard}") }
}
