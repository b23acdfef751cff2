//! One queued piece of work and its answer.

use mitra_storage::StorageError;
use tokio::sync::oneshot;

use super::Engine;
use crate::failure::{Failure, GroupFailed};

/// When the caller hears of an operation's success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AnswerWhen {
    /// As soon as it has run: nothing of it needs to survive a crash.
    Run,
    /// When the transaction is on disk.
    Committed,
}

/// An operation as the writer sees it.
pub(super) trait Operation: Send {
    /// Does the work inside the open transaction. Gives back whether its effects are to be kept.
    fn run(&mut self, engine: &mut Engine) -> bool;

    /// Answers the caller, now that the fate of the transaction is known.
    fn answer(self: Box<Self>, group: Result<(), &GroupFailed>);
}

/// An operation with its closure, its outcome and its caller.
pub(super) struct Pending<T, F> {
    operation: &'static str,
    when: AnswerWhen,
    work: Option<F>,
    outcome: Option<Result<T, StorageError>>,
    reply: Option<oneshot::Sender<Result<T, StorageError>>>,
}

impl<T, F> Pending<T, F> {
    pub(super) fn new(
        operation: &'static str,
        when: AnswerWhen,
        work: F,
        reply: oneshot::Sender<Result<T, StorageError>>,
    ) -> Self {
        Self { operation, when, work: Some(work), outcome: None, reply: Some(reply) }
    }

    fn send(&mut self, outcome: Result<T, StorageError>) {
        if let Some(reply) = self.reply.take() {
            // A caller that was dropped needs no answer; its operation stands.
            let _ = reply.send(outcome);
        }
    }
}

impl<T, F> Operation for Pending<T, F>
where
    T: Send,
    F: FnOnce(&mut Engine) -> Result<T, Failure> + Send,
{
    fn run(&mut self, engine: &mut Engine) -> bool {
        let Some(work) = self.work.take() else { return false };
        let outcome = engine.isolated(work).map_err(|failure| failure.at(self.operation));
        let keep = outcome.is_ok();
        if keep && self.when == AnswerWhen::Run {
            self.send(outcome);
        } else {
            self.outcome = Some(outcome);
        }
        keep
    }

    fn answer(mut self: Box<Self>, group: Result<(), &GroupFailed>) {
        let outcome = match (group, self.outcome.take()) {
            (Ok(()), Some(outcome)) => outcome,
            (Err(_), Some(Err(own))) => Err(own),
            (Err(failed), _) => Err(StorageError::Unavailable {
                operation: self.operation,
                source: Box::new(failed.clone()),
            }),
            // Answered already, when it ran.
            (Ok(()), None) => return,
        };
        self.send(outcome);
    }
}
