//! Conversations without a host: for a department's own tests.

mod check;
mod file;
mod form;
mod host;
mod registry;
mod till;

use std::marker::PhantomData;

use crate::payments::{PaymentRequest, PaymentStatus, PaymentUpdate, Receipt};
use crate::text::text;
use crate::{
    Choice, ChoiceTaken, Citizen, Department, Event, Fault, Form, Handler, Language, Location,
    Media, MediaKind, Next, Notice, Outcome, Reply, TimerFired, Turn, Value, describe,
};

pub use check::check_description;
pub use host::{MemoryHost, MemoryTimer};
pub use registry::{MemoryCertificate, MemoryCertificates};
pub use till::MemoryPayment;

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
    form: Option<Form>,
    bill: Option<String>,
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
            form: None,
            bill: None,
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

    /// The form that is open.
    ///
    /// # Panics
    /// If none was asked for last.
    pub fn form(&self) -> &Form {
        self.form.as_ref().expect("a form was asked for")
    }

    /// The citizen fills in the form that was asked for last, and sends it: the answers by field, without those that
    /// are skipped. Each is held against its field's limits, and must be written as the host writes it.
    ///
    /// # Panics
    /// If no form was asked for, or if the host would have asked again.
    pub fn sends_form(&mut self, answers: &[(&str, Value)]) -> Vec<Reply> {
        let answers = form::answers(self.form(), answers);
        self.event(Event::Form(answers))
    }

    /// The citizen steps back.
    pub fn goes_back(&mut self) -> Vec<Reply> {
        self.event(Event::Back)
    }

    /// So many milliseconds pass, in which the citizen is silent. Timers of this service that come due have their
    /// turns, each at its instant; gives all that they say. The conversation may have ended before.
    ///
    /// # Panics
    /// If one of the turns does not succeed, or if a reply breaks a limit of the contract.
    pub fn waits(&mut self, ms: u64) -> Vec<Reply> {
        let until = self.host.now + ms;
        let mut replies = Vec::new();
        while let Some((at, name)) = self.host.next_timer(&self.service, until) {
            self.host.now = at.max(self.host.now);
            let timer = self.host.timers.remove(&(self.service.clone(), name.clone()));
            let note = timer.expect("it was found").note;
            replies.extend(self.event(Event::Timer(TimerFired { name, at, note })));
        }
        self.host.now = until;
        replies
    }

    /// The citizen pays what they were asked to pay last.
    ///
    /// # Panics
    /// If nothing was asked for, or it is paid. Also if the turn does not succeed, as in all that follow.
    pub fn pays(&mut self) -> Vec<Reply> {
        let id = format!("pay_{}", self.bill.as_deref().unwrap_or_default());
        self.end_payment(PaymentStatus::Paid(Receipt { id, at: self.host.now }))
    }

    /// The citizen tries to, and it fails.
    pub fn pays_in_vain(&mut self) -> Vec<Reply> {
        self.end_payment(PaymentStatus::Failed)
    }

    /// The citizen does not pay in time.
    pub fn lets_payment_expire(&mut self) -> Vec<Reply> {
        self.end_payment(PaymentStatus::Expired)
    }

    fn end_payment(&mut self, status: PaymentStatus) -> Vec<Reply> {
        let reference = self.bill.clone().expect("a payment was asked for");
        let payment = self.host.payments.get_mut(&reference).expect("it is kept");
        let is_paid = matches!(payment.status, PaymentStatus::Paid(_));
        assert!(!is_paid, "`{reference}` is paid");
        payment.status = status.clone();
        let amount = payment.request.amount;
        self.event(Event::Payment(PaymentUpdate { reference, amount, status }))
    }

    /// The department's back end sends a notice about the citizen, which comes at once.
    ///
    /// # Panics
    /// If it breaks a limit of the contract, or if the turn does not succeed.
    pub fn is_noticed(&mut self, id: &str, body: &str) -> Vec<Reply> {
        check::check_notice(id, body);
        let (id, body) = (id.to_owned(), body.to_owned());
        self.event(Event::Notice(Notice { id, at: self.host.now, body }))
    }

    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        self.state.is_some()
    }

    /// The next turns find these bytes as their state.
    pub fn set_state(&mut self, bytes: &[u8]) {
        self.state = Some(bytes.to_vec());
    }

    /// One turn that must succeed. Its records and timers are kept, as the host keeps them.
    ///
    /// # Panics
    /// If it does not, or if a reply breaks a limit of the contract.
    pub fn event(&mut self, event: Event) -> Vec<Reply> {
        let is_timer = matches!(event, Event::Timer(_) | Event::Payment(_) | Event::Notice(_));
        let is_heard = matches!(event, Event::Opened | Event::Back | Event::Form(_));
        assert!(
            self.form.is_none() || is_heard,
            "while a form is open the front desk hears {event:?}"
        );
        let outcome = self.run(event).expect("the turn succeeds");
        check::check_replies(&outcome.replies);
        let is_silent = is_timer && outcome.replies.is_empty();
        self.state = match outcome.next {
            // A timer that says nothing opens nothing.
            Next::Stay(_) if is_silent && self.state.is_none() => None,
            Next::Stay(bytes) => Some(bytes),
            Next::Finish => None,
        };
        if is_silent && self.is_open() {
            return Vec::new();
        }
        self.offered.clear();
        self.form = None;
        for reply in &outcome.replies {
            if let Reply::Choices(choices) = reply {
                self.offered.clone_from(&choices.items);
            }
            if let Reply::AskForm(form) = reply {
                assert!(self.state.is_some(), "a form comes with `stay`");
                self.form = Some(form.clone());
            }
            if let Reply::Certificate(named) = reply {
                self.host.certificates.check_sent(&named.id);
            }
            if let Reply::AskPayment(request) = reply {
                self.ask(request);
            }
        }
        outcome.replies
    }

    /// As the host does with what a turn asks for.
    fn ask(&mut self, request: &PaymentRequest) {
        let reference = request.reference.clone();
        if let Some(before) = self.host.payments.get(&reference) {
            assert!(
                till::may_ask_again(before, request),
                "`{reference}` was asked for with another amount or purpose, or is over"
            );
        } else {
            let payment = MemoryPayment { request: request.clone(), status: PaymentStatus::Open };
            self.host.payments.insert(reference.clone(), payment);
        }
        self.bill = Some(reference);
    }

    /// One turn, whatever comes of it. Nothing that a failed turn stored, set or issued is kept.
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
        let before = (self.host.records.clone(), self.host.timers.clone());
        let certificates = self.host.certificates.clone();
        self.host.service.clone_from(&self.service);
        self.host.timer_calls = 0;
        self.host.file_reads = 0;
        self.host.certificates.begin_turn();
        H::handle(&turn, &mut self.host).inspect_err(|_| {
            (self.host.records, self.host.timers) = before;
            self.host.certificates = certificates;
        })
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
        Reply::File(file) => file.caption.clone().unwrap_or_else(|| file.filename.clone()),
        Reply::AskForm(form) => {
            let asked = form.fields.first().map(|field| field.question.en.as_str());
            format!("{}\n{}", form.title.en, asked.unwrap_or_default())
        }
        Reply::AskPayment(request) => {
            format!("{}\n({})", request.purpose.en, crate::show::rupees(request.amount))
        }
        Reply::Certificate(named) => {
            named.caption.clone().unwrap_or_else(|| format!("(certificate {})", named.id))
        }
        Reply::Place(place) => place.name.clone().unwrap_or_default(),
    });
    words.collect::<Vec<_>>().join("\n---\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Host, outcome};

    /// Sets a timer for each text, of that name and so many milliseconds; a timer says its name, and `ask` asks.
    struct Reminder;

    impl Handler for Reminder {
        fn describe() -> Department {
            description("reminder")
        }

        fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
            match &turn.event {
                Event::Text(said) if said == "fault" => {
                    host.set_timer("lost", turn.now, b"");
                    Err(Fault::Bug(String::new()))
                }
                Event::Text(said) if said == "cancel" => {
                    let was_there = host.cancel_timer("first");
                    Ok(outcome::finish(vec![outcome::text(was_there.to_string())]))
                }
                Event::Text(said) => {
                    let (name, ms) = said.split_once(' ').expect("a name and a time");
                    let at = turn.now + ms.parse::<u64>().expect("milliseconds");
                    host.set_timer(name, at, said.as_bytes());
                    Ok(outcome::finish(Vec::new()))
                }
                Event::Timer(timer) if timer.name == "silent" => {
                    Ok(outcome::stay(Vec::new(), &"silent"))
                }
                Event::Timer(timer) if timer.name == "ask" => {
                    let question = outcome::choices("?", vec![outcome::choice("yes", "Yes")]);
                    Ok(outcome::stay(vec![question], &"asked"))
                }
                Event::Notice(notice) if notice.body == "nothing new" => {
                    Ok(outcome::stay(Vec::new(), &"silent"))
                }
                Event::Notice(notice) => {
                    let words = format!("{}: {}", notice.id, notice.body);
                    Ok(outcome::stay(vec![outcome::text(words)], &"told"))
                }
                Event::Timer(timer) => {
                    let note = String::from_utf8_lossy(&timer.note);
                    let late = turn.now - timer.at;
                    Ok(outcome::finish(vec![outcome::text(format!("{note}, {late} late"))]))
                }
                _ => Ok(outcome::finish(vec![outcome::text("?")])),
            }
        }
    }

    fn after(texts: &[&str]) -> Conversation<Reminder> {
        let host = MemoryHost::default();
        let mut conversation = Conversation::<Reminder>::open(host, "reminder", Language::En).0;
        for text in texts {
            conversation.says(text);
        }
        conversation
    }

    #[test]
    fn timers_come_in_order_when_time_passes() {
        let mut conversation = after(&["second 7", "first 5", "far 90"]);
        assert_eq!(conversation.host.next_timer("reminder", u64::MAX).expect("one").1, "first");
        assert!(conversation.waits(4).is_empty());
        let said = spoken(&conversation.waits(10));
        assert_eq!(said, "first 5, 0 late\n---\nsecond 7, 0 late");
        assert_eq!(conversation.host.timers.len(), 1);
    }

    #[test]
    fn a_notice_comes_by_itself_and_silence_opens_nothing() {
        let mut conversation = after(&["far 90"]);
        assert!(!conversation.is_open());
        assert!(conversation.is_noticed("order-1", "nothing new").is_empty());
        assert!(!conversation.is_open());
        assert_eq!(spoken(&conversation.is_noticed("order-2", "ready")), "order-2: ready");
        assert!(conversation.is_open());
    }

    #[test]
    fn a_timer_is_replaced_by_name_and_cancelled_and_not_set_by_a_turn_that_fails() {
        let mut conversation = after(&["first 5", "first 50"]);
        assert!(conversation.waits(10).is_empty());
        assert_eq!(spoken(&conversation.says("cancel")), "true");
        assert_eq!(spoken(&conversation.says("cancel")), "false");
        assert!(conversation.run(Event::Text("fault".to_owned())).is_err());
        assert!(conversation.waits(1_000).is_empty());
    }

    #[test]
    fn a_timer_opens_a_conversation_only_if_it_says_something() {
        let mut conversation = after(&["silent 5", "ask 6"]);
        conversation.waits(5);
        assert!(!conversation.is_open());
        conversation.waits(1);
        assert!(conversation.is_open());
        conversation.takes("yes");
    }
}
