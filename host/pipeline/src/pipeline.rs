//! The data plane as a whole.

use std::sync::Arc;

use mitra_core::certificate::CertificatePrinter;
use mitra_core::clock::{Clock, Entropy};
use mitra_core::identity::Secret;
use mitra_core::ids::PhoneNumberId;
use mitra_core::payment::PaymentProvider;
use mitra_core::ports::{GraphApi, TurnRunner};
use mitra_storage::SharedStorage;
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use crate::bell::Bell;
use crate::breaker::Breakers;
use crate::cards::Cards;
use crate::demand::Begun;
use crate::ingest::Ingest;
use crate::notices::{NoticeCalls, Paces};
use crate::operators::OperatorCalls;
use crate::pace::PaceOptions;
use crate::payments::PaymentCalls;
use crate::pseudonym::Pseudonyms;
use crate::read_marks::{ReadMark, ReadMarks};
use crate::refunds::RefundCalls;
use crate::report::ReportCalls;
use crate::routing::Routing;
use crate::supervise::supervise;
use crate::templates::{TemplateOptions, Templates};
use crate::{lanes, payments, read_marks, refunds, report_rounds, send, timers, upkeep};

/// Everything outside the pipeline that it reaches.
#[derive(Clone)]
pub struct Ports {
    /// Where everything durable is.
    pub storage: SharedStorage,
    /// The sandbox.
    pub runner: Arc<dyn TurnRunner>,
    /// Meta.
    pub graph: Arc<dyn GraphApi>,
    /// Who takes citizens' money; with none, payments that were asked for wait.
    pub payments: Option<Arc<dyn PaymentProvider>>,
    /// WhatsApp's own payment cards, beside the provider's pages; with none, payments by cards of before wait.
    pub cards: Option<Cards>,
    /// Who signs certificates and makes their documents; with none, those to be sent wait.
    pub certificates: Option<Arc<dyn CertificatePrinter>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance, for jitter.
    pub entropy: Arc<dyn Entropy>,
}

/// What the operator decides.
#[derive(Debug, Clone)]
pub struct PipelineOptions {
    /// How fast to send.
    pub pace: PaceOptions,
    /// The business numbers whose messages are answered; empty for all that Meta reports.
    pub numbers: Vec<PhoneNumberId>,
    /// The key of pseudonyms and turn ids. Changing it makes every citizen a stranger to every department.
    pub pseudonym_key: Secret,
    /// The templates that may go out when a citizen's window has closed; with none, all waits for their next message.
    pub templates: Option<TemplateOptions>,
}

/// What the stages share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) storage: SharedStorage,
    pub(crate) runner: Arc<dyn TurnRunner>,
    pub(crate) graph: Arc<dyn GraphApi>,
    pub(crate) cards: Option<Cards>,
    pub(crate) certificates: Option<Arc<dyn CertificatePrinter>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) options: Arc<PipelineOptions>,
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) routing: Routing,
    pub(crate) begun: Begun,
    pub(crate) read_marks: ReadMarks,
    pub(crate) inbox: Bell,
    pub(crate) outbox: Bell,
    pub(crate) timers: Bell,
    pub(crate) payments: Bell,
    pub(crate) refunds: Bell,
    pub(crate) templates: Templates,
}

/// The data plane: a door for notifications, and the stages behind it.
pub struct Pipeline {
    shared: Shared,
    breakers: Arc<Breakers>,
    marks: Arc<Mutex<mpsc::Receiver<ReadMark>>>,
    provider: Option<Arc<dyn PaymentProvider>>,
}

impl Pipeline {
    /// Builds it; nothing runs before [`Self::run`].
    pub fn new(ports: Ports, options: PipelineOptions, routing: Routing) -> Self {
        let (read_marks, marks) = ReadMarks::new();
        let breakers = Arc::new(Breakers::new(ports.runner, Arc::clone(&ports.clock)));
        let shared = Shared {
            storage: ports.storage,
            runner: breakers.clone(),
            graph: ports.graph,
            cards: ports.cards,
            certificates: ports.certificates,
            clock: ports.clock,
            entropy: ports.entropy,
            pseudonyms: Pseudonyms::new(options.pseudonym_key.clone()),
            templates: Templates::new(options.templates.as_ref()),
            options: Arc::new(options),
            routing,
            begun: Begun::default(),
            read_marks,
            inbox: Bell::default(),
            outbox: Bell::default(),
            timers: Bell::default(),
            payments: Bell::default(),
            refunds: Bell::default(),
        };
        let (marks, provider) = (Arc::new(Mutex::new(marks)), ports.payments);
        Self { shared, breakers, marks, provider }
    }

