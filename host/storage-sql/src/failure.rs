//! Why an operation stopped, inside the engine; at its edge it becomes a [`StorageError`].

use mitra_storage::StorageError;

/// Why an operation stopped. What it did is undone.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// SQLite could not do it.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    /// A stored value cannot be read.
    #[error("a stored {what} cannot be read")]
    Corrupt {
        /// Which kind of value.
        what: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The inbox takes no more.
    #[error("the inbox is full")]
    InboxFull {
        /// Unsettled events.
        events: usize,
        /// How many there may be.
        events_max: usize,
    },
}

impl Failure {
    /// The failure as callers of the engine see it.
    pub(crate) fn at(self, operation: &'static str) -> StorageError {
        match self {
            Self::Database(source) if unreadable(&source) => {
                StorageError::Corrupt { what: "row", source: Box::new(source) }
            }
            Self::Database(source) => {
                StorageError::Unavailable { operation, source: Box::new(source) }
            }
            Self::Corrupt { what, source } => StorageError::Corrupt { what, source },
            Self::InboxFull { events, events_max } => {
                StorageError::InboxFull { events, events_max }
            }
        }
    }
}

/// Whether a column has a value of another kind than was written.
fn unreadable(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

/// Makes the closure for `map_err` that says which kind of value is corrupt.
pub(crate) fn corrupt<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
    what: &'static str,
) -> impl Fn(E) -> Failure {
    move |source| Failure::Corrupt { what, source: source.into() }
}

/// What a group of operations is told when their common transaction failed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the transaction of {operations} operations was not committed: {cause}")]
pub(crate) struct GroupFailed {
    /// How many shared the transaction.
    pub(crate) operations: usize,
    /// What SQLite said. Text, because it goes to each of them.
    pub(crate) cause: String,
}
