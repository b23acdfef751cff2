//! The data plane: the journey of one message, in file order.
//!
//! ```text
//! ingest ─▶ INBOX ─▶ lanes ─▶ route ─▶ turn ─▶ settle ─▶ OUTBOX ─▶ send ─▶ Meta
//!    │        ▲◀─ timers ────────────────────────┘         ▲
//!    │        │                                            │
//!    │      timers ◀── notices                             │
//!    │      timers ◀── payments ◀─▶ provider ──────────────┤
//!    │      timers ◀── refunds ◀──▶ provider               │
//!    │                 report_rounds ─▶ provider, log      │
//!    ├─ reports on cards ─▶ payments, refunds               │
//!    └─ receipts ──────────────────────────────────────────┘
//! ```
//!
//! In: verified notifications. Out: messages handed to Meta. Both ends are durable: see [`mitra_storage`].
//! Never: names a database, an HTTP library or the sandbox; keeps anything that a crash could lose, but a
//! minute of statistics.
//!
//! Each stage is a pure `decide` and a thin `run` that claims, decides and applies. A stage's input has private fields
//! and is made by the stage before alone, so that skipping one does not compile. No stage calls an earlier one: a later
//! stage wakes an earlier one with a bell, and Meta's receipts come in by [`ingest`] like everything else.
//! Every `select!` is biased: chance has one source, so that a simulated history can be repeated from its seed.

mod announce;
mod backoff;
mod bell;
mod breaker;
mod bucket;
mod cards;
mod demand;
mod document;
mod ingest;
mod lanes;
mod notices;
mod operators;
mod pace;
mod payments;
mod pipeline;
mod plan;
mod pseudonym;
mod read_marks;
mod receipts;
mod refunds;
mod report;
mod report_rounds;
mod rounds;
mod route;
mod routing;
mod send;
mod settle;
mod speak;
mod supervise;
mod templates;
mod timers;
mod turn;
mod upkeep;
mod upload;

pub use breaker::{BreakerState, SeenBreaker};
pub use cards::Cards;
pub use ingest::{Ingest, IngestError};
pub use notices::{NoticeCalls, NoticeRefusal, Noticed};
pub use operators::{OperatorCalls, SeenConversation, SeenDemand, SeenUnmet};
pub use pace::PaceOptions;
pub use payments::PaymentCalls;
pub use pipeline::{Pipeline, PipelineOptions, Ports};
pub use refunds::{RefundCalls, SeenPayment};
pub use report::{ReportCalls, ReportError};
pub use routing::Routing;
pub use templates::TemplateOptions;