    /// The door. Works whether or not the stages run.
    pub fn ingest(&self) -> Ingest {
        let Shared { storage, clock, options, inbox, outbox, payments, refunds, templates, .. } =
            self.shared.clone();
        Ingest { storage, clock, options, inbox, outbox, templates, payments, refunds }
    }

    /// The door for the payment provider's calls. Works whether or not the stages run.
    pub fn payment_calls(&self) -> PaymentCalls {
        let Shared { storage, clock, payments: bell, .. } = self.shared.clone();
        PaymentCalls { storage, clock, bell }
    }

    /// The door for those who have something paid back, and for the provider's calls about it. Works whether or not the
    /// stages run.
    pub fn refund_calls(&self) -> RefundCalls {
        let Shared { storage, clock, pseudonyms, refunds: bell, .. } = self.shared.clone();
        RefundCalls { storage, clock, pseudonyms, bell }
    }

    /// The door for those who want the report of a day. Works whether or not the stages run.
    pub fn report_calls(&self) -> ReportCalls {
        let Shared { storage, clock, cards, .. } = self.shared.clone();
        ReportCalls { storage, provider: self.provider.clone(), cards, clock }
    }

    /// The door for departments' back ends. One for all of them: it knows how fast each sends. Works whether or not the
    /// stages run.
    pub fn notice_calls(&self) -> NoticeCalls {
        let Shared { storage, clock, pseudonyms, routing, timers: bell, .. } = self.shared.clone();
        let paces = Paces::default();
        NoticeCalls { storage, clock, pseudonyms, routing, bell, paces }
    }

    /// The door for operators. Works whether or not the stages run.
    pub fn operator_calls(&self) -> OperatorCalls {
        let Shared { storage, pseudonyms, routing, clock, .. } = self.shared.clone();
        let breakers = Arc::clone(&self.breakers);
        OperatorCalls { storage, pseudonyms, routing, clock, breakers }
    }

    /// Runs all stages until `stop`, then drains: events and attempts under way are finished, nothing new is begun.
    ///
    /// # Cancel safety
    /// Dropping the future ends everything at once, as a crash would: nothing durable is lost.
    pub async fn run(&self, stop: CancellationToken) {
        let lanes = {
            let (shared, stop) = (self.shared.clone(), stop.clone());
            supervise("lanes", stop.clone(), move || lanes::run(shared.clone(), stop.clone()))
        };
        let timers = {
            let (shared, stop) = (self.shared.clone(), stop.clone());
            supervise("timers", stop.clone(), move || timers::run(shared.clone(), stop.clone()))
        };
        let paid_to = (self.provider.clone(), self.shared.clone(), stop.clone());
        let payments = async move {
            let (Some(provider), shared, stop) = paid_to else { return };
            let back = (shared.clone(), Arc::clone(&provider), stop.clone());
            let books = back.clone();
            let payments = supervise("payments", stop.clone(), move || {
                payments::run(shared.clone(), Arc::clone(&provider), stop.clone())
            });
            let (shared, provider, stop) = back;
            let refunds = supervise("refunds", stop.clone(), move || {
                refunds::run(shared.clone(), Arc::clone(&provider), stop.clone())
            });
            let (shared, provider, stop) = books;
            let reports = supervise("report_rounds", stop.clone(), move || {
                report_rounds::run(shared.clone(), Arc::clone(&provider), stop.clone())
            });
            tokio::join!(payments, refunds, reports);
        };
        let send = {
            let (shared, stop) = (self.shared.clone(), stop.clone());
            supervise("send", stop.clone(), move || send::run(shared.clone(), stop.clone()))
        };
        let marks = {
            let (graph, marks) = (Arc::clone(&self.shared.graph), Arc::clone(&self.marks));
            let stop = stop.clone();
            supervise("read_marks", stop.clone(), move || {
                read_marks::run(Arc::clone(&graph), Arc::clone(&marks), stop.clone())
            })
        };
        let upkeep = {
            let shared = self.shared.clone();
            supervise("upkeep", stop.clone(), move || upkeep::run(shared.clone(), stop.clone()))
        };
        tokio::join!(lanes, timers, payments, send, marks, upkeep);
    }
}
