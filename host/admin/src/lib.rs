//! The words of the admin API, and a client that speaks them.
//!
//! In: what an operator wants to see or have done. Out: what the host answers.
//! Never: decides anything, or shows a token.

mod client;
mod demand;
mod operations;
mod payments;
mod reports;
mod words;

pub use client::{AdminClient, AdminError};
pub use demand::{NearServiceView, UnmetReportView, UnmetView};
pub use operations::{
    BreakerView, DeadLetterOutcome, DeadLetterView, DepartmentBreakersView, DepartmentDrainsView,
    DrainView, GrantsView, SessionView,
};
pub use payments::{PaymentView, RefundView, RefundWanted};
pub use reports::{
    NotOursView, PaymentDifferenceView, PaymentReportView, PaymentTotalsView, SumView,
};
pub use words::{
    AuditEntryView, AuditHead, CapsuleView, ConversationsView, CountsView, DepartmentView,
    FreezeView, KeyView, NewKey, Problem, ReleaseView, RepeatedView, ShadowView, Signatures,
    Staged, Wanted,
};
