//! The desk over one routing table.

use std::sync::Arc;

use mitra_core::clock::Timestamp;
use mitra_core::event::Content;
use mitra_core::form::IdentityTokens;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::reply::Reply;
use mitra_core::routing::{RoutingTable, Way};
use mitra_core::session::{Conversation, Session};
use mitra_core::share::CitizenLot;
use mitra_core::timer::FiredTimer;
use mitra_core::turn::{TurnEvent, TurnFault, TurnOutcome};
use mitra_core::unmet::{Unmet, UnmetWords};

use crate::conclude::{self, Conclusion};
use crate::popular::Popular;
use crate::receive;
use crate::search::Search;
use crate::timer::{self, TimerReception, TimerVisit};

/// The front desk over one routing table, with the search index of its services.
#[derive(Debug)]
pub struct Desk {
    pub(crate) table: Arc<RoutingTable>,
    pub(crate) search: Arc<Search>,
    pub(crate) popular: Arc<Popular>,
}

/// What the desk makes of an event, before any department runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Reception {
    /// The desk answers by itself. No replies for what needs no answer, such as a reaction.
    Answer {
        /// The session to keep.
        session: Session,
        /// In order.
        replies: Vec<Reply>,
        /// Whether everything that departments keep for the citizen alone is to be removed.
        erases: bool,
        /// What the citizen asked for and did not find.
        unmet: Vec<Unmet>,
    },
    /// The citizen asks for their receipts, which somebody has to look up for [`Desk::receipts`].
    Receipts {
        /// The session to keep.
        session: Session,
    },
    /// A department runs one turn. The session has an open conversation: just opened, or going on.
    Turn {
        /// To be given to [`Desk::conclude`].
        session: Session,
        /// On which release.
        way: Way,
        /// What the department hears.
        event: TurnEvent,
        /// Goes out before the department's replies.
        preface: Vec<Reply>,
        /// What the citizen asked for before, and did not find.
        unmet: Vec<Unmet>,
    },
}

impl Reception {
    /// The same answer, with which what is kept for the citizen alone is removed.
    pub(crate) fn erasing(self) -> Self {
        match self {
            Self::Answer { session, replies, unmet, .. } => {
                Self::Answer { session, replies, erases: true, unmet }
            }
            Self::Receipts { .. } | Self::Turn { .. } => self,
        }
    }
}

impl Desk {
    /// A desk over this table. Builds the search index: a tenth of a second for 521 services with 15 aliases each.
    pub fn new(table: Arc<RoutingTable>) -> Self {
        let search = Arc::new(Search::new(&table));
        Self { table, search, popular: Arc::default() }
    }

    /// The desk over the table that follows this one's. Of departments that describe themselves as before, the index is
    /// shared.
    #[must_use]
    pub fn follow(&self, table: Arc<RoutingTable>) -> Self {
        let search = Arc::new(self.search.follow(&table));
        Self { table, search, popular: Arc::clone(&self.popular) }
    }

    /// The same desk that knows these services as popular.
    #[must_use]
    pub fn with_popular(&self, popular: Arc<Popular>) -> Self {
        let (table, search) = (Arc::clone(&self.table), Arc::clone(&self.search));
        Self { table, search, popular }
    }

    /// What it knows as popular.
    pub fn popular(&self) -> &Arc<Popular> {
        &self.popular
    }

    /// The services that words of a citizen's are likest to, at most so many, for whoever gives one another name.
    pub fn nearest(&self, words: &UnmetWords, max: usize) -> Vec<(DepartmentId, ServiceId)> {
        self.search.nearest(words.as_str(), max)
    }

    /// The table.
    pub fn table(&self) -> &RoutingTable {
        &self.table
    }

    /// What a conversation's service is called, by the release that it goes on with.
    pub(crate) fn name_of(&self, open: &Conversation, language: Language) -> Option<String> {
        let way = self.table.way(open)?;
        let service = way.release.department.service(&open.service)?;
        Some(service.name.get(language).to_owned())
    }

    /// What to do about an event of a citizen with this session. `lot` stands for them where some citizens are drawn;
    /// `tokens` makes what is kept of numbers that a form asks for and nobody may keep.
    pub fn receive(
        &self,
        session: &Session,
        content: &Content,
        now: Timestamp,
        lot: CitizenLot,
        tokens: &dyn IdentityTokens,
    ) -> Reception {
        receive::receive(self, session.clone(), content, now, lot, tokens)
    }

    /// The last word after a department's turn: what the citizen gets, and the session to keep.
    ///
    /// `session` is the one of [`Reception::Turn`].
    pub fn conclude(&self, session: Session, result: Result<TurnOutcome, TurnFault>) -> Conclusion {
        conclude::conclude(self, session, result)
    }

    /// What to do about a timer of a citizen with this session that is due.
    pub fn receive_timer(
        &self,
        session: &Session,
        fired: &FiredTimer,
        now: Timestamp,
        lot: CitizenLot,
    ) -> TimerReception {
        timer::admit(self, session, fired, now, lot)
    }

    /// The last word after a timer's turn: what the citizen gets, which may be nothing, and the session to keep.
    pub fn conclude_timer(&self, visit: TimerVisit, outcome: TurnOutcome) -> Conclusion {
        timer::conclude(self, visit, outcome)
    }
}
