//! Why storage could not do what was asked.

/// Why an operation had no effect. After any of these, nothing of the operation is stored.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The inbox holds as many unsettled events as it may. Meta keeps the notification and sends it again.
    #[error("the inbox holds {events} unsettled events, at most {events_max} are allowed")]
    InboxFull {
        /// How many there are.
        events: usize,
        /// How many there may be.
        events_max: usize,
    },
    /// The database cannot be used now: locked, full disk, gone. A later try can succeed.
    #[error("the database cannot be used: {operation}")]
    Unavailable {
        /// What was tried.
        operation: &'static str,
        /// What the database said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A stored value cannot be read back. A person must look.
    #[error("a stored {what} cannot be read")]
    Corrupt {
        /// Which kind of value.
        what: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Storage was closed: the host is stopping.
    #[error("storage is closed")]
    Closed,
}
